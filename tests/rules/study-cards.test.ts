import { expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import { canGo } from '../../server/core/transitions.ts'
import {
  decideRecharge,
  judgeRechargeCells,
  type KnownHolder,
  type RechargeImportContext,
} from '../../server/features/study-cards/recharge-import.rules.ts'
import {
  addDays,
  amountsOf,
  batchStateOf,
  checkLeft,
  checkProlonged,
  isSpendable,
  type OpenablePlan,
  openingPrice,
  operationSteps,
  sumFen,
} from '../../server/features/study-cards/study-cards.rules.ts'
import { operationStates } from '../../server/features/study-cards/study-cards.schema.ts'

test('an operation that has ended stays as it ended', () => {
  for (const end of ['done', 'failed'] as const) {
    for (const state of operationStates)
      expect([end, state, canGo(operationSteps, end, state)]).toEqual([end, state, false])
  }
  expect(canGo(operationSteps, 'waiting', 'done')).toBe(false)
})

test.each([
  ['2026-01-31', 1, '2026-02-01'],
  ['2028-02-28', 1, '2028-02-29'],
  ['2026-03-01', -1, '2026-02-28'],
  ['2026-12-31', 366, '2028-01-01'],
])('%s and %i days are %s', (day, days, then) => {
  expect(addDays(day, days)).toBe(then)
})

test('a batch can be spent on its last day, and is warned of so many days before', () => {
  expect(isSpendable('2026-06-30', '2026-06-30')).toBe(true)
  expect(isSpendable('2026-06-30', '2026-07-01')).toBe(false)
  expect(batchStateOf('2026-06-30', '2026-05-30', 30)).toBe('usable')
  expect(batchStateOf('2026-06-30', '2026-05-31', 30)).toBe('expiring')
  expect(batchStateOf('2026-06-30', '2026-06-30', 0)).toBe('expiring')
  expect(batchStateOf('2026-06-30', '2026-07-01', 30)).toBe('expired')
})

test('what is missing is said with the numbers', () => {
  expect(() => checkLeft(100, 100)).not.toThrow()
  expect(() => checkLeft(100, 130)).toThrow(
    expect.objectContaining({ code: 'cardBatchTooLow', details: { leftFen: 100, wantedFen: 130, missingFen: 30 } }),
  )
})

test('a batch is prolonged to a later day that is not over', () => {
  expect(() => checkProlonged('2026-06-30', '2026-07-01', '2026-07-01')).not.toThrow()
  for (const [wanted, today] of [
    ['2026-06-30', '2026-06-01'],
    ['2026-06-01', '2026-06-01'],
    ['2026-07-01', '2026-07-02'],
  ] as const) {
    expect(() => checkProlonged('2026-06-30', wanted, today)).toThrow(
      expect.objectContaining({ code: 'cardDayNotLater' }),
    )
  }
})

const plan = (changes: Partial<OpenablePlan> = {}): OpenablePlan => ({
  state: 'published',
  endsAt: new Date('2026-12-31T00:00:00Z'),
  openingFeeFen: null,
  feePerLearnerFen: fen(3_000),
  subjects: [],
  ...changes,
})
const now = new Date('2026-06-01T00:00:00Z')

test.each<[string, Partial<OpenablePlan>, number | string]>([
  ['the fee per learner where there are no subjects', {}, 3_000],
  ['its own price', { openingFeeFen: fen(500) }, 500],
  ['its own price, also where it has subjects', { openingFeeFen: fen(500), subjects: [{ retired: false }] }, 500],
  ['nothing, where that is its price', { openingFeeFen: fen(0) }, 0],
  ['no price with subjects', { subjects: [{ retired: false }] }, 'noPrice'],
  ['subjects that are all retired are none', { subjects: [{ retired: true }] }, 3_000],
  ['a draft', { state: 'draft', openingFeeFen: fen(500) }, 'notPublished'],
  ['a closed one', { state: 'closed' }, 'notPublished'],
  ['one that is over', { endsAt: now }, 'over'],
])('opening costs: %s', (_what, changes, expected) => {
  const { feeFen, why } = openingPrice(plan(changes), now)
  expect(why ?? feeFen).toBe(expected)
})

test('amounts are the same for everybody, or one for each', () => {
  expect(amountsOf({ eachFen: fen(5) }, 3)).toEqual([5, 5, 5])
  expect(amountsOf({ listFen: [fen(1), fen(2)] }, 2)).toEqual([1, 2])
  expect(() => amountsOf({ listFen: [fen(1)] }, 2)).toThrow(expect.objectContaining({ code: 'inputInvalid' }))
  expect(sumFen([1, 2, 3])).toBe(6)
})

const context = { today: now, departments: { root: { path: '/a/' } } } as unknown as RechargeImportContext
const judged = (amount: string, flags: Record<number, 'formula' | 'failed'> | null = null) => {
  const cells = ['张三', '', '11010119900307001X', amount]
  const { values, issues } = judgeRechargeCells({ number: 2, hidden: false, cells, flags }, context)
  return {
    amountFen: values.amountFen,
    codes: issues.filter(({ field }) => field === 'amount').map(({ code }) => code),
  }
}

test.each<[string, number]>([
  ['50', 5_000],
  ['128.5', 12_850],
  ['¥1,234.56', 123_456],
  ['５０元', 5_000],
  [' 0.01 ', 1],
])('an amount %s is %i fen', (text, amountFen) => {
  expect(judged(text)).toEqual({ amountFen, codes: [] })
})

test.each(['0', '-5', '1.005', '五十', '50/人', '1e3', '99999999999999'])('%s is no amount', (text) => {
  expect(judged(text).codes).toEqual(['amountFormat'])
})

test('an empty amount is missing, a formula is taken, one that failed is not', () => {
  expect(judged('').codes).toEqual(['valueMissing'])
  expect(judged('50', { 3: 'formula' })).toEqual({ amountFen: 5_000, codes: ['formulaTaken'] })
  expect(judged('#N/A', { 3: 'failed' }).codes).toEqual(['formulaFailed'])
})

const known: KnownHolder = {
  learnerId: 'l',
  name: '买买提·艾力',
  enabled: true,
  organisationPath: '/a/b/',
  importedFen: null,
  importedOn: null,
}
const decide = (changes: Partial<KnownHolder> | null, name = '买买提艾力', amountFen = 500) => {
  const { outcome, issues } = decideRecharge(
    { name, amountFen: fen(amountFen) },
    changes === null ? undefined : { ...known, ...changes },
    context,
  )
  return [outcome, ...issues.map(({ code }) => code)]
}

test('whom a row recharges, and whom it does not', () => {
  expect(decide({})).toEqual(['new'])
  expect(decide(null)).toEqual(['error', 'personUnknown'])
  expect(decide({ organisationPath: '/b/' })).toEqual(['error', 'rechargeElsewhere'])
  expect(decide({ enabled: false })).toEqual(['error', 'personDisabled'])
  expect(decide({}, '买买提')).toEqual(['error', 'nameDiffers'])
  expect(decide({ importedFen: fen(500), importedOn: '2026-05-01' })).toEqual(['unchanged', 'alreadyRecharged'])
  expect(decide({ importedFen: fen(400), importedOn: '2026-05-01' })).toEqual(['new', 'rechargedBefore'])
})
