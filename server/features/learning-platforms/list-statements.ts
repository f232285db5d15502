import { AppError } from '../../core/app-error.ts'
import { maskIdNumber, maskMobile } from '../../core/ids.ts'
import { maskMailAddress } from '../../core/mail-address.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { searchLearners } from '../learners/search-learners.ts'
import { shortVerb } from './learning-platforms.rules.ts'
import type { ListStatementsInput, RefusedCounts, StatementRow, StatementView } from './learning-platforms.schema.ts'
import { mostCounted } from './platforms.store.ts'
import { openBody } from './statement-bodies.ts'
import { countRefusedByReason, findStatementRows, type StatementListRow } from './statement-lists.store.ts'
import { actorSchema } from './xapi-statement.schema.ts'

/** The log of what came, the latest first. */
export async function listStatements(
  deps: Pick<Deps, 'db' | 'secrets'>,
  { search, cursor, limit, ...filter }: ListStatementsInput,
): Promise<Page<StatementRow>> {
  const people = await searchLearners(deps, search)
  const rows = await findStatementRows(deps.db, { ...filter, people, cursor }, limit + 1)
  return toPage(
    rows.map((row) => toRow(deps, row)),
    limit,
    (row) => row.id,
  )
}

/** One with its text, in which ID numbers, mobiles and mail addresses are masked. Throws `notFound`. */
export async function viewStatement(deps: Pick<Deps, 'db' | 'secrets'>, id: string): Promise<StatementView> {
  const [row] = await findStatementRows(deps.db, { id, people: null }, 1)
  if (!row) throw new AppError('notFound')
  const body = openBody(deps, row)
  return { ...toRow(deps, row), body: body && maskPersonal(JSON.stringify(body, null, 2)) }
}

/** How many wait for somebody to mend what they were refused for. */
export async function countRefused(deps: Pick<Deps, 'db'>): Promise<RefusedCounts> {
  const byReason = await countRefusedByReason(deps.db, mostCounted)
  return { byReason, total: byReason.reduce((sum, { count }) => sum + count, 0) }
}

function toRow(deps: Pick<Deps, 'secrets'>, row: StatementListRow): StatementRow {
  const { body: _body, learnerId, learnerName, idNumberMasked, organisationName, happenedAt, receivedAt, ...rest } = row
  return {
    ...rest,
    verb: shortVerb(row.verb),
    learner:
      learnerId === null
        ? null
        : {
            id: learnerId,
            name: learnerName ?? '',
            idNumberMasked: idNumberMasked ?? '',
            organisationName: organisationName ?? '',
          },
    actor: learnerId === null ? shownActor(deps, row) : '',
    happenedAt: happenedAt.toISOString(),
    receivedAt: receivedAt.toISOString(),
  }
}

/** Whom a statement names that found no learner, as far as everybody at the desk may see it. */
function shownActor(deps: Pick<Deps, 'secrets'>, row: StatementListRow): string {
  const actor = actorSchema.safeParse(openBody(deps, row)?.actor)
  if (!actor.success) return ''
  const { account, mbox, name, openid } = actor.data
  return maskPersonal([name, account?.name ?? mbox ?? openid].filter((part) => part).join(' · '))
}

/** Numbers of identity cards, passports and permits, mobiles and mail addresses, wherever they stand in a text. */
export function maskPersonal(text: string): string {
  return text
    .replace(/(?<![0-9A-Za-z-])(?:\d{17}[\dXx]|\d{15}|[A-Z]{1,2}\d{7,10})(?![0-9A-Za-z-])/g, (found) =>
      maskIdNumber(found),
    )
    .replace(/(?<!\d)1[3-9]\d{9}(?!\d)/g, (found) => maskMobile(found))
    .replace(/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g, (found) => maskMailAddress(found))
}
