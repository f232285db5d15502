import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Prisma, Transaction } from '../../platform/database.ts'
import {
  codeTries,
  isCode,
  type OneTimePurpose,
  readLinkToken,
  type SecretName,
  type SecretRefusal,
} from './one-time-secrets.rules.ts'
import {
  countSecretTry,
  dropLivingSecrets,
  dropOldSecrets,
  findNewestSecret,
  findSecret,
  markSecretUsed,
  replaceSecret,
  type SecretRow,
} from './one-time-secrets.store.ts'

/**
 * Issuing, checking and spending of links and codes (one-time-secrets.rules.ts). Whoever takes one does it in two steps:
 *
 *   const checked = await checkLink(deps, 'activation', token)      or checkCode(deps, purpose, subjectId, digits)
 *   await inTransaction(deps, async (tx) => {
 *     await spendSecret(deps, tx, checked)                          throws when somebody was faster
 *     ...what the secret was for
 *   })
 *
 * Checking a link changes nothing: mail scanners open links. Checking a code counts a try at once, outside of the
 * transaction, so that a refusal that rolls back leaves it counted.
 */
export type SecretToIssue = {
  readonly purpose: OneTimePurpose
  /** The account or registration that it is for. */
  readonly subjectId: string
  /** What it confirms, for instance the new mobile. */
  readonly payload?: Prisma.InputJsonValue | undefined
  readonly lifeMs: number
  readonly createdById?: string | undefined
}

/** A secret that was right when it was looked at; `spendSecret` uses it up. */
export type CheckedSecret = SecretName & { readonly subjectId: string; readonly payload: unknown }

/** Spent secrets are kept this long, so that who comes back is told "used" and not "unknown". */
const keptMs = 30 * 24 * 3600_000

/** Issues a secret in the caller's transaction; an earlier one of the same purpose and subject stops working. */
export async function issueSecret(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  secret: SecretToIssue,
): Promise<{ id: string; expiresAt: Date }> {
  const now = deps.clock.now()
  const id = newId()
  const expiresAt = new Date(now.getTime() + secret.lifeMs)
  await dropOldSecrets(tx, new Date(now.getTime() - keptMs))
  await replaceSecret(tx, {
    id,
    purpose: secret.purpose,
    subjectId: secret.subjectId,
    payload: secret.payload ?? null,
    expiresAt,
    createdById: secret.createdById ?? null,
    createdAt: now,
  })
  return { id, expiresAt }
}

/** No mailed link opens the account any more: its password was set in another way, or its address has changed. */
export async function voidLinks(tx: Transaction, accountId: string): Promise<void> {
  for (const purpose of ['activation', 'passwordReset'] as const) await dropLivingSecrets(tx, purpose, accountId)
}

/** Reads a link without spending it. Throws `linkNotUsable` (why). */
export async function checkLink(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  purpose: OneTimePurpose,
  token: string,
): Promise<CheckedSecret> {
  const id = readLinkToken(deps.secrets, purpose, token)
  if (id === null) throw refusedLink('unknown')
  const row = await findSecret(deps.db, id)
  // The token was ours, so there was a row.
  if (!row || row.purpose !== purpose) throw refusedLink('replaced')
  const refusal = refusalOf(row, deps.clock.now())
  if (refusal) throw refusedLink(refusal)
  return checkedOf(row)
}

/**
 * Compares typed digits with the newest code of the purpose and subject, five times at most. Throws `codeNotRight`
 * (why, triesLeft); `why` is `wrong`, or why there is nothing left to try.
 */
export async function checkCode(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  purpose: OneTimePurpose,
  subjectId: string,
  typed: string,
): Promise<CheckedSecret> {
  const row = await findNewestSecret(deps.db, purpose, subjectId)
  if (!row) throw refusedCode('unknown', 0)
  const refusal = refusalOf(row, deps.clock.now())
  if (refusal) throw refusedCode(refusal, 0)
  if (!(await countSecretTry(deps.db, row.id, codeTries))) throw refusedCode('tooManyTries', 0)
  if (!isCode(deps.secrets, row, typed)) throw refusedCode('wrong', Math.max(0, codeTries - row.tries - 1))
  return checkedOf(row)
}

/** Uses up what was checked; throws `linkNotUsable` when it was used, replaced or expired since. */
export async function spendSecret(deps: Pick<Deps, 'clock'>, tx: Transaction, checked: CheckedSecret): Promise<void> {
  if (!(await markSecretUsed(tx, checked.id, deps.clock.now()))) throw refusedLink('used')
}

function refusalOf(row: SecretRow, now: Date): SecretRefusal | null {
  if (row.usedAt) return 'used'
  return row.expiresAt <= now ? 'expired' : null
}

function checkedOf({ id, purpose, subjectId, payload }: SecretRow): CheckedSecret {
  return { id, purpose, subjectId, payload }
}

function refusedLink(why: SecretRefusal): AppError {
  return new AppError('linkNotUsable', { why })
}

function refusedCode(why: SecretRefusal | 'wrong', triesLeft: number): AppError {
  return new AppError('codeNotRight', { why, triesLeft })
}
