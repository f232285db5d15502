import { type Actor, systemActor } from '../../core/actor.ts'
import { AppError, type ErrorDetails, isRetryable } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { reasonHeadings } from '../../platform/spreadsheets/mark-errors.ts'
import type { TableCell, TableRow } from '../../platform/spreadsheets/table.ts'
import { cleanText, matchKey } from './cell-text.rules.ts'
import { chunkRows, storeRows } from './chunks.ts'
import { type Layout, missingFields, notesOnColumns } from './columns.rules.ts'
import { type FileFacts, openFacts, sealFacts } from './file-facts.ts'
import { type FoundLayout, nameless, openLayout, toLeadingRow } from './file-layout.ts'
import type { CellFlag, SourceRow } from './import-row.rules.ts'
import type { FileNote } from './imports.schema.ts'
import {
  changeImport,
  countColumns,
  deleteChunks,
  findImport,
  type ImportRecord,
  setProgress,
  sumCounts,
} from './imports.store.ts'
import { judgeRows, rememberRows } from './judge-rows.ts'
import { kindOf } from './kinds.ts'
import { openUpload } from './uploads.ts'

type ReadDeps = Pick<Deps, 'db' | 'clock' | 'files' | 'secrets' | 'logger'>

/** Cancelled, or to be read another way meanwhile: nobody waits for this reading any more. */
class Superseded extends Error {}

/**
 * Reads an uploaded file and judges its rows; what is wrong with the file as a whole ends it as `failed`. Repeated from
 * the start after a crash; a version that is not asked for any more is left alone.
 */
export async function readImport(deps: ReadDeps, job: { importId: string; version: number }): Promise<void> {
  const one = await findImport(deps.db, job.importId)
  if (!one || one.version !== job.version || (one.state !== 'received' && one.state !== 'reading')) return
  try {
    await begin(deps, one)
    const bytes = await openUpload(deps, one)
    const { chosen } = openFacts(deps, one)
    const found = await openLayout(bytes, one.fileName, kindOf(one.kind).fields, {
      sheetName: one.sheetName,
      headerRow: one.headerRow,
      columns: chosen,
    })
    await judgeFile(deps, one, found, chosen)
  } catch (error) {
    if (error instanceof Superseded) return
    if (!(error instanceof AppError) || isRetryable(error)) throw error
    await failReading(deps, one, systemActor('imports.read'), error)
  }
}

async function begin(deps: ReadDeps, one: ImportRecord): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const changed = await changeImport(
      tx,
      { id: one.id, states: ['received', 'reading'], version: one.version },
      { state: 'reading', stateSince: deps.clock.now(), rowsDone: 0, rowsTotal: null, ...noCounts },
    )
    if (!changed) throw new Superseded()
    await deleteChunks(tx, one.id)
  })
}

const noCounts = countColumns({ new: 0, changed: 0, unchanged: 0, error: 0, warning: 0 })

async function judgeFile(
  deps: ReadDeps,
  one: ImportRecord,
  { table, layout, leading }: FoundLayout,
  chosen: FileFacts['chosen'],
): Promise<void> {
  const kind = kindOf(one.kind)
  const notes: FileNote[] = []
  if (layout === null) notes.push({ code: 'headerNotFound', details: {} })
  const used = layout ?? nameless(leading.map(toLeadingRow))
  const missing = missingFields(used.columns, kind.fields)
  if (layout !== null) notes.push(...notesOnColumns(layout, kind.fields))
  if (leading.some((row) => row.number === used.headerRow && hasReasons(row))) {
    notes.push({ code: 'reasonColumn', details: {} })
  }
  const others = table.sheets
    .filter((sheet) => !sheet.hidden && sheet.name !== table.sheet.name)
    .map(({ name }) => name)
  const foreign = others.filter((name) => !templateSheets.has(name))
  if (foreign.length > 0) {
    notes.push({ code: 'otherSheets', details: { taken: table.sheet.name, others: foreign.slice(0, 10).join('、') } })
  }
  const read = missing.length > 0 ? { rows: 0, hidden: 0 } : await judgeAll(deps, one, table.rows(), used)
  if (missing.length === 0 && read.rows === 0) notes.push({ code: 'noRows', details: {} })
  if (read.hidden > 0) notes.push({ code: 'hiddenRows', details: { count: read.hidden } })

  const facts: FileFacts = {
    headings: used.headings,
    columns: used.columns,
    samples: samplesOf(used, leading),
    notes,
    sheets: [table.sheet.name, ...others].toSorted((a, b) => orderOf(table.sheets, a) - orderOf(table.sheets, b)),
    chosen,
  }
  await inTransaction(deps, async (tx) => {
    const counts = await sumCounts(tx, one.id)
    const changed = await changeImport(
      tx,
      { id: one.id, states: ['reading'], version: one.version },
      {
        state: 'previewed',
        stateSince: deps.clock.now(),
        sheetName: table.sheet.name,
        headerRow: used.headerRow === 0 ? null : used.headerRow,
        fileKind: table.kind,
        ...sealFacts(deps, one.id, facts),
        rowsDone: read.rows,
        rowsTotal: read.rows,
        ...countColumns(counts),
      },
    )
    if (!changed) throw new Superseded()
  })
}

const orderOf = (sheets: readonly { name: string }[], name: string) => sheets.findIndex((sheet) => sheet.name === name)

/** Sheets of our own templates that are there to be read by people. */
const templateSheets = new Set(['填写说明', '示例'])

const reasonKeys = new Set(reasonHeadings.map(matchKey))
const hasReasons = (row: TableRow) =>
  row.cells.some((cell) => cell !== undefined && reasonKeys.has(matchKey(cell.text)))

/** Reads on while the rows before are looked up and stored. */
async function judgeAll(
  deps: ReadDeps,
  one: ImportRecord,
  rows: AsyncGenerator<TableRow>,
  layout: Layout,
): Promise<{ rows: number; hidden: number }> {
  const kind = kindOf(one.kind)
  const context = await kind.loadContext(deps, deps.db, one, { hold: false })
  const earlier = rememberRows()
  const headings = headingKeys(layout)
  let [total, hidden] = [0, 0]
  let batch: SourceRow[] = []
  let before: Promise<void> = Promise.resolve()
  const finish = async (full: readonly SourceRow[], done: number) => {
    const judged = await judgeRows(deps, deps.db, kind, context, full, earlier)
    await inTransaction(deps, async (tx) => {
      if (!(await setProgress(tx, { id: one.id, state: 'reading', version: one.version }, done))) throw new Superseded()
      await storeRows(deps, tx, one.id, judged[0]?.number ?? 0, judged)
    })
  }
  const flush = async () => {
    await before
    const full = batch
    batch = []
    before = finish(full, total)
    // Awaited with the next batch: until then nobody listens.
    before.catch(() => undefined)
  }
  for await (const row of rows) {
    if (row.number <= layout.headerRow) continue
    const source = takeRow(row, layout.columns)
    if (source === null || isHeading(source, headings)) continue
    batch.push(source)
    total++
    if (row.hidden) hidden++
    if (batch.length === chunkRows) await flush()
  }
  if (batch.length > 0) await flush()
  await before
  return { rows: total, hidden }
}

/** Cells are at most this long: nothing that is imported is longer, and a pasted novel is not carried along. */
const mostCharacters = 500

/** The mapped cells of a row; null when all of them are empty. */
function takeRow(row: TableRow, columns: readonly (number | null)[]): SourceRow | null {
  const cells: string[] = []
  let flags: Record<number, CellFlag> | null = null
  let empty = true
  for (let index = 0; index < columns.length; index++) {
    const column = columns[index] ?? null
    const cell = column === null ? undefined : row.cells[column]
    if (cell === undefined) {
      cells.push('')
      continue
    }
    cells.push(cell.text.length > mostCharacters ? cell.text.slice(0, mostCharacters) : cell.text)
    if (empty && (cell.text === '' ? cell.kind === 'error' : cleanText(cell.text) !== '')) empty = false
    const flag = flagOf(cell)
    if (flag !== null) {
      flags ??= {}
      flags[index] = flag
    }
  }
  return empty ? null : { number: row.number, hidden: row.hidden, cells, flags }
}

function flagOf(cell: TableCell): CellFlag | null {
  if (cell.kind === 'error') return 'failed'
  if (cell.precisionLost) return 'precisionLost'
  return cell.formula ? 'formula' : null
}

/** The headings as a row of data would have them: printed again on each page, or spread over two rows. */
function headingKeys({ headings, columns }: Layout): readonly (string | null)[] {
  const byColumn = new Map(headings.map((one) => [one.column, matchKey(one.heading)]))
  return columns.map((column) => (column === null ? null : (byColumn.get(column) ?? '')))
}

function isHeading(row: SourceRow, headings: readonly (string | null)[]): boolean {
  return headings.every((key, index) => key === null || key === matchKey(row.cells[index] ?? ''))
}

const sampleRows = 3

function samplesOf(layout: Layout, leading: readonly TableRow[]): FileFacts['samples'] {
  const below = leading.filter((row) => row.number > layout.headerRow)
  return Object.fromEntries(
    layout.headings.map(({ column }) => [
      column,
      below
        .map((row) => cleanText(row.cells[column]?.text ?? '').slice(0, 60))
        .filter((text) => text !== '')
        .slice(0, sampleRows),
    ]),
  )
}

/** What cannot be read ends so, with the reason. */
export async function failReading(
  deps: Pick<Deps, 'db' | 'clock'>,
  one: Pick<ImportRecord, 'id' | 'version' | 'organisationId'>,
  actor: Actor,
  { code, details }: { readonly code: string; readonly details: ErrorDetails },
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const changed = await changeImport(
      tx,
      { id: one.id, states: ['received', 'reading'], version: one.version },
      { state: 'failed', stateSince: deps.clock.now(), errorCode: code, errorDetails: details },
    )
    if (!changed) return
    await deleteChunks(tx, one.id)
    await writeAudit(tx, actor, {
      action: 'import.failed',
      subjectType: 'import',
      subjectId: one.id,
      organisationId: one.organisationId,
      after: { code },
    })
  })
}
