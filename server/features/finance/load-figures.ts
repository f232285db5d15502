import { addFen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { ages, type Figures, type PeriodInput } from './finance.schema.ts'
import {
  findCredit,
  findDays,
  findLineShares,
  findOutstanding,
  findSlipToInvoice,
  findUnseen,
} from './finance.store.ts'

/** What finance looks at: money by day of the books, what is owed, how much is matched and by whom, and how long it takes. */
export async function loadFigures(deps: Pick<Deps, 'db' | 'clock'>, { from, to }: PeriodInput): Promise<Figures> {
  const { db } = deps
  const [days, outstanding, lines, unseen, slipToInvoice, creditFen] = await Promise.all([
    findDays(db, from, to),
    findOutstanding(db, shanghaiDay(deps.clock.now())),
    findLineShares(db, from, to),
    findUnseen(db),
    findSlipToInvoice(db, from, to),
    findCredit(db, null),
  ])
  return {
    days,
    totals: {
      transferFen: addFen(...days.map((day) => day.transferFen)),
      onlineFen: addFen(...days.map((day) => day.onlineFen)),
      refundedFen: addFen(...days.map((day) => day.refundedFen)),
    },
    outstanding: ages.map((age) => outstanding.find((row) => row.age === age) ?? { age, count: 0, fen: addFen() }),
    lines,
    unseen,
    slipToInvoice,
    creditFen,
  }
}
