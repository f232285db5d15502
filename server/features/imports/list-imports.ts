import type { z } from 'zod'
import type { AccountActor } from '../../core/actor.ts'
import { type Page, toPage } from '../../core/page.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import type { ImportSummary, listImportsInput } from './imports.schema.ts'
import { findImports } from './imports.store.ts'
import { summaryOf } from './view-import.ts'

/** Imports into the actor's subtree, newest first. */
export async function listImports(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: z.output<typeof listImportsInput>,
): Promise<Page<ImportSummary>> {
  const rows = await findImports(deps.db, {
    scope: scopeOf(actor),
    kind: input.kind ?? null,
    state: input.state ?? null,
    createdById: input.mine ? actor.accountId : null,
    cursor: input.cursor ?? null,
    take: input.limit + 1,
  })
  return toPage(
    rows.map((row) => summaryOf(actor, row)),
    input.limit,
    (row) => row.id,
  )
}
