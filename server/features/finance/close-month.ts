import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { zeroFen } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { centreSubjectId } from '../centre/centre.rules.ts'
import { isOver, lastDayOf } from './finance.rules.ts'
import { type MonthFigures, type MonthRow, monthFiguresSchema } from './finance.schema.ts'
import { findClosedMonths, findCredit, findMonths, holdBooks, insertClosedMonth } from './finance.store.ts'

/** Months with bookings, the newest first; a closed one shows what it held when it was closed. */
export async function listMonths(deps: Pick<Deps, 'db' | 'clock'>): Promise<MonthRow[]> {
  const today = shanghaiDay(deps.clock.now())
  const [booked, closed] = await Promise.all([findMonths(deps.db), findClosedMonths(deps.db)])
  const months = [...new Set([...booked, ...closed].map(({ month }) => month))].sort().reverse()
  return Promise.all(
    months.map(async (month) => {
      const lock = closed.find((one) => one.month === month)
      return {
        month,
        over: isOver(month, today),
        figures: lock
          ? monthFiguresSchema.parse(lock.figures)
          : figuresOf(
              booked.find((one) => one.month === month),
              await findCredit(deps.db, lastDayOf(month)),
            ),
        closed: lock ? { at: lock.closedAt.toISOString(), byName: lock.closedByName } : null,
      }
    }),
  )
}

function figuresOf(
  booked: Omit<MonthFigures, 'creditFen'> | undefined,
  creditFen: MonthFigures['creditFen'],
): MonthFigures {
  const { transferFen, onlineFen, refundedFen, transfers } = booked ?? {
    transferFen: zeroFen,
    onlineFen: zeroFen,
    refundedFen: zeroFen,
    transfers: 0,
  }
  return { transferFen, onlineFen, refundedFen, creditFen, transfers }
}

/**
 * 月结: closes a month for good and keeps what the books held. From then on nothing is booked in it; a correction is
 * booked in the open one. Nobody books while the sums are taken, so that a booking either is in them or comes after.
 * Throws `monthNotOver`, `monthClosed`, and `monthEarlierOpen` with the month that has to be closed before.
 */
export async function closeMonth(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { month }: { month: string },
): Promise<MonthRow> {
  const now = deps.clock.now()
  if (!isOver(month, shanghaiDay(now))) throw new AppError('monthNotOver', { month })
  return inTransaction(deps, async (tx) => {
    await holdBooks(tx)
    const [booked, closed] = [await findMonths(tx), await findClosedMonths(tx)]
    const open = booked.map((one) => one.month).filter((one) => !closed.some((lock) => lock.month === one))
    const earlier = open.filter((one) => one < month).at(-1)
    if (earlier) throw new AppError('monthEarlierOpen', { month: earlier })
    const figures = figuresOf(
      booked.find((one) => one.month === month),
      await findCredit(tx, lastDayOf(month)),
    )
    const row = { month, figures, closedById: actor.accountId, closedByName: actor.name, closedAt: now }
    if (!(await insertClosedMonth(tx, row))) throw new AppError('monthClosed', { month })
    await writeAudit(tx, actor, {
      action: 'month.closed',
      subjectType: 'month',
      subjectId: centreSubjectId,
      organisationId: null,
      after: { month, ...figures },
    })
    return { month, over: true, figures, closed: { at: now.toISOString(), byName: actor.name } }
  })
}
