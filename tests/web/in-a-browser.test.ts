// @vitest-environment node
import { createHash } from 'node:crypto'
import { appendFile, readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import { brotliDecompressSync } from 'node:zlib'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { axe } from './axe.ts'
import { type BuiltApp, buildApp } from './built-app.ts'
import { launchChromium } from './chromium.ts'
import { check, code, licence, onLicence, registration, review } from './registration-sample.ts'

const fixtures = path.resolve(import.meta.dirname, '../fixtures/vouchers')
/** The limit for a phone page, in bytes of compressed JavaScript. */
const firstLoadLimit = 100 * 1024

let app: BuiltApp
let browser: Browser
const contexts: BrowserContext[] = []

beforeAll(async () => {
  app = await buildApp()
  browser = await launchChromium()
}, 120_000)

afterEach(async () => {
  for (const context of contexts.splice(0)) await context.close()
  app.answer = () => false
})

afterAll(async () => {
  await browser?.close()
  await app?.close()
})

interface Look {
  readonly width: number
  readonly height: number
  readonly theme: 'light' | 'dark'
  readonly language: 'zh-CN' | 'en'
}

const phone: Look = { width: 390, height: 844, theme: 'light', language: 'zh-CN' }

async function open(address: string, look: Look, serviceWorkers: 'allow' | 'block' = 'block'): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: look.width, height: look.height }, serviceWorkers })
  contexts.push(context)
  await context.addInitScript(
    ([theme, language]) => {
      localStorage.setItem('xueshi.theme', theme)
      localStorage.setItem('xueshi.language', language)
    },
    [look.theme, look.language] as const,
  )
  const page = await context.newPage()
  await page.goto(app.address + address, { waitUntil: 'networkidle' })
  return page
}

const looks: readonly Look[] = [
  { width: 1440, height: 900, theme: 'light', language: 'zh-CN' },
  { width: 1440, height: 900, theme: 'dark', language: 'en' },
  { width: 390, height: 844, theme: 'dark', language: 'zh-CN' },
  { width: 360, height: 740, theme: 'light', language: 'en' },
]

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
  const page = await open('/dev/components', { width: 1440, height: 900, theme: 'light', language: 'zh-CN' })
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
  const page = await open('/dev/desk-review', { width: 1440, height: 900, theme: 'light', language: 'zh-CN' })
  await page.keyboard.press('?')
  const dialog = page.getByRole('dialog', { name: '快捷键' })
  await dialog.waitFor()
  expect(await dialog.textContent()).toContain('通过')
}, 60_000)

test('the first load of a page of the phone stays under 100 KB of packed JavaScript', async () => {
  const loaded: string[] = []
  const context = await browser.newContext({ viewport: phone, serviceWorkers: 'block' })
  contexts.push(context)
  const page = await context.newPage()
  page.on('response', (response) => {
    if (response.url().endsWith('.js')) loaded.push(new URL(response.url()).pathname)
  })
  await page.goto(`${app.address}/dev/outbox`, { waitUntil: 'networkidle' })
  const sizes = await Promise.all(
    loaded.map(async (name) => (await readFile(path.join(app.folder, `${name}.br`))).length),
  )
  const total = sizes.reduce((sum, size) => sum + size, 0)
  expect(loaded.length).toBeGreaterThan(1)
  expect(total).toBeLessThan(firstLoadLimit)
}, 60_000)

/** What a browser loads before a page shows: the app and the page's chunk with all that they import at once. */
async function loadedFor(pageChunk: string): Promise<string[]> {
  const html = await readFile(path.join(app.folder, 'index.html'), 'utf8')
  const names = await readdir(path.join(app.folder, 'assets'))
  const chunk = names.find((name) => name.startsWith(`${pageChunk}-`) && name.endsWith('.js'))
  expect(chunk, pageChunk).toBeDefined()
  const waiting = [...html.matchAll(/\/assets\/([\w.-]+\.js)"/g)].map((match) => match[1] ?? '')
  waiting.push(chunk ?? '')
  const seen = new Set<string>()
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue
    seen.add(name)
    const code = await readFile(path.join(app.folder, 'assets', name), 'utf8')
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
]

for (const page of phonePages) {
  test(`${page} is there with less than 100 KB of packed JavaScript`, async () => {
    const names = await loadedFor(page)
    expect(names.length).toBeGreaterThan(5)
    const sizes = await Promise.all(
      names.map(async (name) => (await readFile(path.join(app.folder, 'assets', `${name}.br`))).length),
    )
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(firstLoadLimit)
  })
}

/** Answers every procedure that is named; the others are not found. */
function answerProcedures(answers: Readonly<Record<string, unknown>>): void {
  app.answer = (request, response) => {
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
  const names = await readdir(app.folder, { recursive: true })
  const packed = names.filter((name) => name.endsWith('.br'))
  expect(packed).toContain('sw.js.br')
  for (const name of packed) {
    const [copy, plain] = await Promise.all(
      [name, name.slice(0, -3)].map((one) => readFile(path.join(app.folder, one))),
    )
    expect(brotliDecompressSync(copy as Buffer).equals(plain as Buffer), name).toBe(true)
  }
})

// --- Uploads ------------------------------------------------------------------------------------------------------

interface Sent {
  readonly id: string
  readonly sha256: string
  readonly name: string
  readonly type: string
  readonly guard: string
  readonly body: Buffer
}

function readUpload(request: IncomingMessage, body: Buffer): Sent | null {
  const match = /^\/api\/uploads\/vouchers\/([^/]+)\/files\/([^/]+)$/.exec(request.url ?? '')
  if (!match || request.method !== 'PUT') return null
  const header = (name: string) => String(request.headers[name] ?? '')
  return {
    id: match[2] ?? '',
    sha256: header('x-sha256'),
    name: decodeURIComponent(header('x-file-name')),
    type: header('content-type'),
    guard: header('x-xueshi'),
    body,
  }
}

async function slip(name: string): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  return { name: '回单 1.jpg', mimeType: 'image/jpeg', buffer: await readFile(path.join(fixtures, name)) }
}

const anySlip = (await readdir(fixtures)).find((name) => name.endsWith('.jpg')) ?? ''
const titles = (page: Page) => page.locator('.upload-card-title').allTextContents()

test('a photo arrives whole, with its hash, its name and the header that forms of other sites cannot set', async () => {
  const sent: Sent[] = []
  app.answer = (request, response, body) => {
    const upload = readUpload(request, body)
    if (!upload) return false
    sent.push(upload)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"state":"received"}')
    return true
  }
  const page = await open('/dev/outbox', phone)
  await page.locator('input[multiple]').setInputFiles([await slip(anySlip)])
  await expect.poll(() => titles(page)).toEqual(['传好了'])
  const [upload] = sent
  expect(upload?.guard).toBe('1')
  expect(upload?.name).toBe('回单 1.jpg')
  expect(upload?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7/)
  expect(upload?.sha256).toBe(
    createHash('sha256')
      .update(upload?.body ?? '')
      .digest('hex'),
  )
}, 60_000)

test('a connection that breaks loses nothing: the same file goes again under the same id, also after a reload', async () => {
  const sent: Sent[] = []
  let broken = true
  app.answer = (request, response, body) => {
    const upload = readUpload(request, body)
    if (!upload) return false
    sent.push(upload)
    if (broken) response.destroy()
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    return true
  }
  const page = await open('/dev/outbox', phone)
  await page.locator('input[multiple]').setInputFiles([await slip(anySlip)])
  await expect.poll(() => titles(page)).toEqual(['没传上去，点一下重试'])
  await page.reload({ waitUntil: 'networkidle' })
  await expect.poll(async () => (await titles(page)).length).toBe(1)
  broken = false
  await expect.poll(() => titles(page), { timeout: 15_000 }).toEqual(['传好了'])
  expect(new Set(sent.map((upload) => upload.id)).size).toBe(1)
  expect(new Set(sent.map((upload) => upload.sha256)).size).toBe(1)
  expect(sent.length).toBeGreaterThan(1)
  await page.reload({ waitUntil: 'networkidle' })
  expect(await titles(page)).toEqual([])
}, 60_000)

test('without a network a photo waits on the phone, and goes by itself when the network is back', async () => {
  const sent: Sent[] = []
  app.answer = (request, response, body) => {
    const upload = readUpload(request, body)
    if (!upload) return false
    sent.push(upload)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    return true
  }
  const page = await open('/dev/outbox', phone)
  await page.context().setOffline(true)
  await page.locator('input[multiple]').setInputFiles([await slip(anySlip), await slip(anySlip)])
  await expect.poll(async () => (await titles(page)).length).toBe(2)
  expect(sent).toEqual([])
  await page.context().setOffline(false)
  await expect.poll(() => titles(page), { timeout: 15_000 }).toEqual(['传好了', '传好了'])
  expect(new Set(sent.map((upload) => upload.id)).size).toBe(2)
}, 60_000)

test('a refusal is final: its sentence is shown, it is not sent again, and it can be thrown away', async () => {
  let count = 0
  app.answer = (request, response, body) => {
    if (!readUpload(request, body)) return false
    count++
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ app: { code: 'fileTypeRefused', details: { kind: null } } }))
    return true
  }
  const page = await open('/dev/outbox', phone)
  await page
    .locator('input[multiple]')
    .setInputFiles([{ name: 'a.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('text') }])
  await expect.poll(() => titles(page)).toEqual(['这个文件不能用'])
  expect(await page.locator('.upload-card-text').textContent()).toContain('请传照片（JPG、PNG、HEIC）或者 PDF')
  await page.reload({ waitUntil: 'networkidle' })
  await expect.poll(() => titles(page)).toEqual(['这个文件不能用'])
  expect(count).toBe(1)
  await page.getByRole('button', { name: '不传这张' }).click()
  await page.reload({ waitUntil: 'networkidle' })
  expect(await titles(page)).toEqual([])
}, 60_000)

test('a server that is down is asked again, and the file stays', async () => {
  let count = 0
  app.answer = (request, response, body) => {
    if (!readUpload(request, body)) return false
    count++
    if (count === 1) response.writeHead(503).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    return true
  }
  const page = await open('/dev/outbox', phone)
  await page.locator('input[multiple]').setInputFiles([await slip(anySlip)])
  await expect.poll(() => titles(page), { timeout: 15_000 }).toEqual(['传好了'])
  expect(count).toBe(2)
}, 60_000)

test('a large photo is made light and upright before it goes, a small one stays as it is', async () => {
  const sent: Sent[] = []
  app.answer = (request, response, body) => {
    const upload = readUpload(request, body)
    if (!upload) return false
    sent.push(upload)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    return true
  }
  const { default: sharp } = await import('sharp')
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const
  // 4000 × 3000 as the sensor has it; orientation 6 says that the phone was held upright.
  const large = await sharp({ create: { width: 4000, height: 3000, channels: 3, background: '#888', noise } })
    .jpeg({ quality: 90 })
    .withMetadata({ orientation: 6 })
    .toBuffer()
  const small = await sharp({ create: { width: 800, height: 600, channels: 3, background: '#ccc' } })
    .jpeg()
    .toBuffer()
  const page = await open('/dev/outbox', phone)
  await page.locator('input[multiple]').setInputFiles([{ name: 'IMG_1.jpeg', mimeType: 'image/jpeg', buffer: large }])
  await expect.poll(() => titles(page), { timeout: 20_000 }).toEqual(['传好了'])
  await page.locator('input[multiple]').setInputFiles([{ name: 'b.jpg', mimeType: 'image/jpeg', buffer: small }])
  await expect.poll(() => titles(page), { timeout: 20_000 }).toEqual(['传好了', '传好了'])
  const shrunk = sent.find((upload) => upload.name === 'IMG_1.jpg')
  const info = await sharp(shrunk?.body).metadata()
  expect([info.format, info.width, info.height, info.orientation ?? 1]).toEqual(['jpeg', 2250, 3000, 1])
  expect(shrunk?.body.length).toBeLessThan(large.length)
  expect(sent.find((upload) => upload.name === 'b.jpg')?.body.equals(small)).toBe(true)
}, 90_000)

// --- Service worker -----------------------------------------------------------------------------------------------

async function withServiceWorker(address: string): Promise<Page> {
  const page = await open(address, phone, 'allow')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.reload({ waitUntil: 'networkidle' })
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  return page
}

test('with the service worker the app opens without a network, and asks the network for data only', async () => {
  const page = await withServiceWorker('/dev/outbox')
  await page.context().setOffline(true)
  await page.goto(`${app.address}/dev/outbox`)
  await page.getByText('拍凭证').waitFor()
  const asked = await page.evaluate(() =>
    fetch('/api/anything').then(
      () => 'kept',
      () => 'network',
    ),
  )
  expect(asked).toBe('network')
  await page.context().setOffline(false)
}, 60_000)

test('a slip that a bank app shares is kept, and the queue opens', async () => {
  const page = await withServiceWorker('/dev/outbox')
  await page.evaluate(() => {
    const form = document.createElement('form')
    form.method = 'post'
    form.action = '/share-slip'
    form.enctype = 'multipart/form-data'
    const input = document.createElement('input')
    input.type = 'file'
    input.name = 'files'
    const files = new DataTransfer()
    files.items.add(new File(['%PDF-1.4'], '回单.pdf', { type: 'application/pdf' }))
    input.files = files.files
    form.append(input)
    document.body.append(form)
    form.submit()
  })
  await page.waitForURL((url) => url.pathname === '/outbox')
  const kept = await page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const request = indexedDB.open('xueshi')
        request.onerror = () => reject(request.error)
        request.onsuccess = () => {
          const all = request.result.transaction('shared').objectStore('shared').getAll()
          all.onsuccess = () => resolve(all.result.map((one: { name: string }) => one.name))
        }
      }),
  )
  expect(kept).toEqual(['回单.pdf'])
}, 60_000)

test('a new version is offered quietly, and taken when somebody taps', async () => {
  const page = await withServiceWorker('/dev/outbox')
  expect(await page.getByText('有新版本').count()).toBe(0)
  const worker = path.join(app.folder, 'sw.js')
  await appendFile(worker, '\n// the next version')
  await page.evaluate(() => navigator.serviceWorker.getRegistration().then((found) => found?.update()))
  await page.getByText('有新版本，点此更新').waitFor()
  const reloaded = page.waitForEvent('load')
  await page.getByRole('button', { name: '更新' }).click()
  await reloaded
  const waiting = await page.evaluate(() =>
    navigator.serviceWorker.getRegistration().then((found) => found?.waiting ?? null),
  )
  expect(waiting).toBeNull()
}, 60_000)

test('the manifest names the app and its icons have the sizes they claim', async () => {
  const manifest = JSON.parse(await readFile(path.join(app.folder, 'manifest.webmanifest'), 'utf8')) as {
    readonly name: string
    readonly icons: readonly { readonly src: string; readonly sizes: string }[]
  }
  expect(manifest.name).toBe('学时')
  for (const icon of manifest.icons) {
    const bytes = await readFile(path.join(app.folder, icon.src))
    expect(`${bytes.readUInt32BE(16)}x${bytes.readUInt32BE(20)}`).toBe(icon.sizes)
  }
})
