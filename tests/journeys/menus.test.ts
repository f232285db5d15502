import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { makeBatch } from '../support/cards.ts'
import { makeEnrolment, makeOfflinePlan } from '../support/enrolments.ts'
import { type Journey, openJourney, staff } from '../support/journey.ts'
import { makeLearner } from '../support/people.ts'
import { openWorld, type World } from '../support/world.ts'

/**
 * Every menu of seed 002's screens, by the manual's own name: it stands where an organisation's admin looks for it, on a
 * phone and on a desk, and the page behind it opens.
 */
const menus: readonly { readonly menu: string; readonly entries: readonly [name: string, address: string][] }[] = [
  {
    menu: '组织缴费',
    entries: [
      ['上传缴费凭证', '/upload'],
      ['缴费订单', '/orders'],
      ['凭证', '/vouchers'],
      ['发票', '/invoices'],
    ],
  },
  {
    menu: '对账管理',
    entries: [
      ['对账管理', '/reconciliation'],
      ['对账报表', '/reports/reconciliation'],
    ],
  },
  {
    menu: '学员缴费管理',
    entries: [
      ['学员缴费', '/recharge'],
      ['学习卡批次', '/cards'],
      ['充值明细', '/cards/history'],
      ['在线充值管理', '/recharges'],
    ],
  },
  {
    menu: '学员管理',
    entries: [
      ['学员管理', '/learners'],
      ['批量导入', '/imports'],
    ],
  },
  {
    menu: '培训管理',
    entries: [
      ['培训计划', '/plans'],
      ['培训计划报表', '/reports/plans'],
    ],
  },
  {
    menu: '学习档案管理',
    entries: [
      ['学习档案管理', '/archive'],
      ['线下档案管理', '/hours'],
      ['证书管理', '/certificates'],
      ['确认书下载', '/letters'],
    ],
  },
  {
    menu: '系统管理',
    entries: [
      ['组织机构', '/tree'],
      ['操作记录', '/audit'],
      ['设置', '/me'],
    ],
  },
]

let world: World
let journey: Journey

beforeAll(async () => {
  world = await openWorld()
  journey = await openJourney(world)
  const { organisation } = journey
  const plan = await makeOfflinePlan(world, { subjects: [{ name: '混凝土检测', feeFen: 140_000 }] })
  const learner = await makeLearner(world, organisation, { name: '吴晓燕' })
  await makeEnrolment(world, { plan, learner, organisation, state: 'confirmed' })
  await makeBatch(world, organisation, { valueFen: 500_000 })
})

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await journey.explain('menus')
})

afterAll(async () => {
  await journey?.close()
  await world?.close()
})

/** Everything that the page asked for has come, nothing of it was refused, and it is a page that there is. */
async function expectOpen(page: Page, address: string): Promise<void> {
  await page.waitForURL((url) => url.pathname === address)
  await page.getByRole('heading', { level: 1 }).first().waitFor()
  await page.waitForLoadState('networkidle')
  // A skeleton is what stands there while nothing has come.
  await expect.poll(() => page.locator('.skeleton').count(), { timeout: 20_000 }).toBe(0)
  expect(await page.getByRole('alert').allInnerTexts(), address).toEqual([])
  expect(await page.getByText('没有这个页面').count(), address).toBe(0)
}

test('on a phone every menu of the manual stands under 全部功能 and opens', async () => {
  const phone = await journey.open('phone', journey.organisation.creditCode)
  await phone.goto(`${journey.product.url}/home`)
  await phone.getByRole('link', { name: '全部功能' }).click()
  for (const { menu, entries } of menus) {
    for (const [name, address] of entries) {
      await phone.goto(`${journey.product.url}/menu`)
      const part = phone.locator('section.section', { has: phone.getByRole('heading', { name: menu, exact: true }) })
      await part.getByRole('link', { name, exact: true }).click()
      await expectOpen(phone, address)
      await journey.look(phone, `menu-phone${address.replaceAll('/', '-')}`)
    }
  }
})

test('on a desk every menu of the manual stands in the rail, unfolds to its entries, and they open', async () => {
  const desk = await journey.open('desk', journey.organisation.creditCode)
  const rail = desk.getByRole('navigation', { name: '主要页面' })
  for (const { menu, entries } of menus) {
    await desk.goto(`${journey.product.url}/home`)
    await rail.getByRole('link', { name: menu, exact: true }).click()
    // Closed it was one line; it leads to its first entry and shows the others.
    await rail
      .getByRole('link', { name: entries[0]?.[0] ?? '', exact: true })
      .last()
      .waitFor()
    for (const [name, address] of entries) {
      await rail.getByRole('link', { name, exact: true }).last().click()
      await expectOpen(desk, address)
      expect(await rail.locator('[aria-current="page"]').textContent(), address).toBe(name)
      await journey.look(desk, `menu-desk${address.replaceAll('/', '-')}`)
    }
  }
})

test('every place of the staff’s rail opens, folded ones too', async () => {
  const desk = await journey.open('desk', staff.finance)
  await desk.goto(`${journey.product.url}/desk/today`)
  const rail = desk.getByRole('navigation', { name: '主要页面' })
  await rail.getByRole('link').first().waitFor()
  const hrefs = () =>
    rail.getByRole('link').evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''))
  const waiting = [...new Set(await hrefs())]
  const seen = new Set<string>()
  for (let href = waiting.shift(); href !== undefined; href = waiting.shift()) {
    if (seen.has(href)) continue
    seen.add(href)
    await rail.locator(`a[href="${href}"]`).last().click()
    await desk.waitForURL((url) => url.pathname.startsWith(href))
    await desk.getByRole('heading', { level: 1 }).first().waitFor()
    await desk.waitForLoadState('networkidle')
    await expect.poll(() => desk.locator('.skeleton').count(), { timeout: 20_000 }).toBe(0)
    expect(await desk.getByRole('alert').allInnerTexts(), href).toEqual([])
    await journey.look(desk, `rail${href.replaceAll('/', '-')}`)
    // What unfolded goes first: it folds again when the next menu opens.
    waiting.unshift(...(await hrefs()).filter((one) => !seen.has(one) && !waiting.includes(one)))
  }
  expect([...seen]).toEqual(
    expect.arrayContaining([
      '/desk/cards',
      '/desk/cards/history',
      '/desk/ledger',
      '/desk/certificates',
      '/desk/letters',
    ]),
  )
})
