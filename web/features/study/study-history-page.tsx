import { For, type JSX, Show } from 'solid-js'
import { EmptyState } from '../../components/empty-state.tsx'
import { Note, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/study.zh-CN.ts'
import { PdfButton } from '../shell/pdf-button.tsx'
import { StudyPage } from './learner-shell.tsx'
import { yearsOf } from './study-words.ts'
import { YearSection } from './study-years.tsx'

/** 历年学时: every year's plans and records, whichever unit recorded them, and the statement of hours of each. */
export default function HistoryPage(): JSX.Element {
  return (
    <StudyPage title={t('history')} back="/learner">
      {(study) => (
        <Show
          when={yearsOf(study()).length > 0}
          fallback={<EmptyState title={t('emptyTitle')}>{t('emptyText')}</EmptyState>}
        >
          <Stack gap={5}>
            <For each={yearsOf(study())}>
              {(year) => (
                <YearSection
                  year={year}
                  certificates={study().certificates}
                  planHref={(plan) => `/learner?plan=${plan.id}`}
                >
                  <PdfButton wide href={`/api/files/learners/me/hours.pdf?year=${year.year}`}>
                    {t('statement')}
                  </PdfButton>
                </YearSection>
              )}
            </For>
            <Show when={study().recordsCapped}>
              <Note>{t('recordsCapped', { count: study().records.length })}</Note>
            </Show>
          </Stack>
        </Show>
      )}
    </StudyPage>
  )
}
