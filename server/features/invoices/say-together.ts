import { type Fen, subtractFen } from '../../core/money.ts'
import type { Doubt, DoubtField, InvoiceReading, ReadingPlace } from './invoice-reading.schema.ts'
import { doubtFields } from './invoice-reading.schema.ts'
import { codeOf, type Said } from './invoice-reading.ts'

/** One place of a file, what it says, and the amount that its capitals say, where it has them. */
export type Statement = { readonly from: ReadingPlace; readonly said: Said; readonly wordsFen?: Fen | null }

/**
 * Makes one reading of all that a file says. The first place that says something is believed, so the surest comes first;
 * where a later one says something else, that is a doubt for staff and never settled here. Amounts that are not said are
 * worked out of the two others.
 */
export function sayTogether(source: InvoiceReading['source'], statements: readonly Statement[]): InvoiceReading {
  const doubts: Doubt[] = []
  const said = Object.fromEntries(doubtFields.map((field) => [field, believe(field, statements, doubts)])) as Said
  const remark = statements.find((statement) => statement.said.remark)?.said.remark ?? remarkIfEmpty(statements)
  const amounts = addUp(said, doubts)
  for (const { wordsFen } of statements) {
    if (wordsFen === undefined || wordsFen === null || amounts.amountFen === null) continue
    if (Math.abs(wordsFen) !== Math.abs(amounts.amountFen))
      doubts.push(doubtOf('amountFen', ['page', amounts.amountFen], ['words', wordsFen]))
  }
  const { amountFen } = amounts
  const bySign = amountFen === null || amountFen === 0 ? null : amountFen < 0 ? 'red' : 'blue'
  if (said.colour !== null && bySign !== null && said.colour !== bySign)
    doubts.push(doubtOf('colour', ['data', said.colour], ['sum', bySign]))
  // Of the two, red is the one that must not be mailed as an invoice.
  const colour = bySign === 'red' ? 'red' : (said.colour ?? bySign)
  return { source, ...said, ...amounts, colour, code: codeOf(said.number, said.code), remark, doubts }
}

function remarkIfEmpty(statements: readonly Statement[]): string | null {
  return statements.some((statement) => statement.said.remark === '') ? '' : null
}

function believe(field: DoubtField, statements: readonly Statement[], doubts: Doubt[]): unknown {
  let first: Statement | undefined
  for (const statement of statements) {
    const value = statement.said[field]
    if (value === null) continue
    if (!first) {
      first = statement
      continue
    }
    // A code that one place leaves out says nothing against the other's.
    if (field === 'code' && (value === '' || first.said.code === '')) continue
    const [one, other] = [textOf(first.said[field]), textOf(value)]
    if (keyOf(one) !== keyOf(other) && !doubts.some((doubt) => doubt.field === field))
      doubts.push({ field, found: { from: first.from, value: one }, other: { from: statement.from, value: other } })
  }
  return first ? first.said[field] : null
}

function addUp(said: Said, doubts: Doubt[]): Pick<Said, 'amountFen' | 'amountWithoutTaxFen' | 'taxFen'> {
  const { amountFen, amountWithoutTaxFen, taxFen } = said
  if (amountFen !== null && amountWithoutTaxFen !== null && taxFen !== null) {
    const sum = amountWithoutTaxFen + taxFen
    if (sum !== amountFen) doubts.push(doubtOf('amountFen', ['data', amountFen], ['sum', sum]))
    return { amountFen, amountWithoutTaxFen, taxFen }
  }
  if (amountFen !== null && amountWithoutTaxFen !== null)
    return { amountFen, amountWithoutTaxFen, taxFen: subtractFen(amountFen, amountWithoutTaxFen) }
  if (amountFen !== null && taxFen !== null)
    return { amountFen, amountWithoutTaxFen: subtractFen(amountFen, taxFen), taxFen }
  if (amountWithoutTaxFen !== null && taxFen !== null)
    return { amountFen: (amountWithoutTaxFen + taxFen) as Fen, amountWithoutTaxFen, taxFen }
  return { amountFen, amountWithoutTaxFen, taxFen }
}

function doubtOf(
  field: DoubtField,
  found: readonly [ReadingPlace, number | string],
  other: readonly [ReadingPlace, number | string],
): Doubt {
  return {
    field,
    found: { from: found[0], value: String(found[1]) },
    other: { from: other[0], value: String(other[1]) },
  }
}

function textOf(value: Said[DoubtField]): string {
  return value !== null && typeof value === 'object' ? `${value.code}${value.number}` : String(value)
}

/** Brackets and blanks come in two widths and mean the same. */
function keyOf(text: string): string {
  return text.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}
