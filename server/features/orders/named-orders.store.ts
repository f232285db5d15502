import type { Readable } from '../../platform/database.ts'

export type NamedOrderRow = {
  readonly id: string
  readonly number: string
  readonly organisationId: string
  readonly organisationName: string
  readonly createdAt: Date
  /** The account of ours that it is paid into. */
  readonly payeeId: string
}

/** Without what was paid, which costs a question to the ledger each. */
export async function findNamedOrders(db: Readable, ids: readonly string[]): Promise<NamedOrderRow[]> {
  return db.$queryRaw<NamedOrderRow[]>`
    SELECT o.id, o.number, o.organisation_id AS "organisationId", org.name AS "organisationName",
           o.created_at AS "createdAt", o.payee_account_id AS "payeeId"
    FROM orders o JOIN organisations org ON org.id = o.organisation_id
    WHERE o.id = ANY(${[...ids]}::uuid[])`
}
