// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { axe } from './axe.ts'
import { desk, looks, phone, useBrowserSite } from './browser-site.ts'
import { answerPeople } from './people-answers.ts'
import { organisation, organisationAdmin, reviewer } from './people-samples.ts'
import {
  billing,
  firstInvoice,
  openOrder,
  openOrderView,
  overviewRows,
  overviewTotals,
  takingPlan,
} from './reconciliation-samples.ts'

const site = useBrowserSite()

type Said = { path: string; input: Record<string, unknown> }
type Instead = NonNullable<Parameters<typeof answerPeople>[1]>

const known: Instead = {
  'plans.list': ({ name }) => ({
    rows: name && !takingPlan.name.includes(String(name)) ? [] : [takingPlan],
    nextCursor: null,
  }),
  'plans.listAll': () => ({ rows: [], nextCursor: null }),
  'plans.years': () => ({ years: [2026, 2022] }),
  'plans.get': () => takingPlan,
  'organisations.getBilling': () => billing,
  'orders.list': () => ({ rows: [], nextCursor: null }),
  'orders.get': () => openOrderView,
  'orders.people': () => ({ rows: [], nextCursor: null }),
  'payments.ofOrder': () => [],
  'vouchers.list': () => ({ rows: [], nextCursor: null }),
  'credit.forOrder': () => ({ outstandingFen: 0, sources: [] }),
  'reconciliationOverview.list': ({ state }) => ({
    rows: overviewRows.filter((row) => !state || row.state === state),
    nextCursor: null,
  }),
  'reconciliationOverview.listAll': () => ({ rows: overviewRows, nextCursor: null }),
  'reconciliationOverview.totals': () => overviewTotals,
  'reconciliationOverview.totalsAll': () => overviewTotals,
  'reconciliationOverview.ofOrder': () => ({ vouchers: [], invoices: [], lines: [] }),
  'enrolments.reviewCounts': () => ({ submitted: 0 }),
}

/** Answers like the server; what was asked of the procedures that answer otherwise is kept. */
function answer(instead: Instead = {}, me = organisationAdmin): Said[] {
  const said: Said[] = []
  const heard = Object.fromEntries(
    Object.entries({ ...known, ...instead }).map(([path, procedure]) => [
      path,
      (input: Record<string, unknown>) => {
        if (path in instead) said.push({ path, input })
        return procedure(input)
      },
    ]),
  )
  site.app.answer = answerPeople(me, heard)
  return said
}

const here = `/upload/${takingPlan.id}`

describe.each(looks)('$width px, $theme, $language', (look) => {
  test.each([
    { address: '/upload', shows: takingPlan.number },
    { address: here, shows: takingPlan.name },
    { address: '/reconciliation', shows: overviewRows[0]?.organisationName ?? '' },
    { address: `/orders/${openOrder.id}/invoice`, shows: takingPlan.name },
  ])(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows }) => {
      answer()
      const page = await site.open(address, look)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

const headers = (page: Page) => page.getByRole('columnheader').allInnerTexts()

test('上传缴费凭证 has the manual’s ten columns; a name and a year cut it', async () => {
  const said = answer({ 'plans.list': known['plans.list'] as Instead[string] })
  const page = await site.open('/upload', desk)
  await page.getByText(takingPlan.number).waitFor()
  expect(await headers(page)).toEqual([
    '计划编号',
    '培训计划名称',
    '发布单位',
    '考核标准',
    '考核值',
    '所属年份',
    '开始时间',
    '结束时间',
    '是否修改',
    '操作',
  ])
  await page.getByRole('searchbox', { name: '培训计划名称' }).fill('没有的计划')
  await page.getByText('没有符合条件的').waitFor()
  await expect.poll(() => said.at(-1)?.input).toMatchObject({ takingOrders: true, name: '没有的计划' })
  await page.goto(`${site.app.address}/upload?year=2022`)
  await page.getByText(takingPlan.number).waitFor()
  await expect.poll(() => said.at(-1)?.input).toMatchObject({ takingOrders: true, year: 2022 })
}, 60_000)

test('on a phone each plan says the same as a card, and leads to its form', async () => {
  answer()
  const page = await site.open('/upload', phone)
  const card = page.getByRole('link', { name: new RegExp(takingPlan.name) })
  await card.waitFor()
  for (const word of ['计划编号', '发布单位', '考核标准', '考核值', '所属年份', '开始时间', '结束时间', '是否修改']) {
    expect(await card.textContent()).toContain(word)
  }
  await card.click()
  await page.getByText('第一步：请选择组织机构').waitFor()
  expect(new URL(page.url()).pathname).toBe(here)
}, 60_000)

describe('上传凭证 for a plan', () => {
  test('an order that is open is offered before a new amount, and its slip goes on', async () => {
    const said = answer({
      'orders.list': () => ({ rows: [openOrder], nextCursor: null }),
      'orders.createStudyCardOrder': () => openOrderView,
      'vouchers.findOpen': () => ({ id: null }),
      'vouchers.begin': ({ id }) => ({ id }),
    })
    const page = await site.open(here, phone)
    const offered = page.getByRole('radio', { name: new RegExp(openOrder.number) })
    await offered.waitFor()
    expect(await offered.isChecked()).toBe(true)
    await page.getByRole('button', { name: '银行转账信息上传' }).click()
    await page.waitForURL(/\/vouchers\//)
    expect(said.map(({ path }) => path)).not.toContain('orders.createStudyCardOrder')
    expect(said.find(({ path }) => path === 'vouchers.begin')?.input).toMatchObject({ orderId: openOrder.id })
  }, 60_000)

  test('without an amount nothing is made; with one an order is, and its slip goes on', async () => {
    const said = answer({
      'orders.createStudyCardOrder': ({ id }) => ({ ...openOrderView, id }),
      'vouchers.findOpen': () => ({ id: null }),
      'vouchers.begin': ({ id }) => ({ id }),
    })
    const page = await site.open(here, phone)
    const send = page.getByRole('button', { name: '银行转账信息上传' })
    await page.getByRole('textbox', { name: '购买学习卡金额' }).waitFor()
    await send.click()
    await page.getByText('请填金额，大于 0，最多两位小数。').waitFor()
    expect(said).toEqual([])
    await page.getByRole('textbox', { name: '购买学习卡金额' }).fill('3200')
    await send.click()
    await page.waitForURL(/\/vouchers\//)
    expect(said.find(({ path }) => path === 'orders.createStudyCardOrder')?.input).toMatchObject({
      planId: takingPlan.id,
      organisationId: organisation.id,
      amountFen: 320_000,
      mode: 'payFirst',
      alone: true,
    })
  }, 60_000)

  test('one just like it is never made silently: it is offered, and made only when that is meant', async () => {
    const like = { orderId: openOrder.id, orderNumber: openOrder.number, amountFen: 320_000 }
    const said = answer({
      'orders.createStudyCardOrder': ({ id, alone }) => {
        if (alone) throw new AppError('orderLikeIt', like)
        return { ...openOrderView, id }
      },
      'vouchers.findOpen': () => ({ id: null }),
      'vouchers.begin': ({ id }) => ({ id }),
    })
    const page = await site.open(here, phone)
    await page.getByRole('textbox', { name: '购买学习卡金额' }).fill('3200')
    await page.getByRole('button', { name: '银行转账信息上传' }).click()
    await page.getByText(`订单 ${openOrder.number} 还没付`).waitFor()
    expect(said.map(({ path }) => path)).toEqual(['orders.createStudyCardOrder'])
    await page.getByRole('button', { name: '还要再下一个' }).click()
    await page.waitForURL(/\/vouchers\//)
    expect(said.filter(({ path }) => path === 'orders.createStudyCardOrder').map(({ input }) => input.alone)).toEqual([
      true,
      false,
    ])
  }, 60_000)

  test('先开票后付款 asks for the invoice with what stands in the form, and for no slip', async () => {
    const said = answer({
      'orders.createStudyCardOrder': ({ id }) => ({
        ...openOrderView,
        id,
        mode: 'invoiceFirst',
        invoice: firstInvoice,
      }),
    })
    const page = await site.open(here, phone)
    await page.getByRole('textbox', { name: '购买学习卡金额' }).fill('12800')
    await page.getByRole('radio', { name: /先开票后付款/ }).check()
    await page.getByRole('textbox', { name: '用户邮箱' }).fill('')
    await page.getByRole('button', { name: '提交开票申请' }).click()
    await page.getByText('请填用户邮箱。').waitFor()
    expect(said).toEqual([])
    await page.getByRole('textbox', { name: '用户邮箱' }).fill('boss@example.com')
    await page.getByRole('button', { name: '提交开票申请' }).click()
    await page.waitForURL(/\/orders\//)
    expect(said[0]?.input).toMatchObject({
      mode: 'invoiceFirst',
      amountFen: 1_280_000,
      invoiceDetails: { title: organisation.name, email: 'boss@example.com', mobile: '13800000000' },
    })
  }, 60_000)

  test('what was filled in is still there after a reload', async () => {
    answer()
    const page = await site.open(here, phone)
    await page.getByRole('textbox', { name: '购买学习卡金额' }).fill('3200')
    await page.getByRole('textbox', { name: '购买学习卡金额' }).blur()
    await page.reload()
    await page.getByRole('textbox', { name: '购买学习卡金额' }).waitFor()
    expect(await page.getByRole('textbox', { name: '购买学习卡金额' }).inputValue()).toMatch(/^3,?200/)
  }, 60_000)
})

describe('先开票后付款 on the order’s page', () => {
  test('says how far the invoice is instead of counting down, and can be withdrawn', async () => {
    const said = answer({
      'orders.get': () => ({ ...openOrderView, mode: 'invoiceFirst', invoice: firstInvoice }),
      'orders.changeMode': () => openOrderView,
    })
    const page = await site.open(`/orders/${openOrder.id}`, phone)
    await page.getByText('等培训中心审核，订单不会过期').waitFor()
    expect(await page.getByText('还剩').count()).toBe(0)
    await page.getByRole('button', { name: '撤回申请，改为先缴费后开票' }).click()
    await page.getByText('已撤回，改为先缴费后开票').waitFor()
    expect(said.find(({ path }) => path === 'orders.changeMode')?.input).toMatchObject({
      id: openOrder.id,
      mode: 'payFirst',
    })
  }, 60_000)

  test('an invoice that is out says until when it is to be paid, and cannot be withdrawn', async () => {
    const issued = { ...firstInvoice, state: 'issued', issuedOn: '2026-05-09', payBy: '2036-05-16T01:12:00.000Z' }
    answer({ 'orders.get': () => ({ ...openOrderView, mode: 'invoiceFirst', invoice: issued }) })
    const page = await site.open(`/orders/${openOrder.id}`, phone)
    await page.getByText(/发票已开，请在 .* 前付款/).waitFor()
    expect(await page.getByRole('button', { name: /撤回申请/ }).count()).toBe(0)
  }, 60_000)

  test('one that was sent back says why and leads to its correction', async () => {
    const rejected = { ...firstInvoice, state: 'rejected', rejectedReason: '税号少一位' }
    answer({ 'orders.get': () => ({ ...openOrderView, mode: 'invoiceFirst', invoice: rejected }) })
    const page = await site.open(`/orders/${openOrder.id}`, phone)
    const entry = page.getByRole('link', { name: /税号少一位/ })
    await entry.waitFor()
    expect(await entry.getAttribute('href')).toBe(`/invoices/${firstInvoice.requestId}`)
  }, 60_000)
})

describe('对账管理', () => {
  const columns = [
    '培训计划名称',
    '申请时间',
    '审核时间',
    '申请人',
    '申请单位',
    '转账金额',
    '转账时间',
    '审核状态',
    '发票状态',
    '发票类型',
    '缴费模式',
  ]

  test('of an organisation has the manual’s columns, sums by state, and rows that lead to their orders', async () => {
    answer()
    const page = await site.open('/reconciliation', desk)
    await page.locator('tr[data-row]').first().waitFor()
    expect(await headers(page)).toEqual([...columns, '操作'])
    const foot = page.locator('footer')
    for (const word of ['¥110,100.00', '待审核 1', '已通过 2', '已驳回 1'])
      expect(await foot.textContent()).toContain(word)
    await page
      .getByRole('link', { name: /^查看订单详情/ })
      .first()
      .click()
    await page.waitForURL(`**/orders/${overviewRows[0]?.orderId}`)
  }, 60_000)

  test('of staff says besides what the bank’s statement shows, and opens the order beside the list', async () => {
    answer({}, { ...reviewer, staffRoles: ['reviewer'] })
    const page = await site.open('/desk/reconciliation', desk)
    await page.locator('tr[data-row]').first().waitFor()
    expect(await headers(page)).toEqual([...columns, '银行流水', '操作'])
    expect(await page.getByText('已对上').count()).toBe(1)
    await page.keyboard.press('j')
    await page.keyboard.press('Enter')
    await page.getByText('没有对上的流水').waitFor()
    expect(new URL(page.url()).pathname).toBe(`/desk/reconciliation/${overviewRows[0]?.orderId}`)
    expect(await axe(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByText('没有对上的流水').waitFor({ state: 'detached' })
  }, 60_000)

  test('the filters stand in the address, and another tab keeps them', async () => {
    const said = answer({ 'reconciliationOverview.list': known['reconciliationOverview.list'] as Instead[string] })
    const page = await site.open('/reconciliation?state=rejected&mode=payFirst&from=2026-04-01&q=3200', desk)
    await page.locator('tr[data-row]').first().waitFor()
    await expect
      .poll(() => said.at(-1)?.input)
      .toMatchObject({
        way: 'transfer',
        state: 'rejected',
        mode: 'payFirst',
        from: '2026-04-01',
        search: '3200',
      })
    expect(await page.locator('tr[data-row]').count()).toBe(1)
    await page.getByRole('link', { name: '在线支付' }).click()
    await page.waitForURL(/way=online/)
    await page.waitForLoadState('networkidle')
    // What online payments have no word for is no filter of theirs.
    await expect.poll(() => said.at(-1)?.input).toMatchObject({ way: 'online', mode: 'payFirst' })
    expect(said.at(-1)?.input).not.toHaveProperty('state')
  }, 60_000)

  test('on a phone the same facts are cards, and the sheet cuts them', async () => {
    const said = answer({ 'reconciliationOverview.list': known['reconciliationOverview.list'] as Instead[string] })
    const page = await site.open('/reconciliation', phone)
    await page
      .getByRole('link', { name: /查看订单详情/ })
      .first()
      .waitFor()
    await page.getByRole('button', { name: '筛选' }).click()
    await page.getByRole('dialog').waitFor()
    expect(await axe(page)).toEqual([])
    await page.getByRole('combobox', { name: '审核状态' }).selectOption({ label: '已驳回' })
    await page.getByRole('button', { name: '看结果' }).click()
    await page.getByRole('button', { name: '筛选 1 项' }).waitFor()
    await expect.poll(() => said.at(-1)?.input).toMatchObject({ state: 'rejected' })
  }, 60_000)

  test('the export asks for just the rows of the list', async () => {
    answer()
    const answered = site.app.answer
    let asked: unknown = null
    site.app.answer = (request, response, body) => {
      if (request.url !== '/api/reconciliation/export') return answered(request, response, body)
      asked = JSON.parse(body.toString())
      response
        .writeHead(200, { 'content-disposition': "attachment; filename*=UTF-8''%E5%AF%B9%E8%B4%A6.xlsx" })
        .end('PK')
      return true
    }
    const page = await site.open('/reconciliation?state=rejected', desk)
    await page.locator('tr[data-row]').first().waitFor()
    const file = page.waitForEvent('download')
    await page.getByRole('button', { name: '导出 Excel' }).click()
    expect((await file).suggestedFilename()).toBe('对账.xlsx')
    expect(asked).toEqual({ of: 'own', filter: { way: 'transfer', state: 'rejected' }, locale: 'zh-CN' })
  }, 60_000)
})
