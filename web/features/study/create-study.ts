import { useQueryClient } from '@tanstack/solid-query'
import { type Accessor, createEffect, createMemo } from 'solid-js'
import type { Study } from '../../../server/features/study/study.schema.ts'
import { api } from '../../api.ts'
import { keepStudy, readKeptStudy } from '../../offline/kept-study.ts'
import { online } from '../../offline/outbox.ts'
import { useMe } from '../accounts/session.ts'

export type Freshness = 'fresh' | 'offline' | 'away'

export interface MyStudy {
  /** Null while nothing is known: neither asked yet nor kept. */
  study: Accessor<Study | null>
  /** Whether it is what the server says now; else why not. */
  freshness: Accessor<Freshness>
  /** What went wrong where there is nothing to show. */
  error: Accessor<Error | null>
  asking: Accessor<boolean>
  retry: () => void
}

/** A learner looks every few minutes at most; an approval shows up by itself while the page is open. */
const refreshMs = 60_000

/**
 * The learner's own story: what this device kept is there at once, what the server says takes its place, and where the server
 * cannot be reached the kept one stays, with its age.
 */
export function createStudy(): MyStudy {
  const me = useMe()
  const queries = useQueryClient()
  const key = [...api.study.home.key(), null]
  const known = () => (me.isSuccess ? (me.data ?? null) : undefined)
  const accountId = () => known()?.accountId ?? null
  const kept = createMemo(() => readKeptStudy(known() === undefined ? null : accountId()))
  if (queries.getQueryData(key) === undefined) {
    const first = kept()
    // However young, it is asked for again at once.
    if (first) queries.setQueryData(key, first.study, { updatedAt: 0 })
  }
  const home = api.study.home.use(
    () => undefined,
    () => ({ enabled: known() !== null, refreshMs }),
  )
  // Reading the data of a query that waits for its first answer would suspend the whole page.
  const study = () => (home.isPending || (home.isError && home.isLoadingError) ? null : (home.data ?? null))
  createEffect(() => {
    const [shown, id] = [study(), accountId()]
    if (shown && id && home.isSuccess && !home.isFetching)
      keepStudy({ accountId: id, name: shown.learner.name, study: shown })
  })
  return {
    study,
    freshness: () => (online() ? (home.isError || me.isError ? 'away' : 'fresh') : 'offline'),
    error: () => (study() === null ? (home.error ?? me.error) : null),
    asking: () => home.isFetching,
    retry: () => {
      void me.refetch()
      void home.refetch()
    },
  }
}
