import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { nameKey } from '../../core/names.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { addAlias, dropAliasesOf, findAliases, findAncestors, findOrganisationName } from './organisations.store.ts'

/** A payer that a confirmed payment showed to be this organisation's: a parent, a branch, the owner's own card. */
export type PayerAlias = { readonly payerName: string; readonly payerNameKey: string; readonly payerAccount: string }

export type PayerFacts = {
  readonly name: string
  /** `name` as comparisons see it (core/names.ts). */
  readonly nameKey: string
  readonly aliases: readonly PayerAlias[]
  /** The organisations above it, the nearest first: they often pay for their departments and subsidiaries. */
  readonly parents: readonly { readonly name: string; readonly nameKey: string }[]
}

/** Who may be expected to pay for an organisation. Throws `notFound`. */
export async function loadPayerFacts(db: Readable, organisationId: string): Promise<PayerFacts> {
  const organisation = await findOrganisationName(db, organisationId)
  if (!organisation) throw new AppError('notFound')
  const [aliases, parents] = await Promise.all([findAliases(db, organisationId), findAncestors(db, organisation.path)])
  return {
    name: organisation.name,
    nameKey: organisation.nameKey,
    aliases,
    parents: parents.map(({ name, nameKey }) => ({ name, nameKey })),
  }
}

/**
 * Remembers a payer name or account (or both) that staff confirmed to be this organisation's; null where the slip did
 * not show it. The same again adds nothing, and a slip that showed neither teaches nothing.
 */
export async function learnAlias(
  tx: Transaction,
  alias: {
    organisationId: string
    payerName: string | null
    payerAccount: string | null
    voucherId: string | null
    /** The bank line's allocation that showed it: undoing that forgets it. */
    allocationId?: string
    /** Null: the automatic settling, which believes only payers that are known. */
    confirmedById: string | null
  },
): Promise<void> {
  const payerName = alias.payerName?.normalize('NFKC').trim() ?? ''
  const payerAccount = accountKey(alias.payerAccount ?? '')
  if (nameKey(payerName) === '' && payerAccount === '') return
  await addAlias(tx, {
    id: newId(),
    organisationId: alias.organisationId,
    payerName,
    payerNameKey: nameKey(payerName),
    payerAccount,
    voucherId: alias.voucherId,
    allocationId: alias.allocationId ?? null,
    confirmedById: alias.confirmedById,
  })
}

/** Forgets the payer that an allocation taught, because it was undone. */
export async function forgetAlias(tx: Transaction, allocationId: string): Promise<void> {
  await dropAliasesOf(tx, allocationId)
}

/** Digits only; the stars of a masked account stay: `6225 **** **** 8061` -> `6225********8061`. */
export function accountKey(account: string): string {
  return account.normalize('NFKC').replace(/[^\d*]/g, '')
}
