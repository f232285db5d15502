import type { Fen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import type { InvoiceDetails } from './invoices.schema.ts'
import type { RedRequestState } from './red-requests.schema.ts'

/**
 *   requested -> issuing -> issued
 *       |  ^        |
 *       |  '--------'   (the provider cannot: it goes back, and says why)
 *       v
 *   withdrawn
 *
 * A red invoice that was issued on the tax platform comes as a dropped file, from `requested` in one step.
 */
export const redTransitions: Transitions<RedRequestState> = {
  requested: ['issuing', 'issued', 'withdrawn'],
  issuing: ['issued', 'requested'],
  issued: [],
  withdrawn: [],
}

/**
 * What a provider knows a request by: its id in capitals and digits, and which of its tries this is, so that a message
 * about an earlier try still finds it. 27 to 30 characters; providers take 32.
 */
export function issueSerial(id: string, attempt: number): string {
  const number = BigInt(`0x${id.replaceAll('-', '')}`)
  return `${number.toString(36).toUpperCase().padStart(25, '0')}-${attempt}`
}

/** Null for what is none of ours. */
export function readIssueSerial(serial: string): { id: string; attempt: number } | null {
  const match = /^([0-9A-Z]{25})-([1-9]\d{0,3})$/.exec(serial)
  if (!match) return null
  const number = [...(match[1] ?? '')].reduce((sum, digit) => sum * 36n + BigInt(Number.parseInt(digit, 36)), 0n)
  if (number >= 1n << 128n) return null
  const hex = number.toString(16).padStart(32, '0')
  const id = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-')
  return { id, attempt: Number(match[2]) }
}

/** The serial of the try after this one. */
export function nextIssueSerial(id: string, before: string | null): string {
  const attempt = before === null ? 0 : (readIssueSerial(before)?.attempt ?? 0)
  return issueSerial(id, attempt + 1)
}

/**
 * While one question is under way nobody asks another: three questions of at most twenty seconds (was it heard of, issue
 * it, its files), and some for ourselves.
 */
export const turnSeconds = 90

/** Pauses between questions, by how many were asked. Most invoices are there within seconds; a buyer's yes takes days. */
const pausesSeconds = [5, 10, 20, 40, 60, 120, 300, 600, 1800, 3600] as const

export function pauseSeconds(asked: number): number {
  return pausesSeconds[Math.min(Math.max(asked, 1), pausesSeconds.length) - 1] ?? 3600
}

/** So many questions without an invoice, some ten minutes, are worth telling finance of. */
export const troubleAfterQuestions = 7

export type Line = { name: string; quantity: number; unit: string; amountFen: Fen; taxRateBasisPoints: number }

/** What is asked of the provider. */
export type IssueContent = {
  serial: string
  kind: 'normal' | 'special'
  buyer: { name: string; taxNumber: string; address: string; telephone: string; bank: string; account: string }
  seller: { name: string; taxNumber: string }
  lines: Line[]
  totalFen: Fen
  remark: string
  callbackUrl: string
}

/** An order's fee as one line: what was paid is one sum, whatever enrolments it was made of. */
export function issueContent(of: {
  serial: string
  details: InvoiceDetails
  amountFen: Fen
  orderNumber: string
  seller: { name: string; taxNumber: string }
  itemName: string
  taxRateBasisPoints: number
  callbackUrl: string
}): IssueContent {
  const { details, amountFen } = of
  return {
    serial: of.serial,
    kind: details.kind,
    buyer: {
      name: details.title,
      taxNumber: details.taxNumber,
      address: details.registeredAddress,
      telephone: details.registeredTelephone,
      bank: details.bank,
      account: details.bankAccount,
    },
    seller: of.seller,
    lines: [{ name: of.itemName, quantity: 1, unit: '项', amountFen, taxRateBasisPoints: of.taxRateBasisPoints }],
    totalFen: amountFen,
    // The number that people look for; what the organisation wants on it comes behind.
    remark: `${of.orderNumber} ${details.remark}`.trim().slice(0, 200),
    callbackUrl: of.callbackUrl,
  }
}
