import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import { subtreeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { listRequestRows } from './invoice-lists.store.ts'
import { isOut } from './invoices.rules.ts'
import type { listMyRequestsInput, listRequestsInput, RequestRow } from './invoices.schema.ts'

/** For finance: what is to be issued, the oldest first unless asked otherwise. */
export async function listRequests(
  deps: Pick<Deps, 'db'>,
  _staff: AccountActor,
  input: z.output<typeof listRequestsInput>,
): Promise<Page<RequestRow>> {
  const rows = await listRequestRows(deps.db, {
    subtree: null,
    orderId: null,
    states: input.states ?? [],
    search: input.search,
    newestFirst: input.newestFirst,
    afterId: input.cursor ?? null,
    limit: input.limit,
  })
  return toPage(rows, input.limit, (row) => row.id)
}

/** For organisation admins: the requests of their subtree, the newest first. */
export async function listMyRequests(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: z.output<typeof listMyRequestsInput>,
): Promise<Page<RequestRow>> {
  const rows = await listRequestRows(deps.db, {
    subtree: subtreeOf(actor),
    orderId: input.orderId ?? null,
    states: input.states ?? [],
    search: '',
    newestFirst: true,
    afterId: input.cursor ?? null,
    limit: input.limit,
  })
  const page = toPage(rows, input.limit, (row) => row.id)
  // What staff have dropped and not yet issued may be another's by mistake: it does not exist for them.
  return { ...page, rows: page.rows.map((row) => (isOut(row.state) ? row : { ...row, fileCount: 0 })) }
}
