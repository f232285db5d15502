import { For, type JSX } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Line, Row, Section } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { formatDateTime, formatPhrases } from '../../texts/format.ts'
import { t as me } from '../../texts/me.zh-CN.ts'
import { createLogOut } from '../accounts/session.ts'

/** Where one's account is logged in; any of them can be ended, and all at once. */
export function OwnSessions(): JSX.Element {
  const sessions = api.accounts.listSessions.use(() => undefined)
  const end = api.accounts.endSession.use({
    onSuccess: () => void showToast({ text: me('ended') }),
    stale: [api.accounts.listSessions.key()],
  })
  const logOut = createLogOut()
  const endAll = api.accounts.logOutEverywhere.use({ onSuccess: () => logOut.mutate(undefined), stale: [] })
  return (
    <Section title={t('sessions')}>
      <ErrorNote error={end.error ?? endAll.error} />
      <Loaded query={sessions} skeleton={<SkeletonRows count={2} />}>
        {(data) => (
          <Card label={t('sessions')}>
            <For each={data().sessions}>
              {(session) => (
                <CardEntry
                  main={formatPhrases([me(session.device), session.system, session.browser])}
                  amount={session.current ? me('current') : undefined}
                  note={me('lastSeen', { when: formatDateTime(session.lastSeenAt) })}
                  noteEnd={session.ip}
                >
                  {session.current ? null : (
                    <Row columns="max-content">
                      <Button
                        size="dense"
                        disabled={end.isPending}
                        onClick={() => end.mutate({ sessionId: session.id })}
                      >
                        {me('end')}
                      </Button>
                    </Row>
                  )}
                </CardEntry>
              )}
            </For>
          </Card>
        )}
      </Loaded>
      <Line>
        <Button kind="danger" busy={endAll.isPending} onClick={() => endAll.mutate(undefined)}>
          {me('endAll')}
        </Button>
      </Line>
    </Section>
  )
}
