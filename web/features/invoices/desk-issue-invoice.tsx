import { useQueryClient } from '@tanstack/solid-query'
import Trash from 'lucide-solid/icons/trash'
import { createEffect, createSignal, For, type JSX, Match, Show, Switch } from 'solid-js'
import { createStore } from 'solid-js/store'
import { fen, formatFen } from '../../../server/core/money.ts'
import type { Difference, ReadFileOutput } from '../../../server/features/invoices/invoice-reading.schema.ts'
import type { InvoiceFileView, RequestView } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Checkbox } from '../../components/checkbox.tsx'
import { CodeInput } from '../../components/code-input.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field, FieldGroup } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { FileDrop } from '../../components/pick-files.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/desk-invoices.zh-CN.ts'
import { t as issuingTexts } from '../../texts/desk-issuing.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatBytes, formatPhrases } from '../../texts/format.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import type { IssueForm } from './create-issue-form.ts'
import { kindWord } from './desk-invoice-states.ts'
import { sendInvoiceFile } from './send-invoice-file.ts'

/** The files: dropped, read at once, and taken away again as long as no invoice is out. */
export function IssueFiles(props: { view: RequestView; form: IssueForm }): JSX.Element {
  const [sending, setSending] = createStore<{ name: string; error: unknown }[]>([])
  const takesFiles = () => ['requested', 'approved', 'issuing'].includes(props.view.state)
  const queries = useQueryClient()
  const stale = api.invoices.getRequest.key()
  const send = async (files: File[]) => {
    setSending([])
    await Promise.all(
      files.map(async (file, index) => {
        setSending(index, { name: file.name, error: null })
        try {
          await sendInvoiceFile(props.view.id, file)
          setSending(index, 'name', '')
        } catch (error) {
          setSending(index, 'error', error)
        }
        await queries.invalidateQueries({ queryKey: stale })
      }),
    )
  }
  return (
    <Show when={takesFiles() || props.view.files.length > 0}>
      <Section title={t('files')} ruled>
        <Show when={takesFiles()}>
          <FileDrop accept=".pdf,.ofd,.xml" text={t('dropText')} onFiles={(files) => void send(files)} />
        </Show>
        <For each={sending.filter((one) => one.name !== '')}>
          {(one) => (
            <Show when={one.error} fallback={<Quiet>{t('fileSending', { name: one.name })}</Quiet>}>
              <Note tone="rejected">{t('fileFailed', { name: one.name, why: errorSentence(one.error) })}</Note>
            </Show>
          )}
        </For>
        <For each={props.view.files}>
          {(file) => <IssueFile file={file} form={props.form} removable={takesFiles()} stale={stale} />}
        </For>
      </Section>
    </Show>
  )
}

function IssueFile(props: {
  file: InvoiceFileView
  form: IssueForm
  removable: boolean
  stale: readonly unknown[]
}): JSX.Element {
  const reading = api.invoices.readFile.use(
    () => ({ fileId: props.file.id }),
    () => ({ enabled: props.removable, staleMs: Number.POSITIVE_INFINITY }),
  )
  const output = (): ReadFileOutput | null => (reading.isSuccess ? reading.data : null)
  createEffect(() => {
    const read = output()
    if (read) props.form.keepReading(props.file.id, read)
  })
  const remove = api.invoices.removeFile.use({ stale: [props.stale] })
  const readText = () => {
    const { number, issuedOn, amountFen } = output()?.reading ?? {}
    const amount = amountFen === null || amountFen === undefined ? '' : formatFen(fen(amountFen))
    return formatPhrases([number ?? '', issuedOn ?? '', amount])
  }
  return (
    <Card padded>
      <Stack gap={2}>
        <Line apart>
          <span>
            {props.file.originalName} <Quiet>{formatBytes(props.file.sizeBytes)}</Quiet>
          </span>
          <Line>
            <ButtonLink size="dense" href={`/api/files/invoice-files/${props.file.id}`} target="_self" download="">
              {t('downloadFile')}
            </ButtonLink>
            <Show when={props.removable}>
              <IconButton
                label={t('removeFile')}
                icon={<Trash size={16} />}
                onClick={() => remove.mutate({ fileId: props.file.id })}
              />
            </Show>
          </Line>
        </Line>
        <ErrorNote error={remove.error} />
        <Switch>
          <Match when={output()?.problem}>{(problem) => <Note tone="waiting">{problemWords(problem())}</Note>}</Match>
          <Match when={readText() !== ''}>
            <Quiet>{t('readFrom', { what: readText() })}</Quiet>
          </Match>
          <Match when={output()}>
            <Quiet>{t('readNothing')}</Quiet>
          </Match>
        </Switch>
        <Show when={(output()?.differences.length ?? 0) > 0}>
          <Note tone="rejected">
            <strong>{t('differs')}</strong>
            <For each={output()?.differences}>{(difference) => <div>{differenceLine(difference)}</div>}</For>
          </Note>
        </Show>
      </Stack>
    </Card>
  )
}

function problemWords(problem: NonNullable<ReadFileOutput['problem']>): string {
  if (problem === 'damaged') return t('problemDamaged')
  return problem === 'notAnInvoice' ? t('problemNotAnInvoice') : t('problemRefused')
}

const differenceWords = {
  number: 'differenceNumber',
  code: 'differenceCode',
  issuedOn: 'differenceIssuedOn',
  amountFen: 'differenceAmountFen',
  kind: 'differenceKind',
  colour: 'differenceColour',
  buyerName: 'differenceBuyerName',
  buyerTaxNumber: 'differenceBuyerTaxNumber',
  sellerTaxNumber: 'differenceSellerTaxNumber',
  numberInName: 'differenceNumberInName',
} as const satisfies Record<Difference['field'], string>

function differenceLine({ field, read, expected }: Difference): string {
  const text = (value: string) => {
    if (field === 'amountFen') return formatFen(fen(Number(value)))
    if (field === 'kind') return kindWord(value === 'special' ? 'special' : 'normal')
    if (field === 'colour') return t(value === 'red' ? 'colourRed' : 'colourBlue')
    return value
  }
  return t('differenceLine', { field: t(differenceWords[field]), read: text(read), expected: text(expected) })
}

/** Number, code and date as they stand on the invoice; filled in by the files, open to correction. */
export function IssueFields(props: { view: RequestView; form: IssueForm }): JSX.Element {
  const { form } = props
  const refused = () => {
    const details = form.refusedDifference()
    if (!details) return null
    const { field, read, expected } = details
    return typeof field === 'string' && field in differenceWords && typeof read === 'string'
      ? differenceLine({ field: field as Difference['field'], read, expected: String(expected) })
      : t('differs')
  }
  return (
    <Section title={t('issueTitle')} aside={form.suggestsAny() ? t('suggested') : undefined} ruled>
      <Stack gap={3}>
        <Field
          label={t('number')}
          hint={t('numberHint')}
          error={form.complaint() === 'number' ? t('numberNeeded') : null}
          required
        >
          <CodeInput
            value={form.value('number')}
            onInput={(text) => form.type('number', text)}
            groups={[4]}
            maxLength={20}
            inputMode="numeric"
          />
        </Field>
        <FieldGroup columns={2}>
          <Field
            label={t('issuedOn')}
            hint={t('issuedOnHint', { from: props.view.issue.notBefore, to: props.view.issue.notAfter })}
            error={form.complaint() === 'issuedOn' ? t('dateNeeded') : null}
            required
          >
            <DateTimeInput
              precision="date"
              value={form.value('issuedOn')}
              onInput={(day) => form.type('issuedOn', day)}
            />
          </Field>
          <Field label={t('code')} hint={t('codeHint')} optional>
            <TextInput
              value={form.value('code')}
              onInput={(text) => form.type('code', text)}
              maxLength={12}
              inputMode="numeric"
            />
          </Field>
        </FieldGroup>
        <Show when={props.view.files.length === 0}>
          <Checkbox checked={form.withoutFile()} onChange={form.setWithoutFile}>
            {t('withoutFile')}
          </Checkbox>
        </Show>
        <Show when={refused()}>{(line) => <Note tone="rejected">{line()}</Note>}</Show>
        <Show when={form.needsAcceptance()}>
          <Checkbox checked={form.accepted()} onChange={form.setAccepted}>
            {t('acceptDifferences')}
          </Checkbox>
        </Show>
      </Stack>
    </Section>
  )
}

const lackWords = {
  number: 'numberNeeded',
  code: 'numberNeeded',
  issuedOn: 'dateNeeded',
  file: 'fileNeeded',
  acceptance: 'differs',
} as const

/** What decides: record it, only approve it, or send it back. */
export function IssueFoot(props: { view: RequestView; form: IssueForm; onReject: () => void }): JSX.Element {
  const approve = api.invoices.approveRequest.use({
    onSuccess: ({ state }) =>
      void showToast({ text: state === 'issuing' ? issuingTexts('handedOver') : t('approved') }),
  })
  const approvable = () => props.view.state === 'requested'
  const issuing = api.invoices.getIssuing.use(
    () => ({ about: 'invoice' as const, id: props.view.id }),
    () => ({ enabled: approvable() }),
  )
  // Where a provider issues, approving is all that there is to do.
  const byProvider = () => issuing.isSuccess && issuing.data.byProvider
  createKeys(() => [
    // With Shift: a mail that has left cannot be called back.
    { key: 'Shift I', label: t('keyIssue'), run: () => props.form.send() },
    ...(approvable()
      ? [{ key: 'A', label: t('keyApprove'), run: () => approve.mutate({ requestId: props.view.id }) }]
      : []),
    { key: 'R', label: t('keyReject'), run: props.onReject },
  ])
  const complaint = () => {
    const lacks = props.form.complaint()
    return lacks === null ? null : t(lackWords[lacks])
  }
  return (
    <VerdictBar
      before={
        props.form.error() || approve.error || complaint() ? (
          <>
            <ErrorNote error={props.form.error() ?? approve.error} />
            <Show when={complaint()}>{(text) => <Note tone="waiting">{text()}</Note>}</Show>
          </>
        ) : undefined
      }
    >
      <Button
        kind="primary"
        size="verdict"
        keyHint={['Shift', 'I']}
        busy={props.form.busy()}
        onClick={() => props.form.send()}
      >
        {props.form.busy() ? t('issuing') : props.form.withoutFile() ? t('issueWithout') : t('issue')}
      </Button>
      <Show when={approvable()}>
        <Button
          size="verdict"
          keyHint="A"
          title={byProvider() ? issuingTexts('approveAndIssueHint') : t('approveHint')}
          busy={approve.isPending}
          onClick={() => approve.mutate({ requestId: props.view.id })}
        >
          {byProvider() ? issuingTexts('approveAndIssue') : t('approve')}
        </Button>
      </Show>
      <Button kind="danger" size="verdict" keyHint="R" onClick={props.onReject}>
        {t('reject')}
      </Button>
    </VerdictBar>
  )
}

export function RejectFoot(props: { requestId: string; onClose: () => void }): JSX.Element {
  const [reason, setReason] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  const reject = api.invoices.rejectRequest.use({
    onSuccess: () => {
      showToast({ text: t('rejectedDone') })
      props.onClose()
    },
  })
  const send = () => {
    setComplained(true)
    if (reason().trim() !== '') reject.mutate({ requestId: props.requestId, reason: reason().trim() })
  }
  createKeys(() => [{ key: 'Esc', label: shared('keyClose'), run: props.onClose }])
  return (
    <VerdictBar
      before={
        <>
          <ErrorNote error={reject.error} />
          <Field
            label={t('rejectReason')}
            hint={t('rejectReasonHint')}
            error={complained() && reason().trim() === '' ? t('rejectNeeded') : null}
            required
          >
            <TextInput
              value={reason()}
              onInput={setReason}
              maxLength={300}
              ref={(input: HTMLInputElement) => queueMicrotask(() => input.focus())}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && !event.isComposing) send()
                if (event.key === 'Escape') {
                  event.preventDefault()
                  props.onClose()
                }
              }}
            />
          </Field>
        </>
      }
    >
      <Button kind="danger" size="verdict" keyHint="Enter" busy={reject.isPending} onClick={send}>
        {t('rejectSend')}
      </Button>
      <Button size="verdict" keyHint="Esc" onClick={props.onClose}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}
