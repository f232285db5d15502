import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { openFacts } from './file-facts.ts'
import { isRepairable, type StoredRow } from './import-rows.rules.ts'
import { checkPreviewed } from './imports.rules.ts'
import type { FixedRows, fixRowInput, repairAlikeInput } from './imports.schema.ts'
import {
  changeImport,
  countColumns,
  findChunkOf,
  findChunksWith,
  type ImportRecord,
  lockImport,
  sumCounts,
  sumIssues,
} from './imports.store.ts'
import { kindOf } from './kinds.ts'
import { type Edits, rejudgeRows } from './rejudge-rows.ts'
import { isMine, loadImport, rowView } from './view-import.ts'

type FixDeps = Pick<Deps, 'db' | 'clock' | 'secrets'>

/** As many rows as a page shows at once. */
const mostAnswered = 100

/**
 * Other texts for cells of one row, judged at once; without any it is only looked at again. Throws `notFound`,
 * `importNotOpen`, `conflict`, `inputInvalid` for a field that the file has not.
 */
export async function fixRow(
  deps: FixDeps,
  actor: AccountActor,
  input: z.output<typeof fixRowInput>,
): Promise<FixedRows> {
  return correct(deps, actor, input, async (tx, one) => {
    const fields = kindOf(one.kind).fields.map(({ field }) => field as string)
    const { columns } = openFacts(deps, one)
    const texts = new Map<number, string>()
    for (const [field, text] of Object.entries(input.values)) {
      const index = fields.indexOf(field)
      if ((columns[index] ?? null) === null) throw new AppError('inputInvalid', { field })
      texts.set(index, text)
    }
    const chunk = await findChunkOf(tx, one.id, input.row)
    if (!chunk) throw new AppError('notFound')
    let found = false
    const edits: Edits = (row) => {
      if (row.number !== input.row) return null
      found = true
      return texts
    }
    return {
      chunks: [chunk.firstRow],
      edits,
      check() {
        if (!found) throw new AppError('notFound')
      },
    }
  })
}

/** Puts in what is proposed for every cell with this issue. Throws `notFound`, `importNotOpen`, `conflict`. */
export async function repairAlike(
  deps: FixDeps,
  actor: AccountActor,
  input: z.output<typeof repairAlikeInput>,
): Promise<FixedRows> {
  return correct(deps, actor, input, async (tx, one) => {
    const fields = kindOf(one.kind).fields.map(({ field }) => field as string)
    const keys = (await sumIssues(tx, one.id)).map(({ key }) => key)
    const alike = keys.filter((key) => {
      const [, code, field] = key.split(':')
      return code === input.code && (!input.field || field === input.field)
    })
    const edits: Edits = (row) => {
      const wanted = (row.issues ?? []).filter(
        (issue) => issue.code === input.code && (!input.field || issue.field === input.field) && isRepairable(issue),
      )
      if (wanted.length === 0) return null
      const texts = new Map<number, string>()
      for (const { field, repair } of wanted) {
        if (field !== null && repair !== null) texts.set(fields.indexOf(field), repair)
      }
      return texts
    }
    return { chunks: await findChunksWith(tx, one.id, alike), edits, check() {} }
  })
}

type Correction = { readonly chunks: readonly number[]; readonly edits: Edits; check(): void }

async function correct(
  deps: FixDeps,
  actor: AccountActor,
  { id, version }: { id: string; version: number },
  plan: (tx: Transaction, one: ImportRecord) => Promise<Correction>,
): Promise<FixedRows> {
  const answer = await inTransaction(deps, async (tx) => {
    await loadImport({ db: tx }, actor, id)
    const one = await lockImport(tx, id)
    if (!one) throw new AppError('notFound')
    checkPreviewed(one, version)
    const { chunks, edits, check } = await plan(tx, one)
    const { corrected, affected } = await rejudgeRows(deps, tx, one, chunks, edits, mostAnswered)
    check()
    const counts = await sumCounts(tx, id)
    const next = version + 1
    const changed = await changeImport(
      tx,
      { id, states: ['previewed'], version },
      { version: next, ...countColumns(counts) },
    )
    if (!changed) throw new AppError('conflict')
    await writeAudit(tx, actor, {
      action: 'import.corrected',
      subjectType: 'import',
      subjectId: id,
      organisationId: one.organisationId,
      after: { rows: corrected, errors: counts.error },
    })
    return { one, next, counts, corrected, affected }
  })
  const { one, next, counts, corrected, affected } = answer
  const present = openFacts(deps, one).columns.map((column) => column !== null)
  const { fields } = kindOf(one.kind)
  const view = (row: StoredRow) => rowView(row, fields, present, isMine(actor, one))
  return { version: next, counts, corrected, rows: affected.map(view) }
}
