import { useNavigate } from '@solidjs/router'
import { createMemo, createSignal } from 'solid-js'
import type { Candidate } from '../../../server/features/enrolments/enrolments.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { createAddDraft } from './add-draft.ts'
import { stateWord } from './enrolment-words.ts'
import { rememberAdded } from './just-added.ts'
import { mostAtOnce } from './ticks.ts'

/** Who can be added: not in the plan already, and not switched off. */
export function canBeAdded(person: Candidate): boolean {
  return person.inPlan === null && person.enabled
}

/** Why somebody cannot be ticked; null who can. */
export function whyNot(person: Candidate): string | null {
  if (person.inPlan?.elsewhere) return t('inPlanElsewhere')
  if (person.inPlan) return t('inPlan', { state: stateWord(person.inPlan.state) })
  return person.enabled ? null : t('personDisabled')
}

/** The own people to tick for a plan: searched, cut to a unit, ticked across both, and saved with their subjects. */
export function createCandidates(plan: () => PlanView, pageSize: number) {
  const navigate = useNavigate()
  const planId = plan().id
  const { draft: kept, setDraft: setKept, clear } = createAddDraft(planId)
  const [search, setSearch] = createSignal('')
  const [unit, setUnit] = createSignal<string | null>(null)
  const [everyone, setEveryone] = createSignal<number | null>(null)
  const filter = () => ({
    ...(search() ? { search: search() } : {}),
    ...(unit() ? { organisationId: unit() ?? undefined } : {}),
  })
  const list = createKeysetList(api.enrolments.candidates, () => ({ planId, limit: pageSize, ...filter() }))
  const counted = api.learners.count.use(
    () => ({ ...filter(), exact: true }),
    () => ({ keepPrevious: true }),
  )
  /** All that the filters find, where they can be added at once. */
  const matching = () => {
    const known = counted.isPending || counted.isLoadingError ? null : counted.data
    return known && !known.capped && known.count > 0 && known.count <= mostAtOnce ? known.count : null
  }
  const ticked = createMemo(() => new Set(kept.ticked))
  const tickable = () => list.rows().filter(canBeAdded)
  const offered = () => plan().subjects.map(({ id }) => id)
  const chosen = () => kept.subjectIds.filter((id) => offered().includes(id))

  const add = api.enrolments.add.use({
    onSuccess: ({ added, already, disabled }, { learners }) => {
      const leftOut = already.count + disabled.count > 0
      showToast({
        text: joinParts(
          added > 0 ? t('savedMany', { count: added }) : t('savedNobody'),
          leftOut ? t('leftOut', { already: already.count, disabled: disabled.count }) : null,
        ),
      })
      if (added > 0) rememberAdded(planId, 'ids' in learners ? learners.ids : 'all')
      clear()
      navigate(`/enrolments/${planId}?state=draft`, { replace: true })
    },
  })
  const find =
    <T>(put: (value: T) => unknown) =>
    (value: T) => {
      setEveryone(null)
      put(value)
    }
  return {
    list,
    search,
    setSearch: find(setSearch),
    unit,
    setUnit: find((id: string | null) => setUnit(id)),
    filtered: () => search() !== '' || unit() !== null,
    ticked,
    isTicked: (id: string) => everyone() !== null || ticked().has(id),
    tickable,
    /** Ticks are people who can be added; everybody else stays as they are. */
    setTicked(ids: ReadonlySet<string>) {
      const able = new Set(tickable().map(({ id }) => id))
      setEveryone(null)
      setKept(
        'ticked',
        [...ids].filter((id) => able.has(id) || ticked().has(id)),
      )
    },
    tick(person: Candidate, on: boolean) {
      const next = new Set(everyone() === null ? ticked() : [])
      if (on) next.add(person.id)
      else next.delete(person.id)
      this.setTicked(next)
    },
    everyone,
    matching,
    tickEveryone: () => setEveryone(matching()),
    untick() {
      setEveryone(null)
      setKept('ticked', [])
    },
    count: () => everyone() ?? ticked().size,
    chosen,
    choose: (ids: readonly string[]) => setKept('subjectIds', [...ids]),
    busy: () => add.isPending,
    error: () => add.error,
    save() {
      const all = everyone()
      const learners = all === null ? { ids: [...ticked()] } : { filter: filter(), expectedCount: all }
      add.mutate({ planId, subjectIds: chosen(), learners })
    },
  }
}

export type Candidates = ReturnType<typeof createCandidates>
