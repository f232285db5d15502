import { useQueryClient } from '@tanstack/solid-query'
import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { normaliseMobile } from '../../../server/core/ids.ts'
import type { Me, MobileChanged } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Facts, Note, Stack } from '../../components/layout.tsx'
import { PasswordInput } from '../../components/password-input.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/contact.zh-CN.ts'
import { errorField, errorSentence } from '../../texts/errors.ts'
import { formatDateTime } from '../../texts/format.ts'
import { createWait } from './create-wait.ts'

/** Another mobile: the number and the password, then the digits that were mailed, where an address is known. */
export function MobileForm(props: { me: Me; onDone: () => void }): JSX.Element {
  const queries = useQueryClient()
  const [mobile, setMobile] = createSignal('')
  const [mailed, setMailed] = createSignal<{ to: string; until: string } | null>(null)
  const [changed, setChanged] = createSignal<MobileChanged | null>(null)
  const done = (answer: MobileChanged) => {
    queries.setQueryData([...api.accounts.me.key(), null], answer.me)
    setChanged(answer)
  }
  return (
    <Show
      when={changed()}
      fallback={
        <Show
          when={mailed()}
          fallback={
            <AskNumber
              me={props.me}
              mobile={mobile()}
              onMobile={setMobile}
              onMailed={(to, until) => setMailed({ to, until })}
              onChanged={done}
            />
          }
        >
          {(sent) => (
            <AskDigits
              mobile={mobile()}
              to={sent().to}
              until={sent().until}
              onBack={() => setMailed(null)}
              onChanged={done}
            />
          )}
        </Show>
      }
    >
      {(answer) => (
        <Stack gap={4}>
          <div role="status">
            <Note tone={answer().logsIn ? 'quiet' : 'waiting'}>
              {t(answer().logsIn ? 'mobileLogsIn' : 'mobileTaken', { mobile: answer().me.profile?.mobile ?? '' })}
            </Note>
          </div>
          <Button kind="primary" size="main" wide onClick={() => props.onDone()}>
            {t('done')}
          </Button>
        </Stack>
      )}
    </Show>
  )
}

function AskNumber(props: {
  me: Me
  mobile: string
  onMobile: (text: string) => void
  onMailed: (to: string, until: string) => void
  onChanged: (answer: MobileChanged) => void
}): JSX.Element {
  const [password, setPassword] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const begin = api.accounts.beginMobileChange.use({
    onSuccess: ({ mailedTo, expiresAt, changed }) => {
      if (changed) props.onChanged(changed)
      else if (mailedTo && expiresAt) props.onMailed(mailedTo, expiresAt)
    },
    stale: [],
  })
  const wait = createWait(() => begin.error)
  const wrong = () => begin.error instanceof AppError && begin.error.code === 'passwordWrong'
  const mobileProblem = () => {
    if (asked() && normaliseMobile(props.mobile) === null) return t('mobileWrong')
    return errorField(begin.error) === 'mobile' ? t('mobileSame') : null
  }
  const submit = () => {
    setAsked(true)
    if (normaliseMobile(props.mobile) === null || password() === '' || begin.isPending || wait.left()) return
    begin.mutate({ mobile: props.mobile, password: password() })
  }
  return (
    <Form onSubmit={submit} gap={5}>
      <Show when={props.me.profile?.mobile}>
        {(now) => <Facts beside facts={[{ label: t('mobileNow'), value: now() }]} />}
      </Show>
      <FieldGroup>
        <Field label={t('mobileNew')} error={mobileProblem()}>
          <TextInput
            value={props.mobile}
            onInput={(text) => {
              props.onMobile(text)
              if (begin.isError) begin.reset()
            }}
            inputMode="tel"
            autocomplete="tel"
            maxLength={20}
          />
        </Field>
        <PasswordField value={password()} onInput={setPassword} asked={asked()} wrong={wrong() ? begin.error : null} />
      </FieldGroup>
      <ErrorNote error={wrong() || errorField(begin.error) ? null : begin.error} />
      <Button type="submit" kind="primary" size="main" wide busy={begin.isPending} disabled={Boolean(wait.left())}>
        {begin.isPending ? t('sending') : wait.left() ? t('waitBeforeRetry', { wait: wait.left() }) : t('goOn')}
      </Button>
    </Form>
  )
}

function AskDigits(props: {
  mobile: string
  to: string
  until: string
  onBack: () => void
  onChanged: (answer: MobileChanged) => void
}): JSX.Element {
  const [digits, setDigits] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const confirm = api.accounts.confirmMobileChange.use({ onSuccess: (answer) => props.onChanged(answer), stale: [] })
  const refused = () => confirm.error instanceof AppError && confirm.error.code === 'codeNotRight'
  const submit = () => {
    setAsked(true)
    if (digits().trim() === '' || confirm.isPending) return
    confirm.mutate({ digits: digits().trim() })
  }
  const problem = () =>
    asked() && digits().trim() === '' ? t('digitsMissing') : refused() ? errorSentence(confirm.error) : null
  return (
    <Form onSubmit={submit} gap={5}>
      <p>{t('digitsLead', { to: props.to, mobile: props.mobile })}</p>
      <Field label={t('digits')} hint={t('digitsUntil', { time: formatDateTime(props.until) })} error={problem()}>
        <TextInput
          value={digits()}
          onInput={(text) => {
            setDigits(text)
            if (confirm.isError) confirm.reset()
            // Six digits are all there is to say.
            if (/^\d{6}$/.test(text.trim())) submit()
          }}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={6}
          strong
        />
      </Field>
      <ErrorNote error={refused() ? null : confirm.error} />
      <Button type="submit" kind="primary" size="main" wide busy={confirm.isPending}>
        {confirm.isPending ? t('confirming') : t('confirm')}
      </Button>
      <Button kind="quiet" wide onClick={() => props.onBack()}>
        {t('sendAnew')}
      </Button>
    </Form>
  )
}

/** The password once more, before what a thief of the phone must not do. */
export function PasswordField(props: {
  value: string
  onInput: (text: string) => void
  asked: boolean
  wrong: unknown
}): JSX.Element {
  return (
    <Field
      label={t('password')}
      hint={t('passwordHint')}
      error={props.asked && props.value === '' ? t('passwordMissing') : props.wrong ? errorSentence(props.wrong) : null}
    >
      <PasswordInput value={props.value} onInput={props.onInput} autocomplete="current-password" maxLength={512} />
    </Field>
  )
}
