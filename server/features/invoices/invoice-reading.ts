import { type Fen, maxFen } from '../../core/money.ts'
import type { ReadProblem } from './invoices.schema.ts'

export class InvoiceUnreadable extends Error {
  readonly problem: ReadProblem
  constructor(problem: ReadProblem) {
    super(problem)
    this.name = 'InvoiceUnreadable'
    this.problem = problem
  }
}

/** `318`, `318.00`, `-318.000000`, `¥1,318.00`; null for anything else, and for fractions of a fen. */
export function readAmount(text: string | null): Fen | null {
  const match = /^([-－−]?)[¥￥]?([-－−]?)(\d{1,3}(?:,\d{3})+|\d{1,12})(?:\.(\d{0,2})0*)?$/.exec(
    (text ?? '').replace(/\s/g, ''),
  )
  if (!match) return null
  const [, before = '', after = '', yuan = '', rest = ''] = match
  const value = Number(yuan.replaceAll(',', '')) * 100 + Number(rest.padEnd(2, '0'))
  if (value > maxFen) return null
  return (before || after ? -value : value) as Fen
}

/** `2026-05-02`, with a time behind it or not, `2020年10月10日`, `2026/5/2`, `20260502`; null for no real day. */
export function readDay(text: string | null): string | null {
  const match = /^(\d{4})(?:[-/年.](\d{1,2})[-/月.](\d{1,2})日?|(\d{2})(\d{2}))(?:\D.*|\d{6})?$/s.exec(
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
  return code === '' ? null : code
}

export function readName(text: string | null): string | null {
  const name = (text ?? '').trim()
  return name === '' ? null : name
}
