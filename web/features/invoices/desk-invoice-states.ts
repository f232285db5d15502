import type { InvoiceKind, InvoiceRequestState } from '../../../server/features/invoices/invoices.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/desk-invoices.zh-CN.ts'

const words = {
  requested: 'stateRequested',
  approved: 'stateApproved',
  issuing: 'stateIssuing',
  issued: 'stateIssued',
  delivered: 'stateDelivered',
  rejected: 'stateRejected',
  redFlushed: 'stateRedFlushed',
  withdrawn: 'stateWithdrawn',
} as const satisfies Record<InvoiceRequestState, string>

export const requestTones: Readonly<Record<InvoiceRequestState, StateTone>> = {
  requested: 'waiting',
  approved: 'waiting',
  issuing: 'waiting',
  issued: 'settled',
  delivered: 'settled',
  rejected: 'rejected',
  redFlushed: 'neutral',
  withdrawn: 'neutral',
}

export function requestStateWord(state: InvoiceRequestState): string {
  return t(words[state])
}

export function kindWord(kind: InvoiceKind): string {
  return t(kind === 'special' ? 'kindSpecial' : 'kindNormal')
}
