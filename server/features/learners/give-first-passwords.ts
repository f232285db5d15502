import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { sharedAccounts } from '../accounts/learner-accounts.ts'
import { givePasswords } from './give-password.ts'
import { passwordsSheet, sheetFileName } from './learner-sheets.ts'
import { type FirstPasswordsInput, mostFirstPasswords } from './learners.schema.ts'
import { findLearnerRows } from './learners.store.ts'
import { pickLearners } from './pick-learners.ts'

export type Workbook = { readonly fileName: string; readonly body: AsyncIterable<Uint8Array> }

/**
 * One-time passwords for many, as a workbook that exists only on its way to who asked for it. Left out, and counted as
 * `skipped`: who is disabled, whose account is also staff's or an admin's, and, unless `alsoActive`, who has chosen a
 * password. `link` is the log-in page. Throws `selectionTooLarge` (most), `selectionEmpty`, `selectionChanged`, `notFound`.
 */
export async function giveFirstPasswordsTo(
  deps: Deps,
  actor: AccountActor,
  { selection, alsoActive, locale }: FirstPasswordsInput,
  link: string,
): Promise<Workbook & { readonly given: number; readonly skipped: number }> {
  const { given, skipped } = await inTransaction(deps, async (tx) => {
    const picked = await pickLearners(deps, tx, actor, selection)
    const shared = await sharedAccounts(
      tx,
      picked.flatMap((learner) => learner.accountId ?? []),
    )
    const ids = picked
      .filter((one) => one.enabled && (alsoActive || one.accountState !== 'active'))
      .filter((one) => one.accountId === null || !shared.has(one.accountId))
      .map((one) => one.id)
    if (ids.length === 0) throw new AppError('selectionEmpty')
    if (ids.length > mostFirstPasswords) throw new AppError('selectionTooLarge', { most: mostFirstPasswords })
    return { given: await givePasswords(deps, tx, actor, ids), skipped: picked.length - ids.length }
  })
  const rows = await findLearnerRows(
    deps.db,
    given.map((one) => one.id),
    scopeOf(actor),
  )
  const passwords = new Map(given.map((one) => [one.id, one]))
  const people = rows.flatMap((row) => {
    const one = passwords.get(row.id)
    return one ? [{ row, oneTimePassword: one.oneTimePassword, mobile: one.mobile }] : []
  })
  return {
    fileName: sheetFileName(locale, 'passwords', deps.clock.now()),
    body: writeTable([passwordsSheet(locale, link, people)]),
    given: given.length,
    skipped,
  }
}
