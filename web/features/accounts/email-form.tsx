import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Facts, Quiet } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/contact.zh-CN.ts'
import { createWait } from './create-wait.ts'
import { isMailAddress } from './mail-address.ts'
import { PasswordField } from './mobile-form.tsx'

/** Another e-mail address, with the password: forgotten passwords are reset through it. */
export function EmailForm(props: { me: Me; onDone: () => void }): JSX.Element {
  const queries = useQueryClient()
  const [email, setEmail] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const change = api.accounts.changeEmail.use({
    onSuccess: (me) => {
      queries.setQueryData([...api.accounts.me.key(), null], me)
      showToast({ text: t('emailChanged', { email: me.profile?.email ?? '' }) })
      props.onDone()
    },
    stale: [],
  })
  const wait = createWait(() => change.error)
  const wrong = () => change.error instanceof AppError && change.error.code === 'passwordWrong'
  const submit = () => {
    setAsked(true)
    if (!isMailAddress(email()) || password() === '' || change.isPending || wait.left()) return
    change.mutate({ email: email().trim(), password: password() })
  }
  return (
    <Form onSubmit={submit} gap={5}>
      <Show when={props.me.profile?.email}>
        {(now) => <Facts beside facts={[{ label: t('emailNow'), value: now() }]} />}
      </Show>
      <FieldGroup>
        <Field label={t('emailNew')} error={asked() && !isMailAddress(email()) ? t('emailWrong') : null}>
          <TextInput
            value={email()}
            onInput={setEmail}
            type="email"
            inputMode="email"
            autocomplete="email"
            maxLength={200}
          />
        </Field>
        <PasswordField value={password()} onInput={setPassword} asked={asked()} wrong={wrong() ? change.error : null} />
      </FieldGroup>
      <Quiet>{t('emailText')}</Quiet>
      <ErrorNote error={wrong() ? null : change.error} />
      <Button type="submit" kind="primary" size="main" wide busy={change.isPending} disabled={Boolean(wait.left())}>
        {change.isPending ? t('saving') : wait.left() ? t('waitBeforeRetry', { wait: wait.left() }) : t('saveEmail')}
      </Button>
    </Form>
  )
}
