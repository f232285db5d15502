import { type CreateInfiniteQueryResult, type InfiniteData, useInfiniteQuery } from '@tanstack/solid-query'
import type { QueryBinding } from '../../api.ts'

export interface PageOf<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
}

export interface KeysetList<O extends PageOf<unknown>> {
  /** Its faces: pending, error, retry. */
  readonly query: CreateInfiniteQueryResult<InfiniteData<O>, Error>
  /** Everything that has come so far; none while the first page is on its way. Never suspends. */
  rows(): readonly O['rows'][number][]
  /** The first page, for what stands beside the rows. */
  firstPage(): O | null
  hasMore(): boolean
  loadMore(): void
}

export interface KeysetOptions {
  readonly enabled?: boolean | undefined
  /** Asks again this often, in milliseconds, for all pages that are shown. */
  readonly refreshMs?: number | undefined
}

/**
 * A list that is paged by keys: follows its filters, keeps the rows that were there while new ones come, and grows by
 * `loadMore`. Rows keep their identity by `id` when the list is asked for again, so that focus and scroll stay.
 */
export function createKeysetList<I extends { cursor?: string | null | undefined }, O extends PageOf<unknown>>(
  binding: Pick<QueryBinding<I, O>, 'key' | 'query'>,
  filters: () => Omit<I, 'cursor'>,
  options: () => KeysetOptions = () => ({}),
): KeysetList<O> {
  const query = useInfiniteQuery(() => {
    const { enabled, refreshMs } = options()
    const asked = filters()
    return {
      queryKey: [...binding.key(), 'pages', asked],
      queryFn: ({ pageParam, signal }: { pageParam: unknown; signal: AbortSignal }) =>
        binding.query({ ...asked, cursor: pageParam } as I, signal),
      initialPageParam: null as unknown,
      getNextPageParam: (last: O) => last.nextCursor,
      placeholderData: (previous: InfiniteData<O> | undefined) => previous,
      enabled: enabled ?? true,
      refetchInterval: refreshMs ?? false,
      reconcile: 'id',
    }
  })
  const pages = () => (query.isPending || query.isLoadingError ? [] : (query.data?.pages ?? []))
  return {
    query: query as CreateInfiniteQueryResult<InfiniteData<O>, Error>,
    rows: () => pages().flatMap((page) => page.rows),
    firstPage: () => pages()[0] ?? null,
    hasMore: () => query.hasNextPage,
    loadMore: () => {
      if (query.hasNextPage && !query.isFetchingNextPage) void query.fetchNextPage()
    },
  }
}
