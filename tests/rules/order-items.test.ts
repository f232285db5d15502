import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import { commonPath, itemsOf, type PayablePerson, sumOf } from '../../server/features/orders/order-items.rules.ts'

const plan = { planId: 'p1', planName: '见证取样员培训' }
const subject = (id: string, name: string, feeFen: number) => ({ id, name, feeFen: fen(feeFen) })
const theory = subject('s1', '理论', 20_000)
const practice = subject('s2', '实操', 30_000)
const person = (id: string, subjects: PayablePerson['subjects'], own: Partial<PayablePerson> = {}): PayablePerson => ({
  id,
  ...plan,
  subjects,
  feeFen: fen(subjects.reduce((sum, one) => sum + one.feeFen, 0)),
  ...own,
})

test('an order has a line for each subject, with how many people take it', () => {
  const items = itemsOf([person('a', [theory, practice]), person('b', [theory]), person('c', [theory, practice])])
  expect(items).toEqual([
    { ...plan, subjectId: 's1', description: '理论', position: 1, quantity: 3, unitFen: 20_000, amountFen: 60_000 },
    { ...plan, subjectId: 's2', description: '实操', position: 2, quantity: 2, unitFen: 30_000, amountFen: 60_000 },
  ])
})

test('a plan with a fee per learner has one line, and plans keep their order', () => {
  const other = { planId: 'p2', planName: '继续教育', feeFen: fen(32_000) }
  const items = itemsOf([person('a', [], other), person('b', [theory]), person('c', [], other)])
  expect(items.map(({ description, quantity, amountFen }) => [description, quantity, amountFen])).toEqual([
    ['继续教育', 2, 64_000],
    ['理论', 1, 20_000],
  ])
})

test('people for whom another fee was agreed have a line of their own', () => {
  const items = itemsOf([person('a', [theory]), person('b', [theory]), person('c', [subject('s1', '理论', 15_000)])])
  expect(items.map(({ unitFen, quantity }) => [unitFen, quantity])).toEqual([
    [20_000, 2],
    [15_000, 1],
  ])
})

test('fees of subjects that do not add up to what was agreed are not itemised: what was agreed counts', () => {
  const items = itemsOf([person('a', [theory, practice], { feeFen: fen(45_000) })])
  expect(items).toMatchObject([{ subjectId: null, description: plan.planName, quantity: 1, unitFen: 45_000 }])
})

const people = fc.array(
  fc.record({
    plan: fc.integer({ min: 1, max: 4 }),
    subjects: fc.uniqueArray(
      fc.record({ id: fc.integer({ min: 1, max: 5 }), fee: fc.integer({ min: 0, max: 300_000 }) }),
      {
        selector: (one) => one.id,
      },
    ),
    fee: fc.integer({ min: 0, max: 900_000 }),
    agrees: fc.boolean(),
  }),
  { minLength: 1, maxLength: 60 },
)

test('the lines always add up to the fees of the people, to the fen, and each is quantity × unit', () => {
  fc.assert(
    fc.property(people, (made) => {
      const all = made.map(({ plan: n, subjects, fee, agrees }, index) =>
        person(
          `${index}`,
          subjects.map((one) => subject(`${n}-${one.id}`, `科目${one.id}`, one.fee)),
          { planId: `${n}`, planName: `计划${n}`, ...(agrees && subjects.length > 0 ? {} : { feeFen: fen(fee) }) },
        ),
      )
      const items = itemsOf(all)
      expect(sumOf(items)).toBe(all.reduce((sum, one) => sum + one.feeFen, 0))
      expect(items.map((item) => item.position)).toEqual(items.map((_, index) => index + 1))
      for (const item of items) expect(item.amountFen).toBe(item.quantity * item.unitFen)
    }),
  )
})

test('whoever came first changes nothing but the order of plans', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(['a', 'b', 'c', 'd', 'e'], { minLength: 5 }), (ids) => {
      const of = (id: string) => person(id, id < 'c' ? [theory] : [theory, practice])
      expect(itemsOf(ids.map(of))).toEqual(itemsOf(['a', 'b', 'c', 'd', 'e'].map(of)))
    }),
  )
})

test.each([
  [['/a/b/', '/a/b/c/'], '/a/b/'],
  [['/a/b/', '/a/c/'], '/a/'],
  [['/a/b/c/'], '/a/b/c/'],
  [['/ab/', '/abc/'], null],
  [['/a/', '/b/'], null],
])('the lowest unit of %j is %s', (paths, common) => {
  expect(commonPath(paths)).toBe(common)
})
