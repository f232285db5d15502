// @vitest-environment node
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { axe } from './axe.ts'
import { desk, type Look, looks, phone, useBrowserSite } from './browser-site.ts'
import { check, code, licence, onLicence, registration, review } from './registration-sample.ts'

/** The limit for a phone page, in bytes of compressed JavaScript. */
const firstLoadLimit = 100 * 1024

const site = useBrowserSite()

async function open(address: string, look: Look): Promise<Page> {
  const page = await site.open(address, look)
  await page.waitForLoadState('networkidle')
  return page
}

for (const look of looks) {
  const name = `${look.width} px, ${look.theme}, ${look.language}`
  const parts = look.width < 1024 ? '/dev/components?density=phone' : '/dev/components'
  for (const address of [parts, ...(look.width < 1024 ? ['/dev/phone'] : ['/dev/desk-review', '/dev/desk-table'])]) {
    test(`axe finds nothing on ${address}, and nothing is wider than the window (${name})`, async () => {
      const page = await open(address, look)
      expect(await axe(page)).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(look.width)
    }, 60_000)
  }
}

test('a dialog takes the focus, keeps it, closes with Esc and gives it back', async () => {
  const page = await open('/dev/components', desk)
  const trigger = page.getByRole('button', { name: '打开对话框' })
  await trigger.click()
  const dialog = page.getByRole('dialog', { name: '驳回这张凭证' })
  await dialog.waitFor()
  expect(await axe(page)).toEqual([])
  for (let step = 0; step < 8; step++) {
    await page.keyboard.press('Tab')
    expect(await dialog.evaluate((node) => node.contains(document.activeElement))).toBe(true)
  }
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
  expect(await trigger.evaluate((node) => node === document.activeElement)).toBe(true)
}, 60_000)

test('the list of keys opens with ? and names what works on the page', async () => {
  const page = await open('/dev/desk-review', desk)
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: '快捷键' })
  await dialog.waitFor()
  expect(await dialog.textContent()).toContain('通过')
}, 60_000)

test('the first load of a page of the phone stays under 100 KB of packed JavaScript', async () => {
  const loaded: string[] = []
  const page = await open('/dev/outbox', phone)
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) loaded.push(new URL(response.url()).pathname)
  })
  // A reload asks for everything again: files come with `no-cache`.
  await page.reload({ waitUntil: 'networkidle' })
  const sizes = await Promise.all(
    loaded.map(async (name) => (await readFile(path.join(site.app.folder, `${name}.br`))).length),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(loaded.length).toBeGreaterThan(1)
  expect(total).toBeLessThan(firstLoadLimit)
}, 60_000)

/** What a browser loads before a page shows: the app and the page's chunk with all that they import at once. */
async function loadedFor(pageChunk: string): Promise<string[]> {
  const html = await readFile(path.join(site.app.folder, 'index.html'), 'utf8')
  const names = await readdir(path.join(site.app.folder, 'assets'))
  const chunk = names.find((name) => name.startsWith(`${pageChunk}-`) && name.endsWith('.js'))
  expect(chunk, pageChunk).toBeDefined()
  const waiting = [...html.matchAll(/\/assets\/([\w.-]+\.js)"/g)].map((match) => match[1] ?? '')
  waiting.push(chunk ?? '')
  const seen = new Set<string>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const code = await readFile(path.join(site.app.folder, 'assets', name), 'utf8')
    for (const match of code.matchAll(/(?:from|import)\s*["']\.\/([\w.-]+\.js)["']/g)) waiting.push(match[1] ?? '')
  }
  return [...seen]
}

const phonePages = [
  'log-in-page',
  'home-page',
  'orders-page',
  'order-page',
  'voucher-page',
  'invoice-details-page',
  'register-page',
  'registration-page',
  'activate-page',
  'learners-page',
  'new-learner-page',
  'imports-page',
  'import-page',
  'tree-page',
  'enrolments-page',
  'plan-enrolments-page',
  'add-people-page',
  'recharge-page',
  'operation-page',
  'cards-page',
  'history-page',
  'take-back-page',
  'learner-page',
  'courses-page',
  'my-certificates-page',
  'wallet-page',
  'study-history-page',
  'learner-notices-page',
  'my-page',
  'menu-page',
  'plans-page',
]

for (const page of phonePages) {
  test(`${page} is there with less than 100 KB of packed JavaScript`, async () => {
    const names = await loadedFor(page)
    expect(names.length).toBeGreaterThan(5)
    const sizes = await Promise.all(
      names.map(async (name) => (await readFile(path.join(site.app.folder, 'assets', `${name}.br`))).length),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoadLimit)
  })
}

/** Answers every procedure that is named; the others are not found. */
function answerProcedures(answers: Readonly<Record<string, unknown>>): void {
  site.app.answer = (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (!pathname.startsWith('/trpc/')) return false
    const replies = pathname
      .replace('/trpc/', '')
      .split(',')
      .map((path) =>
        path in answers
          ? { result: { data: answers[path] } }
          : { error: { message: path, code: -32004, data: { app: { code: 'notFound', details: {} } } } },
      )
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(replies))
    return true
  }
}

for (const look of looks.filter(({ width }) => width < 1024)) {
  test(`axe finds nothing on the steps of a registration (${look.width} px, ${look.theme}, ${look.language})`, async () => {
    const typed = onLicence.replace('市', '')
    const near = check({ verdict: 'warn', finding: 'nameNear', found: onLicence, expected: typed })
    const draft = registration({
      form: { ...review().form, name: typed },
      files: [licence({ name: onLicence })],
      checks: [near, check({})],
      missing: [],
    })
    const addresses = [
      '/register',
      `/register?way=progress&code=${code}`,
      ...['contact', 'unit', 'documents', 'overview'].map((step) => `/register/${draft.id}?step=${step}`),
    ]
    answerProcedures({ 'registrations.mine': { rows: [] }, 'registrations.get': draft })
    for (const address of addresses) {
      const page = await open(address, look)
      expect(await axe(page), address).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth), address).toBeLessThanOrEqual(look.width)
      await page.context().close()
    }
    const rejected = { ...draft, state: 'rejected', rejectedReason: '营业执照看不清，请平放在亮处重拍。' }
    answerProcedures({ 'registrations.get': rejected })
    const page = await open(`/register/${draft.id}`, look)
    await page.getByText(rejected.rejectedReason).waitFor()
    expect(await axe(page)).toEqual([])
  }, 120_000)
}

test('every packed copy holds what the file holds', async () => {
  const names = await readdir(site.app.folder, { recursive: true })
  const packed = names.filter((name) => name.endsWith('.br'))
  expect(packed).toContain('sw.js.br')
  for (const name of packed) {
    const [copy, plain] = await Promise.all(
      [name, name.slice(0, -3)].map((one) => readFile(path.join(site.app.folder, one))),
    )
    expect(brotliDecompressSync(copy as Buffer).equals(plain as Buffer), name).toBe(true)
  }
})

test('the manifest names the app and its icons have the sizes they claim', async () => {
  const manifest = JSON.parse(await readFile(path.join(site.app.folder, 'manifest.webmanifest'), 'utf8')) as {
    readonly name: string
    readonly icons: readonly { readonly src: string; readonly sizes: string }[]
  }
  expect(manifest.name).toBe('学时')
  for (const icon of manifest.icons) {
    const bytes = await readFile(path.join(site.app.folder, icon.src))
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(icon.sizes)
  }
})
