import { useNavigate } from '@solidjs/router'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId, normaliseCode } from '../../../server/core/ids.ts'
import { judgeCode } from '../../../server/features/registrations/registrations.rules.ts'
import type { CheckedCode } from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Note, Stack } from '../../components/layout.tsx'
import { errorSentence } from '../../texts/errors.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import { createWait } from '../accounts/create-wait.ts'
import { impossibleMarks, looksDoubtful } from './code-marks.ts'

/** Longer than any code, so that one typed twice is seen and not cut. */
const longestCode = 24

/** One field, and what is known of the code: registered, in progress, ours to go on with, or not registered yet. */
export function CodeEntry(props: {
  typed: string
  /** Another application of this device that is begun anew with a better code. */
  from: string | null
}): JSX.Element {
  const [code, setCode] = createSignal(normaliseCode(props.typed))
  const [asked, setAsked] = createSignal(false)
  const check = api.registrations.checkCode.use({ stale: [] })
  const wait = createWait(() => check.error)
  const refused = () => check.error instanceof AppError && check.error.code === 'registrationCodeInvalid'
  /** Judged here first, by the server's own rule: nobody waits, and no try is counted, for a slip of the thumb. */
  const malformed = () => refused() || (asked() && code() !== '' && judgeCode(code()) === null)
  const waiting = () => check.error instanceof AppError && check.error.code === 'tooManyAttempts'
  const problem = () => {
    if (malformed()) return errorSentence(new AppError('registrationCodeInvalid'))
    return asked() && code() === '' ? t('codeMissing') : null
  }
  const submit = () => {
    setAsked(true)
    if (judgeCode(code()) === null || check.isPending || wait.left()) return
    check.mutate({ code: code() })
  }
  return (
    <Form onSubmit={submit} gap={5}>
      <Stack gap={3}>
        <Field label={t('code')} hint={t('codeHint')} error={problem()}>
          <CodeInput
            value={code()}
            onInput={(text) => {
              setCode(text)
              setAsked(false)
              // What was said was about another code.
              if (!check.isIdle) check.reset()
            }}
            groups={[4]}
            maxLength={longestCode}
            marks={impossibleMarks(code())}
            enterkeyhint="next"
            strong
          />
        </Field>
        <Show when={looksDoubtful(code()) && !malformed()}>
          <Note tone="waiting">{t('doubtful')}</Note>
        </Show>
      </Stack>
      <Show
        when={check.isSuccess && check.data}
        fallback={
          <>
            <Show when={wait.left()}>
              <Note tone="waiting">{t('waitBeforeRetry', { wait: wait.left() })}</Note>
            </Show>
            <ErrorNote error={malformed() || waiting() ? null : check.error} />
            <Button
              type="submit"
              kind="primary"
              size="main"
              wide
              busy={check.isPending}
              disabled={Boolean(wait.left())}
            >
              {check.isPending ? t('checkingCode') : t('next')}
            </Button>
          </>
        }
      >
        {(checked) => <Outcome checked={checked()} from={props.from} />}
      </Show>
    </Form>
  )
}

/** What is known of a code, and the one thing to do. */
function Outcome(props: { checked: CheckedCode; from: string | null }): JSX.Element {
  const navigate = useNavigate()
  const begin = () => {
    const query = new URLSearchParams({ code: props.checked.code })
    if (props.from !== null) query.set('from', props.from)
    navigate(`/register/${newId()}?${query}`)
  }
  const progress = () => `/register?way=progress&code=${encodeURIComponent(props.checked.code)}`
  return (
    <div role="status">
      <Card padded>
        <Switch
          fallback={
            <Stack gap={4}>
              <Stack gap={1}>
                <strong>{t('notRegistered')}</strong>
                <p>{t('notRegisteredText')}</p>
              </Stack>
              <Button kind="primary" size="main" wide onClick={begin}>
                {t('begin')}
              </Button>
            </Stack>
          }
        >
          <Match when={props.checked.registered}>
            <Stack gap={4}>
              <Stack gap={1}>
                <strong>{t('registered')}</strong>
                <p>{t('registeredText')}</p>
              </Stack>
              <ButtonLink kind="primary" size="main" wide href="/log-in">
                {t('logIn')}
              </ButtonLink>
              <ButtonLink wide href="/log-in/forgotten">
                {t('forgotten')}
              </ButtonLink>
            </Stack>
          </Match>
          <Match when={props.checked.mine && props.from === null ? props.checked.mine : null}>
            {(mine) => (
              <Stack gap={4}>
                <Stack gap={1}>
                  <strong>{t(mine().state === 'draft' ? 'mineDraft' : 'mineSent')}</strong>
                  <p>{t(mine().state === 'draft' ? 'mineDraftText' : 'mineSentText')}</p>
                </Stack>
                <ButtonLink kind="primary" size="main" wide href={`/register/${mine().id}`}>
                  {t(mine().state === 'draft' ? 'goOn' : 'look')}
                </ButtonLink>
              </Stack>
            )}
          </Match>
          <Match when={props.checked.inProgress}>
            <Stack gap={4}>
              <Stack gap={1}>
                <strong>{t('inProgress')}</strong>
                <p>{t('inProgressText')}</p>
              </Stack>
              <ButtonLink kind="primary" size="main" wide href={progress()}>
                {t('seeProgress')}
              </ButtonLink>
              <Button kind="quiet" wide onClick={begin}>
                {t('notOurs')}
              </Button>
            </Stack>
          </Match>
        </Switch>
      </Card>
    </div>
  )
}
