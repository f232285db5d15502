import { createSignal, type JSX, Show } from 'solid-js'
import { Card, CardLine } from '../../components/card.tsx'
import { Columns, Note, Section, Stack } from '../../components/layout.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { formatList } from '../../texts/format.ts'
import { DeviceSettings } from '../accounts/device-settings.tsx'
import { PasswordForm } from '../accounts/password-form.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { OwnSecondFactor } from './desk-own-second-factor.tsx'
import { OwnSessions } from './desk-own-sessions.tsx'

/** One's own contact, password, authenticator, language and theme. */
export function OwnAccount(): JSX.Element {
  const staff = useStaff()
  const contact = () => formatList([staff.me.profile?.mobile ?? '', staff.me.profile?.email ?? ''].filter(Boolean))
  // The form is made anew after each change, empty again.
  const [changes, setChanges] = createSignal(0)
  return (
    <Columns>
      <Stack gap={5}>
        <Section title={t('contact')}>
          <Card label={t('contact')}>
            <CardLine label={t('contactLine')} value={contact()} href="/me/profile" />
          </Card>
        </Section>
        <OwnSecondFactor />
        <DeviceSettings />
        <OwnSessions />
      </Stack>
      <Section title={t('password')}>
        <Card padded label={t('password')}>
          <Stack gap={3}>
            <Note>{t('passwordText')}</Note>
            <Show when={changes() + 1} keyed>
              <PasswordForm
                me={staff.me}
                first={false}
                onChanged={() => {
                  setChanges(changes() + 1)
                  showToast({ text: t('passwordChanged') })
                }}
              />
            </Show>
          </Stack>
        </Card>
      </Section>
    </Columns>
  )
}
