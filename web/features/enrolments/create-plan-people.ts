import { useSearchParams } from '@solidjs/router'
import { createEffect, createMemo, createSignal, on } from 'solid-js'
import type { EnrolmentFilter, EnrolmentRow } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { enrolmentStates, payableStatuses } from './enrolment-words.ts'
import { takeAdded } from './just-added.ts'
import {
  type DoableCount,
  type Doing,
  doableCounts,
  doableWith,
  doableWithAll,
  mostAtOnce,
  selectionOf,
  type Taken,
} from './ticks.ts'

/** The people of a plan as a page lists them: filters in the address, counts for its tabs, and who is ticked. */
export function createPlanPeople(planId: () => string, pageSize: number) {
  const [address, setAddress] = useSearchParams<{ state?: string; pay?: string; q?: string; organisation?: string }>()
  const state = () => enrolmentStates.find((one) => one === address.state) ?? null
  const pay = () => (state() === 'confirmed' ? (payableStatuses.find((one) => one === address.pay) ?? null) : null)
  /** What the tabs' counts are cut by too. */
  const around = () => ({
    planId: planId(),
    ...(address.organisation ? { organisationId: address.organisation } : {}),
    ...(address.q ? { search: address.q } : {}),
  })
  const filter = (): EnrolmentFilter => ({
    ...around(),
    ...(state() ? { state: state() ?? undefined } : {}),
    ...(pay() ? { paymentStatus: pay() ?? undefined } : {}),
  })
  const list = createKeysetList(api.enrolments.list, () => ({ limit: pageSize, ...filter() }))
  const counted = api.enrolments.counts.use(around, () => ({ keepPrevious: true }))
  const counts = () => (counted.isPending || counted.isLoadingError ? null : (counted.data ?? null))

  // Ticks outlive a search: who was ticked is kept as last seen, and as the list shows them now where it does.
  const [kept, setKept] = createSignal<ReadonlyMap<string, EnrolmentRow>>(new Map())
  const [everyone, setEveryone] = createSignal<number | null>(null)
  const ticked = createMemo(() => {
    const shown = new Map(list.rows().map((row) => [row.id, row]))
    return [...kept().values()].map((row) => shown.get(row.id) ?? row)
  })
  const clear = () => {
    setKept(new Map())
    setEveryone(null)
  }
  // Memos: a fresh answer about the same plan leaves ticks where they are.
  const place = createMemo(() => [planId(), state(), pay()].join())
  createEffect(on(place, clear, { defer: true }))

  // Who was just added stands ticked.
  let awaited: ReadonlySet<string> | 'all' | null = null
  createEffect(
    on(createMemo(planId), (id) => {
      awaited = takeAdded(id)
    }),
  )
  createEffect(() => {
    const rows = list.rows()
    const wanted = awaited
    if (wanted === null || rows.length === 0 || list.query.isFetching) return
    awaited = null
    if (wanted === 'all') setEveryone(matching())
    else setKept(new Map(rows.filter((row) => wanted.has(row.learner.id)).map((row) => [row.id, row])))
  })

  /** How many the filters find, where all of them can be taken at once: they are of one state. */
  const matching = (): number | null => {
    const known = counts()
    const one = state()
    if (!known || !one) return null
    const status = pay()
    // What an open order asks for already is paid there.
    const count = status === 'due' ? known.notOrdered : status ? known.byPayment[status] : known.byState[one]
    return count > 0 && count <= mostAtOnce ? count : null
  }
  const tick = (rows: readonly EnrolmentRow[], on: boolean) => {
    setEveryone(null)
    setKept((before) => {
      const after = new Map(before)
      for (const row of rows) {
        if (on) after.set(row.id, row)
        else after.delete(row.id)
      }
      return after
    })
  }
  return {
    planId,
    state,
    pay,
    search: () => address.q ?? '',
    unit: () => address.organisation ?? null,
    set: (changes: { state?: string | null; pay?: string | null; q?: string | null; organisation?: string | null }) =>
      setAddress(changes, { replace: true }),
    filtered: () => Boolean(address.q || address.organisation),
    around,
    filter,
    list,
    counts,
    ticked,
    everyone,
    matching,
    isTicked: (id: string) => everyone() !== null || kept().has(id),
    tickedIds: (): ReadonlySet<string> =>
      everyone() === null ? new Set(kept().keys()) : new Set(list.rows().map((row) => row.id)),
    tick,
    tickEveryone: () => setEveryone(matching()),
    clear,
    /** After somebody else changed them: the ones that are still listed stay ticked, as they are now. */
    keepShown() {
      setKept((before) => new Map(list.rows().flatMap((row) => (before.has(row.id) ? [[row.id, row] as const] : []))))
      setEveryone(null)
    },
    count: () => everyone() ?? kept().size,
    /** What can be done with them, and with how many. `open`: whether the plan takes changes now. */
    doable: (open: boolean): readonly DoableCount[] => {
      const all = everyone()
      const one = state()
      return all !== null && one ? doableWithAll(one, pay(), all, open) : doableCounts(doableWith(ticked(), open))
    },
    /** What a doing would take of the ticked; everybody whom the filters find, when that was asked for. */
    taken: (doing: Doing, open: boolean): Taken => {
      const all = everyone()
      const rows = all === null ? doableWith(ticked(), open)[doing] : []
      return {
        rows,
        count: all ?? rows.length,
        selection: all === null ? selectionOf(rows) : { filter: filter(), expectedCount: all },
      }
    },
  }
}

export type PlanPeople = ReturnType<typeof createPlanPeople>
