import { For, type JSX, Show } from 'solid-js'
import type { OwnMail } from '../../../server/features/notices/mail-bounces.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Line, Note, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/notices.zh-CN.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'

const pageSize = 30

/** Where the organisation's mail went, and what to do about an address that takes none. */
export default function OwnMailPage(): JSX.Element {
  const list = createPagedList(api.notices.listOwnMail, () => ({ limit: pageSize }))
  return (
    <OrganisationShell title={t('mailTitle')} back="/notices">
      <Loaded query={list.query} errorTitle={t('mailNotOpened')}>
        {(page) => (
          <Stack gap={3}>
            <For each={page().bounced}>
              {(address) => (
                <Note tone="rejected">
                  <Stack gap={2}>
                    <span>{t('bounced', { address })}</span>
                    <Line>
                      <ButtonLink size="dense" href="/billing">
                        {t('toBilling')}
                      </ButtonLink>
                      <ButtonLink size="dense" href="/tree">
                        {t('toOrganisation')}
                      </ButtonLink>
                    </Line>
                  </Stack>
                </Note>
              )}
            </For>
            <Show
              when={list.rows().length > 0}
              fallback={<EmptyState title={t('mailEmptyTitle')}>{t('mailEmptyText')}</EmptyState>}
            >
              <Card>
                <For each={list.rows()}>{(row) => <MailEntry row={row} />}</For>
              </Card>
              <MoreButton more={list} />
            </Show>
          </Stack>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

const states = {
  queued: { tone: 'waiting', word: 'mailQueued' },
  retrying: { tone: 'waiting', word: 'mailRetrying' },
  sent: { tone: 'settled', word: 'mailSent' },
  failed: { tone: 'rejected', word: 'mailFailed' },
} as const
const problems = {
  addressInvalid: 'problemInvalid',
  addressBounced: 'problemBounced',
  other: 'problemOther',
} as const

function MailEntry(props: { row: OwnMail }): JSX.Element {
  return (
    <CardEntry
      state={
        <Chop tone={states[props.row.state].tone} since={formatDateTime(props.row.sentAt ?? props.row.createdAt)}>
          {t(states[props.row.state].word)}
        </Chop>
      }
      main={<strong>{props.row.subject}</strong>}
      note={props.row.recipient}
      noteEnd={props.row.attachmentCount > 0 ? t('mailFiles', { count: props.row.attachmentCount }) : undefined}
    >
      <Show when={props.row.problem}>{(problem) => t(problems[problem()])}</Show>
    </CardEntry>
  )
}
