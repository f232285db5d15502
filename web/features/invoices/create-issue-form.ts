import { createEffect, createMemo, createSignal, on } from 'solid-js'
import { createStore } from 'solid-js/store'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { ReadFileOutput } from '../../../server/features/invoices/invoice-reading.schema.ts'
import type { RequestView } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'

type Field = 'number' | 'code' | 'issuedOn'
const fields: readonly Field[] = ['number', 'code', 'issuedOn']

export type IssueForm = ReturnType<typeof createIssueForm>

/**
 * What staff say about an invoice that was issued on the tax platform. The files that were dropped fill it in; what was
 * typed stays.
 */
export function createIssueForm(view: () => RequestView, onIssued: () => void) {
  const [invoiceId, setInvoiceId] = createSignal(newId())
  const [typed, setTyped] = createStore<Record<Field, string | null>>({ number: null, code: null, issuedOn: null })
  const [readings, setReadings] = createStore<Record<string, ReadFileOutput>>({})
  const [withoutFile, setWithoutFile] = createSignal(false)
  const [accepted, setAccepted] = createSignal(false)
  const [complained, setComplained] = createSignal(false)
  const issue = api.invoices.issueInvoice.use({ onSuccess: onIssued })

  createEffect(
    on(
      () => view().id,
      () => {
        setInvoiceId(newId())
        setTyped({ number: null, code: null, issuedOn: null })
        setWithoutFile(false)
        setAccepted(false)
        setComplained(false)
        issue.reset()
      },
      { defer: true },
    ),
  )

  const read = createMemo(() => view().files.flatMap((file) => readings[file.id] ?? []))
  const suggestion = (field: Field): string | null => {
    for (const { reading } of read()) if (reading?.[field]) return reading[field]
    return null
  }
  const value = (field: Field) => typed[field] ?? suggestion(field) ?? ''
  /** What the files say against the request, and, when the server compared the form too, what it refused. */
  const differences = () => read().flatMap((one) => one.differences)
  const refusedDifference = () =>
    issue.error instanceof AppError && issue.error.code === 'invoiceFileDiffers' ? issue.error.details : null
  const needsAcceptance = () => differences().length > 0 || refusedDifference() !== null
  const lacks = (): Field | 'file' | 'acceptance' | null => {
    if (value('number').trim() === '') return 'number'
    if (value('issuedOn') === '') return 'issuedOn'
    if (view().files.length === 0 && !withoutFile()) return 'file'
    return needsAcceptance() && !accepted() ? 'acceptance' : null
  }

  return {
    value,
    type: (field: Field, text: string) => setTyped(field, text),
    isSuggested: (field: Field) => typed[field] === null && suggestion(field) !== null,
    suggestsAny: () => fields.some((field) => typed[field] === null && suggestion(field) !== null),
    keepReading: (fileId: string, output: ReadFileOutput) => setReadings(fileId, output),
    withoutFile,
    setWithoutFile,
    accepted,
    setAccepted,
    differences,
    refusedDifference,
    needsAcceptance,
    /** What is still lacking, once somebody has tried to send it. */
    complaint: () => (complained() ? lacks() : null),
    error: () => (refusedDifference() === null ? issue.error : null),
    busy: () => issue.isPending,
    send: () => {
      setComplained(true)
      if (lacks() !== null || issue.isPending) return
      const { id, kind, amountFen, files } = view()
      issue.mutate({
        requestId: id,
        invoiceId: invoiceId(),
        number: value('number'),
        code: value('code'),
        issuedOn: value('issuedOn'),
        kind,
        amountFen,
        fileIds: files.map((file) => file.id),
        withoutFile: files.length === 0 && withoutFile(),
        differencesAccepted: needsAcceptance() && accepted(),
      })
    },
  }
}
