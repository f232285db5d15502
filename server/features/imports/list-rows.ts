import { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { openRows } from './chunks.ts'
import { openFacts } from './file-facts.ts'
import type { StoredRow } from './import-rows.rules.ts'
import type { ImportRowsPage, importRowsInput } from './imports.schema.ts'
import { countsOf, findChunks } from './imports.store.ts'
import { kindOf } from './kinds.ts'
import { isMine, loadImport, rowView } from './view-import.ts'

type Wanted = z.output<typeof importRowsInput>

/** The number of the last row of the page before. */
const cursorSchema = z.string().regex(/^\d{1,8}$/)

/** Chunks are opened a few at a time until the page is full: those without a wanted row stay sealed. */
const chunksAtOnce = 2

/** Rows with what was found in them, in file order. Throws `notFound`. */
export async function listRows(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  input: Wanted,
): Promise<ImportRowsPage> {
  const one = await loadImport(deps, actor, input.id)
  const after = input.cursor ? Number(cursorSchema.parse(input.cursor)) : 0
  const found: StoredRow[] = []
  for (let behind = -1; found.length <= input.limit; ) {
    const chunks = await findChunks(deps.db, one.id, {
      from: after,
      behind,
      show: input.show,
      code: input.code ?? null,
      take: chunksAtOnce,
    })
    for (const chunk of chunks) {
      for (const row of openRows(deps, one.id, chunk)) {
        if (row.number > after && isWanted(row, input)) found.push(row)
      }
      behind = chunk.firstRow
    }
    if (chunks.length < chunksAtOnce) break
  }
  const { fields } = kindOf(one.kind)
  const { columns } = openFacts(deps, one)
  const present = columns.map((column) => column !== null)
  const mine = isMine(actor, one)
  const page = toPage(found, input.limit, (row) => String(row.number))
  return {
    rows: page.rows.map((row) => rowView(row, fields, present, mine)),
    nextCursor: page.nextCursor,
    version: one.version,
    counts: countsOf(one),
  }
}

function isWanted(row: StoredRow, { show, code }: Wanted): boolean {
  if (code && !row.issues?.some((issue) => issue.code === code)) return false
  if (show === 'all') return true
  if (show === 'warning') return row.outcome !== 'error' && (row.issues?.length ?? 0) > 0
  return row.outcome === show
}
