import { createEffect, createSignal, on } from 'solid-js'

export interface PageOf<Row> {
  readonly rows: readonly Row[]
  readonly nextCursor: string | null
}

export interface More<Row> {
  rows(): readonly Row[]
  hasMore(): boolean
  readonly loading: boolean
  readonly error: unknown
  load(): Promise<void>
}

/**
 * The pages after the first one of a list, added under it when somebody asks. `key` names the list: with another filter
 * they are forgotten. Rows that moved into the first page meanwhile are not shown twice.
 */
export function createMore<Row extends { readonly id: string }>(
  key: () => string,
  first: () => PageOf<Row> | undefined,
  loadPage: (cursor: string) => Promise<PageOf<Row>>,
): More<Row> {
  const [later, setLater] = createSignal<readonly Row[]>([])
  const [cursor, setCursor] = createSignal<string | null | undefined>(undefined)
  const [loading, setLoading] = createSignal(false)
  const [error, setError] = createSignal<unknown>(null)
  createEffect(
    on(
      key,
      () => {
        setLater([])
        setCursor(undefined)
        setError(null)
      },
      { defer: true },
    ),
  )
  const next = () => (cursor() === undefined ? (first()?.nextCursor ?? null) : (cursor() ?? null))
  return {
    rows() {
      const top = first()?.rows ?? []
      const shown = new Set(top.map((row) => row.id))
      return [...top, ...later().filter((row) => !shown.has(row.id))]
    },
    hasMore: () => next() !== null,
    get loading() {
      return loading()
    },
    get error() {
      return error()
    },
    async load() {
      const from = next()
      if (from === null || loading()) return
      const asked = key()
      setLoading(true)
      setError(null)
      try {
        const page = await loadPage(from)
        if (key() !== asked) return
        setLater((rows) => [...rows, ...page.rows])
        setCursor(page.nextCursor)
      } catch (thrown) {
        setError(thrown)
      } finally {
        setLoading(false)
      }
    },
  }
}
