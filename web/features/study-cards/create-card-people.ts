import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type {
  PeopleFilter,
  PeopleSelection,
  PersonRow,
} from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { createKeysetList } from '../shell/keyset-list.ts'

/** Up to here everybody is known by name and ticked one by one; beyond, a filter stands for them. */
export const mostNamed = 1000
/** As many as one operation takes (study-cards.schema.ts). */
export const mostAtOnce = 20_000
const pageOfTicks = 100

export interface Pick {
  readonly id: string
  readonly name: string
}

/** Who is ticked: people by name, or everybody that a filter found. */
export interface Picks {
  people: Pick[]
  everyone: { filter: Partial<PeopleFilter>; count: number } | null
}

/** What a page keeps the ticks in: a draft that survives a reload. */
export interface PickStore {
  read(): Picks
  write(picks: Picks): void
}

/**
 * The people of 学员缴费 as a page lists them: what the list is cut by, and who is ticked across its pages and searches.
 * `filter` follows the page's address; another one lets go of everybody whom only a filter stood for.
 */
export function createCardPeople(filter: () => Partial<PeopleFilter>, pageSize: number, store: PickStore) {
  const list = createKeysetList(api.studyCards.people, () => ({ limit: pageSize, ...filter() }))
  const counted = api.studyCards.countPeople.use(
    () => ({ ...filter(), exact: true }),
    () => ({ keepPrevious: true }),
  )
  const [ticking, setTicking] = createSignal<number | null>(null)
  const [error, setError] = createSignal<unknown>(null)
  const named = createMemo(() => new Map(store.read().people.map((one) => [one.id, one])))
  const everyone = () => store.read().everyone
  createEffect(
    on(
      createMemo(() => JSON.stringify(filter())),
      (now) => {
        const all = everyone()
        if (all && JSON.stringify(all.filter) !== now) store.write({ people: [], everyone: null })
      },
    ),
  )
  const known = () => (counted.isPending || counted.isLoadingError ? null : counted.data)
  /** How many the filter finds, where all of them can be taken at once. */
  const matching = () => {
    const count = known()
    return count && !count.capped && count.count > 0 && count.count <= mostAtOnce ? count.count : null
  }
  const write = (people: Iterable<Pick>) => store.write({ people: [...people], everyone: null })
  const tickNamed = async (asked: Partial<PeopleFilter>) => {
    const found = new Map(named())
    setTicking(0)
    setError(null)
    try {
      let cursor: string | null = null
      do {
        const page: { rows: readonly PersonRow[]; nextCursor: string | null } = await api.studyCards.people.query({
          ...asked,
          limit: pageOfTicks,
          cursor,
        })
        for (const { id, name } of page.rows) found.set(id, { id, name })
        cursor = page.nextCursor
        setTicking(found.size)
      } while (cursor !== null && found.size < mostNamed)
      write(found.values())
    } catch (thrown) {
      setError(thrown)
    } finally {
      setTicking(null)
    }
  }
  return {
    list,
    matching,
    /** More people match than one operation takes. */
    tooMany: () => {
      const count = known()
      return count && (count.capped || count.count > mostAtOnce) ? count.count : null
    },
    named: () => [...named().values()],
    everyone: () => everyone()?.count ?? null,
    count: () => everyone()?.count ?? named().size,
    isTicked: (id: string) => everyone() !== null || named().has(id),
    tickedIds: (): ReadonlySet<string> =>
      everyone() === null ? new Set(named().keys()) : new Set(list.rows().map(({ id }) => id)),
    /** How many are ticked already while all that match are being ticked; null otherwise. */
    ticking,
    error,
    tick(rows: readonly Pick[], on: boolean) {
      const next = new Map(everyone() === null ? named() : [])
      for (const { id, name } of rows) {
        if (on) next.set(id, { id, name })
        else next.delete(id)
      }
      write(next.values())
    },
    async tickAll() {
      const count = matching()
      if (count === null || ticking() !== null) return
      if (count <= mostNamed) await tickNamed(filter())
      else store.write({ people: [], everyone: { filter: filter(), count } })
    },
    clear: () => write([]),
    selection(): PeopleSelection | null {
      const all = everyone()
      if (all) return { filter: all.filter, expectedCount: all.count }
      return named().size > 0 ? { ids: [...named().keys()] } : null
    },
  }
}

export type CardPeople = ReturnType<typeof createCardPeople>
