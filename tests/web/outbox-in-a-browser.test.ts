// @vitest-environment node
import { createHash } from 'node:crypto'
import { appendFile, readdir, readFile } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { phone, useBrowserSite } from './browser-site.ts'

const fixtures = path.resolve(import.meta.dirname, '../fixtures/vouchers')
const site = useBrowserSite()

async function openOutbox(serviceWorkers: 'allow' | 'block' = 'block'): Promise<Page> {
  const page = await site.open('/dev/outbox', phone, serviceWorkers)
  await page.waitForLoadState('networkidle')
  return page
}

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
  site.app.answer = (request, response, body) => {
    const upload = readUpload(request, body)
    if (!upload) return false
    sent.push(upload)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{"state":"received"}')
    return true
  }
  const page = await openOutbox()
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
  site.app.answer = (request, response, body) => {
    const upload = readUpload(request, body)
    if (!upload) return false
    sent.push(upload)
    if (broken) response.destroy()
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    return true
  }
  const page = await openOutbox()
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
  site.app.answer = (request, response, body) => {
    const upload = readUpload(request, body)
    if (!upload) return false
    sent.push(upload)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    return true
  }
  const page = await openOutbox()
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
  site.app.answer = (request, response, body) => {
    if (!readUpload(request, body)) return false
    count++
    response
      .writeHead(400, { 'content-type': 'application/json' })
      .end(JSON.stringify({ app: { code: 'fileTypeRefused', details: { kind: null } } }))
    return true
  }
  const page = await openOutbox()
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
  site.app.answer = (request, response, body) => {
    if (!readUpload(request, body)) return false
    count++
    if (count === 1) response.writeHead(503).end()
    else response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
    return true
  }
  const page = await openOutbox()
  await page.locator('input[multiple]').setInputFiles([await slip(anySlip)])
  await expect.poll(() => titles(page), { timeout: 15_000 }).toEqual(['传好了'])
  expect(count).toBe(2)
}, 60_000)

test('a large photo is made light and upright before it goes, a small one stays as it is', async () => {
  const sent: Sent[] = []
  site.app.answer = (request, response, body) => {
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
  const page = await openOutbox()
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

async function withServiceWorker(): Promise<Page> {
  const page = await openOutbox('allow')
  await page.evaluate(() => navigator.serviceWorker.ready)
  await page.reload({ waitUntil: 'networkidle' })
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
  return page
}

test('with the service worker the app opens without a network, and asks the network for data only', async () => {
  const page = await withServiceWorker()
  await page.context().setOffline(true)
  await page.goto(`${site.app.address}/dev/outbox`)
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
  const page = await withServiceWorker()
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
  const page = await withServiceWorker()
  expect(await page.getByText('有新版本').count()).toBe(0)
  const worker = path.join(site.app.folder, 'sw.js')
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
