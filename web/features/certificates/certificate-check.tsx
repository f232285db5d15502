import { createSignal, type JSX, onMount, Show } from 'solid-js'
import { readCertificateCode } from '../../../server/features/certificates/certificates.rules.ts'
import type { CheckedCertificate as Checked } from '../../../server/features/certificates/certificates.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { ErrorNote, ErrorState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Stack } from '../../components/layout.tsx'
import { PublicShell } from '../../components/public-shell.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/certificate-check.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { createWait } from '../accounts/create-wait.ts'
import { askCheck } from './ask-check.ts'
import { CheckedCertificate, UnknownCertificate } from './checked-certificate.tsx'

/** 证书查验 for anybody: what a code stands for, or a form to type it, or number and name. */
export function CertificateCheck(props: {
  code: string | null
  /** Where somebody came from inside the app: an installed app has no button of a browser to go back with. */
  back?: string | undefined
}): JSX.Element {
  return (
    <PublicShell title={t('title')}>
      <Show when={props.code} keyed fallback={<Typed />}>
        {(code) => <OfCode code={code} back={props.back} />}
      </Show>
    </PublicShell>
  )
}

/** Where the QR code of a certificate leads. */
function OfCode(props: { code: string; back: string | undefined }): JSX.Element {
  const [found, setFound] = createSignal<Checked | null | undefined>(undefined)
  const [error, setError] = createSignal<unknown>(null)
  const ask = async () => {
    setError(null)
    try {
      setFound(await askCheck({ code: props.code }))
    } catch (thrown) {
      setError(thrown)
    }
  }
  onMount(() => void ask())
  return (
    <Stack gap={5}>
      <Show
        when={error() === null}
        fallback={<ErrorState title={t('failed')} error={error()} onRetry={() => void ask()} />}
      >
        <Show when={found() !== undefined} fallback={<SkeletonCards count={1} />}>
          <Show when={found()} fallback={<UnknownCertificate by="code" />}>
            {(certificate) => <CheckedCertificate certificate={certificate()} />}
          </Show>
        </Show>
      </Show>
      <Show
        when={props.back}
        fallback={
          <ButtonLink wide href="/check">
            {t('again')}
          </ButtonLink>
        }
      >
        {(href) => (
          <ButtonLink wide href={href()}>
            {shared('back')}
          </ButtonLink>
        )}
      </Show>
    </Stack>
  )
}

function Typed(): JSX.Element {
  const [by, setBy] = createSignal<'code' | 'number'>('code')
  return (
    <Stack gap={5}>
      <p>{t('lead')}</p>
      <Segmented
        label={t('how')}
        value={by()}
        onChange={setBy}
        choices={[
          { value: 'code', label: t('byCode') },
          { value: 'number', label: t('byNumber') },
        ]}
      />
      <Show when={by() === 'code'} fallback={<ByNumber />}>
        <ByCode />
      </Show>
    </Stack>
  )
}

/** A code has a page that can be kept and sent on. */
function ByCode(): JSX.Element {
  const [typed, setTyped] = createSignal('')
  const [wrong, setWrong] = createSignal(false)
  const open = () => {
    const code = readCertificateCode(typed())
    setWrong(code === null)
    if (code) location.assign(`/c/${code}`)
  }
  return (
    <Form onSubmit={open} gap={5}>
      <Field label={t('code')} hint={t('codeHint')} error={wrong() ? t('codeWrong') : null}>
        <CodeInput
          value={typed()}
          onInput={(text) => {
            // Whoever pastes the whole address gets the code out of it.
            setTyped(readCertificateCode(text) ?? text)
            setWrong(false)
          }}
          groups={[4]}
          autocomplete="off"
        />
      </Field>
      <Button type="submit" kind="primary" size="main" wide>
        {t('send')}
      </Button>
    </Form>
  )
}

/** The name stands in no address: what is found is shown here. */
function ByNumber(): JSX.Element {
  const [number, setNumber] = createSignal('')
  const [name, setName] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const [busy, setBusy] = createSignal(false)
  const [found, setFound] = createSignal<Checked | null | undefined>(undefined)
  const [error, setError] = createSignal<unknown>(null)
  const wait = createWait(error)
  const change = (set: (text: string) => void) => (text: string) => {
    set(text)
    setFound(undefined)
    // How long somebody has to wait does not depend on what they type.
    if (!wait.left()) setError(null)
  }
  const send = async () => {
    setAsked(true)
    if (number().trim() === '' || name().trim() === '' || busy() || wait.left()) return
    setBusy(true)
    setError(null)
    try {
      setFound(await askCheck({ number: number(), name: name() }))
    } catch (thrown) {
      setError(thrown)
    }
    setBusy(false)
  }
  return (
    <Form onSubmit={() => void send()} gap={5}>
      <Field label={t('number')} error={asked() && number().trim() === '' ? t('numberMissing') : null}>
        <TextInput
          value={number()}
          onInput={change(setNumber)}
          autocomplete="off"
          autocapitalize="characters"
          spellcheck={false}
          maxLength={40}
        />
      </Field>
      <Field label={t('name')} hint={t('nameHint')} error={asked() && name().trim() === '' ? t('nameMissing') : null}>
        <TextInput value={name()} onInput={change(setName)} autocomplete="off" spellcheck={false} maxLength={80} />
      </Field>
      <ErrorNote error={error()} />
      <Button type="submit" kind="primary" size="main" wide busy={busy()} disabled={Boolean(wait.left())}>
        {busy() ? t('checking') : wait.left() ? t('waitFirst', { wait: wait.left() }) : t('send')}
      </Button>
      <div aria-live="polite">
        <Show when={found()} fallback={found() === null ? <UnknownCertificate by="number" /> : undefined}>
          {(certificate) => <CheckedCertificate certificate={certificate()} />}
        </Show>
      </div>
    </Form>
  )
}
