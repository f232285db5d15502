// @vitest-environment node
import { describe, expect, test, vi } from 'vitest'
import { fen } from '../../server/core/money.ts'
import type { MatchLine } from '../../server/features/reconciliation/matching-desk.schema.ts'
import { axe } from './axe.ts'
import { desk, type Look, useBrowserSite } from './browser-site.ts'
import { deskFinance } from './desk-enrolment-answers.ts'
import {
  allocationId,
  choice,
  line,
  lineId,
  orderChoice,
  orderId,
  payers,
  reason,
  rowOf,
  sure,
  totals,
} from './matching-answers.ts'
import { answerPeople } from './people-answers.ts'

vi.setConfig({ testTimeout: 60_000 })
const site = useBrowserSite()
const looks: readonly Look[] = [desk, { width: 1024, height: 768, theme: 'dark', language: 'en' }]

const longName = '福建福州城市建设工程质量检测鉴定与岩土试验研究中心有限公司第一分公司'
const [one, two, three] = [orderChoice(1, 1_280_000), orderChoice(2, 320_000), orderChoice(3, 800_000)]
const doubtful = [
  reason('reference', 'numberNone', '', 'PX26M4T8RK'),
  reason('amount', 'amountOver', '2560000', '2400000'),
  reason('name', 'nameAbove', payers[1] ?? '', longName),
]
const parts: [typeof one, number][] = [
  [one, 1_280_000],
  [two, 320_000],
  [three, 800_000],
]
const split = line(1, 2_560_000, {
  choices: [choice(1, parts, { score: 690, toCreditFen: fen(160_000), creditOrder: one, reasons: doubtful })],
})
const certain = line(0, 1_800_000, {
  counterpartyName: longName,
  remark: '付PX26VWDJZ7见证取样员培训费以及年会会务费共八人请查收谢谢，如有不足请联系办公室王主任 13800000000',
  choices: [choice(0, [[orderChoice(0, 1_800_000), 1_800_000]], { reasons: sure })],
})
const tied: MatchLine = {
  ...line(2, 365_000, { choices: [choice(2, [[one, 365_000]]), choice(2, [[two, 365_000]])], between: 'targets' }),
  state: 'unmatched',
}
const unknown = line(3, 384_000, { counterpartyName: '', remark: '', nearest: [orderChoice(4, 384_000)] })
const matched = line(4, 320_000, {
  state: 'matched',
  leftFen: fen(0),
  counterpartyName: longName,
  paid: {
    orders: [{ id: orderId(4), number: 'PX26T6KWE4', organisationName: longName }],
    orderCount: 1,
    automatic: true,
  },
  allocations: [
    {
      id: allocationId(1),
      lineId: lineId(4),
      orderId: orderId(4),
      orderNumber: 'PX26T6KWE4',
      organisationName: longName,
      paymentId: allocationId(1),
      amountFen: fen(320_000),
      settled: true,
      automatic: true,
      score: 990,
      reasons: sure,
      decidedByName: '系统',
      createdAt: '2026-05-07T02:00:00.000Z',
      undoneAt: null,
      undoneByName: null,
      undoneReason: null,
    },
  ],
})
const all = [certain, split, tied, unknown, matched]

function answer() {
  site.app.answer = answerPeople(deskFinance, {
    'matching.lines': (input) => ({
      rows: all.filter((row) => row.state === input['state']).map(rowOf),
      nextCursor: null,
    }),
    'matching.totals': () => totals,
    'matching.counts': () => ({ unmatched: 23, suggested: 17 }),
    'matching.line': (input) => all.find((row) => row.id === input['id']) ?? null,
    'matching.findOrders': () => [orderChoice(4, 384_000)],
    'matching.automatic': () => ({
      rows: matched.allocations.map((allocation) => ({
        ...allocation,
        day: matched.day,
        time: matched.time,
        counterpartyName: longName,
        remark: '',
        lineAmountFen: matched.amountFen,
      })),
      nextCursor: null,
    }),
  })
}

const pages = [
  ['/desk/matching', longName],
  [`/desk/matching/${certain.id}`, 'PX26'],
  [`/desk/matching/${split.id}`, '1,600.00'],
  [`/desk/matching/${tied.id}?tab=unmatched`, '3,650.00'],
  [`/desk/matching/${unknown.id}?tab=unmatched`, '3,840.00'],
  [`/desk/matching/${matched.id}?tab=matched`, 'T6K'],
  [`/desk/matching/${allocationId(1)}?tab=automatic`, longName],
] as const

describe.each(looks)('$width px, $theme, $language', (look) => {
  test.each(look.language === 'en' ? pages.slice(2, 4) : pages)(
    'axe finds nothing on %s, and nothing is wider than the window',
    async (address, shows) => {
      answer()
      const page = await site.open(address, look)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
  )

  test('a row stays one row high, whatever its payer is called and its remark says', async () => {
    answer()
    for (const address of ['/desk/matching', `/desk/matching/${split.id}`]) {
      const page = await site.open(address, look)
      await page.getByText('T8R').or(page.getByText('18,000.00')).first().waitFor()
      await page.waitForLoadState('networkidle')
      const heights = await page.locator('tr[data-row]').evaluateAll((rows) => rows.map((row) => row.clientHeight))
      expect(heights.length).toBeGreaterThanOrEqual(2)
      expect(Math.max(...heights)).toBeLessThanOrEqual(look.width < 1280 ? 50 : 37)
    }
  })
})
