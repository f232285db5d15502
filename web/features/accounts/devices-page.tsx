import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { For, type JSX, Show } from 'solid-js'
import type { SessionList } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { showToast } from '../../components/toast.tsx'
import { forgetStudies } from '../../offline/kept-study.ts'
import { formatDateTime } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/me.zh-CN.ts'
import { OwnShell } from './own-shell.tsx'

type Session = SessionList['sessions'][number]

/** Where the account is logged in; any of them can be ended, and all at once. */
export default function DevicesPage(): JSX.Element {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const sessions = api.accounts.listSessions.use(() => undefined)
  const end = api.accounts.endSession.use({
    onSuccess: () => {
      showToast({ text: t('ended') })
    },
    stale: [api.accounts.listSessions.key()],
  })
  const endAll = api.accounts.logOutEverywhere.use({
    onSuccess: () => {
      queries.clear()
      forgetStudies()
      navigate('/log-in', { replace: true })
    },
    stale: [],
  })
  return (
    <OwnShell title={t('sessionsTitle')}>
      {() => (
        <>
          <Quiet>{t('sessionsText')}</Quiet>
          <Loaded query={sessions} errorTitle={t('notOpened')}>
            {(data) => (
              <Stack gap={3}>
                <ErrorNote error={end.error ?? endAll.error} />
                <Card>
                  <For each={data().sessions}>
                    {(session) => (
                      <SessionEntry
                        session={session}
                        busy={end.isPending}
                        onEnd={() => end.mutate({ sessionId: session.id })}
                      />
                    )}
                  </For>
                </Card>
                <Button kind="danger" wide busy={endAll.isPending} onClick={() => endAll.mutate()}>
                  {endAll.isPending ? t('endingAll') : t('endAll')}
                </Button>
              </Stack>
            )}
          </Loaded>
        </>
      )}
    </OwnShell>
  )
}

function SessionEntry(props: { session: Session; busy: boolean; onEnd: () => void }): JSX.Element {
  const what = () => joinParts(t(props.session.device), props.session.system, props.session.browser)
  return (
    <CardEntry
      main={<strong>{what()}</strong>}
      amount={props.session.current ? t('current') : undefined}
      note={t('lastSeen', { when: formatDateTime(props.session.lastSeenAt) })}
    >
      <Stack gap={2}>
        <Quiet>{t('signedIn', { when: formatDateTime(props.session.signedInAt), ip: props.session.ip })}</Quiet>
        <Show when={!props.session.current}>
          <Line>
            <Button disabled={props.busy} onClick={() => props.onEnd()}>
              {t('end')}
            </Button>
          </Line>
        </Show>
      </Stack>
    </CardEntry>
  )
}
