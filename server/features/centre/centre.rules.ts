import { AppError } from '../../core/app-error.ts'
import type { SavePayeeAccountInput } from './centre.schema.ts'

/** The centre is one row without an id of its own; the audit trail knows it by this one. */
export const centreSubjectId = '00000000-0000-7000-8000-000000000001'

type PayeeAccountState = { readonly id: string; readonly account: string; readonly isDefault: boolean }

/**
 * Orders need an account to be paid into: there is always one default, it is enabled, and it changes only by making
 * another the default. A number never changes, because orders show the account
 * that they were made for: a wrong one is disabled and another added. Throws `payeeAccountInUse` (the number is another
 * row's), `payeeAccountFixed` or `payeeDefaultNeeded`.
 */
export function checkPayeeAccount(known: readonly PayeeAccountState[], wanted: SavePayeeAccountInput): void {
  if (known.some(({ id, account }) => account === wanted.account && id !== wanted.id)) {
    throw new AppError('payeeAccountInUse', { account: wanted.account })
  }
  const before = known.find(({ id }) => id === wanted.id)
  if (before && before.account !== wanted.account) throw new AppError('payeeAccountFixed', { account: before.account })
  const anotherDefault = known.some(({ id, isDefault }) => isDefault && id !== wanted.id)
  if (wanted.isDefault ? !wanted.enabled : !anotherDefault) throw new AppError('payeeDefaultNeeded')
}
