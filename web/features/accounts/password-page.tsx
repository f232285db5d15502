import { Navigate, useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Loaded } from '../../components/loaded.tsx'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { PasswordForm } from './password-form.tsx'
import { accountHome, useMe } from './session.ts'

/** A new password because somebody wants one. */
export default function PasswordPage(): JSX.Element {
  const me = useMe()
  const navigate = useNavigate()
  const queries = useQueryClient()
  const back = () => (me.isSuccess && me.data ? accountHome(me.data) : '/me')
  return (
    <PhoneShell title={t('passwordTitle')} back={back()}>
      <Loaded query={me} errorTitle={t('loadFailed')}>
        {(data) => (
          <Show when={data()} fallback={<Navigate href="/log-in?return=/me/password" />}>
            {(person) => (
              <PasswordForm
                me={person()}
                first={false}
                onChanged={(entered) => {
                  queries.setQueryData([...api.accounts.me.key(), null], entered.me)
                  showToast({ text: t('passwordChanged') })
                  navigate(back(), { replace: true })
                }}
              />
            )}
          </Show>
        )}
      </Loaded>
    </PhoneShell>
  )
}
