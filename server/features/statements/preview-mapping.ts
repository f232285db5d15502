import type { z } from 'zod'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { loadFile } from './load-statements.ts'
import { readStatement } from './read-statement.ts'
import type { StatementFileRecord } from './statement-files.store.ts'
import type { ColumnMapping, StatementReading } from './statement-reading.schema.ts'
import {
  type MappingPreview,
  previewLineSchema,
  type previewMappingInput,
  type SampleRow,
} from './statements.schema.ts'

/** Three lines show whether the columns are right; the table beside them has the rest. */
const shownLines = 3

/**
 * How the first lines of a waiting file would be read with these columns. Only the rows that the page shows are read.
 * Throws `notFound`, `conflict` unless the file waits for its columns.
 */
export async function previewMapping(
  deps: Pick<Deps, 'db'>,
  { fileId, mapping }: z.output<typeof previewMappingInput>,
): Promise<MappingPreview> {
  const { lines, rowErrors, problem } = await readSample(await loadFile(deps, fileId), mapping)
  return {
    lines: lines.slice(0, shownLines).map((line) => previewLineSchema.parse(line)),
    rowErrors: rowErrors.slice(0, shownLines),
    problem: problem?.code === 'statementNoLines' ? null : problem,
  }
}

/** Reads the kept rows of a file that waits for its columns. Throws `conflict` when it does not. */
export async function readSample(file: StatementFileRecord, mapping: ColumnMapping): Promise<StatementReading> {
  if (file.state !== 'waiting' || !file.reading || file.reading.waitingFor !== 'columns') {
    throw new AppError('conflict', { state: file.state })
  }
  return readStatement(Buffer.from(csvOf(file.reading.sample)), { fileName: file.originalName, mapping })
}

/** The sample as the file that it is the beginning of; rows that it leaves out are empty. */
function csvOf(sample: readonly SampleRow[]): string {
  const rows: string[] = []
  for (const { row, cells } of sample) rows[row - 1] = cells.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')
  return `\uFEFF${Array.from(rows, (row) => row ?? '').join('\r\n')}\r\n`
}
