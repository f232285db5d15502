// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { looks, phone, useBrowserSite } from './browser-site.ts'
import { letterAnswers, letters } from './letter-samples.ts'
import { answerPeople } from './people-answers.ts'
import { organisationAdmin, reviewer } from './people-samples.ts'

const site = useBrowserSite()
const planAnswers = {
  'plans.list': () => ({ rows: [{ id: letters.one.plan.id, name: letters.one.plan.name }], nextCursor: null }),
}

describe.each(looks)('$width px, $theme, $language', (look) => {
  const english = look.language === 'en'
  const pages: readonly { address: string; shows: string; staff?: boolean }[] = [
    { address: '/letters', shows: letters.two.plan.name },
    { address: `/letters/${letters.one.id}`, shows: '91320411MA10001051'.slice(0, 4) },
    { address: `/letters/${letters.received.id}`, shows: letters.received.note },
    { address: '/letters/new', shows: english ? 'What the letter will say' : '确认书上会写' },
    ...(look.width >= 1024
      ? [
          { address: '/desk/letters', shows: english ? 'Scan or type a code' : '扫码或输入编号', staff: true },
          {
            address: `/desk/letters/${letters.one.id}`,
            shows: english ? 'What the letter says' : '确认书内容',
            staff: true,
          },
        ]
      : []),
  ]
  test.each(pages)(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows, staff }) => {
      site.app.answer = answerPeople(staff ? reviewer : organisationAdmin, { ...letterAnswers, ...planAnswers })
      const page = await site.open(address, look)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test('a PDF is saved under its own name; one that is refused says why, in a sentence, where it was asked for', async () => {
  const answer = answerPeople(organisationAdmin, letterAnswers)
  let busy = true
  site.app.answer = (request, response, body) => {
    if (!request.url?.startsWith('/api/files/letters/')) return answer(request, response, body)
    if (busy) {
      response.writeHead(503, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ app: { code: 'printingBusy', details: {} } }))
    } else {
      response.writeHead(200, {
        'content-type': 'application/pdf',
        'content-disposition': `attachment; filename="form.pdf"; filename*=UTF-8''${encodeURIComponent('确认书_甲公司.pdf')}`,
      })
      response.end('%PDF-1.7')
    }
    return true
  }
  const page = await site.open(`/letters/${letters.one.id}`, phone)
  const button = page.getByRole('button', { name: '下载 PDF' })
  await button.click()
  await page.getByText('现在打印的人太多').waitFor()
  busy = false
  const [download] = await Promise.all([page.waitForEvent('download'), button.click()])
  expect(download.suggestedFilename()).toBe('确认书_甲公司.pdf')
  await expect.poll(() => page.getByText('现在打印的人太多').count()).toBe(0)
})
