import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'

export type StatementTrouble = {
  readonly why: 'refused' | 'gaps' | 'rowsLeftOut' | 'reversedMatched'
  /** How many gaps, rows or lines. */
  readonly count?: number
}

/** Tells finance that a statement wants a look, and why. */
export async function tellTrouble(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  file: { readonly id: string; readonly originalName: string },
  { why, count }: StatementTrouble,
): Promise<void> {
  await announce(deps, tx, {
    kind: 'statementTrouble',
    organisationId: null,
    organisationName: '',
    fileId: file.id,
    fileName: file.originalName,
    why,
    ...(count === undefined ? {} : { count }),
  })
}
