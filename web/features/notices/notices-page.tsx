import type { JSX } from 'solid-js'
import { Card, CardLine } from '../../components/card.tsx'
import { Stack } from '../../components/layout.tsx'
import { t } from '../../texts/notices.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { NoticeList } from './notice-list.tsx'

/** The notices of an organisation's admin, and where its mail went. */
export default function NoticesPage(): JSX.Element {
  return (
    <OrganisationShell title={t('title')} back="/home">
      <Stack gap={3}>
        <Card>
          <CardLine label={t('seeMail')} href="/notices/mail" />
        </Card>
        <NoticeList />
      </Stack>
    </OrganisationShell>
  )
}
