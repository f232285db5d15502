import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { type FoundKey, findLearnerPage, type PageKey } from './learner-lists.store.ts'
import { learnerQuery } from './learner-query.ts'
import type { LearnerRow, ListLearnersInput } from './learners.schema.ts'
import { findLearnerRows, type LearnerListRow } from './learners.store.ts'

/** The learners of the actor's subtree by organisation, those of each in the order in which they came. */
export async function listLearners(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  input: ListLearnersInput,
): Promise<Page<LearnerRow>> {
  const query = await learnerQuery(deps, actor, input)
  const after = input.cursor ? readCursor(input.cursor) : null
  const keys = await findLearnerPage(deps.db, query, after, input.limit + 1)
  const { rows, nextCursor } = toPage(keys, input.limit, cursorOf)
  const found = await findLearnerRows(
    deps.db,
    rows.map((row) => row.id),
    scopeOf(actor),
  )
  return { rows: found.map(toLearnerRow), nextCursor }
}

function cursorOf({ path, id }: FoundKey): string {
  return Buffer.from(`${path} ${id}`).toString('base64url')
}

function readCursor(cursor: string): PageKey {
  const [path, id] = Buffer.from(cursor, 'base64url').toString('utf8').split(' ')
  if (path === undefined || !idSchema.safeParse(id).success) throw new AppError('inputInvalid', { field: 'cursor' })
  return { path, id: idSchema.parse(id) }
}

export function toLearnerRow(row: LearnerListRow): LearnerRow {
  const { accountId, accountState, organisationId, organisationPath, organisationName, organisationNames, ...shown } =
    row
  return {
    ...shown,
    organisation: { id: organisationId, name: organisationName, names: organisationNames },
    account: accountState,
    lastSeenAt: row.lastSeenAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
