// @vitest-environment node
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { desk, looks, useBrowserSite } from './browser-site.ts'
import { answerPeople } from './people-answers.ts'
import { learnerRow, organisationAdmin, previewed, reviewer, wrongRows } from './people-samples.ts'

const site = useBrowserSite()

describe.each(looks)('$width px, $theme, $language', (look) => {
  const longName = learnerRow(2).name
  const pages: readonly { address: string; shows: string }[] = [
    { address: '/learners', shows: longName },
    { address: `/learners/${learnerRow(2).id}`, shows: longName },
    { address: `/imports/${previewed.id}`, shows: previewed.fileName },
  ]
  test.each(pages)(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows }) => {
      site.app.answer = answerPeople(organisationAdmin)
      const page = await site.open(address, look)
      await page.getByText(shows).first().waitFor()
      await page.waitForLoadState('networkidle')
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    },
    60_000,
  )
})

test('axe finds nothing on the lists of the whole centre, which name the organisation of each person', async () => {
  site.app.answer = answerPeople(reviewer)
  const page = await site.open('/desk/learners', desk)
  await page.getByRole('columnheader', { name: '单位' }).waitFor()
  expect(await axe(page)).toEqual([])
}, 60_000)

test('people stay ticked when more of them are loaded; j, x, Enter and Esc do what the list of keys says', async () => {
  site.app.answer = answerPeople(organisationAdmin)
  const page = await site.open('/learners', desk)
  await page.locator('tr[data-row]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByText('已勾 2 人').waitFor()
  await page.getByRole('button', { name: '再看 50 条' }).click()
  await page.getByText('共 60 条').waitFor()
  expect(await page.getByText('已勾 2 人').isVisible()).toBe(true)
  expect(await page.locator('tr[data-row] input:checked').count()).toBe(2)
  // All that match, also those that are on no page yet.
  await page.getByRole('button', { name: '勾上全部 60 人' }).click()
  await page.getByText('符合条件的全部 60 人').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('符合条件的全部').waitFor({ state: 'detached' })

  await page.keyboard.press('k')
  await page.keyboard.press('Enter')
  await page.getByRole('button', { name: '发密码' }).waitFor()
  expect(new URL(page.url()).pathname).toBe(`/learners/${learnerRow(0).id}`)
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '发密码' }).waitFor({ state: 'detached' })
  await page.keyboard.press('n')
  await page.getByRole('textbox', { name: '证件号码', exact: true }).waitFor()
  expect(await page.evaluate(() => document.activeElement?.tagName)).toBe('INPUT')
}, 60_000)

test('on a desk the next wrong row stands open when one is put right, and has the keyboard', async () => {
  let wrong = wrongRows
  site.app.answer = answerPeople(organisationAdmin, {
    'imports.rows': () => ({ rows: wrong, nextCursor: null, version: 4, counts: previewed.counts }),
    'imports.fixRow': ({ row }) => {
      const rows = wrong.filter((one) => one.row === row).map((one) => ({ ...one, outcome: 'new', issues: [] }))
      wrong = wrong.filter((one) => one.row !== row)
      return { version: 4, counts: previewed.counts, corrected: 1, rows }
    },
  })
  const page = await site.open(`/imports/${previewed.id}`, desk)
  await page.locator('tr[data-row]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: '第 9 行' }).waitFor()
  await page.getByRole('button', { name: '改成 320411198512121116' }).click()
  await page.getByRole('heading', { name: '第 37 行' }).waitFor()
  await page.waitForFunction(() => document.activeElement?.getAttribute('aria-invalid') === 'true')
  expect(await page.getByLabel('所属部门').evaluate((input) => input === document.activeElement)).toBe(true)
  // Out of the field, then out of the row.
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: '导入 292 行' }).waitFor()
}, 60_000)

test('disabling everybody is asked once more, because nothing undoes it', async () => {
  const disabled: unknown[] = []
  site.app.answer = answerPeople(organisationAdmin, {
    'learners.setEnabled': (input) => {
      disabled.push(input)
      return { changed: 60 }
    },
  })
  const page = await site.open('/learners', desk)
  await page.locator('tr[data-row]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByRole('button', { name: '勾上全部 60 人' }).click()
  await page.getByRole('button', { name: '停用', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '停用全部 60 人' })
  await dialog.waitFor()
  expect(await axe(page)).toEqual([])
  expect(disabled).toEqual([])
  await dialog.getByRole('button', { name: '停用全部 60 人' }).click()
  await dialog.waitFor({ state: 'detached' })
  expect(disabled).toEqual([{ selection: { filter: {}, expectedCount: 60 }, enabled: false, reason: '' }])
}, 60_000)
