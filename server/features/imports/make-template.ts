import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { writeTable } from '../../platform/spreadsheets/write-table.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import type { ImportKindName } from './imports.schema.ts'
import { kindOf } from './kinds.ts'

/**
 * The workbook to fill in, with the lists of an organisation's own subtree; the one that the admin acts for when none is
 * named. Throws `notFound`, `inputInvalid` when staff name no organisation.
 */
export async function makeTemplate(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  input: { kind: ImportKindName; organisationId: string | null; planId: string | null; batchId?: string | null },
): Promise<AsyncGenerator<Uint8Array>> {
  const organisationId = input.organisationId ?? actor.organisation?.id
  if (organisationId === undefined) throw new AppError('inputInvalid', { field: 'organisation' })
  const { id, path, name } = await loadOrganisation(deps, actor, organisationId)
  const kind = kindOf(input.kind)
  const target = { planId: input.planId, batchId: input.batchId ?? null }
  await kind.admit?.(deps, actor, target)
  const scope = { organisationId: id, organisationPath: path, organisationName: name, ...target }
  return writeTable(kind.template(await kind.loadContext(deps, deps.db, scope, { hold: false })))
}
