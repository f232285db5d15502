import { Navigate } from '@solidjs/router'
import { createSignal, type JSX, onMount, Show } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { Entered } from '../../../server/features/accounts/accounts.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { CopyButton } from '../../components/copy.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { QrCode } from '../../components/qr-code.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/accounts.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { createWait } from './create-wait.ts'
import { RecoveryCodes } from './recovery-codes.tsx'
import { createEnter, homeOf, useMe } from './session.ts'

/** Staff bind an authenticator: because they have to before going on, or because they want to. */
export default function SecondFactorPage(): JSX.Element {
  const me = useMe()
  const enter = createEnter()
  const [done, setDone] = createSignal<(Entered & { recoveryCodes: readonly string[] }) | null>(null)
  return (
    <PublicShell title={done() ? t('recoveryTitle') : t('setupTitle')}>
      <Show
        when={done()}
        fallback={
          <Loaded query={me} errorTitle={t('loadFailed')}>
            {(data) => (
              <Show when={data()} fallback={<Navigate href="/log-in" />}>
                {(person) => (
                  <Show when={!person().secondFactor.enabled} fallback={<Navigate href={homeOf(person())} />}>
                    <BindAuthenticator onBound={setDone} />
                  </Show>
                )}
              </Show>
            )}
          </Loaded>
        }
      >
        {(entered) => (
          <Stack gap={5}>
            <RecoveryCodes codes={entered().recoveryCodes} />
            <Button kind="primary" size="main" wide onClick={() => enter(entered())}>
              {t('recoverySaved')}
            </Button>
          </Stack>
        )}
      </Show>
    </PublicShell>
  )
}

function BindAuthenticator(props: {
  onBound: (entered: Entered & { recoveryCodes: readonly string[] }) => void
}): JSX.Element {
  const [code, setCode] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const begin = api.accounts.beginSecondFactor.use({ stale: [] })
  const confirm = api.accounts.confirmSecondFactor.use({ onSuccess: (answer) => props.onBound(answer), stale: [] })
  const wait = createWait(() => confirm.error)
  onMount(() => begin.mutate())
  const wrong = () => confirm.error instanceof AppError && confirm.error.code === 'secondFactorWrong'
  const submit = () => {
    setAsked(true)
    if (code().trim() === '' || confirm.isPending || wait.left()) return
    confirm.mutate({ code: code().trim() })
  }
  return (
    <Show
      when={begin.data}
      fallback={
        <Show when={begin.error} fallback={<SkeletonCards count={1} />}>
          {(error) => <ErrorState error={error()} onRetry={() => begin.mutate()} />}
        </Show>
      }
    >
      {(offer) => (
        <Form onSubmit={submit} gap={5}>
          <p>{t('setupLead')}</p>
          <Stack gap={2}>
            <strong>{t('setupScan')}</strong>
            <QrCode size={offer().qr.size} path={offer().qr.path} label={t('setupQr')} />
            <Quiet>{t('setupApps')}</Quiet>
          </Stack>
          <Stack gap={1}>
            <Quiet>{t('setupSecret')}</Quiet>
            <Line apart gap={3}>
              <strong>{offer().secret}</strong>
              <CopyButton text={offer().secret.replace(/\s/g, '')} />
            </Line>
          </Stack>
          <Field
            label={t('setupConfirm')}
            error={asked() && code().trim() === '' ? t('codeMissing') : wrong() ? errorSentence(confirm.error) : null}
          >
            <TextInput
              value={code()}
              onInput={(text) => {
                setCode(text)
                if (confirm.isError) confirm.reset()
              }}
              inputMode="numeric"
              autocomplete="one-time-code"
              maxLength={6}
              strong
            />
          </Field>
          <ErrorNote error={wrong() ? null : confirm.error} />
          <Button
            type="submit"
            kind="primary"
            size="main"
            wide
            busy={confirm.isPending}
            disabled={Boolean(wait.left())}
          >
            {confirm.isPending
              ? t('confirming')
              : wait.left()
                ? t('waitBeforeRetry', { wait: wait.left() })
                : t('setupButton')}
          </Button>
        </Form>
      )}
    </Show>
  )
}
