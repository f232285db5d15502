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
