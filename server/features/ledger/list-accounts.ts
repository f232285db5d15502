import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { correctionPairs } from './ledger.rules.ts'
import {
  type AccountRow,
  type AccountView,
  accountKindSchema,
  accountKinds,
  cardKinds,
  type ListAccountsInput,
  moneyKinds,
} from './ledger.schema.ts'
import { type AccountKey, findAccount, findAccounts } from './ledger-accounts.store.ts'

/** 台账: the accounts of the ledger with what they hold, kind by kind, in each the newest first. */
export async function listAccounts(
  deps: Pick<Deps, 'db'>,
  { of, kind, search, cursor, limit }: ListAccountsInput,
): Promise<Page<AccountRow>> {
  const group = of === 'money' ? moneyKinds : of === 'cards' ? cardKinds : accountKinds
  const kinds = group.filter((one) => kind === undefined || one === kind)
  const after = cursor ? keyOf(cursor) : null
  const rows = await findAccounts(deps.db, { kinds, search: search ?? '' }, after, limit + 1)
  return toPage(rows, limit, (row) => `${row.kind}:${row.ownerId}`)
}

/** Throws `inputInvalid` for what is no cursor of ours. */
function keyOf(cursor: string): AccountKey {
  const [kind, ownerId] = cursor.split(':')
  const parsed = { kind: accountKindSchema.safeParse(kind), ownerId: idSchema.safeParse(ownerId) }
  if (!parsed.kind.success || !parsed.ownerId.success) throw new AppError('inputInvalid', { field: 'cursor' })
  return { kind: parsed.kind.data, ownerId: parsed.ownerId.data }
}

/** One account with its sums and where the page of its owner is. Throws `notFound`. */
export async function viewAccount(deps: Pick<Deps, 'db'>, { id }: { readonly id: string }): Promise<AccountView> {
  const account = await findAccount(deps.db, id)
  if (!account) throw new AppError('notFound')
  return { ...account, correctable: correctionPairs.some((pair) => pair.includes(account.kind)) }
}
