// @vitest-environment node
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { looks, phone, useBrowserSite } from './browser-site.ts'
import { certificateAnswers, certificates, certifiedPlan, checked } from './certificate-samples.ts'
import { answerPeople } from './people-answers.ts'
import { organisationAdmin, reviewer } from './people-samples.ts'

const site = useBrowserSite()
/** What somebody who scans a certificate waits for at a counter, compressed: scripts, styles and the page itself. */
const mostFirstLoadBytes = 60 * 1024

describe.each(looks)('$width px, $theme, $language', (look) => {
  const english = look.language === 'en'
  const pages: readonly { address: string; shows: string; staff?: boolean }[] = [
    { address: '/check', shows: english ? 'Check code' : '查验码' },
    { address: '/c/K7M29QXR4TBW', shows: checked.nameMasked },
    { address: '/c/PJXPKM8PA6MZ', shows: english ? 'This certificate was revoked' : '这张证书已经作废' },
    { address: '/c/222222222222', shows: english ? 'No such certificate' : '没有查到这张证书' },
    { address: '/certificates', shows: certificates.valid.number },
    { address: `/certificates/${certificates.revoked.id}`, shows: certificates.revoked.learnerName },
    ...(look.width >= 1024
      ? [
          { address: '/desk/certificates', shows: certificates.valid.number, staff: true },
          { address: `/desk/certificates/${certificates.valid.id}`, shows: certifiedPlan.name, staff: true },
        ]
      : []),
  ]
  test.each(pages)(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows, staff }) => {
      site.app.answer = answerPeople(staff ? reviewer : organisationAdmin, certificateAnswers)
      const page = await site.open(address, look)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test.each(['/c/K7M29QXR4TBW', '/check'])(
  '%s is asked for by nobody who is logged in, and is small enough for one bar of signal',
  async (address) => {
    const asked: string[] = []
    const answer = answerPeople(organisationAdmin, certificateAnswers)
    site.app.answer = (request, response, body) => {
      asked.push(new URL(request.url ?? '/', 'http://localhost').pathname)
      return answer(request, response, body)
    }
    const page = await site.open(address, phone)
    await page.getByText(address === '/check' ? '证书左下方' : checked.nameMasked).waitFor()
    await page.waitForLoadState('networkidle')
    // Neither needs to know who looks.
    expect(asked.filter((one) => one.startsWith('/trpc/'))).toEqual(
      address === '/check' ? [] : ['/trpc/certificates.check'],
    )
    const files = asked.filter((one) => /\.(js|css)$/.test(one))
    const sizes = await Promise.all(
      ['index.html', ...new Set(files)].map(
        async (one) => brotliCompressSync(await readFile(path.join(site.app.folder, one))).length,
      ),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(mostFirstLoadBytes)
  },
  60_000,
)
