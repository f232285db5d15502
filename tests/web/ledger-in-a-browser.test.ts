// @vitest-environment node
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { axe } from './axe.ts'
import { desk, type Look, useBrowserSite } from './browser-site.ts'
import { deskAdmin } from './desk-mail-answers.ts'
import { accounts, accountViews, alarm, bank, counterparts, credit, entries, order, proof } from './ledger-samples.ts'
import { answerPeople } from './people-answers.ts'

const site = useBrowserSite()

type Input = Record<string, unknown>
type Said = { path: string; input: Input }

const page = (rows: readonly unknown[]) => ({ rows, nextCursor: null })
const found = <Row extends { readonly id: string }>(rows: readonly Row[], id: unknown): Row => {
  const row = rows.find((one) => one.id === id)
  if (!row) throw new AppError('notFound')
  return row
}
const known: Record<string, (input: Input) => unknown> = {
  'ledger.accounts': ({ kind }) => page(accounts.filter((row) => kind === undefined || row.kind === kind)),
  'ledger.account': ({ id }) => found(accountViews, id),
  'ledger.entries': () => page(entries),
  'ledger.counterparts': ({ search }) => counterparts.filter(({ name }) => name.includes(String(search ?? ''))),
  'ledger.proofs': () => page([proof]),
  'ledger.proof': () => proof,
  'ledger.alarm': () => alarm,
  'reports.savedFilters': () => [],
}

function answer(instead: typeof known = {}): Said[] {
  const said: Said[] = []
  const heard = Object.entries({ ...known, ...instead }).map(([path, procedure]) => [
    path,
    (input: Input) => {
      said.push({ path, input })
      return procedure(input)
    },
  ])
  site.app.answer = answerPeople(deskAdmin, Object.fromEntries(heard))
  return said
}
const last = (said: readonly Said[], path: string) => said.findLast((one) => one.path === path)?.input

async function healthy(shown: Page, look: Look): Promise<void> {
  await shown.waitForLoadState('networkidle')
  expect(await axe(shown)).toEqual([])
  expect(await shown.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
}
const rowsOf = (shown: Page, table: string) => shown.getByRole('table', { name: table }).locator('tbody tr')

describe.each([desk, { width: 1024, height: 768, theme: 'dark', language: 'en' }] as const)(
  '$width px, $theme, $language',
  (look) => {
    test.each([
      ['/desk/ledger', credit.name],
      [`/desk/ledger/${bank.id}`, bank.name],
      [`/desk/ledger/${order.id}`, order.note],
      [`/desk/ledger/${proof.id}?tab=proofs`, '61,960.00'],
    ])(
      'axe finds nothing on %s, and nothing is wider than the window',
      async (address, shows) => {
        answer()
        const shown = await site.open(address, look)
        await shown.getByText(shows).first().waitFor()
        await healthy(shown, look)
      },
      60_000,
    )

    test('axe finds nothing on a chosen entry and on a correction that was sent empty', async () => {
      answer()
      const shown = await site.open(`/desk/ledger/${bank.id}`, look)
      await shown.getByText('-240.00').first().click()
      await shown.getByText(entries[1]?.reason ?? '').waitFor()
      await healthy(shown, look)
      await shown.getByRole('button', { name: /更正|Correct…/ }).click()
      await shown.getByRole('button', { name: /记下更正|Book the correction/ }).click()
      await shown.getByText(/原因至少写|five characters/).waitFor()
      await healthy(shown, look)
    }, 60_000)
  },
)

test('a name is written as large as its cell has room for, and the row keeps its height', async () => {
  answer()
  const shown = await site.open(`/desk/ledger/${bank.id}`, desk)
  const names = rowsOf(shown, '账户').locator('.long-name-words')
  const size = (name: string) =>
    names.getByText(name, { exact: true }).evaluate((words) => getComputedStyle(words).fontSize)
  await names.getByText(credit.name).waitFor()
  expect(await size(bank.name)).toBe('14px')
  expect(await size(credit.name)).toBe('12px')
  for (const height of await rowsOf(shown, '账户').evaluateAll((rows) => rows.map((row) => row.clientHeight)))
    expect(height).toBeLessThanOrEqual(37)
}, 60_000)

test('from an account by its entry to what caused it, and to the account on the other side', async () => {
  answer()
  const shown = await site.open('/desk/ledger', desk)
  await shown.getByText(bank.name).waitFor()
  await shown.keyboard.press('j')
  await shown.keyboard.press('Enter')
  await expect.poll(() => new URL(shown.url()).pathname).toBe(`/desk/ledger/${bank.id}`)
  await rowsOf(shown, '明细').first().click()
  expect(await shown.getByRole('link', { name: '看来由' }).getAttribute('href')).toBe(`/desk/orders/${order.ownerId}`)
  await shown.getByRole('button', { name: '看对方账户' }).click()
  await expect.poll(() => new URL(shown.url()).pathname).toBe(`/desk/ledger/${order.id}`)
  // The money of an order has ways of its own to be put right.
  await shown.getByText('订单的钱不在这里更正', { exact: false }).waitFor()
  expect(await shown.getByRole('button', { name: '更正…' }).count()).toBe(0)
}, 60_000)

test('a correction says what both accounts hold afterwards, and is sent when the amount was typed twice alike', async () => {
  const said = answer({
    'ledger.correct': ({ id }) => ({ id, debitAccountId: credit.id, creditAccountId: bank.id, bookedOn: '2026-05-08' }),
  })
  const shown = await site.open(`/desk/ledger/${credit.id}`, desk)
  await shown.getByRole('button', { name: '更正…' }).click()
  // Eight of the twelve are shown; the others are found by typing.
  await shown.getByText('第8检测有限公司').waitFor()
  expect(await shown.getByText('第9检测有限公司').count()).toBe(0)
  await shown.getByRole('textbox', { name: '对方账户' }).fill('第12')
  await shown.getByText('第12检测有限公司').click()
  await shown.getByRole('textbox', { name: '金额', exact: true }).fill('480')
  await shown.getByRole('textbox', { name: '原因' }).fill('多收的钱转给了同一集团的单位')
  await shown.getByText('¥480.00 → ¥0.00').waitFor()
  await shown.getByText('¥0.00 → ¥480.00').waitFor()
  const again = shown.getByRole('textbox', { name: '再输一遍金额确认' })
  await again.fill('840')
  await shown.getByRole('button', { name: '记下更正' }).click()
  await shown.getByText('和上面的金额不一样', { exact: false }).waitFor()
  expect(last(said, 'ledger.correct')).toBeUndefined()
  await again.fill('480')
  await shown.getByRole('button', { name: '记下更正' }).click()
  await expect
    .poll(() => last(said, 'ledger.correct'))
    .toMatchObject({
      debit: { kind: 'organisationCredit', ownerId: credit.ownerId },
      credit: { kind: 'organisationCredit', ownerId: counterparts[11]?.ownerId },
      amountFen: 48_000,
      reason: '多收的钱转给了同一集团的单位',
    })
}, 60_000)

test('the keys that are listed are those of this page: nothing can be ticked here', async () => {
  answer()
  const shown = await site.open('/desk/ledger', desk)
  await shown.getByText(bank.name).waitFor()
  await shown.keyboard.press('?')
  const help = shown.getByRole('dialog', { name: '快捷键' })
  await help.getByText('↓ 账户').waitFor()
  expect(await help.getByText('勾选').count()).toBe(0)
}, 60_000)
