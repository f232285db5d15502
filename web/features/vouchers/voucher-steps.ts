import type { InvoiceRequestState } from '../../../server/features/invoices/invoices.schema.ts'
import type { VoucherView } from '../../../server/features/vouchers/vouchers.schema.ts'
import type { TimelineStep } from '../../components/timeline.tsx'
import { isRejectReason, rejectReason } from '../../texts/checks.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/vouchers.zh-CN.ts'

/** Who had the voucher when, and what comes next. Steps that follow each other and say the same are one. */
export function stepsOf(voucher: VoucherView, invoiceState: InvoiceRequestState | null): TimelineStep[] {
  const steps: TimelineStep[] = []
  let submissions = 0
  let arrivals = 0
  const readFields = voucher.files.reduce((sum, file) => sum + file.fields.length, 0)
  for (const entry of voucher.trail) {
    const at = formatDateTime(entry.at)
    switch (entry.action) {
      case 'voucherFile.received': {
        arrivals++
        const title =
          submissions === 0 && readFields > 0
            ? t('stepUploaded', { count: arrivals, read: readFields })
            : t('stepUploadedOnly', { count: arrivals })
        if (arrivals > 1) steps.pop()
        steps.push({ state: 'done', title, at })
        break
      }
      case 'voucher.submitted':
        submissions++
        arrivals = 0
        steps.push({
          state: 'done',
          title: t(submissions > 1 ? 'stepSubmittedAgain' : 'stepSubmitted', { name: entry.actorName }),
          at,
        })
        break
      case 'voucherFile.lineAdded': {
        const title = t('stepLineAdded', { name: entry.actorName })
        if (steps.at(-1)?.title === title) steps.pop()
        arrivals = 0
        steps.push({ state: 'done', title, at })
        break
      }
      // A line that was taken away again at once is not an event.
      case 'voucherFile.lineRemoved':
        if (steps.at(-1)?.title === t('stepLineAdded', { name: entry.actorName })) steps.pop()
        break
      case 'voucher.corrected':
        // Before it was handed in, typing is not an event.
        if (submissions > 0 && arrivals === 0) {
          const title = t('stepCorrected', { name: entry.actorName })
          if (steps.at(-1)?.title === title) steps.pop()
          steps.push({ state: 'done', title, at })
        }
        break
      case 'voucher.rejected':
        arrivals = 0
        steps.push({ state: 'failed', title: t('stepRejected'), at, note: reasonIn(entry.details) })
        break
      case 'voucher.approved':
        steps.push({ state: 'done', title: t('stepApproved'), at })
        break
    }
  }
  return [...steps, ...comingSteps(voucher, invoiceState)]
}

function comingSteps(voucher: VoucherView, invoiceState: InvoiceRequestState | null): TimelineStep[] {
  const booked: TimelineStep = { state: 'later', title: t('stepBooked'), at: t('afterApproval') }
  switch (voucher.state) {
    case 'draft':
      return [
        { state: 'now', title: t('stepSubmit') },
        { state: 'later', title: t('stepReview'), at: t('afterSubmit') },
        booked,
      ]
    case 'rejected':
      return [{ state: 'now', title: t('stepResubmit') }, booked]
    case 'submitted': {
      const due = voucher.dueAt ? t('atLatest', { when: formatDateTime(voucher.dueAt) }) : undefined
      return [{ state: 'now', title: t('stepReview'), at: due }, booked]
    }
    case 'approved':
      if (invoiceState === null) return []
      return invoiceState === 'issued' || invoiceState === 'delivered'
        ? [{ state: 'done', title: t('stepInvoiceIssued') }]
        : [{ state: 'now', title: t('stepInvoice') }]
  }
}

function reasonIn(details: Record<string, unknown>): string {
  const code = isRejectReason(details.reasonCode) ? details.reasonCode : 'other'
  const note = typeof details.reasonNote === 'string' ? details.reasonNote.trim() : ''
  return note === '' ? rejectReason(code) : `${rejectReason(code)}：${note}`
}
