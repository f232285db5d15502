// @vitest-environment node
import { describe, expect, test } from 'vitest'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import { axe } from './axe.ts'
import { desk, type Look, phone, useBrowserSite } from './browser-site.ts'
import { deskFinance } from './desk-enrolment-answers.ts'
import { bouncedAddress, createMailDesk, deskAdmin, mail } from './desk-mail-answers.ts'
import { answerPeople } from './people-answers.ts'

const site = useBrowserSite()

const organisationAdmin: Me = {
  ...deskFinance,
  staffRoles: [],
  organisation: { id: mail(0).organisationId ?? '', name: mail(0).organisationName },
  organisations: [{ id: mail(0).organisationId ?? '', name: mail(0).organisationName }],
}
const narrow: Look = { width: 1024, height: 768, theme: 'dark', language: 'en' }
const smallPhone: Look = { width: 360, height: 740, theme: 'dark', language: 'en' }

const pages: readonly { address: string; shows: string; me: Me; looks: readonly Look[] }[] = [
  { address: '/desk/templates/invoiceIssued', shows: '26427000000316294884', me: deskAdmin, looks: [desk, narrow] },
  {
    address: `/desk/mail/${mail(0).id}?address=${encodeURIComponent(bouncedAddress)}`,
    shows: '550 5.1.1 no such user',
    me: deskAdmin,
    looks: [desk, narrow],
  },
  { address: '/notices/mail', shows: bouncedAddress, me: organisationAdmin, looks: [phone, smallPhone, desk] },
]

describe.each(pages)('$address', ({ address, shows, me, looks }) => {
  test.each(looks)(
    '$width px, $theme, $language: axe finds nothing, and nothing is wider than the window',
    async (look) => {
      site.app.answer = answerPeople(me, createMailDesk().procedures)
      const page = await site.open(address, look)
      const shown = address.startsWith('/desk/templates')
        ? page.frameLocator('iframe').first().getByText(shows)
        : page.getByText(shows)
      await shown.first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test('a template is written by keyboard alone: to the kind, into the box, saved, and the next one', async () => {
  const answers = createMailDesk()
  site.app.answer = answerPeople(deskAdmin, answers.procedures)
  const page = await site.open('/desk/templates/orderExpired', desk)
  await page.locator('[data-template="zh-CN"] input').waitFor()
  await page.keyboard.press('1')
  await page.keyboard.press('Control+A')
  await page.keyboard.type('到期了：{orderNumber}')
  await page.frameLocator('[data-template="zh-CN"] iframe').getByText('订单 PX26W3N8PX（¥3,200.00）').waitFor()
  await page.getByText('到期了：PX26W3N8PX').waitFor()
  await page.keyboard.press('Control+s')
  await page.getByText('订单过期的中文模板已保存').waitFor()
  expect(answers.savedWords('orderExpired', 'zh-CN')?.title).toBe('到期了：{orderNumber}')
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await page.waitForURL(/\/desk\/templates\/(?!orderExpired)/)
}, 60_000)
