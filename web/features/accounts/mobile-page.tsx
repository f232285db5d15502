import { useNavigate } from '@solidjs/router'
import type { JSX } from 'solid-js'
import { t } from '../../texts/contact.zh-CN.ts'
import { MobileForm } from './mobile-form.tsx'
import { OwnShell } from './own-shell.tsx'

/** 换手机号. */
export default function MobilePage(): JSX.Element {
  const navigate = useNavigate()
  return (
    <OwnShell title={t('mobileTitle')} back="/me/profile">
      {(me) => <MobileForm me={me()} onDone={() => navigate('/me/profile', { replace: true })} />}
    </OwnShell>
  )
}
