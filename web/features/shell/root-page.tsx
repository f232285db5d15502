import { Navigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { createLogOut, homeOf, useMe } from '../accounts/session.ts'

/** The bare address: everybody goes where they belong. */
export default function RootPage(): JSX.Element {
  const me = useMe()
  return (
    <Loaded query={me} errorTitle={t('loadFailed')} skeleton={<span />}>
      {(data) => (
        <Show when={data()} fallback={<Navigate href="/log-in" />}>
          {(person) => (
            <Show when={homeOf(person()) === '/'} fallback={<Navigate href={homeOf(person())} />}>
              <NoRole />
            </Show>
          )}
        </Show>
      )}
    </Loaded>
  )
}

function NoRole(): JSX.Element {
  const logOut = createLogOut()
  return (
    <PublicShell>
      <EmptyState
        title={t('noRoleTitle')}
        action={
          <Button busy={logOut.isPending} onClick={() => logOut.mutate()}>
            {logOut.isPending ? t('loggingOut') : t('logOut')}
          </Button>
        }
      >
        {t('noRoleText')}
      </EmptyState>
    </PublicShell>
  )
}
