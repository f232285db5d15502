import { type Fen, fen } from '../../../server/core/money.ts'
import type { ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'

/** The line of a bank's statement that was found for a slip, as its check tells it. Days and times are Shanghai's. */
export interface StatementLineShown {
  readonly id: string
  readonly day: string
  readonly time: string | null
  readonly amountFen: Fen
  readonly name: string
  readonly remark: string
  readonly serial: string | null
}

export function statementLineOf({ checks }: Pick<ReviewView, 'checks'>): StatementLineShown | null {
  const details = checks.find((check) => check.code === 'statementLine')?.details
  if (!details || typeof details['lineId'] !== 'string') return null
  const text = (name: string) => (typeof details[name] === 'string' ? details[name] : null)
  return {
    id: details['lineId'],
    day: text('lineDay') ?? '',
    time: text('lineTime'),
    amountFen: fen(Number(details['lineFen'] ?? 0)),
    name: text('lineName') ?? '',
    remark: text('lineRemark') ?? '',
    serial: text('lineSerial'),
  }
}
