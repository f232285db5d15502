import { AppError } from '../../core/app-error.ts'
import { type Fen, fen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { SlipReading } from './slip-reading.schema.ts'
import type { Effective, VoucherClaims, VoucherState } from './vouchers.schema.ts'

/**
 *   draft -> submitted -> approved
 *               |  ^
 *               v  |
 *             rejected
 *
 *   approved -> submitted   the bank line that approved it turned out to be another's
 */
export const voucherTransitions: Transitions<VoucherState> = {
  draft: ['submitted'],
  submitted: ['approved', 'rejected'],
  rejected: ['submitted'],
  approved: ['submitted'],
}

/** What was said and which files there are may change until it is approved; a change in review starts the review anew. */
export function checkEditable(state: VoucherState): void {
  if (state === 'approved') throw new AppError('voucherNotEditable', { state })
}

/** Money can be claimed for an order only while it is open. */
export function checkOrderPayable(orderState: string): void {
  if (orderState !== 'open') throw new AppError('orderNotPayable', { state: orderState })
}

/** Of a slip what was read in its fields. */
export type SlipFields = Pick<SlipReading, 'fields'>

export type FileReading = { readonly fileId: string; readonly reading: SlipFields | null }

type Typed = { value: string; source: 'typed'; confidence: 'high' }

/**
 * What counts for each field: typed if something was typed, else what was read. Several slips are one payment in parts,
 * so their amounts add up; a slip that was photographed twice (same serial number, or same amount and moment) counts once.
 */
export function effectiveOf(claims: VoucherClaims, files: readonly FileReading[]): Effective {
  const slips = distinctSlips(files)
  const typed = (value: string | null): Typed | null => (value ? { value, source: 'typed', confidence: 'high' } : null)
  const read = (name: Exclude<keyof SlipReading['fields'], 'amountFen'>) => {
    for (const slip of slips) {
      const field = slip.fields[name]
      if (field) return { value: field.value, source: 'read' as const, confidence: field.confidence }
    }
    return null
  }
  return {
    amountFen: claims.amountFen ? { value: claims.amountFen, source: 'typed', confidence: 'high' } : sumOfSlips(slips),
    amountInWords: slips.length === 1 ? read('amountInWords') : null,
    payerName: typed(claims.payerName) ?? read('payerName'),
    payerBank: typed(claims.payerBank) ?? read('payerBank'),
    payerAccount: typed(claims.payerAccount) ?? read('payerAccount'),
    payeeName: read('payeeName'),
    payeeAccount: read('payeeAccount'),
    orderNo: read('orderNo'),
    serialNo: typed(claims.serialNo) ?? read('serialNo'),
    paidAt: typed(claims.paidAt) ?? read('paidAt'),
    remark: typed(claims.remark) ?? read('remark'),
  }
}

/** The amount on the pictures alone, for comparing with what was typed; null when no slip showed one. */
export function readAmount(files: readonly FileReading[]): { value: Fen; confidence: 'high' | 'low' } | null {
  return sumOfSlips(distinctSlips(files))
}

function sumOfSlips(slips: readonly SlipFields[]): { value: Fen; source: 'read'; confidence: 'high' | 'low' } | null {
  const amounts = slips.flatMap((slip) => (slip.fields.amountFen ? [slip.fields.amountFen] : []))
  if (amounts.length === 0) return null
  return {
    value: fen(amounts.reduce((sum, amount) => sum + amount.value, 0)),
    source: 'read',
    confidence: amounts.every((amount) => amount.confidence === 'high') ? 'high' : 'low',
  }
}

export function distinctSlips(files: readonly FileReading[]): SlipFields[] {
  const seen = new Set<string>()
  const slips: SlipFields[] = []
  for (const { reading } of files) {
    if (!reading) continue
    const { amountFen, serialNo, paidAt } = reading.fields
    const key = serialNo
      ? `serial:${serialNo.value.replace(/\W/g, '')}`
      : amountFen && paidAt
        ? `moment:${amountFen.value}:${paidAt.value}`
        : null
    if (key !== null) {
      if (seen.has(key)) continue
      seen.add(key)
    }
    slips.push(reading)
  }
  return slips
}

/** The moment that a date, with or without a time, names in Asia/Shanghai; midnight where no time is shown. */
export function momentOf(paidAt: string): Date {
  const [day = '', time = '00:00'] = paidAt.split('T')
  return new Date(`${day}T${time.length === 5 ? `${time}:00` : time}+08:00`)
}

/** Whole days from `from` to `to` as days of Asia/Shanghai: 0 on the same day, negative when `to` is earlier. */
export function daysBetween(from: Date, to: Date): number {
  return Math.round((Date.parse(shanghaiDay(to)) - Date.parse(shanghaiDay(from))) / 86_400_000)
}
