import { normaliseCode } from '../../core/ids.ts'
import { type Page, toPage } from '../../core/page.ts'
import type { Deps } from '../../deps.ts'
import type { FoundOrganisation, SearchOrganisationsInput } from './organisations.schema.ts'
import { searchOrganisationRows } from './organisations.store.ts'

/** Organisations of the whole centre by name or code, the newest first. */
export async function searchOrganisations(
  deps: Pick<Deps, 'db'>,
  input: SearchOrganisationsInput,
): Promise<Page<FoundOrganisation>> {
  const text = input.text ?? ''
  const rows = await searchOrganisationRows(deps.db, {
    text,
    // A code has no characters that LIKE reads as its own.
    code: normaliseCode(text).replace(/[^0-9A-Z]/g, ''),
    enabled: input.enabled ?? null,
    cursor: input.cursor ?? null,
    limit: input.limit,
  })
  const page = toPage(rows, input.limit, (row) => row.id)
  return { ...page, rows: page.rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() })) }
}
