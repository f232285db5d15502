// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { desk, type Look, useBrowserSite } from './browser-site.ts'
import { deskFinance } from './desk-enrolment-answers.ts'
import { answerPeople } from './people-answers.ts'

const site = useBrowserSite()
const looks: readonly Look[] = [desk, { width: 1024, height: 768, theme: 'dark', language: 'en' }]

const figures = {
  days: [
    { day: '2026-05-02', transferFen: 6_220_000, onlineFen: 192_000, refundedFen: 24_000 },
    { day: '2026-05-06', transferFen: 0, onlineFen: 320_000, refundedFen: 0 },
  ],
  totals: { transferFen: 6_220_000, onlineFen: 512_000, refundedFen: 24_000 },
  outstanding: [
    { age: '0-7', count: 8, fen: 5_820_000 },
    { age: '8-30', count: 1, fen: 1_000_000 },
    { age: '31-90', count: 0, fen: 0 },
    { age: '91+', count: 31, fen: 68_862_459 },
  ],
  lines: {
    matched: { count: 90, fen: 28_800_000 },
    open: { count: 10, fen: 3_200_000 },
    automatic: { count: 66, fen: 21_000_000 },
  },
  unseen: { count: 2, fen: 800_000, oldestDay: '2026-04-28' },
  slipToInvoice: { count: 12, medianSeconds: 5_400, p90Seconds: 93_000 },
  creditFen: 48_000,
}
const money = { transferFen: 6_220_000, onlineFen: 512_000, refundedFen: 24_000, creditFen: 48_000, transfers: 40 }
const months = [
  { month: '2026-05', over: false, figures: money, closed: null },
  { month: '2026-04', over: true, figures: money, closed: null },
  { month: '2026-03', over: true, figures: money, closed: { at: '2026-04-02T01:00:00.000Z', byName: '周敏' } },
]
const settings = {
  autoSettle: false,
  invoiceWay: 'files',
  invoiceTaxRateBp: 600,
  invoiceItemName: '*非学历教育服务*培训费',
  sellerAddress: '',
  sellerTelephone: '',
  sellerBank: '',
  sellerBankAccount: '',
}

function answer(more: Record<string, unknown> = {}): { asked: unknown[] } {
  const asked: unknown[] = []
  site.app.answer = answerPeople(deskFinance, {
    'finance.figures': () => figures,
    'finance.months': () => months,
    'centre.finance': () => settings,
    'finance.closeMonth': (input: unknown) => {
      asked.push(input)
      return { ...months[1], closed: { at: '2026-05-08T01:00:00.000Z', byName: '周敏' } }
    },
    'centre.saveFinance': (input: unknown) => {
      asked.push(input)
      return input
    },
    ...more,
  })
  return { asked }
}

const period = '?from=2026-05-01&to=2026-05-08'

describe.each([
  { address: `/desk/finance${period}`, shows: '¥62,200.00' },
  { address: '/desk/finance?tab=months', shows: '2026-04' },
  { address: '/desk/settings/finance', shows: '*' },
])('$address', ({ address, shows }) => {
  test.each(looks)(
    '$width px, $theme, $language: axe finds nothing, and nothing is wider than the window',
    async (look) => {
      answer()
      const page = await site.open(address, look)
      await page.getByText(shows).first().waitFor()
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test('every day of the period has its place on the chart, and the table says the same', async () => {
  answer()
  const page = await site.open(`/desk/finance${period}`, desk)
  const chart = page.getByRole('img', { name: /每天到账/ })
  await chart.waitFor()
  expect(await chart.locator('g').count()).toBe(8)
  expect(await chart.locator('title').allTextContents()).toContain(
    '5 月 2 日：转账 ¥62,200.00，在线 ¥1,920.00，退费 ¥240.00',
  )
  await page.getByText('90 %（90 笔）').waitFor()
  await page.getByText('73.3 %（66 笔）').waitFor()
  await page.getByRole('button', { name: '看表格' }).click()
  await page.getByRole('row', { name: /2026-05-06/ }).waitFor()
}, 60_000)

test('a month is closed only once its name is typed', async () => {
  const { asked } = answer()
  const page = await site.open('/desk/finance?tab=months', desk)
  // The running month and the closed one cannot be closed.
  await page.getByRole('button', { name: '结账…' }).waitFor()
  expect(await page.getByRole('button', { name: '结账…' }).count()).toBe(1)
  await page.getByRole('button', { name: '结账…' }).click()
  const send = page.getByRole('button', { name: '结账', exact: true })
  expect(await send.isDisabled()).toBe(true)
  await page.getByRole('textbox', { name: '输入 2026-04' }).fill('2026-04')
  await page.keyboard.press('Enter')
  await page.getByText('2026-04 已结账').waitFor()
  expect(asked).toEqual([{ month: '2026-04' }])
}, 60_000)

test('the tax rate is typed in percent and kept in hundredths of one', async () => {
  const { asked } = answer()
  const page = await site.open('/desk/settings/finance', desk)
  await page.getByText('打开自动对账').click()
  const rate = page.getByRole('textbox', { name: /税率/ })
  await rate.fill('二十')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('请填 0 到 20 之间的税率').waitFor()
  await rate.fill('3.5')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()
  expect(asked).toEqual([{ ...settings, autoSettle: true, invoiceTaxRateBp: 350 }])
}, 60_000)
