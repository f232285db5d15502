import { expect, test } from 'vitest'
import { matchLines } from '../../../server/features/reconciliation/match-lines.rules.ts'
import type { MatchFacts } from '../../../server/features/reconciliation/matching.schema.ts'
import { matchInThread } from '../../../worker/matching/match-in-thread.ts'

const facts: MatchFacts = {
  lines: [
    {
      id: 'line',
      date: '2026-05-06',
      time: '10:00:00',
      amountFen: 320_000,
      leftFen: 320_000,
      counterpartyName: '苏州恒信检测有限公司',
      counterpartyAccount: '10550000000123',
      remark: 'PX26VWDJZ7',
      payeeAccountId: 'ours',
    },
  ],
  orders: [
    {
      id: 'order',
      number: 'PX26VWDJZ7',
      organisationId: 'organisation',
      amountFen: 320_000,
      outstandingFen: 320_000,
      state: 'open',
      createdOn: '2026-05-01',
      mode: 'payFirst',
    },
  ],
  payments: [],
  vouchers: [],
  organisations: [
    { id: 'organisation', name: '苏州恒信检测有限公司', path: '/organisation/', parentIds: [], aliases: [] },
  ],
  dismissed: [],
}

test('a thread thinks what the rules think, while the worker goes on beating', async () => {
  let beats = 0
  const beat = setInterval(() => beats++, 5)
  const found = await matchInThread(facts)
  clearInterval(beat)
  expect(found).toEqual(matchLines(facts))
  expect(found.suggestions).toHaveLength(1)
  expect(beats).toBeGreaterThan(2)
})

test('a thread that fails says so', async () => {
  await expect(matchInThread({ ...facts, lines: null } as unknown as MatchFacts)).rejects.toThrow()
})
