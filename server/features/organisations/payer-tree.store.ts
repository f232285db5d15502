import type { Readable } from '../../platform/database.ts'

export type PayerOrganisation = {
  readonly id: string
  readonly name: string
  readonly path: string
  /** Payers that confirmed payments showed to be its own; a name or an account may be empty. */
  readonly aliases: readonly { readonly payerNameKey: string; readonly payerAccount: string }[]
}

export async function findPayerOrganisations(db: Readable, ids: readonly string[]): Promise<PayerOrganisation[]> {
  return db.$queryRaw<PayerOrganisation[]>`
    SELECT o.id, o.name, o.path,
           coalesce((SELECT jsonb_agg(jsonb_build_object('payerNameKey', a.payer_name_key, 'payerAccount', a.payer_account) ORDER BY a.id)
                     FROM organisation_aliases a WHERE a.organisation_id = o.id), '[]') AS aliases
    FROM organisations o WHERE o.id = ANY(${[...ids]}::uuid[])`
}

/** Organisations of this name, or that money from this name or account was confirmed to be of. */
export async function findOrganisationsOfPayer(
  db: Readable,
  nameKey: string,
  account: string,
): Promise<{ id: string }[]> {
  return db.$queryRaw<{ id: string }[]>`
    SELECT id FROM organisations WHERE ${nameKey} <> '' AND name_key = ${nameKey}
    UNION
    SELECT organisation_id FROM organisation_aliases
    WHERE (${nameKey} <> '' AND payer_name_key = ${nameKey}) OR (${account} <> '' AND payer_account = ${account})`
}
