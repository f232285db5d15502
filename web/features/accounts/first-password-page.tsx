import { Navigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { PasswordForm } from './password-form.tsx'
import { createFirstEnter, createLogOut, homeOf, useMe } from './session.ts'

/** The forced change of a password that somebody else gave out, with what the profile lacks. */
export default function FirstPasswordPage(): JSX.Element {
  const me = useMe()
  const enter = createFirstEnter()
  const logOut = createLogOut()
  return (
    <PublicShell title={t('firstPasswordTitle')}>
      <Loaded query={me} errorTitle={t('loadFailed')}>
        {(data) => (
          <Show when={data()} fallback={<Navigate href="/log-in" />}>
            {(person) => (
              <Show when={person().gate === 'passwordChange'} fallback={<Navigate href={homeOf(person())} />}>
                <Stack gap={5}>
                  <p>{t('firstPasswordLead')}</p>
                  <PasswordForm me={person()} first onChanged={enter} />
                  <Button kind="quiet" wide onClick={() => logOut.mutate()}>
                    {t('otherAccount')}
                  </Button>
                </Stack>
              </Show>
            )}
          </Show>
        )}
      </Loaded>
    </PublicShell>
  )
}
