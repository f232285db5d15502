import { createEffect, createSignal, on } from 'solid-js'
import { createStore } from 'solid-js/store'
import { mostPeopleOfForm } from '../../../server/core/hours.ts'
import { newId } from '../../../server/core/ids.ts'
import { readHours } from '../../../server/features/hours/hours.rules.ts'
import type { HourKind } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { shanghaiDate } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { hoursProblemWord } from './change-hours.tsx'

export interface Draft {
  kind: HourKind
  title: string
  studiedOn: string
  hours: string
  evidence: string
}

/** Who is chosen: their name is needed to say what is known of them. */
export interface Picked {
  readonly id: string
  readonly name: string
}

const leastTitle = 2

/** A training to be recorded of one or many: what is typed, who is chosen, what is known of it, and recording it. */
export function createNewHours(planId: () => string | null, onDone: () => void) {
  const [draft, setDraft] = createStore<Draft>({ kind: 'elective', title: '', studiedOn: '', hours: '', evidence: '' })
  const [people, setPeople] = createSignal<ReadonlyMap<string, Picked>>(new Map())
  const [complained, setComplained] = createSignal(false)
  // Each record's id is made once: an answer that was lost is asked for again.
  const ids = new Map<string, string>()
  const idFor = (learnerId: string) => {
    const id = ids.get(learnerId) ?? newId()
    ids.set(learnerId, id)
    return id
  }
  const problems = () => {
    const { problem } = readHours(draft.hours)
    return {
      title: [...draft.title.trim()].length < leastTitle ? t('titleMissing') : null,
      studiedOn:
        draft.studiedOn === '' ? t('dayMissing') : draft.studiedOn > shanghaiDate(new Date()) ? t('dayFuture') : null,
      hours: problem === null ? null : hoursProblemWord(problem),
    }
  }
  const complete = () => Object.values(problems()).every((problem) => problem === null)
  const training = () => ({
    planId: planId() ?? '',
    kind: draft.kind,
    title: draft.title.trim(),
    studiedOn: draft.studiedOn,
    hours: readHours(draft.hours).hundredths ?? 0,
  })
  const checked = api.hours.check.use(
    () => ({ ...training(), learnerIds: [...people().keys()] }),
    () => ({ enabled: planId() !== null && complete() && people().size > 0, keepPrevious: true }),
  )
  // Another training is other records.
  createEffect(
    on(
      () => JSON.stringify([training(), draft.evidence]),
      () => ids.clear(),
      { defer: true },
    ),
  )
  const record = api.hours.record.use({
    onSuccess: ({ approved, pending }) => {
      showToast({
        text:
          pending === 0
            ? t('savedCounted', { count: approved })
            : approved === 0
              ? t('savedPending', { count: pending })
              : t('savedBoth', { approved, pending }),
      })
      onDone()
    },
  })
  const tick = (rows: readonly Picked[], on: boolean) => {
    const next = new Map(people())
    for (const row of rows) {
      if (on && next.size < mostPeopleOfForm) next.set(row.id, { id: row.id, name: row.name })
      if (!on) next.delete(row.id)
    }
    setPeople(next)
  }
  // While a changed choice is asked for, the last answer stays, for whom it is still about: nothing blinks under the thumb.
  const about = () =>
    checked.isSuccess
      ? { ...checked.data, people: checked.data.people.filter(({ learnerId }) => people().has(learnerId)) }
      : null
  const known = () => about()?.people.filter(({ remark }) => remark === 'known') ?? []
  return {
    draft,
    setDraft,
    people,
    tick,
    clear: () => setPeople(new Map()),
    full: () => people().size >= mostPeopleOfForm,
    problemOf: (field: 'title' | 'studiedOn' | 'hours') => (complained() ? problems()[field] : null),
    complain: () => setComplained(true),
    complete,
    touched: () => draft.title !== '' || draft.hours !== '' || draft.evidence !== '' || people().size > 0,
    /** What is known of those who are chosen; null until it was asked for once. */
    checked: about,
    known,
    leaveOutKnown: () =>
      tick(
        known().map(({ learnerId, name }) => ({ id: learnerId, name })),
        false,
      ),
    busy: () => record.isPending,
    error: () => record.error ?? (checked.isError ? checked.error : null),
    send: () => {
      setComplained(true)
      if (!complete() || people().size === 0 || known().length > 0 || record.isPending || planId() === null) return
      record.mutate({
        ...training(),
        evidence: draft.evidence.trim(),
        people: [...people().keys()].map((learnerId) => ({ id: idFor(learnerId), learnerId })),
      })
    },
  }
}
export type NewHours = ReturnType<typeof createNewHours>
