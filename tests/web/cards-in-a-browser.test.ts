// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { desk, type Look, looks, phone, useBrowserSite } from './browser-site.ts'
import { answerCards } from './card-answers.ts'
import { batch, batchId, batchView, checkOf, operation, operationId, planId, refusedPerson } from './card-samples.ts'
import { learnerRow, organisationAdmin, previewed, reviewer } from './people-samples.ts'

const site = useBrowserSite()
const finance = { ...reviewer, staffRoles: ['finance' as const] }

async function open(address: string, look: Look): Promise<Page> {
  const page = await site.open(address, look)
  await page.waitForLoadState('networkidle')
  return page
}

async function checkPage(page: Page, look: Look, what: string): Promise<void> {
  expect(await axe(page), what).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth), what).toBeLessThanOrEqual(look.width)
}

describe.each(looks)('$width px, $theme, $language', (look) => {
  const pages: readonly { address: string; shows: string }[] = [
    { address: `/recharge?plan=${planId}`, shows: learnerRow(2).name },
    { address: `/recharge/import?plan=${planId}`, shows: 'PX2648GEXM' },
    { address: '/cards', shows: batch.plan.name },
    { address: `/cards/${batchId}`, shows: batch.plan.name },
    { address: `/cards/${batchId}/take-back`, shows: learnerRow(2).name },
    { address: '/cards/history', shows: learnerRow(2).name },
    { address: `/cards/operations/${operationId}`, shows: learnerRow(2).name },
    { address: `/learners/${learnerRow(2).id}`, shows: batch.plan.name },
  ]
  test.each(pages)(
    'axe finds nothing on $address, and nothing is wider than the window',
    async ({ address, shows }) => {
      site.app.answer = answerCards(organisationAdmin)
      const page = await open(address, look)
      await page.getByText(shows).first().waitFor({ state: 'attached' })
      await checkPage(page, look, address)
    },
    60_000,
  )

  test('the second and the third step of a recharge, and a course to be opened, are as good', async () => {
    site.app.answer = answerCards(organisationAdmin, {
      'studyCards.checkOperation': ({ kind }) =>
        kind === 'open'
          ? { ...checkOf(60, 24_000, [refusedPerson(1, 'balanceTooLow', 22_000)]), batch: null, feeFen: 24_000 }
          : checkOf(60, 2_000, [refusedPerson(3, 'disabled')]),
    })
    const page = await open(`/recharge?plan=${planId}`, look)
    await page.locator('input[type=checkbox]').first().check({ force: true })
    for (const step of ['way', 'check', 'open']) {
      await page.goto(`${new URL(page.url()).origin}/recharge?plan=${planId}&step=${step}`)
      if (step === 'way') {
        await page.getByRole('radio', { name: /6,720\.00/ }).waitFor()
        await page.locator('input[inputmode=decimal]').fill('20')
        await page.getByRole('radio', { name: /6,720\.00/ }).check({ force: true })
      } else
        await page
          .getByText(learnerRow(step === 'open' ? 1 : 3).name)
          .first()
          .waitFor()
      await page.waitForLoadState('networkidle')
      await checkPage(page, look, step)
    }
  }, 60_000)

  if (look.width >= 1024) {
    test.each(['/desk/cards', `/desk/cards/${batchId}`, '/desk/cards/history', '/desk/cards/recharge'])(
      'axe finds nothing on %s',
      async (address) => {
        site.app.answer = answerCards(finance, {
          'studyCards.batch': () => ({ ...batchView, may: { recharge: true, takeBack: true, prolong: true } }),
        })
        const page = await open(address, look)
        await page.locator('tr[data-row]').first().waitFor()
        await checkPage(page, look, address)
      },
      60_000,
    )
  }
})

test('on a desk people are ticked across pages by keys, and R and O lead to the next step beside them', async () => {
  site.app.answer = answerCards(organisationAdmin)
  const page = await open(`/recharge?plan=${planId}`, desk)
  await page.locator('tr[data-row]').first().waitFor()
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await page.getByText('已勾 1 人').waitFor()
  await page.getByRole('button', { name: '勾上符合条件的全部 60 人' }).click()
  await page.getByText('已勾 60 人').waitFor()
  await page.keyboard.press('r')
  await page.getByRole('heading', { name: '第二步：选择充值方式' }).waitFor()
  expect(new URL(page.url()).searchParams.get('step')).toBe('way')
  await page.keyboard.press('Escape')
  await page.getByRole('heading', { name: '第二步：选择充值方式' }).waitFor({ state: 'detached' })
  await page.getByText('已勾 60 人').waitFor()
  await page.keyboard.press('o')
  await page.getByRole('heading', { name: '开通课程' }).waitFor()
}, 60_000)

test('who is ticked and how much survives a reload of the phone', async () => {
  site.app.answer = answerCards(organisationAdmin)
  const page = await open(`/recharge?plan=${planId}`, phone)
  await page.getByText('全选已列出的').click()
  await page.getByRole('button', { name: '勾上符合条件的全部 60 人' }).click()
  await page.getByRole('button', { name: '充值 60 人' }).click()
  await page.getByRole('textbox', { name: /每人充值/ }).fill('20')
  await page.getByText('¥1,200.00').waitFor()
  await page.reload()
  await page.getByText('¥1,200.00').waitFor()
  expect(await page.getByRole('textbox', { name: /每人充值/ }).inputValue()).toBe('20.00')
}, 60_000)

test('an operation is followed while the worker has it, and says what became of it', async () => {
  let asked = 0
  site.app.answer = answerCards(organisationAdmin, {
    'studyCards.operation': () =>
      ++asked < 3 ? { ...operation, state: 'running', done: 20 * asked } : { ...operation, state: 'done' },
  })
  const page = await open(`/cards/operations/${operationId}`, phone)
  await page.getByRole('progressbar').waitFor()
  await page.getByRole('heading', { name: '已给 60 人充值 ¥1,200.00' }).waitFor()
  const [asking] = await Promise.all([
    page.waitForRequest((request) => request.url().includes('/api/files/')),
    page.getByRole('button', { name: '打印清单' }).click(),
  ])
  expect(new URL(asking.url()).pathname).toBe(`/api/files/card-operations/${operationId}/list.pdf`)
}, 60_000)

test('an import of recharges leads to the operation that it made', async () => {
  site.app.answer = answerCards(organisationAdmin, {
    'imports.get': () => ({
      ...previewed,
      kind: 'recharges',
      state: 'committed',
      result: { created: 12, updated: 0, committedAt: previewed.createdAt },
    }),
  })
  const page = await open(`/imports/${previewed.id}`, phone)
  expect(await page.getByRole('link', { name: '看充值进度' }).getAttribute('href')).toBe(
    `/cards/operations/${previewed.id}`,
  )
  expect(await page.getByText('12 人已提交充值，正在办。').count()).toBe(1)
}, 60_000)

test('an operation that failed says that nothing was moved, why, and where to go on', async () => {
  site.app.answer = answerCards(organisationAdmin, {
    'studyCards.operation': () => ({
      ...operation,
      state: 'failed',
      error: { code: 'cardBatchTooLow', details: { leftFen: 60_000, wantedFen: 120_000, missingFen: 60_000 } },
    }),
  })
  const page = await open(`/cards/operations/${operationId}`, phone)
  await page.getByRole('heading', { name: '没有办成，一笔都没动' }).waitFor()
  expect(await page.getByRole('alert').textContent()).toContain('1,200.00')
  expect(await page.getByRole('link', { name: '改好再办' }).getAttribute('href')).toBe(`/recharge?plan=${planId}`)
}, 60_000)
