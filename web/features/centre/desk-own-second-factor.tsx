import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Section, Stack } from '../../components/layout.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { RecoveryCodes } from '../accounts/recovery-codes.tsx'
import { useStaff } from '../shell/desk-staff.ts'

/** One's own authenticator: binding it, fresh recovery codes, and taking it away. */
export function OwnSecondFactor(): JSX.Element {
  const staff = useStaff()
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
            <Bound left={factor().recoveryCodesLeft} required={factor().required} />
          </Show>
        </Stack>
      </Card>
    </Section>
  )
}

function Bound(props: { left: number; required: boolean }): JSX.Element {
  const [doing, setDoing] = createSignal<'renew' | 'remove' | null>(null)
  const [codes, setCodes] = createSignal<readonly string[] | null>(null)
  const close = () => setDoing(null)
  const renew = api.accounts.renewRecoveryCodes.use({
    onSuccess: ({ recoveryCodes }) => {
      setCodes(recoveryCodes)
      close()
    },
    stale: [api.accounts.me.key()],
  })
  const remove = api.accounts.removeSecondFactor.use({
    onSuccess: () => {
      showToast({ text: t('removed') })
      close()
    },
    stale: [api.accounts.me.key()],
  })
  return (
    <>
      <Note tone={props.left < 3 ? 'waiting' : 'quiet'}>{t('secondFactorOn', { left: props.left })}</Note>
      <Show when={props.required}>
        <Note>{t('secondFactorRequired')}</Note>
      </Show>
      <Switch
        fallback={
          <Line>
            <Button onClick={() => setDoing('renew')}>{t('renew')}</Button>
            <Show when={!props.required}>
              <Button kind="danger" onClick={() => setDoing('remove')}>
                {t('remove')}
              </Button>
            </Show>
          </Line>
        }
      >
        <Match when={codes()}>
          {(fresh) => (
            <Stack gap={3}>
              <RecoveryCodes codes={fresh()} />
              <Line>
                <Button kind="primary" onClick={() => setCodes(null)}>
                  {t('renewSaved')}
                </Button>
              </Line>
            </Stack>
          )}
        </Match>
        <Match when={doing() === 'renew'}>
          <WithPassword
            text={t('renewText')}
            send={t('renewSend')}
            busy={renew.isPending}
            error={renew.error}
            onSend={(password) => renew.mutate({ password })}
            onClose={close}
          />
        </Match>
        <Match when={doing() === 'remove'}>
          <WithPassword
            text={t('removeText')}
            send={t('removeSend')}
            danger
            busy={remove.isPending}
            error={remove.error}
            onSend={(password) => remove.mutate({ password })}
            onClose={close}
          />
        </Match>
      </Switch>
    </>
  )
}

function WithPassword(props: {
  text: string
  send: string
  danger?: boolean | undefined
  busy: boolean
  error: unknown
  onSend: (password: string) => void
  onClose: () => void
}): JSX.Element {
  const [password, setPassword] = createSignal('')
  return (
    <Form gap={3} onSubmit={() => password() !== '' && props.onSend(password())}>
      <Note>{props.text}</Note>
      <ErrorNote error={props.error} />
      <Field label={t('removePassword')}>
        <PasswordInput value={password()} onInput={setPassword} autocomplete="current-password" />
      </Field>
      <Line>
        <Button type="submit" kind={props.danger ? 'danger' : 'primary'} busy={props.busy} disabled={password() === ''}>
          {props.send}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Line>
    </Form>
  )
}
