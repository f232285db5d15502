import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { fen } from '../../../server/core/money.ts'
import type { CashierRequest } from '../../../server/platform/payment-providers/payment-provider.ts'
import { type SandboxBank, startSandboxBank } from '../../support/sandbox-bank.ts'
import { axe } from '../../web/axe.ts'
import { launchChromium } from '../../web/chromium.ts'

const phone = { width: 390, height: 844 }
const smallPhone = { width: 360, height: 640 }
const desk = { width: 1440, height: 900 }

let browser: Browser
let bank: SandboxBank
let clockAheadMs = 0
const heard: string[] = []

beforeAll(async () => {
  browser = await launchChromium()
  bank = await startSandboxBank({
    on: 'port',
    clock: { now: () => new Date(Date.now() + clockAheadMs) },
    sendNotice: async (_url, init) => {
      heard.push((JSON.parse(String(init.body)) as { tradeNo: string }).tradeNo)
      return new Response('success')
    },
  })
}, 60_000)
afterAll(async () => {
  await browser.close()
  await bank.stop()
})
afterEach(() => {
  clockAheadMs = 0
})

let count = 0
function attempt(change: Partial<CashierRequest> = {}): CashierRequest {
  count++
  const now = Date.now()
  return {
    tradeNo: `PX26PAGES9${String(count).padStart(4, '0')}`,
    method: 'card',
    amountFen: fen(320_000),
    description: '2026 年专业技术人员继续教育公需科目与专业科目 PX26PAGES9',
    createdAt: new Date(now),
    expiresAt: new Date(now + 900_000),
    device: 'desktop',
    returnUrl: `${bank.url}/health?back=1`,
    noticeUrl: 'http://localhost:3000/notices',
    ...change,
  }
}

async function open(trade: CashierRequest, viewport = desk, language = ''): Promise<Page> {
  // axe comes in as a script of the page, which the bank's policy would refuse.
  const context = await browser.newContext({ viewport, hasTouch: viewport.width < 760, bypassCSP: true })
  const page = await context.newPage()
  const cashier = await bank.provider.openCashier(trade)
  if (cashier.kind !== 'redirect') throw new Error('no address')
  await page.goto(cashier.url)
  if (language) await page.goto(`${page.url()}?lang=${language}`)
  return page
}

const payCard = async (page: Page, number = '6222020000112230008') => {
  await page.getByLabel('银行卡号').fill(number)
  await page.getByLabel('持卡人姓名').fill('张伟')
  await page.getByLabel('有效期（月/年）').fill('12/35')
  await page.getByLabel('银行预留手机号').fill('138 0013 8000')
  await page.getByRole('button', { name: '下一步' }).click()
}

/** What axe has against the page, and whether it has to be moved sideways. */
async function problems(page: Page): Promise<string[]> {
  const found = await axe(page)
  const width = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
  return Number(width) > 0 ? [...found, `${width} px too wide`] : found
}

describe.each([
  ['a phone', phone],
  ['a desk', desk],
])('on %s', (_name, viewport) => {
  test('a card pays with the code that is shown, and the merchant is noticed', async () => {
    const trade = attempt()
    const page = await open(trade, viewport)
    expect(await problems(page)).toEqual([])
    await page.getByText('¥3,200.00').first().waitFor()
    expect(await page.getByRole('timer').textContent()).toMatch(/^1[45]:\d\d$/)
    await payCard(page)
    expect(await problems(page)).toEqual([])
    const code = (await page.locator('[data-code]').textContent()) ?? ''
    await page.getByLabel('短信验证码').fill(code === '000000' ? '000001' : '000000')
    await page.getByRole('button', { name: '确认付款' }).click()
    await page.getByText('验证码不对').waitFor()
    await page.getByLabel('短信验证码').fill(code)
    await page.getByRole('button', { name: '确认付款' }).click()
    await page.getByRole('heading', { name: '支付成功' }).waitFor()
    expect(await problems(page)).toEqual([])
    expect(await page.getByText('6222 **** **** 0008').count()).toBe(1)
    await expect.poll(() => heard).toContain(trade.tradeNo)
    expect(await bank.provider.query(trade)).toMatchObject({ state: 'paid', amountFen: 320_000 })
    await page.getByRole('link', { name: '返回商户' }).click()
    await page.waitForURL('**/health?back=1')
    await page.context().close()
  }, 60_000)

  test('a company pays by netbank and U-key', async () => {
    const trade = attempt({ method: 'netbank' })
    const page = await open(trade, viewport)
    expect(await problems(page)).toEqual([])
    await page.getByLabel('中国建设银行').check()
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '填入 20260001 余额充足' }).click()
    expect(await problems(page)).toEqual([])
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('button', { name: '插入 U 盾并确认' }).click()
    const pin = page.getByRole('dialog').getByLabel('U 盾密码（6 位）')
    expect(await page.evaluate('document.activeElement.id')).toBe('pin')
    expect(await problems(page)).toEqual([])
    await pin.fill('111111')
    await pin.press('Enter')
    await page.getByText('U 盾密码不对').waitFor()
    await page.getByRole('dialog').getByLabel('U 盾密码（6 位）').fill('123456')
    await page.getByRole('dialog').getByRole('button', { name: '确认付款' }).click()
    await page.getByRole('heading', { name: '支付成功' }).waitFor()
    expect(await page.getByText('中国建设银行 20260001').count()).toBe(1)
    expect(await bank.provider.query(trade)).toMatchObject({ state: 'paid' })
    await page.context().close()
  }, 60_000)
})

describe('the cashier', () => {
  test('refuses a wrong number, an expired card, one without money and one that was lost, and keeps what was typed', async () => {
    const trade = attempt()
    const page = await open(trade, smallPhone)
    await payCard(page, '6222020000112230009')
    await page.getByText('卡号不正确').waitFor()
    expect(await page.getByLabel('持卡人姓名').inputValue()).toBe('张伟')
    expect(await problems(page)).toEqual([])
    await payCard(page, '6228 4800 0044 5560 006')
    await page.getByText('余额不足，请换一张卡').waitFor()
    await payCard(page, '6258070000778890007')
    await page.getByText('这张卡已挂失').waitFor()
    await page.getByLabel('银行卡号').fill('6222020000112230008')
    await page.getByLabel('有效期（月/年）').fill('01/20')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByText('这张卡已过有效期').waitFor()
    expect(await bank.provider.query(trade)).toEqual({ state: 'waiting' })
    await page.context().close()
  }, 60_000)

  test('asks for the card again after three wrong codes', async () => {
    const page = await open(attempt())
    await payCard(page)
    const code = (await page.locator('[data-code]').textContent()) ?? ''
    for (let i = 0; i < 3; i++) {
      await page.getByLabel('短信验证码').fill(code === '000000' ? '000001' : '000000')
      await page.getByRole('button', { name: '确认付款' }).click()
      await page.waitForLoadState()
    }
    await page.getByText('验证码输错三次').waitFor()
    await page.context().close()
  }, 60_000)

  test('refuses a company without money', async () => {
    const page = await open(attempt({ method: 'netbank' }))
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByRole('button', { name: '填入 20260002 余额不足' }).click()
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('button', { name: '插入 U 盾并确认' }).click()
    await page.keyboard.type('123456')
    await page.keyboard.press('Enter')
    await page.getByText('余额不足').waitFor()
    expect(await problems(page)).toEqual([])
    await page.context().close()
  }, 60_000)

  test('is worked by keyboard alone', async () => {
    const trade = attempt()
    const page = await open(trade)
    await page.getByLabel('银行卡号').focus()
    for (const typed of ['6222020000112230008', '张伟', '12/35', '13800138000']) {
      await page.keyboard.type(typed)
      await page.keyboard.press('Tab')
    }
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '短信验证' }).waitFor()
    await page.keyboard.type((await page.locator('[data-code]').textContent()) ?? '')
    await page.keyboard.press('Enter')
    await page.getByRole('heading', { name: '支付成功' }).waitFor()
    await page.context().close()
  }, 60_000)

  test('counts down, and at nought says by itself that the time is over', async () => {
    const now = Date.now()
    const trade = attempt({ createdAt: new Date(now - 10_000), expiresAt: new Date(now + 2_500) })
    const page = await open(trade)
    await page.getByRole('heading', { name: '已超过支付时限' }).waitFor({ timeout: 45_000 })
    expect(await problems(page)).toEqual([])
    expect(await bank.provider.query(trade)).toMatchObject({ state: 'failed' })
    await page.context().close()
  }, 60_000)

  test('takes no money for a form that was filled in before the limit and sent after it', async () => {
    const trade = attempt()
    const page = await open(trade)
    await payCard(page)
    const code = (await page.locator('[data-code]').textContent()) ?? ''
    clockAheadMs = 901_000
    await page.getByLabel('短信验证码').fill(code)
    await page.getByRole('button', { name: '确认付款' }).click()
    await page.getByRole('heading', { name: '已超过支付时限' }).waitFor()
    expect((await bank.statement()).payments.some(({ tradeNo }) => tradeNo === trade.tradeNo)).toBe(false)
    await page.context().close()
  }, 60_000)

  test('does as its panel says, for this payment alone', async () => {
    const trade = attempt()
    const page = await open(trade)
    await page.getByText('沙箱：这笔支付接下来怎样').click()
    await page.getByLabel('付款人多付的金额').fill('-100')
    await page.getByLabel('通知条数').fill('2')
    await page.getByLabel('通知的毛病').selectOption({ label: '签名不对' })
    expect(await problems(page)).toEqual([])
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByText('已保存').waitFor()
    await payCard(page)
    await page.getByLabel('短信验证码').fill((await page.locator('[data-code]').textContent()) ?? '')
    await page.getByRole('button', { name: '确认付款' }).click()
    await page.getByText('¥3,199.00').waitFor()
    await expect.poll(() => heard.filter((tradeNo) => tradeNo === trade.tradeNo).length).toBe(2)
    const other = attempt()
    await bank.control.open(await bank.provider.openCashier(other))
    await bank.control.pay(other.tradeNo)
    expect(await bank.provider.query(other)).toMatchObject({ amountFen: 320_000 })
    await page.context().close()
  }, 60_000)

  test('shows a payment under way until the money is there', async () => {
    const trade = attempt({ method: 'netbank' })
    const page = await open(trade, phone)
    await bank.control.behave({ processingS: 3 }, trade.tradeNo)
    await bank.control.pay(trade.tradeNo)
    await page.reload()
    await page.getByRole('heading', { name: '正在处理' }).waitFor()
    expect(await problems(page)).toEqual([])
    expect(await bank.provider.query(trade)).toEqual({ state: 'waiting' })
    await page.getByRole('heading', { name: '支付成功' }).waitFor({ timeout: 45_000 })
    await expect.poll(() => heard).toContain(trade.tradeNo)
    await page.context().close()
  }, 60_000)

  test('speaks English from the first switch on', async () => {
    const page = await open(attempt(), phone)
    await page.getByRole('link', { name: 'English' }).click()
    await page.getByRole('heading', { name: 'Pay by card' }).waitFor()
    expect(await problems(page)).toEqual([])
    await page.getByRole('button', { name: 'Fill in Debit card with money' }).click()
    await page.getByRole('button', { name: 'Next' }).click()
    await page.getByRole('heading', { name: 'SMS code' }).waitFor()
    await page.context().close()
  }, 60_000)

  test('without scripts pays all the same, also by U-key', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false })
    const page = await context.newPage()
    const trade = attempt({ method: 'netbank' })
    const cashier = await bank.provider.openCashier(trade)
    await page.goto(cashier.kind === 'redirect' ? cashier.url : '')
    await page.getByRole('button', { name: '下一步' }).click()
    await page.getByLabel('企业客户号').fill('20260001')
    await page.getByLabel('操作员').fill('01')
    await page.getByLabel('登录密码').fill('x')
    await page.getByRole('button', { name: '登录' }).click()
    await page.getByRole('button', { name: '插入 U 盾并确认' }).click()
    await page.getByLabel('U 盾密码（6 位）').fill('123456')
    await page.getByRole('button', { name: '确认付款' }).click()
    await page.getByRole('heading', { name: '支付成功' }).waitFor()
    await context.close()
  }, 60_000)

  test('runs nothing but its own script, and is shown in no other page', async () => {
    const response = await fetch(`${bank.url}/pay/none`)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-security-policy')).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    )
    const context = await browser.newContext()
    const page = await context.newPage()
    const refused: string[] = []
    page.on('console', (message) => refused.push(message.text()))
    const cashier = await bank.provider.openCashier(attempt({ description: '<script>alert(1)</script><b>x</b>' }))
    await page.goto(cashier.kind === 'redirect' ? cashier.url : '')
    expect(await page.getByText('<script>alert(1)</script><b>x</b>').count()).toBe(1)
    // Its own script has run and its own style is there.
    await page.getByRole('button', { name: '填入 储蓄卡，余额充足' }).click()
    expect(await page.evaluate('getComputedStyle(document.querySelector("header")).backgroundColor')).toBe(
      'rgb(11, 94, 107)',
    )
    expect(refused).toEqual([])
    await page.addScriptTag({ content: 'document.title = "theirs"' }).catch(() => {})
    expect(await page.title()).not.toBe('theirs')
    expect(refused.join()).toContain('Content Security Policy')
    await context.close()
  }, 60_000)

  test('the control page shows what came and sets what every trade meets, for who has the token', async () => {
    const context = await browser.newContext({ viewport: desk, bypassCSP: true })
    const page = await context.newPage()
    await page.goto(`${bank.url}/control/`)
    await page.getByText('open this page with the address').waitFor()
    await page.goto(bank.controlPage)
    expect(page.url()).not.toContain('token')
    expect(await problems(page)).toEqual([])
    await page.getByLabel('退款结果').selectOption({ label: '立即失败' })
    await page.getByRole('button', { name: '保存' }).click()
    await page.waitForLoadState()
    expect(await page.getByLabel('退款结果').inputValue()).toBe('failed')
    await bank.control.behave({ refund: 'done' })
    await page.setViewportSize(phone)
    expect(await problems(page)).toEqual([])
    await context.close()
  }, 60_000)
})
