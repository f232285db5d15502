import { useNavigate } from '@solidjs/router'
import { useQueryClient } from '@tanstack/solid-query'
import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { OwnShell } from './own-shell.tsx'
import { PasswordForm } from './password-form.tsx'
import { accountHome } from './session.ts'

/** A new password because somebody wants one. */
export default function PasswordPage(): JSX.Element {
  const navigate = useNavigate()
  const queries = useQueryClient()
  return (
    <OwnShell title={t('passwordTitle')}>
      {(me) => (
        <PasswordForm
          me={me()}
          first={false}
          onChanged={(entered) => {
            queries.setQueryData([...api.accounts.me.key(), null], entered.me)
            showToast({ text: t('passwordChanged') })
            navigate(accountHome(entered.me), { replace: true })
          }}
        />
      )}
    </OwnShell>
  )
}
