// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import type { SavedFilter } from '../../server/features/reports/saved-filters.schema.ts'
import { axe } from './axe.ts'
import { desk, looks, phone, useBrowserSite } from './browser-site.ts'
import { deskAdmin } from './desk-mail-answers.ts'
import { plan } from './enrolment-samples.ts'
import { answerPeople } from './people-answers.ts'
import { organisation, organisationAdmin, reviewer } from './people-samples.ts'
import { archiveRows, archiveTotals, figures, invoices, money, planRows, unitHead, unitRows } from './report-samples.ts'

const site = useBrowserSite()

type Input = Record<string, unknown>
type Said = { path: string; input: Input }

const page = (rows: readonly unknown[]) => ({ rows, nextCursor: null })
const known: Record<string, (input: Input) => unknown> = {
  'plans.list': () => page([plan]),
  'plans.listAll': () => page([plan]),
  'plans.years': () => ({ years: [2026, 2025] }),
  'organisations.find': () => page([]),
  'enrolments.reviewCounts': () => ({ submitted: 0 }),
  'reports.plans': () => page(planRows),
  'reports.planTotals': () => ({ plans: 1, ...figures }),
  'reports.units': () => ({ ...page(unitRows), totals: figures }),
  'reports.unitHead': () => unitHead,
  'reports.archive': ({ state }) => page(archiveRows.filter((row) => !state || row.state === state)),
  'reports.archiveTotals': () => archiveTotals,
  'reports.money': () => page(money.rows),
  'reports.moneyTotals': () => money.totals,
  'reports.invoices': () => page(invoices.rows),
  'reports.invoiceTotals': () => invoices.totals,
  'reports.savedFilters': () => [],
}

/** Answers like the server; what was asked is kept. */
function answer(me = organisationAdmin, instead: typeof known = {}): Said[] {
  const said: Said[] = []
  const heard = Object.entries({ ...known, ...instead }).map(([path, procedure]) => [
    path,
    (input: Input) => {
      said.push({ path, input })
      return procedure(input)
    },
  ])
  site.app.answer = answerPeople(me, Object.fromEntries(heard))
  return said
}
const last = (said: readonly Said[], path: string) => said.findLast((one) => one.path === path)?.input

async function healthy(shown: Page, width: number): Promise<void> {
  await shown.waitForLoadState('networkidle')
  expect(await axe(shown)).toEqual([])
  expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
}

const [planRow, archiveRow] = [planRows[0], archiveRows[0]]
const planName = planRow?.plan.name ?? ''

describe.each(looks)('$width px, $theme, $language', (look) => {
  test.each([
    ['/reports/plans', planName],
    [`/reports/plans?plan=${plan.id}&view=units`, organisation.name],
    ['/archive', archiveRow?.learner.name ?? ''],
    ['/reports/reconciliation', '2026-05'],
    ['/reports/invoices', '2026-05'],
  ])(
    'axe finds nothing on %s of an organisation',
    async (address, shows) => {
      answer()
      const shown = await site.open(address, look)
      await shown.getByText(shows).filter({ visible: true }).first().waitFor()
      await healthy(shown, look.width)
    },
    60_000,
  )
})

describe.each([desk, { width: 1024, height: 768, theme: 'dark', language: 'en' }] as const)(
  'staff, $width px, $theme, $language',
  (look) => {
    test.each([
      ['/desk/reports/plans', planName],
      ['/desk/reports/plans?view=units', organisation.name],
      ['/desk/reports/archive', archiveRow?.learner.name ?? ''],
      ['/desk/reports/reconciliation', '2026-05'],
      ['/desk/reports/invoices', '2026-05'],
    ])(
      'axe finds nothing on %s',
      async (address, shows) => {
        answer(deskAdmin)
        const shown = await site.open(address, look)
        await shown.getByText(shows).filter({ visible: true }).first().waitFor()
        await healthy(shown, look.width)
      },
      60_000,
    )
  },
)

test('a plan leads to its units, a unit to those below it, all of it in the address', async () => {
  const said = answer(deskAdmin)
  const shown = await site.open('/desk/reports/plans?year=2026', desk)
  await shown.getByText(planName).first().click()
  await shown.getByText(organisation.name).first().waitFor()
  await expect.poll(() => last(said, 'reports.units')).toMatchObject({ of: 'centre', planId: plan.id })
  await shown.getByRole('row', { name: new RegExp(organisation.name) }).click()
  await expect.poll(() => last(said, 'reports.units')).toMatchObject({ planId: plan.id, parentId: organisation.id })
  const { searchParams } = new URL(shown.url())
  expect(Object.fromEntries(searchParams)).toMatchObject({ view: 'units', plan: plan.id, in: organisation.id })
}, 60_000)

test('学习档案 is cut by progress, and rows lead to the learner', async () => {
  const said = answer(reviewer)
  const shown = await site.open('/desk/reports/archive?state=reached', desk)
  await shown.getByText('阿卜杜热合曼·麦麦提吐尔逊').first().waitFor()
  await expect.poll(() => last(said, 'reports.archive')).toMatchObject({ of: 'centre', state: 'reached' })
  await expect.poll(() => last(said, 'reports.archiveTotals')).toMatchObject({ of: 'centre', state: 'reached' })
  await shown.getByRole('row', { name: /阿卜杜热合曼/ }).click()
  await shown.waitForURL(/\/desk\/learners\//)
}, 60_000)

test('an export asks for what is shown', async () => {
  answer()
  const shown = await site.open('/archive?state=waiting', phone)
  await shown.getByText('阿卜杜热合曼·麦麦提吐尔逊').first().waitFor()
  const request = shown.waitForRequest('**/api/reports/export')
  await shown.getByRole('button', { name: '导出 Excel' }).click()
  expect((await request).postDataJSON()).toMatchObject({
    report: 'archive',
    filter: { of: 'own', state: 'waiting' },
    locale: 'zh-CN',
  })
}, 60_000)

test('filters are saved under a name, chosen again, renamed, and removed with a way back', async () => {
  let saved: SavedFilter[] = []
  const keep = (row: Input) => {
    saved = [...saved.filter((one) => one.id !== row.id), row as unknown as SavedFilter]
    return row
  }
  const said = answer(deskAdmin, {
    'reports.savedFilters': () => saved,
    'reports.saveFilter': keep,
    'reports.renameFilter': ({ id, name }) => keep({ ...saved.find((one) => one.id === id), name }),
    'reports.removeFilter': ({ id }) => {
      saved = saved.filter((one) => one.id !== id)
      return { id }
    },
  })
  const shown = await site.open('/desk/reports/archive', desk)
  const menu = shown.getByRole('button', { name: '常用筛选' })
  await menu.click()
  expect(await shown.getByRole('menuitem', { name: '先设好筛选再保存' }).isDisabled()).toBe(true)
  await shown.keyboard.press('Escape')

  await shown.goto(`${site.app.address}/desk/reports/archive?state=waiting&year=2026`)
  await menu.click()
  await shown.getByRole('menuitem', { name: '保存现在的筛选…' }).click()
  await shown.getByLabel('名称').fill('今年待审核')
  await shown.getByRole('button', { name: '保存', exact: true }).click()
  await shown.getByText('已保存“今年待审核”').waitFor()
  await expect
    .poll(() => last(said, 'reports.saveFilter'))
    .toMatchObject({ page: '/desk/reports/archive', name: '今年待审核' })
  expect(Object.fromEntries(new URLSearchParams(saved[0]?.query))).toEqual({ state: 'waiting', year: '2026' })

  await shown.goto(`${site.app.address}/desk/reports/archive`)
  await menu.click()
  await shown.getByRole('menuitemcheckbox', { name: '今年待审核' }).or(shown.getByText('今年待审核')).first().click()
  await shown.waitForURL(/state=waiting/)

  await menu.click()
  await shown.getByRole('menuitem', { name: '改名、删除…' }).click()
  await shown.getByRole('textbox', { name: '名称' }).fill('待审核')
  await shown.getByRole('button', { name: '改名' }).click()
  await shown.getByRole('button', { name: '删除 待审核' }).click()
  await shown.getByText('已删除“待审核”').waitFor()
  expect(saved).toEqual([])
  await shown.getByRole('button', { name: '撤销' }).click()
  await expect.poll(() => saved.map((one) => one.name)).toEqual(['待审核'])
}, 60_000)
