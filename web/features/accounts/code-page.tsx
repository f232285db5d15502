import { createSignal, type JSX, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { createWait } from './create-wait.ts'
import { createEnter, createLogOut } from './session.ts'

/** The second factor of somebody whose password was right: the authenticator's digits, or a recovery code. */
export default function CodePage(): JSX.Element {
  const enter = createEnter()
  const logOut = createLogOut()
  const [code, setCode] = createSignal('')
  const [recovery, setRecovery] = createSignal(false)
  const [asked, setAsked] = createSignal(false)
  const send = api.accounts.enterSecondFactor.use({
    onSuccess: (entered) => {
      if (entered.usedRecoveryCode) {
        showToast({ text: t('recoveryUsed', { left: entered.me.secondFactor.recoveryCodesLeft }), durationMs: 10_000 })
      }
      enter(entered)
    },
    stale: [],
  })
  const wait = createWait(() => send.error)
  const wrong = () => send.error instanceof AppError && send.error.code === 'secondFactorWrong'
  const submit = () => {
    setAsked(true)
    if (code().trim() === '' || send.isPending || wait.left()) return
    send.mutate({ code: code().trim() })
  }
  const problem = () => {
    if (asked() && code().trim() === '') return recovery() ? t('recoveryMissing') : t('codeMissing')
    return wrong() ? errorSentence(send.error) : null
  }
  return (
    <PublicShell title={t('codeTitle')}>
      <Form onSubmit={submit} gap={5}>
        <p>{recovery() ? t('recoveryLead') : t('codeLead')}</p>
        <Field label={recovery() ? t('recoveryCode') : t('code')} error={problem()}>
          <Show
            when={recovery()}
            fallback={
              <TextInput
                value={code()}
                onInput={(text) => {
                  setCode(text)
                  if (send.isError) send.reset()
                  // Six digits are all there is to say.
                  if (/^\d{6}$/.test(text.trim())) submit()
                }}
                inputMode="numeric"
                autocomplete="one-time-code"
                maxLength={6}
                strong
              />
            }
          >
            <TextInput
              value={code()}
              onInput={setCode}
              autocapitalize="characters"
              spellcheck={false}
              maxLength={40}
              strong
            />
          </Show>
        </Field>
        <ErrorNote error={wrong() ? null : send.error} />
        <Button type="submit" kind="primary" size="main" wide busy={send.isPending} disabled={Boolean(wait.left())}>
          {send.isPending ? t('confirming') : wait.left() ? t('waitBeforeRetry', { wait: wait.left() }) : t('confirm')}
        </Button>
        <Button
          kind="quiet"
          wide
          onClick={() => {
            setRecovery(!recovery())
            setCode('')
            setAsked(false)
            send.reset()
          }}
        >
          {recovery() ? t('useCode') : t('useRecovery')}
        </Button>
        <Button kind="quiet" wide onClick={() => logOut.mutate()}>
          {t('otherAccount')}
        </Button>
      </Form>
    </PublicShell>
  )
}
