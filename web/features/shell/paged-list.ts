import type { CreateQueryResult } from '@tanstack/solid-query'
import type { QueryBinding, QueryOptions } from '../../api.ts'
import { createMore, type More, type PageOf } from './create-more.ts'

type Page = PageOf<{ readonly id: string }>

/** The rows that have come, the way to more of them, and the query of the first page with its faces. */
export type PagedList<O extends Page> = More<O['rows'][number]> & { readonly query: CreateQueryResult<O, Error> }

/**
 * A list whose first page is a kept query, with the pages after it added under it when somebody asks. Another input is
 * another list: the first page of the one before stays until the new one is there, its later pages are forgotten.
 */
export function createPagedList<I extends { cursor?: string | null | undefined }, O extends Page>(
  binding: Pick<QueryBinding<I, O>, 'use' | 'query'>,
  input: () => Omit<I, 'cursor'>,
  options: () => QueryOptions = () => ({}),
): PagedList<O> {
  const query = binding.use(
    () => input() as I,
    () => ({ keepPrevious: true, ...options() }),
  )
  const more = createMore<O['rows'][number]>(
    () => JSON.stringify(input()),
    () => (query.isSuccess ? (query.data as O) : undefined),
    (cursor) => binding.query({ ...input(), cursor } as I),
  )
  return Object.assign(more, { query })
}
