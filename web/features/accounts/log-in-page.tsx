import { useSearchParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { isResidentIdNumber, normaliseCode } from '../../../server/core/ids.ts'
import { judgeCode } from '../../../server/features/registrations/registrations.rules.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Note, Stack } from '../../components/layout.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { createWait } from './create-wait.ts'
import { createEnter } from './session.ts'
import { setTypedName, typedName } from './typed-name.ts'

/** Name and password; what comes next depends on the account. */
export default function LogInPage(): JSX.Element {
  const enter = createEnter()
  const [search] = useSearchParams<{ return?: string }>()
  const [password, setPassword] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const logIn = api.accounts.logIn.use({ onSuccess: enter, stale: [] })
  const wait = createWait(() => logIn.error)

  const submit = () => {
    setAsked(true)
    if (typedName().trim() === '' || password() === '' || logIn.isPending || wait.left()) return
    logIn.mutate({ name: typedName().trim(), password: password() })
  }
  /** A code that was refused may be one whose registration is still in review. */
  const refusedCode = () => {
    const refused = logIn.error instanceof AppError && logIn.error.code === 'logInRefused'
    const code = normaliseCode(typedName())
    return refused && mayBeRegistering(code) ? code : null
  }
  return (
    <PublicShell title={t('logInTitle')}>
      <Form onSubmit={submit} gap={5}>
        <FieldGroup>
          <Field
            label={t('name')}
            hint={t('nameHint')}
            error={asked() && typedName().trim() === '' ? t('nameMissing') : null}
          >
            <TextInput
              value={typedName()}
              onInput={(text) => {
                setTypedName(text)
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
        <Show when={refusedCode()}>{(code) => <StillInReview code={code()} />}</Show>
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
        <Line gap={3}>
          <ButtonLink href="/register">{t('register')}</ButtonLink>
          <Show when={!refusedCode()}>
            <ButtonLink href="/register?way=progress">{t('progress')}</ButtonLink>
          </Show>
        </Line>
      </Form>
    </PublicShell>
  )
}

/** A person's ID number has the shape of a credit code, and no business in an address. */
function mayBeRegistering(code: string): boolean {
  return judgeCode(code) !== null && !isResidentIdNumber(code, new Date())
}

/** The way to see how far a registration is, after a code that does not log in. */
function StillInReview(props: { code: string }): JSX.Element {
  return (
    <Stack gap={2}>
      <Note>{t('stillInReview')}</Note>
      <ButtonLink wide href={`/register?way=progress&code=${encodeURIComponent(props.code)}`}>
        {t('progress')}
      </ButtonLink>
    </Stack>
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
