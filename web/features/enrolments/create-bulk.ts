import { createSignal } from 'solid-js'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { createEnrolmentActions } from './create-enrolment-actions.ts'
import type { PlanPeople } from './create-plan-people.ts'
import { orderOfPeople, orderOfPlan } from './order-href.ts'
import { wantsSubjects } from './submit-problems.tsx'
import { type Doing, doableWith, selectionOf, type Taken } from './ticks.ts'

/** What is done with the ticked people of a plan, the same on the phone and on the desk. */
export function createBulk(people: PlanPeople, plan: () => PlanView, navigate: (href: string) => void) {
  const [choosing, setChoosing] = createSignal<Taken | null>(null)
  const actions = createEnrolmentActions(() => plan().id, { done: people.clear, conflict: people.keepShown })
  const open = () => plan().enrolment.open
  const takenOf = (rows: Taken['rows']): Taken => ({ rows, count: rows.length, selection: selectionOf(rows) })
  const troubled = () => new Map(actions.problems()?.shown.map((problem) => [problem.enrolmentId, problem]))
  const submittable = () => (people.everyone() === null ? doableWith(people.ticked(), open()).submit : [])
  /** Only where every problem is known: otherwise the next attempt would run into the rest of them. */
  const withoutProblems = () => {
    const problems = actions.problems()
    if (!problems || problems.shown.length < problems.count) return []
    return submittable().filter((row) => !troubled().has(row.id))
  }
  const lackSubjects = () =>
    submittable().filter((row) => {
      const problem = troubled().get(row.id)
      return problem !== undefined && wantsSubjects(problem)
    })
  const choose = (taken: Taken) => {
    actions.forget()
    setChoosing(taken)
  }
  return {
    actions,
    choosing,
    stopChoosing: () => {
      setChoosing(null)
      actions.forget()
    },
    doable: () =>
      people
        .doable(open())
        .filter(({ doing }) => doing !== 'setSubjects' || plan().subjects.length > 0)
        // A search cannot be told to the page of a new order.
        .filter(({ doing }) => doing !== 'pay' || people.everyone() === null || people.search() === ''),
    run(doing: Doing) {
      const taken = people.taken(doing, open())
      if (doing === 'setSubjects') choose(taken)
      else if (doing !== 'pay') actions[doing](taken)
      else if (people.everyone() !== null) navigate(orderOfPlan(plan().id, people.unit()))
      else navigate(orderOfPeople(taken.rows.map(({ id }) => id)))
    },
    saveSubjects: (taken: Taken, subjectIds: readonly string[]) =>
      actions.setSubjects(taken, subjectIds, () => setChoosing(null)),
    /** What all of them have, to start from; nothing where they differ or are not all known. */
    commonSubjects({ rows }: Taken): readonly string[] {
      const [first, ...others] = rows.map((row) => row.subjects.filter(({ retired }) => !retired).map(({ id }) => id))
      if (!first) return []
      const same = others.every((ids) => ids.length === first.length && first.every((id) => ids.includes(id)))
      return same ? first : []
    },
    withoutProblems,
    lackSubjects,
    submitOthers: () => actions.submit(takenOf(withoutProblems())),
    chooseForLacking: () => choose(takenOf(lackSubjects())),
  }
}

export type Bulk = ReturnType<typeof createBulk>
