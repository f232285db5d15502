import { AppError } from '../../core/app-error.ts'
import type { Transaction } from '../../platform/database.ts'
import { findDepartmentByName } from './organisations.store.ts'

/**
 * Departments are named in import files, so a name stands for one of them below each parent; the unique index says so
 * too, and is never reached while the tree is locked. Throws `unitNameTaken`.
 */
export async function refuseTakenName(
  tx: Transaction,
  parent: { readonly id: string; readonly name: string },
  nameKey: string,
  name: string,
  exceptId: string | null = null,
): Promise<void> {
  const taken = await findDepartmentByName(tx, parent.id, nameKey)
  if (taken && taken.id !== exceptId) throw new AppError('unitNameTaken', { name, parentName: parent.name })
}
