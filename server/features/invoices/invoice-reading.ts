import { type Fen, maxFen } from '../../core/money.ts'
import type { InvoiceReading, ReadProblem, RedReference } from './invoice-reading.schema.ts'

export class InvoiceUnreadable extends Error {
  readonly problem: ReadProblem
  constructor(problem: ReadProblem, options?: ErrorOptions) {
    super(problem, options)
    this.name = 'InvoiceUnreadable'
    this.problem = problem
  }
}

/** What one place of a file says. */
export type Said = Omit<InvoiceReading, 'source' | 'doubts'>

export const nothingSaid: Said = {
  number: null,
  code: null,
  kind: null,
  colour: null,
  issuedOn: null,
  amountFen: null,
  amountWithoutTaxFen: null,
  taxFen: null,
  buyerName: null,
  buyerTaxNumber: null,
  sellerName: null,
  sellerTaxNumber: null,
  remark: null,
  redReference: null,
}

/** `318`, `318.00`, `-318.000000`, `¥1,318.00`; null for anything else, and for fractions of a fen. */
export function readAmount(text: string | null): Fen | null {
  const match = /^([-－−]?)[¥￥]?([-－−]?)(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{0,2})0*)?元?$/.exec(
    (text ?? '').replace(/\s/g, ''),
  )
  if (!match) return null
  const [, before = '', after = '', yuan = '', rest = ''] = match
  const value = Number(yuan.replaceAll(',', '')) * 100 + Number(rest.padEnd(2, '0'))
  if (value > maxFen) return null
  // Not -0, which is not the 0 that it is compared with.
  return ((before || after) && value !== 0 ? -value : value) as Fen
}

/** `2026-05-02`, with a time behind it or not, `2020年10月10日`, `2026/5/2`, `20260502`, `20260502101112`; null for no real day. */
export function readDay(text: string | null): string | null {
  const match =
    /^(\d{4})(?:\s*[-/年.]\s*(\d{1,2})\s*[-/月.]\s*(\d{1,2})\s*日?|(\d{2})(\d{2}))(?:\D.*|\d{6}(?:\d{3})?)?$/s.exec(
      (text ?? '').trim(),
    )
  if (!match) return null
  const day = `${match[1]}-${(match[2] ?? match[4] ?? '').padStart(2, '0')}-${(match[3] ?? match[5] ?? '').padStart(2, '0')}`
  const parsed = new Date(`${day}T00:00:00Z`)
  return Number.isNaN(parsed.getTime()) || parsed.toISOString().slice(0, 10) !== day ? null : day
}

/** As numbers are compared: without blanks, upper case; null when nothing is left. */
export function readCode(text: string | null): string | null {
  const code = (text ?? '').normalize('NFKC').replace(/\s/g, '').toUpperCase()
  return code === '' || code === 'NULL' ? null : code
}

export function readName(text: string | null): string | null {
  const name = (text ?? '').trim()
  return name === '' || name === 'null' ? null : name
}

/** Lines as they stand, without the blanks around them; empty for a remark that is there and says nothing. */
export function readRemark(text: string | null): string | null {
  if (text === null) return null
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim())
  return lines.filter((line) => line !== '' && line !== 'null').join('\n')
}

/** 20 digits are a number without a code (数电票). */
export function codeOf(number: string | null, code: string | null): string | null {
  return code ?? (number !== null && /^\d{20}$/.test(number) ? '' : null)
}

/**
 * Which blue invoice a red one's remark names. The tax platform writes `被红冲蓝字数电票号码：… 红字发票信息确认单编号：…`
 * (`数电发票` too, and 代码 with 号码 for an older blue one); older invoices `对应正数发票代码:…号码:…`, special ones
 * `开具红字增值税专用发票信息表编号…`. A remark is wrapped as it comes, between any two characters.
 */
export function redReferenceOf(remark: string | null): RedReference | null {
  const text = (remark ?? '').normalize('NFKC').replace(/\s/g, '')
  const form = /(?:红字发票)?信息(?:确认单|表)编号:?([0-9A-Z]{8,30})/i.exec(text)?.[1]?.toUpperCase() ?? null
  const digital = /(?:蓝字|正数)(?:全电|数电)?(?:电子)?(?:发)?票?号码:?(\d{20})(?!\d)/.exec(text)?.[1]
  if (digital) return { code: '', number: digital, confirmationNumber: form }
  const older = /(?:蓝字|正数)[^:\d]{0,12}代码:?(\d{10}(?:\d{2})?)(?!\d)\D{0,12}号码:?(\d{8})(?!\d)/.exec(text)
  if (older) return { code: older[1] ?? '', number: older[2] ?? '', confirmationNumber: form }
  return null
}
