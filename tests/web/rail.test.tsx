import { createMemoryHistory, MemoryRouter, Route } from '@solidjs/router'
import { createSignal } from 'solid-js'
import { expect, test } from 'vitest'
import { type DeskPlace, DeskShell } from '../../web/components/desk-shell.tsx'
import { organisationMenu, railPlace } from '../../web/features/shell/organisation-menu.ts'
import { find, settle, show } from './show.ts'

const cards = (waiting: number): DeskPlace => ({
  label: '学习卡',
  href: '/cards',
  places: [
    { label: '批次', href: '/cards', count: waiting },
    { label: '充值明细', href: '/cards/history', count: 2, also: ['/entries'] },
  ],
})

async function open(address: string, groups: () => DeskPlace[][]): Promise<HTMLElement> {
  const history = createMemoryHistory()
  history.set({ value: address })
  const place = show(() => (
    <MemoryRouter
      history={history}
      root={(props) => (
        <DeskShell groups={groups()} user={{ name: '周敏', role: '财务' }}>
          {props.children}
        </DeskShell>
      )}
    >
      <Route path="*" component={() => <p>page</p>} />
    </MemoryRouter>
  ))
  await settle()
  return find(place, 'nav')
}

const lines = (rail: HTMLElement) => [...rail.querySelectorAll('a')].map((link) => link.textContent)
const current = (rail: HTMLElement) => [...rail.querySelectorAll('[aria-current]')].map((link) => link.textContent)

test('a menu is one line with all that waits in it, and unfolds where one is at one of its places', async () => {
  const groups = (): DeskPlace[][] => [[{ label: '今日', href: '/today' }, cards(3)]]
  const away = await open('/today', groups)
  expect(lines(away)).toEqual(['今日', '学习卡5'])
  expect(away.querySelector('[aria-expanded]')?.getAttribute('aria-expanded')).toBe('false')
  const within = await open('/cards/01970000', groups)
  expect(lines(within)).toEqual(['今日', '学习卡', '批次3', '充值明细2'])
  expect(within.querySelector('[aria-expanded]')?.getAttribute('aria-expanded')).toBe('true')
  expect(current(within)).toEqual(['批次3'])
})

test('of two places the one whose address goes further is the current one', async () => {
  expect(current(await open('/cards/history', () => [[cards(0)]]))).toEqual(['充值明细2'])
  expect(current(await open('/entries/7', () => [[cards(0)]]))).toEqual(['充值明细2'])
  // The beginning of a word is not the beginning of an address.
  expect(current(await open('/cardsharp', () => [[cards(0)]]))).toEqual([])
})

test('new counts leave the focus in the rail where it is', async () => {
  const [waiting, setWaiting] = createSignal(1)
  const rail = await open('/cards', () => [[cards(waiting())]])
  const link = [...rail.querySelectorAll('a')].find((one) => one.textContent === '充值明细2')
  link?.focus()
  setWaiting(9)
  await settle()
  expect(lines(rail)).toEqual(['学习卡', '批次9', '充值明细2'])
  expect(document.activeElement).toBe(link)
})

test('every menu of an organisation leads to its first place, and no address stands in two of them', () => {
  const places = Object.values(organisationMenu).map((part) => railPlace(part))
  for (const { href, places: within } of places) expect(href).toBe(within?.[0]?.href)
  const hrefs = places.flatMap(({ places: within }) => within ?? []).map(({ href }) => href)
  expect(new Set(hrefs).size).toBe(hrefs.length)
})
