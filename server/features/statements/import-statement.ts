import { nameKey } from '../../core/names.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { createChronologicalIds } from './chronological-ids.ts'
import { type Sorted, sortLines } from './known-lines.rules.ts'
import { lineDigest } from './line-digest.ts'
import { createProgressNote } from './progress-note.ts'
import { importer, type ReadingFacts, type ReadingFile, type ReadStatementDeps } from './reading-job.ts'
import { countGaps } from './refresh-gaps.ts'
import { findReversible, findUnpairedReversals, holdTargets, markReversed, saveReversals } from './reversals.store.ts'
import { findReversed, movedDay, reversalDays } from './reversals-across-files.rules.ts'
import { changeStatementFile } from './statement-files.store.ts'
import { findKnownLines, holdAccount, insertLines, type NewLine } from './statement-lines.store.ts'
import type { StatementLine, StatementReading } from './statement-reading.schema.ts'
import { statementsMatch } from './statements.queues.ts'
import { startOf } from './statements.rules.ts'
import type { StoredReading } from './statements.schema.ts'
import { type StatementTrouble, tellTrouble } from './tell-trouble.ts'

type Read = {
  readonly payeeAccountId: string
  readonly reading: StatementReading
  readonly facts: ReadingFacts
  readonly stored: StoredReading
}

/** 200,000 lines take some 20 s; a slow disk may take ten times that. */
const timeoutMs = 300_000
/** One statement of some megabytes: beyond it PostgreSQL and this process only wait for each other longer. */
const linesAtOnce = 2000

/**
 * Takes in the lines of a statement that the account does not have yet, in one transaction: a file that is killed in the
 * middle leaves nothing behind. Then reversals are paired, also with lines of earlier files, the running balance is checked
 * against the neighbours, and matching is asked for.
 */
export async function importStatement(deps: ReadStatementDeps, file: ReadingFile, read: Read): Promise<void> {
  const progress = createProgressNote(deps, file)
  await inTransaction(deps, (tx) => writeAll(deps, tx, file, read, progress.note), { timeoutMs })
  await progress.done()
}

async function writeAll(
  deps: ReadStatementDeps,
  tx: Transaction,
  file: ReadingFile,
  { payeeAccountId, reading, facts, stored }: Read,
  note: (written: number, lineCount: number) => void,
): Promise<void> {
  const now = deps.clock.now()
  const [firstDay, lastDay] = daysOf(reading.lines)
  await holdAccount(tx, payeeAccountId)
  const known = await findKnownLines(tx, payeeAccountId, firstDay, lastDay)
  const sorted = sortLines(reading.lines, reading.newestFirst, known, lineDigest)
  const idOf = await writeFresh(tx, { fileId: file.id, payeeAccountId, now }, reading.lines, sorted, note)
  const reversedMatched = await pairReversals(tx, payeeAccountId, reading.lines, idOf, now)
  const gapCount = await countGaps(tx, { id: file.id, payeeAccountId, firstDay, lastDay })
  const lineCount = reading.lines.length
  const newCount = sorted.fresh.length
  await changeStatementFile(
    tx,
    file,
    {
      ...facts,
      state: 'imported',
      stateSince: now,
      importedAt: now,
      payeeAccountId,
      rowsRead: lineCount,
      lineCount,
      newCount,
      gapCount: reading.lines.some(({ balanceFen }) => balanceFen !== null) ? gapCount : null,
      firstDay: new Date(firstDay),
      lastDay: new Date(lastDay),
      reading: { ...stored, repeatedCount: sorted.repeated.size, reversedMatched },
    },
    {
      actor: importer,
      record: {
        action: 'statement.imported',
        after: { payeeAccountId, lines: lineCount, new: newCount, gaps: gapCount, leftOut: stored.leftOutCount },
      },
    },
  )
  const troubles: StatementTrouble[] = [
    { why: 'reversedMatched', count: reversedMatched },
    { why: 'gaps', count: gapCount },
    { why: 'rowsLeftOut', count: stored.leftOutCount },
  ]
  for (const trouble of troubles) if ((trouble.count ?? 0) > 0) await tellTrouble(deps, tx, file, trouble)
  await deps.jobs.send(tx, statementsMatch, {})
}

function daysOf(lines: readonly StatementLine[]): [string, string] {
  let [first, last] = [lines[0]?.date ?? '', lines[0]?.date ?? '']
  for (const { date } of lines) {
    if (date < first) first = date
    if (date > last) last = date
  }
  return [first, last]
}

/** By the index of each line in the file: the id under which it is stored, by this file or an earlier one. */
type IdOf = (index: number) => string | undefined

async function writeFresh(
  tx: Transaction,
  owner: { readonly fileId: string; readonly payeeAccountId: string; readonly now: Date },
  lines: readonly StatementLine[],
  { known, fresh, repeated }: Sorted,
  note: (written: number, lineCount: number) => void,
): Promise<IdOf> {
  const nextId = createChronologicalIds(owner.now.getTime())
  const ids = new Map(known)
  let batch: NewLine[] = []
  let written = lines.length - fresh.length
  const flush = async () => {
    await insertLines(tx, owner, batch)
    written += batch.length
    batch = []
    note(written, lines.length)
  }
  for (const { index, identity } of fresh) {
    const line = lines[index]
    if (!line) continue
    const id = nextId()
    ids.set(index, id)
    batch.push(newLineOf(line, id, identity))
    if (batch.length === linesAtOnce) await flush()
  }
  await flush()
  return (index) => ids.get(repeated.get(index) ?? index)
}

function newLineOf(line: StatementLine, id: string, identity: string): NewLine {
  const counterpartyName = plain(line.counterpartyName)
  return {
    id,
    row: line.row,
    identity: plain(identity),
    day: line.date,
    time: line.time,
    direction: line.direction,
    amountFen: line.amountFen,
    balanceFen: line.balanceFen,
    counterpartyName,
    counterpartyNameKey: nameKey(counterpartyName),
    counterpartyAccount: plain(line.counterpartyAccount),
    remark: remarkOf(line),
    serial: line.serial === null ? null : plain(line.serial),
    category: line.category,
    ...startOf(line.category),
  }
}

/** What the payer said, and the merchant's own order number; the bank's word where nobody said anything. */
function remarkOf({ remark, summary, reference }: StatementLine): string {
  const said = plain(remark === '' ? summary : remark)
  const number = reference === null ? '' : plain(reference)
  return number === '' || said.includes(number) ? said : `${number} ${said}`.trim()
}

/** PostgreSQL keeps no zero bytes in texts. */
const plain = (text: string) => text.replaceAll('\0', '').toWellFormed()

/**
 * Notes which line takes back which, as the file says and across files, and takes the lines that were taken back out of
 * matching. Returns how many of them were allocated already: those stay as they are, and finance is told.
 */
async function pairReversals(
  tx: Transaction,
  payeeAccountId: string,
  lines: readonly StatementLine[],
  idOf: IdOf,
  now: Date,
): Promise<number> {
  const said = lines.flatMap(({ category, reversesIndex }, index) => {
    if (reversesIndex === null || (category !== 'reversal' && category !== 'returned')) return []
    const [reversalId, targetId] = [idOf(index), idOf(reversesIndex)]
    return reversalId !== undefined && targetId !== undefined ? [{ reversalId, targetId }] : []
  })
  const pairs = await saveReversals(tx, said)
  const [firstDay, lastDay] = daysOf(lines)
  const [from, to] = [movedDay(firstDay, -reversalDays), movedDay(lastDay, reversalDays)]
  for (const reversal of await findUnpairedReversals(tx, payeeAccountId, from, to)) {
    const candidates = await findReversible(tx, payeeAccountId, reversal, movedDay(reversal.day, -reversalDays))
    const targetId = findReversed(reversal, candidates)
    if (targetId !== null) pairs.push(...(await saveReversals(tx, [{ reversalId: reversal.id, targetId }])))
  }
  const targets = (
    await holdTargets(
      tx,
      pairs.map(({ targetId }) => targetId),
    )
  ).filter(({ by }) => by === 'reversal')
  const open = targets.filter(({ category, allocatedFen }) => allocatedFen === 0 && category !== 'reversed')
  await markReversed(
    tx,
    open.map(({ id }) => id),
    now,
  )
  await writeAudits(
    tx,
    importer,
    { action: 'statementLine.reversed', subjectType: 'statementLine' },
    open.map(({ id, state, category }) => ({
      subjectId: id,
      organisationId: null,
      before: { state, category },
      after: { reversedBy: pairs.find(({ targetId }) => targetId === id)?.reversalId ?? null },
    })),
  )
  return targets.filter(({ allocatedFen }) => allocatedFen > 0).length
}
