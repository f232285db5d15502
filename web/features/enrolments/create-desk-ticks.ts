import { createSignal } from 'solid-js'
import type { EnrolmentRow } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { feesOf, mostAtOnce } from './ticks.ts'

/** As many as one answer of `enrolments.reviewQueue` holds at most. */
const pageOf = 100

/** What ticks are cut by: a plan, an organisation, a search. */
export interface TickFilter {
  readonly planId?: string | undefined
  readonly organisationId?: string | undefined
  readonly search?: string | undefined
}

export interface DeskTicks {
  ids(): ReadonlySet<string>
  rows(): readonly EnrolmentRow[]
  total(): ReturnType<typeof feesOf>['total']
  /** Ticks of the rows that are shown: what is ticked beyond them stays. */
  setShown(shown: readonly EnrolmentRow[], ticked: ReadonlySet<string>): void
  /** Whether everybody of a group is ticked. */
  hasGroup(key: string): boolean
  /** Ticks everybody of a group, shown or not; or takes all of them out. */
  tickGroup(key: string, filter: TickFilter, on: boolean): Promise<void>
  /** Ticks everybody whom the filters find. */
  tickMatching(filter: TickFilter): Promise<void>
  /** How many have been found so far while more are being asked for; null when nothing is being asked. */
  finding(): number | null
  /** Why they could not all be found. */
  error(): unknown
  drop(ids: ReadonlySet<string>): void
  clear(): void
}

/**
 * Who is ticked at the review desk, as they were when they were ticked: a decision names each with its version, so that
 * nobody is decided on whom the reviewer has not had before them.
 */
export function createDeskTicks(): DeskTicks {
  const [people, setPeople] = createSignal<ReadonlyMap<string, EnrolmentRow>>(new Map())
  const [groups, setGroups] = createSignal<ReadonlyMap<string, readonly string[]>>(new Map())
  const [finding, setFinding] = createSignal<number | null>(null)
  const [error, setError] = createSignal<unknown>(null)
  let asked = 0

  const add = (rows: readonly EnrolmentRow[]) => {
    const next = new Map(people())
    for (const row of rows) next.set(row.id, row)
    setPeople(next)
  }
  const drop = (ids: ReadonlySet<string>) => void setPeople(new Map([...people()].filter(([id]) => !ids.has(id))))

  /** Null when the ticks were cleared meanwhile, or it failed. */
  const findAll = async (filter: TickFilter): Promise<readonly EnrolmentRow[] | null> => {
    const mine = ++asked
    const rows: EnrolmentRow[] = []
    let cursor: string | null = null
    setError(null)
    setFinding(0)
    try {
      do {
        const page: { rows: EnrolmentRow[]; nextCursor: string | null } = await api.enrolments.reviewQueue.query({
          ...filter,
          cursor,
          limit: pageOf,
        })
        if (mine !== asked) return null
        rows.push(...page.rows)
        cursor = page.nextCursor
        setFinding(rows.length)
      } while (cursor !== null && rows.length < mostAtOnce)
      return rows
    } catch (failed) {
      if (mine === asked) setError(failed)
      return null
    } finally {
      if (mine === asked) setFinding(null)
    }
  }

  return {
    ids: () => new Set(people().keys()),
    rows: () => [...people().values()],
    total: () => feesOf([...people().values()]).total,
    setShown: (shown, ticked) => {
      const next = new Map(people())
      for (const row of shown) {
        if (ticked.has(row.id)) next.set(row.id, next.get(row.id) ?? row)
        else next.delete(row.id)
      }
      setPeople(next)
    },
    hasGroup: (key) =>
      groups()
        .get(key)
        ?.every((id) => people().has(id)) ?? false,
    tickGroup: async (key, filter, on) => {
      if (!on) {
        drop(new Set(groups().get(key) ?? []))
        return
      }
      const rows = await findAll(filter)
      if (rows === null || rows.length === 0) return
      add(rows)
      setGroups(new Map([...groups(), [key, rows.map((row) => row.id)]]))
    },
    tickMatching: async (filter) => {
      const rows = await findAll(filter)
      if (rows !== null) add(rows)
    },
    finding,
    error,
    drop,
    clear: () => {
      asked++
      setFinding(null)
      setError(null)
      setPeople(new Map<string, EnrolmentRow>())
    },
  }
}
