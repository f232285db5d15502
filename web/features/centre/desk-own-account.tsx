import { createSignal, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Columns, Line, Note, Section, Stack } from '../../components/layout.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { DeviceSettings } from '../accounts/device-settings.tsx'
import { PasswordForm } from '../accounts/password-form.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { OwnSessions } from './desk-own-sessions.tsx'

/** One's own password, authenticator, language and theme. */
export function OwnAccount(): JSX.Element {
  const staff = useStaff()
  // The form is made anew after each change, empty again.
  const [changes, setChanges] = createSignal(0)
  return (
    <Columns>
      <Stack gap={5}>
        <SecondFactor />
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

function SecondFactor(): JSX.Element {
  const staff = useStaff()
  const [removing, setRemoving] = createSignal(false)
  const factor = () => staff.me.secondFactor
  return (
    <Section title={t('secondFactor')}>
      <Card padded label={t('secondFactor')}>
        <Stack gap={3}>
          <Show
            when={factor().enabled}
            fallback={
              <>
                <Note>{t('secondFactorOff')}</Note>
                <Line>
                  <ButtonLink kind="primary" href="/log-in/second-factor?return=/desk/settings">
                    {t('bind')}
                  </ButtonLink>
                </Line>
              </>
            }
          >
            <Note>{t('secondFactorOn', { left: factor().recoveryCodesLeft })}</Note>
            <Show when={!factor().required} fallback={<Note>{t('secondFactorRequired')}</Note>}>
              <Show
                when={removing()}
                fallback={
                  <Line>
                    <Button kind="danger" onClick={() => setRemoving(true)}>
                      {t('remove')}
                    </Button>
                  </Line>
                }
              >
                <RemoveSecondFactor onClose={() => setRemoving(false)} />
              </Show>
            </Show>
          </Show>
        </Stack>
      </Card>
    </Section>
  )
}

function RemoveSecondFactor(props: { onClose: () => void }): JSX.Element {
  const [password, setPassword] = createSignal('')
  const remove = api.accounts.removeSecondFactor.use({
    onSuccess: () => {
      showToast({ text: t('removed') })
      props.onClose()
    },
    stale: [api.accounts.me.key()],
  })
  return (
    <Form gap={3} onSubmit={() => password() !== '' && remove.mutate({ password: password() })}>
      <Note>{t('removeText')}</Note>
      <ErrorNote error={remove.error} />
      <Field label={t('removePassword')}>
        <PasswordInput value={password()} onInput={setPassword} autocomplete="current-password" />
      </Field>
      <Line>
        <Button type="submit" kind="danger" busy={remove.isPending} disabled={password() === ''}>
          {t('removeSend')}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Form>
  )
}
