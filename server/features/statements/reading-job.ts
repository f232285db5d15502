import { systemActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import type { StatementFileRecord } from './statement-files.store.ts'
import type { StatementReading } from './statement-reading.schema.ts'

export type ReadStatementDeps = Pick<Deps, 'db' | 'clock' | 'files' | 'jobs' | 'logger'>

/** A reading under way: who changes the file must still find it in this state since this moment. */
export type ReadingFile = Omit<StatementFileRecord, 'state'> & { readonly state: 'reading' }

/** Who decides what the job decides. */
export const importer = systemActor('statements.import')

/** Columns of statement_files that reading fills in. */
export type ReadingFacts = ReturnType<typeof factsOf>

export function factsOf(reading: StatementReading) {
  const { bank, account, accountName, layout, headerSignature } = reading
  return { bank, account, accountName, layout, headerSignature }
}
