import { type Fen, fen } from '../../../server/core/money.ts'
import type {
  EnrolmentRow,
  EnrolmentSelection,
  EnrolmentState,
  PaymentStatus,
} from '../../../server/features/enrolments/enrolments.schema.ts'
import { isEditable } from './enrolment-words.ts'

/** As many as the server changes in one go (enrolments.schema.ts). */
export const mostAtOnce = 5000

/** What of the ticked people each thing that can be done would take. */
export interface Doable {
  readonly submit: readonly EnrolmentRow[]
  readonly setSubjects: readonly EnrolmentRow[]
  /** Drafts that were never submitted: nothing of them is kept. */
  readonly remove: readonly EnrolmentRow[]
  readonly withdraw: readonly EnrolmentRow[]
  readonly withdrawSubmission: readonly EnrolmentRow[]
  readonly pay: readonly EnrolmentRow[]
}

export type Doing = keyof Doable

/**
 * Sorts ticked people by what their state lets the organisation do: several states can be ticked together, and each
 * button takes those that it can. `open`: whether the plan takes changes now.
 */
export function doableWith(rows: readonly EnrolmentRow[], open: boolean): Doable {
  const editable = open ? rows.filter((row) => isEditable(row.state)) : []
  const neverSubmitted = (row: EnrolmentRow) => row.state === 'draft' && row.submittedAt === null
  return {
    submit: editable,
    setSubjects: editable,
    remove: rows.filter(neverSubmitted),
    withdraw: rows.filter((row) => isEditable(row.state) && !neverSubmitted(row)),
    withdrawSubmission: rows.filter((row) => row.state === 'submitted'),
    pay: rows.filter((row) => row.paymentStatus === 'due' && row.order === null),
  }
}

export interface DoableCount {
  readonly doing: Doing
  readonly count: number
}

/** The people that an action takes, and as the server takes them. `rows` is empty where only their number is known. */
export interface Taken {
  readonly rows: readonly EnrolmentRow[]
  readonly count: number
  readonly selection: EnrolmentSelection
}

/** The most wanted first: the first one is the button at the thumb. */
const order = ['submit', 'pay', 'withdrawSubmission', 'setSubjects', 'remove', 'withdraw'] as const

export function doableCounts(doable: Doable): readonly DoableCount[] {
  return order.flatMap((doing) => (doable[doing].length > 0 ? [{ doing, count: doable[doing].length }] : []))
}

/**
 * What can be done with everybody of one state, most of whom the page has not seen. Deleting is not among it: a draft may
 * have been submitted before, and then something of it is kept.
 */
export function doableWithAll(
  state: EnrolmentState,
  pay: PaymentStatus | null,
  count: number,
  open: boolean,
): readonly DoableCount[] {
  const doings: readonly Doing[] =
    state === 'draft'
      ? open
        ? ['submit', 'setSubjects']
        : []
      : state === 'rejected'
        ? [...(open ? (['submit', 'setSubjects'] as const) : []), 'withdraw']
        : state === 'submitted'
          ? ['withdrawSubmission']
          : state === 'confirmed' && pay === 'due'
            ? ['pay']
            : []
  return doings.map((doing) => ({ doing, count }))
}

/** The fees of these people together, and how many have none yet because no subject was chosen. */
export function feesOf(rows: readonly Pick<EnrolmentRow, 'feeFen'>[]): { total: Fen; unknown: number } {
  let total = 0
  let unknown = 0
  for (const row of rows) {
    if (row.feeFen === null) unknown++
    else total += row.feeFen
  }
  return { total: fen(total), unknown }
}

/** These people, each as the page last saw them: somebody who changed meanwhile is a `conflict`, not a surprise. */
export function selectionOf(rows: readonly EnrolmentRow[]): EnrolmentSelection {
  return { picks: rows.map(({ id, version }) => ({ id, version })) }
}

/** People by what they had chosen, so that what was deleted can be added again as it was. */
export function bySubjects(
  rows: readonly EnrolmentRow[],
): readonly { readonly subjectIds: string[]; readonly learnerIds: string[] }[] {
  const groups = new Map<string, { subjectIds: string[]; learnerIds: string[] }>()
  for (const row of rows) {
    const subjectIds = row.subjects.filter(({ retired }) => !retired).map(({ id }) => id)
    const key = [...subjectIds].sort().join()
    const group = groups.get(key) ?? { subjectIds, learnerIds: [] }
    group.learnerIds.push(row.learner.id)
    groups.set(key, group)
  }
  return [...groups.values()]
}
