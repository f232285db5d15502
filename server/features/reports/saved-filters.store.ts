import type { Readable, Transaction } from '../../platform/database.ts'
import type { SavedFilter, SaveFilterInput } from './saved-filters.schema.ts'

const shown = { id: true, page: true, name: true, query: true } as const

/** By their names; of one page or of all. */
export async function findSavedFilters(db: Readable, accountId: string, page: string): Promise<SavedFilter[]> {
  return db.savedFilter.findMany({ where: { accountId, page }, select: shown, orderBy: { name: 'asc' } })
}

export async function findSavedFilter(db: Readable, accountId: string, id: string): Promise<SavedFilter | null> {
  return db.savedFilter.findFirst({ where: { id, accountId }, select: shown })
}

/** One account's saving at a time, so that the most that it may have is the most that it has. */
export async function lockSavedFilters(tx: Transaction, accountId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 AS locked FROM accounts WHERE id = ${accountId}::uuid FOR NO KEY UPDATE`
}

/** Under the same name it takes the other's place. */
export async function saveFilterRow(
  tx: Transaction,
  accountId: string,
  { id, page, name, query }: SaveFilterInput,
): Promise<SavedFilter> {
  return tx.savedFilter.upsert({
    where: { accountId_page_name: { accountId, page, name } },
    create: { id, accountId, page, name, query },
    update: { query },
    select: shown,
  })
}

/** False when it is not the account's. */
export async function renameFilterRow(tx: Transaction, accountId: string, id: string, name: string): Promise<boolean> {
  const { count } = await tx.savedFilter.updateMany({ where: { id, accountId }, data: { name } })
  return count === 1
}

export async function removeFilterRow(tx: Transaction, accountId: string, id: string): Promise<void> {
  await tx.savedFilter.deleteMany({ where: { id, accountId } })
}
