import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { t } from '../../texts/contact.zh-CN.ts'
import { EmailForm } from './email-form.tsx'
import { OwnShell } from './own-shell.tsx'

/** 换邮箱. */
export default function EmailPage(): JSX.Element {
  const navigate = useNavigate()
  return (
    <OwnShell title={t('emailTitle')} back="/me/profile">
      {(me) => <EmailForm me={me()} onDone={() => navigate('/me/profile', { replace: true })} />}
    </OwnShell>
  )
}
