// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { desk, type Look, useBrowserSite } from './browser-site.ts'
import { createEnrolmentDesk, deskFinance, deskReviewer, enrolment, plans, units } from './desk-enrolment-answers.ts'
import { createPaymentDesk, notice, payment } from './desk-payment-answers.ts'
import { answerPeople } from './people-answers.ts'

const site = useBrowserSite()
const open = (address: string, look: Look = desk): Promise<Page> => site.open(address, look)

const looks: readonly Look[] = [desk, { width: 1024, height: 768, theme: 'dark', language: 'en' }]

describe.each(looks)('$width px, $theme, $language', (look) => {
  const group = `plan=${plans[0].id}&organisation=${units[0].id}`
  const pages: readonly { address: string; shows: string; finance?: boolean }[] = [
    { address: '/desk/enrolments', shows: units[0].name },
    { address: `/desk/enrolments/${enrolment(0).id}?${group}`, shows: plans[0].number },
    { address: `/desk/enrolments/${enrolment(900).id}?state=all`, shows: plans[1].number },
    { address: `/desk/payments/${payment(4).id}`, shows: '2926', finance: true },
    { address: `/desk/payments/${notice(1).id}?tab=open`, shows: 'version=5.1.0', finance: true },
    { address: '/desk/today', shows: units[0].name },
  ]
  test.each(pages)(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows, finance }) => {
      const me = finance ? deskFinance : deskReviewer
      site.app.answer = answerPeople(me, { ...(finance ? createPaymentDesk() : createEnrolmentDesk()).procedures })
      const page = await open(address, look)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test('groups stand by due time; the tick of one takes everybody of it, and without one of them it is gone', async () => {
  const desk = createEnrolmentDesk()
  site.app.answer = answerPeople(deskReviewer, desk.procedures)
  const page = await open('/desk/enrolments')
  const groups = page.locator('[data-queue-item]')
  await groups.first().waitFor()
  expect(await page.locator('.queue-item-name').allTextContents()).toEqual(units.map(({ name }) => name))
  expect(await groups.nth(0).locator('.queue-item-overdue').textContent()).toContain('逾期')
  await groups.nth(2).getByRole('checkbox').check()
  await page.getByText('已勾 70 人').waitFor()
  expect(await groups.nth(2).getByRole('checkbox').isChecked()).toBe(true)

  await groups.nth(1).getByRole('button').click()
  await page.locator(`tr[data-row="${enrolment(5).id}"]`).waitFor()
  expect(await page.locator('tr[data-row] input:checked').count()).toBe(0)
  await groups.nth(1).getByRole('checkbox').check()
  await page.getByText('已勾 78 人').waitFor()
  expect(await page.locator('tr[data-row] input:checked').count()).toBe(8)
  await page
    .locator(`tr[data-row="${enrolment(6).id}"]`)
    .locator('label')
    .click()
  await page.getByText('已勾 77 人').waitFor()
  expect(await groups.nth(1).getByRole('checkbox').isChecked()).toBe(false)
  await groups.nth(2).getByRole('checkbox').uncheck()
  await page.getByText('已勾 7 人').waitFor()
}, 60_000)

test('a reviewer goes through a group by keys alone, one rejected, the rest confirmed at once', async () => {
  const desk = createEnrolmentDesk()
  site.app.answer = answerPeople(deskReviewer, desk.procedures)
  const page = await open('/desk/enrolments')
  await page.locator('[data-queue-item]').first().waitFor()
  await page.keyboard.press(']')
  await page.getByText('共 5 条').waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: /驳回/ }).waitFor()
  await page.keyboard.press('r')
  await page.getByText('为什么驳回').first().waitFor()
  await page.keyboard.press('1')
  await page.keyboard.press('Enter')
  await page.getByText(`已驳回 ${enrolment(1).learner.name}`).waitFor()
  await page.getByText('共 4 条').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press('Shift+X')
  await page.getByText('已勾 4 人').waitFor()
  await page.keyboard.press('Shift+A')
  await page.getByText('确认 4 人的报名').waitFor()
  await page.keyboard.press('Enter')
  await page.getByText('已确认 4 人').waitFor()
  const left = [0, 2, 3, 4].map((index) => enrolment(index).id)
  expect(desk.decided.at(-1)).toEqual({ confirm: left.map((id) => ({ id, version: 3 })), reject: [] })
}, 60_000)
