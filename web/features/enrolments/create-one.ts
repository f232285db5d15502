import { createEffect, createSignal } from 'solid-js'
import type { EnrolmentView } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { createEnrolmentActions } from './create-enrolment-actions.ts'
import { type Doing, selectionOf, type Taken } from './ticks.ts'

/** How soon a verdict shows while somebody waits for it, in milliseconds. */
const waitingRefreshMs = 15_000

/** One enrolment, and what its organisation may do with it now; `onGone` when it was deleted. */
export function createOne(planId: () => string, id: () => string, onGone: () => void) {
  const [waiting, setWaiting] = createSignal(false)
  const query = api.enrolments.get.use(
    () => ({ id: id() }),
    () => ({ refreshMs: waiting() ? waitingRefreshMs : false }),
  )
  const plan = api.plans.get.use(() => ({ id: planId() }))
  const [choosing, setChoosing] = createSignal(false)
  const actions = createEnrolmentActions(planId, { done: () => setChoosing(false), conflict: () => {} })
  const known = () => (query.isPending || query.isLoadingError ? null : (query.data ?? null))
  createEffect(() => setWaiting(known()?.state === 'submitted'))
  const taken = (one: EnrolmentView): Taken => ({ rows: [one], count: 1, selection: selectionOf([one]) })
  /** The main one first. */
  const doings = (): readonly Doing[] => {
    const one = known()
    if (!one) return []
    const { may } = one
    const all: readonly (readonly [Doing, boolean])[] = [
      ['submit', may.submit],
      ['pay', one.paymentStatus === 'due' && one.order === null],
      ['withdrawSubmission', may.withdrawSubmission],
      ['setSubjects', may.changeSubjects && (planKnown()?.subjects.length ?? 0) > 0],
      ['remove', may.remove],
      ['withdraw', may.withdraw && !may.remove],
    ]
    return all.flatMap(([doing, can]) => (can ? [doing] : []))
  }
  const planKnown = () => (plan.isPending || plan.isLoadingError ? null : (plan.data ?? null))
  return {
    query,
    known,
    plan: planKnown,
    actions,
    choosing,
    stopChoosing: () => {
      setChoosing(false)
      actions.forget()
    },
    doings,
    run(doing: Doing) {
      const one = known()
      if (!one || doing === 'pay') return
      if (doing === 'setSubjects') {
        actions.forget()
        setChoosing(true)
      } else if (doing === 'remove') {
        actions.remove(taken(one), onGone)
      } else actions[doing](taken(one))
    },
    saveSubjects(subjectIds: readonly string[]) {
      const one = known()
      if (one) actions.setSubjects(taken(one), subjectIds, () => setChoosing(false))
    },
  }
}

export type One = ReturnType<typeof createOne>
