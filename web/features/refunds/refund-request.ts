import { addFen, type Fen, fen, zeroFen } from '../../../server/core/money.ts'
import type { RefundFrom, RefundPreview, RequestRefundInput } from '../../../server/features/refunds/refunds.schema.ts'

/** What stands in the form; kept on the device until it is sent. */
export interface RefundDraft {
  /** Made here: pressing twice is one request. */
  id: string
  kind: 'people' | 'amount'
  enrolmentIds: string[]
  amountFen: Fen | null
  /** `source:` and the payment's id, or another way. */
  where: string | null
  targetOrderId: string | null
  payee: { name: string; bank: string; account: string }
  reason: string
}

export type RefundField =
  | 'people'
  | 'amount'
  | 'where'
  | 'target'
  | 'payeeName'
  | 'payeeBank'
  | 'payeeAccount'
  | 'reason'

/** What is wrong with a field: a key of the texts, and the amount that its sentence names. */
export interface RefundProblem {
  readonly field: RefundField
  readonly key:
    | 'peopleMissing'
    | 'peopleFree'
    | 'amountMissing'
    | 'amountTooMuch'
    | 'whereMissing'
    | 'sourceTooMuch'
    | 'targetMissing'
    | 'targetTooMuch'
    | 'payeeMissing'
    | 'bankMissing'
    | 'accountMissing'
    | 'reasonMissing'
  readonly mostFen: Fen
}

/** What goes back as the form stands: the typed amount, or the agreed fees of those who are ticked. */
export function chosenFen(
  draft: Pick<RefundDraft, 'kind' | 'amountFen' | 'enrolmentIds'>,
  preview: RefundPreview,
): Fen {
  if (draft.kind === 'amount') return draft.amountFen ?? zeroFen
  const ticked = new Set(draft.enrolmentIds)
  const people = preview.people.filter((person) => person.state === 'paid' && ticked.has(person.enrolmentId))
  return addFen(...people.map((person) => fen(person.feeFen)))
}

/** Everything left goes back by amount: then nobody stays enrolled. */
export function takesEverybody(draft: RefundDraft, preview: RefundPreview): boolean {
  return draft.kind === 'amount' && draft.amountFen === preview.availableFen && preview.people.length > 0
}

export const paymentOf = (where: string | null) => (where?.startsWith('source:') ? where.slice('source:'.length) : null)

/** What has to be put right before it can be sent, the first field first. */
export function judgeRefund(draft: RefundDraft, preview: RefundPreview): RefundProblem[] {
  const problems: RefundProblem[] = []
  const wrong = (field: RefundField, key: RefundProblem['key'], most = 0) =>
    problems.push({ field, key, mostFen: fen(most) })
  const amount = chosenFen(draft, preview)
  if (draft.kind === 'people') {
    if (draft.enrolmentIds.length === 0) wrong('people', 'peopleMissing')
    else if (amount === 0) wrong('people', 'peopleFree')
    else if (amount > preview.availableFen) wrong('people', 'amountTooMuch', preview.availableFen)
  } else if (draft.amountFen === null) wrong('amount', 'amountMissing')
  else if (amount > preview.availableFen) wrong('amount', 'amountTooMuch', preview.availableFen)

  const payment = preview.payments.find((one) => one.id === paymentOf(draft.where))
  const target = preview.orders.find((one) => one.id === draft.targetOrderId)
  if (draft.where === null || (paymentOf(draft.where) !== null && !payment)) wrong('where', 'whereMissing')
  if (payment && amount > payment.availableFen) wrong('where', 'sourceTooMuch', payment.availableFen)
  if (draft.where === 'order') {
    if (!target) wrong('target', 'targetMissing')
    else if (amount > target.outstandingFen) wrong('target', 'targetTooMuch', target.outstandingFen)
  }
  if (draft.where === 'transfer') {
    if (draft.payee.name.trim() === '') wrong('payeeName', 'payeeMissing')
    if (draft.payee.bank.trim() === '') wrong('payeeBank', 'bankMissing')
    if (draft.payee.account.trim() === '') wrong('payeeAccount', 'accountMissing')
  }
  if (draft.reason.trim() === '') wrong('reason', 'reasonMissing')
  return problems
}

/** What is sent; null while the form is not complete. */
export function requestOf(draft: RefundDraft, from: RefundFrom): RequestRefundInput | null {
  const to = targetOf(draft)
  const what =
    draft.kind === 'people'
      ? { kind: 'people' as const, enrolmentIds: [...draft.enrolmentIds] }
      : draft.amountFen === null
        ? null
        : { kind: 'amount' as const, amountFen: draft.amountFen }
  return to && what && { id: draft.id, from, what, to, reason: draft.reason.trim() }
}

function targetOf({ where, targetOrderId, payee }: RefundDraft): RequestRefundInput['to'] | null {
  const paymentId = paymentOf(where)
  if (paymentId !== null) return { way: 'source', paymentId }
  if (where === 'credit') return { way: 'credit' }
  if (where === 'order' && targetOrderId !== null) return { way: 'order', targetOrderId }
  return where === 'transfer' ? { way: 'transfer', payee: { ...payee } } : null
}

/** What the form begins with: the way that needs no more words, and our guess at the account. */
export function emptyDraft(id: string, preview: RefundPreview): RefundDraft {
  const whole = preview.payments.find((one) => one.availableFen === preview.availableFen)
  const hasPeople = preview.people.some((person) => person.state === 'paid')
  return {
    id,
    kind: hasPeople ? 'people' : 'amount',
    enrolmentIds: [],
    amountFen: hasPeople ? null : fen(preview.availableFen),
    where: whole ? `source:${whole.id}` : null,
    targetOrderId: null,
    payee: { ...preview.payee },
    reason: '',
  }
}
