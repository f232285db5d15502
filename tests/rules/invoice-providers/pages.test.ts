import { expect, test } from 'vitest'
import { startSandboxTax } from '../../support/sandbox-tax.ts'
import { settableClock } from '../../support/sandbox-trade.ts'
import { buyer, callbackReceiver, invoiceRequest, redRequest, seller } from '../../support/tax-requests.ts'

async function start() {
  const clock = settableClock()
  const receiver = callbackReceiver()
  const tax = await startSandboxTax({ clock, sendCallback: receiver.send })
  const token = new URL(tax.controlPage).searchParams.get('token') ?? ''
  const open = (path: string, init: RequestInit = {}) =>
    tax.app.request(path, { ...init, headers: { authorization: `Bearer ${token}`, ...init.headers } })
  const page = async (path: string) => (await open(path)).text()
  const post = (path: string, fields: Record<string, string>) =>
    open(path, { method: 'POST', body: new URLSearchParams(fields) })
  return { ...tax, clock, receiver, token, open, page, post }
}

const keyOf = (html: string) => /href="\/invoices\/([\w-]+)"/.exec(html)?.[1] ?? ''

test('the control page is for whoever has the token, on this machine', async () => {
  const { app, controlPage } = await start()
  expect((await app.request('/control/')).status).toBe(403)
  expect((await app.request('/control/?token=wrong')).status).toBe(403)
  expect((await app.request('/control/', { headers: { 'x-forwarded-for': '10.0.0.1' } })).status).toBe(404)
  const first = await app.request(controlPage)
  expect(first.status).toBe(302)
  expect(first.headers.get('set-cookie')).toMatch(
    /^sandbox-tax-control=\w+; Path=\/control; HttpOnly; SameSite=Strict$/,
  )
})

test('it shows what was asked, issued and sent, in both languages', async () => {
  const { provider, page } = await start()
  expect(await page('/control/')).toContain('还没有')
  const request = invoiceRequest()
  await provider.submit(request)
  const chinese = await page('/control/')
  for (const part of [request.serial, buyer.name, '3,200.00', '已开具']) expect(chinese).toContain(part)
  expect(await page('/control/?lang=en')).toContain('Sandbox Tax Service control')
})

test('people choose how it behaves, for all sellers or one', async () => {
  const { provider, page, post } = await start()
  await provider.submit(invoiceRequest())
  expect((await post('/control/behaviour-form', { seller: seller.taxNumber, workingS: '60' })).status).toBe(303)
  expect((await provider.submit(invoiceRequest())).state).toBe('waiting')
  const other = { ...seller, taxNumber: '91310115MA1K4XTE9L' }
  expect((await provider.submit(invoiceRequest({ seller: other }))).state).toBe('issued')
  expect(await page(`/control/?seller=${seller.taxNumber}`)).toMatch(/name="workingS"[^>]*value="60"/)
  expect(await page('/control/')).toMatch(/name="workingS"[^>]*value="0"/)
  expect((await post('/control/behaviour-form', { workingS: 'soon' })).status).toBe(400)
  expect((await post('/control/behaviour-form', { outcome: 'maybe' })).status).toBe(400)
})

test('callbacks are sent, and forged, at a press', async () => {
  const { provider, control, post, receiver } = await start()
  const request = invoiceRequest()
  await provider.submit(request)
  const [callback] = await control.callbacks()
  await post('/control/deliver-form', { id: callback?.id ?? '' })
  expect(receiver.messages).toHaveLength(1)
  await post('/control/forge-form', { request: `XUESHI0001/invoice/${request.serial}` })
  expect(receiver.messages).toHaveLength(2)
})

test('every invoice has a page with its face and files, and red and blue lead to each other', async () => {
  const { provider, page, open } = await start()
  const blue = await provider.submit(invoiceRequest())
  if (blue.state !== 'issued') throw new Error(blue.state)
  await provider.submitRed(redRequest(blue.number, { reason: 'returned' }))
  const red = await page(`/invoices/${keyOf(await page('/control/'))}`)
  expect(red).toContain('（负数）叁仟贰佰元整')
  expect(red).toContain('销货退回')
  const key = keyOf(red)
  const html = await page(`/invoices/${key}`)
  for (const part of [blue.number, buyer.taxNumber, seller.name, '3,018.87', '181.13', '已被红冲'])
    expect(html).toContain(part)
  const picture = await open(`/invoices/${key}/face.svg`)
  expect(picture.headers.get('content-type')).toBe('image/svg+xml')
  expect((await picture.text()).slice(0, 4)).toBe('<svg')
  for (const kind of ['pdf', 'ofd', 'xml']) {
    const file = await open(`/invoices/${key}/${kind}`)
    expect(file.status).toBe(200)
    expect(file.headers.get('content-disposition')).toContain('attachment')
  }
  expect((await open(`/invoices/${key}/exe`)).status).toBe(404)
  expect((await open('/invoices/nobody')).status).toBe(404)
})

test('what a buyer is called is shown, not run', async () => {
  const { provider, page } = await start()
  await provider.submit(invoiceRequest({ buyer: { ...buyer, name: '<script>alert(1)</script>有限公司' } }))
  const control = await page('/control/')
  expect(control).not.toContain('<script>alert')
  expect(await page(`/invoices/${keyOf(control)}`)).not.toContain('<script>alert')
})
