import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { Entered, Me } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { createNewPassword } from './create-new-password.ts'
import { createWait } from './create-wait.ts'
import { MissingContact, NewPasswordField } from './new-password-fields.tsx'

/** A new password, judged while it is typed; the first time also how the person can be reached. */
export function PasswordForm(props: { me: Me; first: boolean; onChanged: (entered: Entered) => void }): JSX.Element {
  const [current, setCurrent] = createSignal('')
  const change = api.accounts.changePassword.use({ onSuccess: (entered) => props.onChanged(entered), stale: [] })
  const wait = createWait(() => change.error)
  const fresh = createNewPassword({
    names: (typed) => [
      props.me.name,
      props.me.profile?.mobile || typed.mobile,
      (props.me.profile?.email || typed.email).split('@')[0] ?? '',
      ...props.me.organisations.map((one) => one.name),
    ],
    missing: () => (props.first ? (props.me.profile?.missing ?? []) : []),
    optionalEmail: () => props.first && props.me.profile?.email === '',
    refused: () => change.error,
    forget: () => change.reset(),
  })

  const currentWrong = () => change.error instanceof AppError && change.error.code === 'passwordWrong'
  const currentNeeded = () => !props.first || currentWrong()
  const currentProblem = () =>
    current() === '' && ((fresh.asked() && !props.first) || currentWrong()) ? t('currentMissing') : null
  const submit = () => {
    const right = fresh.check()
    if (!right || (currentNeeded() && current() === '') || change.isPending || wait.left()) return
    const profile = fresh.profile()
    change.mutate({
      next: fresh.next(),
      ...(current() === '' ? {} : { current: current() }),
      ...(profile ? { profile } : {}),
    })
  }
  return (
    <Form onSubmit={submit} gap={5}>
      {/* Password managers store the new password under this name. */}
      <input type="text" autocomplete="username" value={props.me.name} hidden readonly />
      <FieldGroup>
        <Show when={currentNeeded()}>
          <Field
            label={t('currentPassword')}
            hint={props.first ? t('currentPasswordHint') : undefined}
            error={currentProblem()}
          >
            <PasswordInput value={current()} onInput={setCurrent} autocomplete="current-password" maxLength={512} />
          </Field>
        </Show>
        <NewPasswordField of={fresh} />
      </FieldGroup>
      <MissingContact of={fresh} />
      <ErrorNote error={fresh.saysIt() || (currentWrong() && current() === '') ? null : change.error} />
      <Button type="submit" kind="primary" size="main" wide busy={change.isPending} disabled={Boolean(wait.left())}>
        {change.isPending ? t('saving') : wait.left() ? t('waitBeforeRetry', { wait: wait.left() }) : t('savePassword')}
      </Button>
    </Form>
  )
}
