import { useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Note } from '../../components/layout.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { createWait } from './create-wait.ts'
import { createEnter } from './session.ts'

/** Name and password; what comes next depends on the account. */
export default function LogInPage(): JSX.Element {
  const enter = createEnter()
  const [search] = useSearchParams<{ return?: string }>()
  const [name, setName] = createSignal('')
  const [password, setPassword] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const logIn = api.accounts.logIn.use({ onSuccess: enter, stale: [] })
  const wait = createWait(() => logIn.error)

  const submit = () => {
    setAsked(true)
    if (name().trim() === '' || password() === '' || logIn.isPending || wait.left()) return
    logIn.mutate({ name: name().trim(), password: password() })
  }
  return (
    <PublicShell title={t('logInTitle')}>
      <Form onSubmit={submit} gap={5}>
        <FieldGroup>
          <Field
            label={t('name')}
            hint={t('nameHint')}
            error={asked() && name().trim() === '' ? t('nameMissing') : null}
          >
            <TextInput
              value={name()}
              onInput={(text) => {
                setName(text)
                // Whom it concerns is another one now.
                if (logIn.isError) logIn.reset()
              }}
              autocomplete="username"
              autocapitalize="characters"
              spellcheck={false}
              maxLength={100}
            />
          </Field>
          <Field label={t('password')} error={asked() && password() === '' ? t('passwordMissing') : null}>
            <PasswordInput value={password()} onInput={setPassword} autocomplete="current-password" maxLength={512} />
          </Field>
        </FieldGroup>
        <LogInRefusal error={logIn.error} wait={wait.left()} />
        <Button type="submit" kind="primary" size="main" wide busy={logIn.isPending} disabled={Boolean(wait.left())}>
          {logIn.isPending ? t('loggingIn') : wait.left() ? t('waitBeforeRetry', { wait: wait.left() }) : t('logIn')}
        </Button>
        <ButtonLink
          kind="quiet"
          wide
          href={`/log-in/forgotten${search.return ? `?return=${encodeURIComponent(search.return)}` : ''}`}
        >
          {t('forgotten')}
        </ButtonLink>
      </Form>
    </PublicShell>
  )
}

/** What was refused, and how long to wait where there is something to wait for. */
function LogInRefusal(props: { error: unknown; wait: string }): JSX.Element {
  return (
    <Show when={props.wait} fallback={<ErrorNote error={throttled(props.error) ? null : props.error} />}>
      <div role="alert">
        <Note tone="waiting">{t('throttled', { wait: props.wait })}</Note>
      </div>
    </Show>
  )
}

/** When its time is over, there is nothing left to say. */
function throttled(error: unknown): boolean {
  return error instanceof AppError && error.code === 'tooManyAttempts'
}
