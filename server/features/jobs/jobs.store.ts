import { AppError } from '../../core/app-error.ts'
import type { Prisma, Readable, Transaction } from '../../platform/database.ts'

export type GivenUpRow = {
  id: string
  queue: string
  payload: Prisma.JsonValue
  error: string
  givenUpAt: Date
  resentAt: Date | null
}

export async function listGivenUp(
  db: Readable,
  filter: { all: boolean; cursor: string | null; take: number },
): Promise<GivenUpRow[]> {
  return db.givenUpJob.findMany({
    where: { ...(filter.all ? {} : { resentAt: null }), ...(filter.cursor ? { id: { lt: filter.cursor } } : {}) },
    orderBy: { id: 'desc' },
    take: filter.take,
  })
}

/** Once, however often the dead letter is delivered: its id is the row's. */
export async function insertGivenUp(
  tx: Transaction,
  job: { id: string; queue: string; payload: Prisma.InputJsonObject; error: string; now: Date },
): Promise<boolean> {
  const { now, ...row } = job
  const added = await tx.givenUpJob.createMany({ data: { ...row, givenUpAt: now }, skipDuplicates: true })
  return added.count === 1
}

export async function countGivenUp(db: Readable): Promise<number> {
  return db.givenUpJob.count({ where: { resentAt: null } })
}

/** Marks it as sent again; `conflict` when somebody did so before. */
export async function markResent(tx: Transaction, id: string, accountId: string, now: Date): Promise<GivenUpRow> {
  const changed = await tx.givenUpJob.updateMany({
    where: { id, resentAt: null },
    data: { resentAt: now, resentById: accountId },
  })
  const row = await tx.givenUpJob.findUnique({ where: { id } })
  if (!row) throw new AppError('notFound')
  if (changed.count !== 1) throw new AppError('conflict', { from: 'resent', to: 'resent' })
  return row
}
