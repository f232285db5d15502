import { describe, expect, test } from 'vitest'
import { rememberAdded, takeAdded } from '../../web/features/enrolments/just-added.ts'
import { chosenKey, orderOfPeople, orderOfPlan } from '../../web/features/enrolments/order-href.ts'
import { feeOfChoice } from '../../web/features/enrolments/plan-words.ts'
import {
  bySubjects,
  doableCounts,
  doableWith,
  doableWithAll,
  feesOf,
  selectionOf,
} from '../../web/features/enrolments/ticks.ts'
import { enrolment, enrolments, plan } from './enrolment-samples.ts'

const ids = (rows: readonly { id: string }[]) => rows.map(({ id }) => id)

describe('what can be done with ticked people', () => {
  test('each button takes those of them that it can, and a confirmed one is left alone by all but the payment', () => {
    const doable = doableWith(enrolments, true)
    const [draft, bare, submitted, rejected, confirmed] = ids(enrolments)
    expect(ids(doable.submit)).toEqual([draft, bare, rejected])
    expect(ids(doable.setSubjects)).toEqual([draft, bare, rejected])
    expect(ids(doable.remove)).toEqual([draft, bare])
    expect(ids(doable.withdraw)).toEqual([rejected])
    expect(ids(doable.withdrawSubmission)).toEqual([submitted])
    expect(ids(doable.pay)).toEqual([confirmed])
    expect(doableCounts(doable)[0]).toEqual({ doing: 'submit', count: 3 })
  })

  test('a draft that was submitted before is withdrawn and kept, not deleted', () => {
    const back = enrolment(1, 'draft', { submittedAt: '2026-05-08T02:00:00.000Z' })
    expect(doableWith([back], true)).toMatchObject({ remove: [], withdraw: [back] })
  })

  test('when the plan takes nobody any more, nothing is submitted or changed; leaving it is still possible', () => {
    const doable = doableWith(enrolments, false)
    expect(doable.submit).toEqual([])
    expect(doable.setSubjects).toEqual([])
    expect(doableCounts(doable).map(({ doing }) => doing)).toEqual(['pay', 'withdrawSubmission', 'remove', 'withdraw'])
  })

  test('who is in an order already is not paid for twice', () => {
    const inOrder = enrolment(1, 'confirmed', { order: { id: plan.id, number: 'PX26EXU6A2' } })
    const paid = enrolment(2, 'confirmed', { paymentStatus: 'paid' })
    expect(doableWith([inOrder, paid], true).pay).toEqual([])
  })

  test('with everybody of a state only what all of them allow is offered', () => {
    const doings = (...given: Parameters<typeof doableWithAll>) => doableWithAll(...given).map(({ doing }) => doing)
    expect(doings('draft', null, 9, true)).toEqual(['submit', 'setSubjects'])
    expect(doings('draft', null, 9, false)).toEqual([])
    expect(doings('rejected', null, 9, true)).toEqual(['submit', 'setSubjects', 'withdraw'])
    expect(doings('submitted', null, 9, false)).toEqual(['withdrawSubmission'])
    expect(doings('confirmed', null, 9, true)).toEqual([])
    expect(doings('confirmed', 'due', 9, true)).toEqual(['pay'])
  })
})

test('fees add up, and who has chosen nothing is counted apart', () => {
  expect(feesOf(enrolments)).toEqual({ total: 320_000, unknown: 1 })
})

test('a change names the version that the page showed', () => {
  expect(selectionOf([enrolment(4, 'draft')])).toEqual({ picks: [{ id: enrolment(4, 'draft').id, version: 5 }] })
})

test('deleted people are added again with what they had chosen, but for what is no longer offered', () => {
  const [first, second] = plan.subjects.map((subject) => ({ ...subject, retired: false }))
  if (!first || !second) throw new Error('the sample has two subjects')
  const rows = [
    enrolment(0, 'draft', { subjects: [first, second] }),
    enrolment(1, 'draft', { subjects: [second, first] }),
    enrolment(2, 'draft', { subjects: [{ ...first, retired: true }] }),
  ]
  expect(bySubjects(rows)).toEqual([
    { subjectIds: [first.id, second.id], learnerIds: [rows[0]?.learner.id, rows[1]?.learner.id] },
    { subjectIds: [], learnerIds: [rows[2]?.learner.id] },
  ])
})

test('a choice of subjects costs their sum; a plan without subjects costs its fee', () => {
  const all = plan.subjects.map(({ id }) => id)
  expect(feeOfChoice(plan, all)).toBe(200_000)
  expect(feeOfChoice(plan, [])).toBeNull()
  expect(feeOfChoice({ ...plan, subjects: [], feePerLearnerFen: 9000 }, [])).toBe(9000)
})

test('more people than an address holds are left on the device for the page of the order', () => {
  const many = Array.from({ length: 151 }, (_, index) => `id-${index}`)
  expect(orderOfPeople(many.slice(1))).toBe(`/orders/new?enrolments=${many.slice(1).join(',')}`)
  expect(sessionStorage.getItem(chosenKey)).toBeNull()
  expect(orderOfPeople(many)).toBe('/orders/new?enrolments=chosen')
  expect(JSON.parse(sessionStorage.getItem(chosenKey) ?? '')).toEqual(many)
  expect(orderOfPlan('p', 'o')).toBe('/orders/new?plan=p&organisation=o')
})

test('people who were added one after another are ticked together, once, and only in their plan', () => {
  rememberAdded('one', ['a'])
  rememberAdded('one', ['b'])
  expect(takeAdded('one')).toEqual(new Set(['a', 'b']))
  expect(takeAdded('one')).toBeNull()
  rememberAdded('one', 'all')
  expect(takeAdded('two')).toBeNull()
})
