import type { JSX } from 'solid-js'
import { t } from '../../texts/notices.zh-CN.ts'
import { NoticeList } from '../notices/notice-list.tsx'
import { LearnerShell } from './learner-shell.tsx'

/** What a learner was told: hours approved, certificates issued, cards recharged or running out. */
export default function LearnerNoticesPage(): JSX.Element {
  return (
    <LearnerShell title={t('title')} back="/learner">
      <NoticeList emptyText={t('emptyTextLearner')} />
    </LearnerShell>
  )
}
