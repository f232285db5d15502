import type { CreateQueryResult } from '@tanstack/solid-query'
import { type JSX, Match, Switch } from 'solid-js'
import { ErrorNote, ErrorState } from './empty-state.tsx'
import { SkeletonCards } from './skeleton.tsx'

export interface LoadedProps<O> {
  query: CreateQueryResult<O, Error>
  /** The shape of what will stand here; cards when left out. */
  skeleton?: JSX.Element | undefined
  /** What did not work, when it does not: 订单没打开. */
  errorTitle?: JSX.Element | undefined
  children: (data: () => O) => JSX.Element
}

/** A query's three faces: a skeleton, a sentence with a retry, the data. Old data stays when asking again fails. */
export function Loaded<O>(props: LoadedProps<O>): JSX.Element {
  return (
    <Switch fallback={props.skeleton ?? <SkeletonCards count={3} />}>
      <Match when={!props.query.isPending && !(props.query.isError && props.query.isLoadingError)}>
        <ErrorNote error={props.query.isError ? props.query.error : null} />
        {props.children(() => props.query.data as O)}
      </Match>
      <Match when={props.query.isError}>
        <ErrorState title={props.errorTitle} error={props.query.error} onRetry={() => void props.query.refetch()} />
      </Match>
    </Switch>
  )
}
