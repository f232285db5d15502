import { useNavigate } from '@solidjs/router'
import { createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { normaliseCode, normaliseMobile } from '../../../server/core/ids.ts'
import type { ResumeRow } from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Note, Section, Stack } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { errorSentence } from '../../texts/errors.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import { createWait } from '../accounts/create-wait.ts'
import { RegistrationChop } from './registration-chop.tsx'

interface Known {
  readonly code: string
  readonly mobile: string
}

/** 查进度: code and mobile tell the state; going on from another device asks for the digits that are mailed. */
export function FindRegistration(props: { code: string; elsewhere: boolean }): JSX.Element {
  const [code, setCode] = createSignal(normaliseCode(props.code))
  const [mobile, setMobile] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const [found, setFound] = createSignal<{ known: Known; rows: readonly ResumeRow[] } | null>(null)
  const resume = api.registrations.resume.use({
    onSuccess: ({ registrations }, known) => void setFound({ known, rows: registrations }),
    stale: [],
  })
  const wait = createWait(() => resume.error)
  const forget = () => {
    setFound(null)
    if (!resume.isIdle) resume.reset()
  }
  const waiting = () => resume.error instanceof AppError && resume.error.code === 'tooManyAttempts'
  const submit = () => {
    setAsked(true)
    if (code() === '' || normaliseMobile(mobile()) === null || resume.isPending || wait.left()) return
    resume.mutate({ code: code(), mobile: mobile() })
  }
  return (
    <Stack gap={5}>
      <Form onSubmit={submit} gap={5}>
        <Show when={props.elsewhere}>
          <Note tone="waiting">{t('elsewhere')}</Note>
        </Show>
        <FieldGroup>
          <Field label={t('code')} error={asked() && code() === '' ? t('codeMissing') : null}>
            <CodeInput
              value={code()}
              onInput={(text) => {
                setCode(text)
                forget()
              }}
              groups={[4]}
              maxLength={24}
              strong
            />
          </Field>
          <Field
            label={t('mobile')}
            hint={t('mobileAsTyped')}
            error={asked() && normaliseMobile(mobile()) === null ? t('mobileWrong') : null}
          >
            <TextInput
              value={mobile()}
              onInput={(text) => {
                setMobile(text)
                forget()
              }}
              inputMode="tel"
              autocomplete="tel-national"
              maxLength={30}
            />
          </Field>
        </FieldGroup>
        <Show when={found() === null}>
          <Show when={wait.left()}>
            <Note tone="waiting">{t('waitBeforeRetry', { wait: wait.left() })}</Note>
          </Show>
          <ErrorNote error={waiting() ? null : resume.error} />
          <Button type="submit" kind="primary" size="main" wide busy={resume.isPending} disabled={Boolean(wait.left())}>
            {resume.isPending ? t('looking') : t('seeProgress')}
          </Button>
        </Show>
      </Form>
      <Show when={found()}>
        {(shown) => (
          <Section title={t('foundTitle')}>
            <For each={shown().rows}>{(row) => <FoundRegistration row={row} known={shown().known} />}</For>
          </Section>
        )}
      </Show>
    </Stack>
  )
}

/** One application: its state is told to whoever knows code and mobile, its contents only to who reads its mail. */
function FoundRegistration(props: { row: ResumeRow; known: Known }): JSX.Element {
  const [sentTo, setSentTo] = createSignal<string | null>(null)
  const send = api.registrations.sendResumeCode.use({ onSuccess: ({ mailTo }) => void setSentTo(mailTo), stale: [] })
  const goOnWord = () => t(props.row.state === 'draft' ? 'goOn' : props.row.state === 'rejected' ? 'correct' : 'look')
  return (
    <Card padded label={props.row.name || t('unnamed')}>
      <Stack gap={3}>
        <RegistrationChop of={props.row} />
        <strong>{props.row.name || t('unnamed')}</strong>
        <Show when={props.row.rejectedReason}>{(reason) => <Note tone="rejected">{reason()}</Note>}</Show>
        <Switch>
          <Match when={props.row.state === 'approved'}>
            <p>{t('approvedShort')}</p>
            <ButtonLink kind="primary" size="main" wide href="/log-in">
              {t('logIn')}
            </ButtonLink>
          </Match>
          <Match when={props.row.mine}>
            <ButtonLink kind="primary" size="main" wide href={`/register/${props.row.id}`}>
              {goOnWord()}
            </ButtonLink>
          </Match>
          <Match when={sentTo()}>
            {(mailTo) => (
              <Digits row={props.row} known={props.known} mailTo={mailTo()} onAgain={() => setSentTo(null)} />
            )}
          </Match>
          <Match when={props.row.mailTo}>
            {(mailTo) => (
              <>
                <p>{t('digitsLead', { mail: mailTo() })}</p>
                <ErrorNote error={send.error} />
                <Button
                  kind="primary"
                  size="main"
                  wide
                  busy={send.isPending}
                  onClick={() => send.mutate({ id: props.row.id, ...props.known })}
                >
                  {send.isPending ? t('sendingDigits') : goOnWord()}
                </Button>
              </>
            )}
          </Match>
          <Match when={true}>
            <p>{t('noMail')}</p>
          </Match>
        </Switch>
      </Stack>
    </Card>
  )
}

function Digits(props: { row: ResumeRow; known: Known; mailTo: string; onAgain: () => void }): JSX.Element {
  const navigate = useNavigate()
  const [digits, setDigits] = createSignal('')
  const confirm = api.registrations.confirmResume.use({
    onSuccess: ({ id }) => navigate(`/register/${id}`),
    stale: [api.registrations.get.key(), api.registrations.mine.key()],
  })
  const wrong = () => confirm.error instanceof AppError && confirm.error.code === 'codeNotRight'
  const submit = () => {
    if (!/^\d{6}$/.test(digits()) || confirm.isPending) return
    confirm.mutate({ id: props.row.id, ...props.known, digits: digits() })
  }
  return (
    <Form onSubmit={submit} gap={3}>
      <Field
        label={t('digits')}
        hint={t('digitsSent', { mail: props.mailTo })}
        error={wrong() ? errorSentence(confirm.error) : null}
      >
        <TextInput
          value={digits()}
          onInput={(text) => {
            setDigits(text.normalize('NFKC').replace(/\D/g, '').slice(0, 6))
            if (confirm.isError) confirm.reset()
            // Six digits are all there is to say.
            submit()
          }}
          inputMode="numeric"
          autocomplete="one-time-code"
          maxLength={6}
          strong
        />
      </Field>
      <ErrorNote error={wrong() ? null : confirm.error} />
      <Button type="submit" kind="primary" size="main" wide busy={confirm.isPending} disabled={digits().length < 6}>
        {confirm.isPending ? t('confirming') : t('goOn')}
      </Button>
      <Button kind="quiet" wide onClick={() => props.onAgain()}>
        {t('digitsAgain')}
      </Button>
    </Form>
  )
}
