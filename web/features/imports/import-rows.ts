import { useQuery } from '@tanstack/solid-query'
import type { ImportRow, ImportRowsPage } from '../../../server/features/imports/imports.schema.ts'
import { api } from '../../api.ts'

/** A row as lists want it: known by its number in the file. */
export type ListedRow = ImportRow & { readonly id: string }

type Asked = Parameters<typeof api.imports.rows.query>[0]

/** A page of rows, each with its number as `id`. */
export async function listRows(
  asked: Asked,
  signal?: AbortSignal,
): Promise<Omit<ImportRowsPage, 'rows'> & { rows: ListedRow[] }> {
  const page = await api.imports.rows.query(asked, signal)
  return { ...page, rows: page.rows.map((row) => ({ ...row, id: String(row.row) })) }
}

/** The same for `createKeysetList`. */
export const listedRows = { key: api.imports.rows.key, query: listRows }

/** The first page in a component; what was there stays while another filter's rows come. */
export function useRows(asked: () => Asked) {
  return useQuery(() => ({
    queryKey: api.imports.rows.key(asked()),
    queryFn: ({ signal }: { signal: AbortSignal }) => listRows(asked(), signal),
    placeholderData: (previous: Awaited<ReturnType<typeof listRows>> | undefined) => previous,
  }))
}
