import { AppError } from '../../core/app-error.ts'
import { idSchema } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import { addWorkingHours } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { countPending, listQueue, type QueueListRow } from './registration-queue.store.ts'
import { dueSoonHours } from './registrations.rules.ts'
import {
  type QueueRegistrationsInput,
  type RegistrationCounts,
  type RegistrationQueueRow,
  registrationCheckSchema,
} from './registrations.schema.ts'

/** What waits for review, oldest due first; what was decided, newest first. */
export async function queueRegistrations(
  deps: Pick<Deps, 'db'>,
  input: QueueRegistrationsInput,
): Promise<Page<RegistrationQueueRow>> {
  const rows = await listQueue(deps.db, {
    state: input.state,
    search: input.search,
    after: input.cursor ? parseCursor(input.cursor) : null,
    take: input.limit + 1,
  })
  return toPage(rows.map(viewRow), input.limit, (row) => {
    const at = input.state === 'pending' ? row.dueAt : (row.decidedAt ?? row.dueAt)
    return `${at}|${row.id}`
  })
}

function parseCursor(cursor: string): { at: Date; id: string } {
  const [time = '', id = ''] = cursor.split('|')
  const at = new Date(time)
  if (Number.isNaN(at.getTime()) || !idSchema.safeParse(id).success) {
    throw new AppError('inputInvalid', { field: 'cursor' })
  }
  return { at, id }
}

function viewRow(row: QueueListRow): RegistrationQueueRow {
  const { checkedAt, worst, ...rest } = row
  const parsed = registrationCheckSchema.safeParse(worst)
  return {
    ...rest,
    submittedAt: row.submittedAt.toISOString(),
    dueAt: row.dueAt.toISOString(),
    decidedAt: row.decidedAt?.toISOString() ?? null,
    worst: parsed.success ? parsed.data : null,
    checked: checkedAt !== null,
  }
}

/** How many wait, and how many of them are due soon or late: for the desk's rail. */
export async function countRegistrations(deps: Pick<Deps, 'db' | 'clock'>): Promise<RegistrationCounts> {
  const { calendar } = await loadCentre(deps.db)
  const now = deps.clock.now()
  return countPending(deps.db, now, addWorkingHours(now, dueSoonHours, calendar))
}
