import { expect, test } from 'vitest'
import { actionsOf, auditNouns } from '../../server/core/audit-actions.ts'
import {
  actionWord,
  actorWord,
  keyWord,
  nounWord,
  organisationNouns,
  subjectWord,
  valueWord,
} from '../../web/features/audit/audit-words.ts'
import { en } from '../../web/texts/audit-actions.en.ts'

const now = new Date('2026-11-22T04:00:00Z')

test('everything that the trail can say has a word of its own in both languages', () => {
  const actions = auditNouns.flatMap(actionsOf)
  for (const words of [actions.map(actionWord), actions.map((action) => en[action])]) {
    for (const [index, word] of words.entries()) expect(word, actions[index]).not.toBe(actions[index])
    expect(new Set(words).size).toBe(words.length)
  }
})

test('what a later version writes is shown as it stands', () => {
  expect(actionWord('order.teleported')).toBe('order.teleported')
  expect(nounWord('wormhole')).toBe('wormhole')
  expect(keyWord('somethingNew')).toBe('somethingNew')
})

test('values are money, moments in Shanghai, states and names, by what they are called', () => {
  expect(valueWord('amountFen', 320000, now)).toBe('¥3,200.00')
  expect(valueWord('dueAt', '2026-05-02T04:19:00.000Z', now)).toBe('5 月 2 日 12:19')
  expect(valueWord('state', 'approved', now)).toBe('已通过')
  expect(valueWord('staffRoles', 'reviewer、finance', now)).toBe('审核、财务')
  expect(valueWord('enabled', false, now)).toBe('否')
  expect(valueWord('post', '', now)).toBe('空')
  // Somebody may be called like a state.
  expect(valueWord('name', 'open', now)).toBe('open')
  expect(keyWord('details.taxNumber')).toBe('税号')
})

test('a thing is called by its kind and its name, the system by one word', () => {
  expect(subjectWord({ subjectType: 'order', subjectName: 'PX26ANCM3S' })).toBe('订单 PX26ANCM3S')
  expect(subjectWord({ subjectType: 'voucher', subjectName: null })).toBe('凭证')
  expect(actorWord({ actorName: 'voucher.read', actorRole: 'system' })).toBe('系统')
  expect(actorWord({ actorName: '王芳', actorRole: 'learner' })).toBe('王芳')
})

test('an organisation is not offered what only staff may see', () => {
  expect(organisationNouns).toContain('order')
  expect(organisationNouns).not.toContain('voucherDecision')
})

/** What the trail says of enrolments, orders, payments and refunds: value by value, as the use-cases write them. */
const written = {
  enrolment: {
    name: '刘洋',
    plan: '见证取样员',
    planNumber: 'JS2601',
    subjects: '理论、实操',
    feeFen: 24000,
    dueAt: '2026-05-02T04:19:00Z',
    submissionWithdrawn: true,
    refundId: 'RF26M4T8RK',
    learnerId: '刘洋',
    planId: '见证取样员',
    day: '2026-05-02',
  },
  order: { number: 'PX26ANCM3S', kind: 'studyCards', mode: 'payFirst', replacedById: 'PX26BQ8R3D', reason: '填错了' },
  payment: {
    orderId: 'PX26ANCM3S',
    method: 'netbank',
    tradeNo: 'PX26ANCM3S01',
    providerTradeNo: 'SB1',
    secondOf: 'PX26ANCM3S01',
    receivedFen: 24000,
    toOrderFen: 24000,
    toCreditFen: 0,
    creditOf: '中正',
    outcome: 'double',
    failure: '余额不足',
  },
  refund: {
    way: 'source',
    paymentId: 'PX26ANCM3S01',
    targetOrderId: 'PX26BQ8R3D',
    people: 2,
    note: '同意',
    serial: '2026',
    transferredOn: '2026-05-02',
    payeeAccountId: '工行',
    providerRefundNo: 'SBR1',
  },
  cardBatch: { orderId: 'PX26ANCM3S', planId: '见证取样员', refundId: 'RF26M4T8RK', amountFen: 100 },
}
const states = {
  enrolment: ['draft', 'submitted', 'confirmed', 'rejected', 'withdrawn', 'revoked'],
  order: ['open', 'paid', 'expired', 'cancelled'],
  payment: ['created', 'pending', 'confirmed', 'failed', 'expired', 'cancelled'],
  refund: ['requested', 'approved', 'sent', 'done', 'failed', 'rejected', 'withdrawn'],
}

test('what is written of enrolments, orders, payments and refunds reads in Chinese and without the words of the code', () => {
  for (const [noun, values] of Object.entries(written)) {
    for (const [key, value] of Object.entries(values)) {
      expect(keyWord(key), `${noun} ${key}`).toMatch(/[\u4e00-\u9fff]/)
      expect(valueWord(key, value, now, noun), `${noun} ${key}`).not.toMatch(/^[a-z]/)
    }
  }
  for (const [noun, names] of Object.entries(states)) {
    const words = names.map((state) => valueWord('state', state, now, noun))
    for (const word of words) expect(word).toMatch(/^[\u4e00-\u9fff]+$/)
    expect(new Set(words).size, noun).toBe(words.length)
  }
})

test('one state is called by what it means for its noun', () => {
  const wordOf = (noun: string, state: string) => valueWord('state', state, now, noun)
  expect([wordOf('enrolment', 'submitted'), wordOf('voucher', 'submitted')]).toEqual(['待审核', '已提交'])
  expect([wordOf('payment', 'pending'), wordOf('registration', 'pending')]).toEqual(['等待付款', '待审'])
  expect([wordOf('refund', 'rejected'), wordOf('enrolment', 'rejected')]).toEqual(['未批准', '已驳回'])
})
