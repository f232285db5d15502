import { formatHours } from '../../../server/core/hours.ts'
import { type Fen, fen } from '../../../server/core/money.ts'
import type { LedgerAccountKind, LedgerTransferKind } from '../../../server/features/ledger/ledger.rules.ts'
import type { AccountView, LedgerEntry, Problem } from '../../../server/features/ledger/ledger.schema.ts'
import { problemUnits } from '../../../server/features/ledger/ledger-proof.rules.ts'
import { t as payments } from '../../texts/desk-payments.zh-CN.ts'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/ledger.zh-CN.ts'
import { t as kinds } from '../../texts/ledger-kinds.zh-CN.ts'

export const kindWord = (kind: LedgerAccountKind | LedgerTransferKind): string => kinds(kind)

/** What an account is called; one whose owner is gone says so. */
export function accountName({ name }: { readonly name: string }): string {
  return name || t('noOwner')
}

/** What tells it from others of its name: for a provider's account the provider. */
export function noteWord({ kind, note }: { readonly kind: LedgerAccountKind; readonly note: string }): string {
  if (kind === 'gateway' && providers.some((one) => one === note)) return payments(note as (typeof providers)[number])
  return note || '–'
}

const providers = ['unionpay', 'alipay', 'wechat', 'sandbox'] as const

export interface Place {
  readonly label: string
  readonly href: string
}

/** Where what owns an account has a page. */
export function placesOf({ links, kind }: Pick<AccountView, 'links' | 'kind'>): Place[] {
  const { orderId, organisationId, refundId, planId, learnerId, batchId } = links
  return [
    ...(refundId ? [{ label: t('seeRefund'), href: `/desk/refunds/${refundId}` }] : []),
    ...(learnerId ? [{ label: t('seeLearner'), href: `/desk/learners/${learnerId}` }] : []),
    ...(batchId ? [{ label: t('seeBatch'), href: `/desk/cards/${batchId}` }] : []),
    ...(orderId ? [{ label: t('seeOrder'), href: `/desk/orders/${orderId}` }] : []),
    ...(planId && kind !== 'cardBatch' && kind !== 'wallet'
      ? [{ label: t('seePlan'), href: `/desk/plans/${planId}` }]
      : []),
    ...(organisationId ? [{ label: t('seeOrganisation'), href: `/desk/organisations/${organisationId}` }] : []),
  ]
}

/** What caused an entry, and where its page is. */
export function causeOf({ cause }: Pick<LedgerEntry, 'cause'>): { word: string; href: string | null } {
  const { type, id, label, orderId, learnerId } = cause
  const order = orderId ? `/desk/orders/${orderId}` : null
  switch (type) {
    case 'payment':
      return { word: t('causePayment', { label }), href: order }
    case 'order':
      return { word: t('causeOrder', { label }), href: order }
    case 'refund':
      return { word: t('causeRefund', { label }), href: `/desk/refunds/${id}` }
    case 'cardOperation':
      return { word: t('causeCardOperation', { label }), href: `/desk/cards/operations/${id}` }
    case 'courseOpening':
      return { word: t('causeCourseOpening', { label }), href: learnerId ? `/desk/learners/${learnerId}` : null }
    case 'cardBatch':
      return { word: t('causeCardBatch', { label }), href: `/desk/cards/${id}` }
    case 'correction':
      return { word: t('causeCorrection'), href: `/desk/audit?subject=ledger:${id}` }
    default:
      return { word: t('causeUnknown'), href: null }
  }
}

/** A problem of the proof as a sentence. */
export function problemSentence(problem: Problem): string {
  const { code, label } = problem
  const values = { label, expected: amountOf(problem, problem.expected), found: amountOf(problem, problem.found) }
  switch (code) {
    case 'balanceDiffers':
    case 'belowZero':
    case 'ownerMissing':
      return t(code, { ...values, label: kindWord(label as LedgerAccountKind) })
    case 'directionWrong':
    case 'moneyAndCards': {
      const [from = 'bank', to = 'bank'] = problem.found.split(' ') as LedgerAccountKind[]
      return t(code, { kind: kindWord(label as LedgerTransferKind), from: kindWord(from), to: kindWord(to) })
    }
    case 'planMixed':
    case 'causeMissing':
      return t(code, { kind: kindWord(label as LedgerTransferKind) })
    case 'operationDiffers':
      return t(code, { ...values, label: t(label as 'recharge' | 'takeBack' | 'open') })
    case 'monthDiffers':
      return t(code, {
        ...values,
        label: problem.id,
        figure: t(label as 'transferFen' | 'onlineFen' | 'refundedFen' | 'creditFen' | 'transfers'),
      })
    default:
      return t(code, values)
  }
}

function amountOf({ code, label }: Problem, text: string): string {
  const value = Number(text)
  if (text === '' || !Number.isSafeInteger(value)) return '–'
  if (code === 'monthDiffers' && label === 'transfers') return text
  const unit = problemUnits[code]
  return unit === 'hours' ? formatHours(value) : unit === 'fen' ? formatYuan(fen(value) as Fen) : text
}

/** Where somebody goes to look at what is wrong. */
export function problemHref({ code, id, orderId, accountId, learnerId }: Problem): string | null {
  if (code === 'refundDiffers') return `/desk/refunds/${id}`
  if (code === 'operationDiffers') return `/desk/cards/operations/${id}`
  if (code === 'expiredHolds') return `/desk/cards/${id}`
  if (code === 'lineDiffers') return `/desk/matching/${id}`
  if (code === 'monthDiffers') return '/desk/finance?tab=months'
  if (accountId) return `/desk/ledger/${accountId}`
  if (orderId) return `/desk/orders/${orderId}`
  return learnerId ? `/desk/learners/${learnerId}` : null
}
