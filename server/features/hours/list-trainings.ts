import { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import { searchLearners } from '../learners/search-learners.ts'
import type {
  CountHourPeopleInput,
  HourPeopleCounts,
  HourPerson,
  ListHourPeopleInput,
  ListTrainingsInput,
  TrainingRow,
} from './hour-people.schema.ts'
import {
  countPeople,
  findPeople,
  findTrainings,
  type PeopleQuery,
  type PersonKey,
  type TrainingKey,
} from './hour-people.store.ts'
import { rangeWithin } from './hour-scope.ts'
import { hourKindSchema } from './hours.schema.ts'

/** What was recorded in a plan, by training, the latest day first. Throws `notFound`. */
export async function listTrainings(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  scope: string,
  input: ListTrainingsInput,
): Promise<Page<TrainingRow>> {
  const found = await findTrainings(deps.db, {
    planId: input.planId,
    range: await rangeWithin(deps, actor, scope, input.organisationId),
    kind: input.kind ?? null,
    pendingOnly: input.pendingOnly,
    search: input.search ?? '',
    after: input.cursor ? readTrainingCursor(input.cursor) : null,
    take: input.limit + 1,
  })
  const { rows, nextCursor } = toPage(found, input.limit, trainingCursor)
  return {
    rows: rows.map(({ pendingCount, approvedCount, rejectedCount, withdrawnCount, dueAt, ...row }) => ({
      ...row,
      planId: input.planId,
      counts: {
        pending: pendingCount,
        approved: approvedCount,
        rejected: rejectedCount,
        withdrawn: withdrawnCount,
      },
      dueAt: dueAt?.toISOString() ?? null,
    })),
    nextCursor,
  }
}

/** The people who take part in a plan or have hours in it, in the order of the tree. Throws `notFound`. */
export async function listHourPeople(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  input: ListHourPeopleInput,
): Promise<Page<HourPerson>> {
  const after = input.cursor ? readPersonCursor(input.cursor) : null
  const query = await peopleQuery(deps, actor, scope, input)
  const found = await findPeople(deps.db, query, scope, after, input.limit + 1)
  const { rows, nextCursor } = toPage(found, input.limit, ({ path, id }) => encode([path, id]))
  return {
    rows: rows.map((row) => ({
      learner: { id: row.id, name: row.name, idNumberMasked: row.idNumberMasked },
      organisation: { id: row.organisationId, name: row.organisationName, names: row.organisationNames },
      sums: {
        compulsoryApproved: row.compulsoryApproved,
        electiveApproved: row.electiveApproved,
        compulsoryPending: row.compulsoryPending,
        electivePending: row.electivePending,
      },
      counted: row.counted,
      reached: row.reached,
    })),
    nextCursor,
  }
}

/** How many these are, for the tabs. Throws `notFound`. */
export async function countHourPeople(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  input: CountHourPeopleInput,
): Promise<HourPeopleCounts> {
  const counts = await countPeople(deps.db, await peopleQuery(deps, actor, scope, { ...input, show: 'all' }))
  return { ...counts, short: counts.all - counts.reached }
}

async function peopleQuery(
  deps: Pick<Deps, 'db' | 'secrets'>,
  actor: AccountActor,
  scope: string,
  { planId, organisationId, search, show }: CountHourPeopleInput & Pick<ListHourPeopleInput, 'show'>,
): Promise<PeopleQuery> {
  const [range, found] = await Promise.all([
    rangeWithin(deps, actor, scope, organisationId),
    searchLearners(deps, search),
  ])
  return { planId, range, show, search: found }
}

// --- Cursors ---------------------------------------------------------------------------------------------------------

const encode = (key: readonly string[]) => Buffer.from(JSON.stringify(key)).toString('base64url')

function decode(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}

const trainingCursor = ({ studiedOn, title, kind }: TrainingKey) => encode([studiedOn, title, kind])
const trainingKey = z.tuple([z.iso.date(), z.string(), hourKindSchema])
const personKey = z.tuple([z.string(), idSchema])

function readTrainingCursor(cursor: string): TrainingKey {
  const { data } = trainingKey.safeParse(decode(cursor))
  if (!data) throw new AppError('inputInvalid', { field: 'cursor' })
  const [studiedOn, title, kind] = data
  return { studiedOn, title, kind }
}

function readPersonCursor(cursor: string): PersonKey {
  const { data } = personKey.safeParse(decode(cursor))
  if (!data) throw new AppError('inputInvalid', { field: 'cursor' })
  const [path, id] = data
  return { path, id }
}
