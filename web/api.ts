import {
  type CreateMutationResult,
  type CreateQueryResult,
  onlineManager,
  QueryClient,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/solid-query'
import { createTRPCUntypedClient, httpBatchLink, TRPCClientError } from '@trpc/client'
import type {
  AnyMutationProcedure,
  AnyQueryProcedure,
  inferProcedureInput,
  inferProcedureOutput,
} from '@trpc/server/unstable-core-do-not-import'
import { AppError } from '../server/core/app-error.ts'
import type { AppRouter } from '../server/trpc/router.ts'
import { appErrorFrom, requestHeaders } from './refusals.ts'
import { ConnectionLost } from './texts/errors.ts'

export { appErrorFrom, requestHeaders }

/*
 * A thin typed binding of the server's router to Solid: `api.orders.get.use(() => ({ orderId }))` in a component,
 * `api.orders.get.query(input)` anywhere else. Everything goes by POST, so that names and numbers that people search for
 * stand in no address and no log of addresses.
 */

/** Longer than the server's own limit, so that its sentence comes first. */
const timeoutMs = 30_000

async function fetchWithTimeout(url: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const abort = new AbortController()
  const timer = setTimeout(() => abort.abort(), timeoutMs)
  const stop = () => abort.abort()
  init?.signal?.addEventListener('abort', stop)
  try {
    return await fetch(url, { ...init, credentials: 'same-origin', signal: abort.signal })
  } finally {
    clearTimeout(timer)
    init?.signal?.removeEventListener('abort', stop)
  }
}

const client = createTRPCUntypedClient<AppRouter>({
  links: [
    httpBatchLink({
      url: '/trpc',
      methodOverride: 'POST',
      headers: requestHeaders,
      maxItems: 20,
      fetch: (url, init) => fetchWithTimeout(url, init as RequestInit),
    }),
  ],
})

/** What a call can throw: the server's refusal, or that it was not reached. */
function translateError(error: unknown): Error {
  if (!(error instanceof TRPCClientError)) return error instanceof Error ? error : new Error(String(error))
  // Refused by the procedure, or before it (another origin, too large a body), when the answer is not tRPC's.
  return appErrorFrom(error.data) ?? appErrorFrom(error.meta?.responseJSON) ?? new ConnectionLost({ cause: error })
}

type SignedOutListener = () => void
let signedOutListener: SignedOutListener = () => {}

/** The app goes to the log-in page, and back afterwards, when a session has ended. */
export function onSignedOut(listener: SignedOutListener): void {
  signedOutListener = listener
}

async function call(kind: 'query' | 'mutation', path: string, input: unknown, signal?: AbortSignal): Promise<unknown> {
  try {
    return await client[kind](path, input, signal ? { signal } : {})
  } catch (thrown) {
    const error = translateError(thrown)
    if (error instanceof AppError && error.code === 'notSignedIn') signedOutListener()
    throw error
  }
}

/**
 * A refusal stays a refusal; only a lost connection or a server that is down is worth asking again, and only to read. Without
 * a network the question ends at once: a repetition would wait for the network in silence, and the page with it. What was not
 * answered is asked again by itself when the network is back.
 */
function worthRepeating(failures: number, error: Error): boolean {
  const temporary = error instanceof ConnectionLost || (error instanceof AppError && error.kind === 'unavailable')
  return temporary && failures < 2 && onlineManager.isOnline()
}

export function createQueryClient(): QueryClient {
  // It takes every start for one with a network, and would then miss that the network came back.
  onlineManager.setOnline(navigator.onLine)
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: 30 * 60_000, retry: worthRepeating, networkMode: 'offlineFirst' },
      mutations: { retry: false, networkMode: 'always' },
    },
  })
}

export interface QueryOptions {
  /** Ask only when this is true. */
  readonly enabled?: boolean | undefined
  /** Ask again this often, in milliseconds; false or undefined never. */
  readonly refreshMs?: number | false | undefined
  readonly staleMs?: number | undefined
  /** What to show meanwhile: `keepPrevious` for lists whose filter changes. */
  readonly keepPrevious?: boolean | undefined
}

export interface QueryBinding<I, O> {
  /** Follows the input; shares and keeps its result. */
  use(input: () => I, options?: () => QueryOptions): CreateQueryResult<O, Error>
  /** Once, without keeping. */
  query(input: I, signal?: AbortSignal): Promise<O>
  /** Of this input, or of all inputs: to invalidate or to write into the cache. */
  key(input?: I): readonly unknown[]
}

export interface MutationBinding<I, O> {
  use(options?: {
    readonly onSuccess?: (output: O, input: I) => void | Promise<void>
    readonly onError?: (error: Error, input: I) => void
    /** Queries that are no longer true afterwards, by `api.….key()`. Everything when left out. */
    readonly stale?: readonly (readonly unknown[])[]
  }): CreateMutationResult<O, Error, I>
  mutate(input: I): Promise<O>
}

type Bound<R> = {
  readonly [K in keyof R]: R[K] extends AnyQueryProcedure
    ? QueryBinding<inferProcedureInput<R[K]>, inferProcedureOutput<R[K]>>
    : R[K] extends AnyMutationProcedure
      ? MutationBinding<inferProcedureInput<R[K]>, inferProcedureOutput<R[K]>>
      : Bound<R[K]>
}

function queryUse(path: string, input: () => unknown, options?: () => QueryOptions) {
  return useQuery(() => {
    const chosen = options?.() ?? {}
    const asked = input()
    return {
      queryKey: [path, asked ?? null],
      queryFn: ({ signal }: { signal: AbortSignal }) => call('query', path, asked, signal),
      enabled: chosen.enabled ?? true,
      refetchInterval: chosen.refreshMs ?? false,
      // What is asked for again and again changes in place, so that focus and open parts stay where they are.
      ...(chosen.refreshMs ? { reconcile: 'id' } : {}),
      ...(chosen.staleMs === undefined ? {} : { staleTime: chosen.staleMs }),
      ...(chosen.keepPrevious ? { placeholderData: (previous: unknown) => previous } : {}),
    }
  })
}

function mutationUse(path: string, options: Parameters<MutationBinding<unknown, unknown>['use']>[0] = {}) {
  const queries = useQueryClient()
  return useMutation(() => ({
    mutationFn: (input: unknown) => call('mutation', path, input),
    onSuccess: async (output: unknown, input: unknown) => {
      await options.onSuccess?.(output, input)
      if (options.stale) await Promise.all(options.stale.map((key) => queries.invalidateQueries({ queryKey: key })))
      else await queries.invalidateQueries()
    },
    onError: (error: Error, input: unknown) => options.onError?.(error, input),
  }))
}

function bind(path: readonly string[]): unknown {
  const name = path.join('.')
  const ends: Record<string, unknown> = {
    query: (input: unknown, signal?: AbortSignal) => call('query', name, input, signal),
    mutate: (input: unknown) => call('mutation', name, input),
    key: (input?: unknown) => (input === undefined ? [name] : [name, input]),
    use: (input: unknown, options: unknown) =>
      typeof input === 'function'
        ? queryUse(name, input as () => unknown, options as () => QueryOptions)
        : mutationUse(name, input as Parameters<MutationBinding<unknown, unknown>['use']>[0]),
  }
  return new Proxy(ends, {
    get: (target, step) => (typeof step !== 'string' ? undefined : (target[step] ?? bind([...path, step]))),
  })
}

/** Every procedure of the server, by its path. */
export const api = bind([]) as Bound<AppRouter['_def']['record']>
