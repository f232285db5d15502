import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { expect, test } from 'vitest'
import { httpInvoiceProvider } from '../../../server/platform/invoice-providers/http-provider.ts'
import { type CallbackMessage, CallbackRefused } from '../../../server/platform/invoice-providers/invoice-provider.ts'
import { type SandboxTaxOptions, startSandboxTax, testKeys } from '../../support/sandbox-tax.ts'
import { start as opensAt, settableClock } from '../../support/sandbox-trade.ts'
import { callbackReceiver, invoiceRequest } from '../../support/tax-requests.ts'

async function start(options: SandboxTaxOptions = {}) {
  const clock = settableClock()
  const receiver = callbackReceiver()
  const tax = await startSandboxTax({ clock, sendCallback: receiver.send, ...options })
  return { ...tax, clock, receiver }
}

/** A provider whose other side answers what the test says, signed rightly where it wants. */
function answering(answer: (said: { path: string; nonce: string; body: string }) => Response) {
  return httpInvoiceProvider({
    name: 'http',
    url: 'https://tax.example.cn/base',
    appId: 'XUESHI0001',
    ownKey: testKeys().partnerKey,
    theirKey: () => testKeys().taxPublic,
    outside: {
      fetch: async (address, init) => {
        const headers = new Headers(init?.headers)
        return answer({
          path: new URL(String(address)).pathname,
          nonce: headers.get('x-nonce') ?? '',
          body: String(init?.body),
        })
      },
      clock: { now: () => opensAt },
      timeLimitMs: 200,
    },
  })
}

function signedAnswer(nonce: string, said: object | string, change: { at?: string; status?: number } = {}): Response {
  const text = typeof said === 'string' ? said : JSON.stringify(said)
  const { at = opensAt.toISOString(), status = 200 } = change
  const words = `ANSWER\n${status}\n${at}\n${nonce}\n${text}\n`
  const signature = sign('sha256', Buffer.from(words), testKeys().tax.own).toString('base64')
  return new Response(text, { status, headers: { 'x-timestamp': at, 'x-signature': signature } })
}

const good = {
  appId: 'XUESHI0001',
  serial: 'S1',
  state: 'issued',
  number: '26112000000000000001',
  code: '',
  issuedOn: '2026-11-22',
  amountWithoutTaxFen: 301_887,
  taxFen: 18_113,
  totalFen: 320_000,
}
const unavailable = (why: string) => ({ code: 'invoiceProviderUnavailable', details: { provider: 'http', why } })

test('positive control: an answer that is signed for this very question counts', async () => {
  expect(await answering(({ nonce }) => signedAnswer(nonce, good)).query('S1')).toMatchObject({ state: 'issued' })
  const older = { ...good, number: '12345678', code: '050001700111' }
  expect(await answering(({ nonce }) => signedAnswer(nonce, older)).query('S1')).toMatchObject({ number: '12345678' })
})

test.each<[string, string, (nonce: string) => Response]>([
  ['without a signature', 'signature', () => Response.json(good)],
  ['signed for another question', 'signature', () => signedAnswer(randomBytes(16).toString('hex'), good)],
  ['signed an hour ago', 'stale', (nonce) => signedAnswer(nonce, good, { at: '2026-11-22T05:00:00.000Z' })],
  ['about another serial', 'otherQuestion', (nonce) => signedAnswer(nonce, { ...good, serial: 'S2' })],
  ['for another app', 'otherQuestion', (nonce) => signedAnswer(nonce, { ...good, appId: 'OTHER' })],
  ['that is no JSON', 'otherQuestion', (nonce) => signedAnswer(nonce, '<html>')],
  ['with a state that does not exist', 'unreadable', (nonce) => signedAnswer(nonce, { ...good, state: 'soon' })],
  ['with a number of 19 digits', 'unreadable', (nonce) => signedAnswer(nonce, { ...good, number: '1'.repeat(19) })],
  ['with amounts as text', 'unreadable', (nonce) => signedAnswer(nonce, { ...good, totalFen: '3200.00' })],
  ['whose parts do not make the whole', 'unreadable', (nonce) => signedAnswer(nonce, { ...good, taxFen: 1 })],
  ['of status 502', 'status', () => new Response('bad gateway', { status: 502 })],
  ['of 5 MB', 'tooLong', () => new Response(new Uint8Array(5 * 1024 * 1024))],
  ['that is no UTF-8', 'unreadable', () => new Response(new Uint8Array([0xff, 0xfe, 0xff]))],
])('an answer %s is none', async (_what, why, answer) => {
  await expect(answering(({ nonce }) => answer(nonce)).query('S1')).rejects.toMatchObject(unavailable(why))
})

test('the question goes to the base’s path and is signed with our key', async () => {
  let asked = { path: '', nonce: '', body: '' }
  const provider = answering((said) => {
    asked = said
    return signedAnswer(said.nonce, good)
  })
  await provider.query('S1')
  expect(asked.path).toBe('/base/v1/query')
  expect(JSON.parse(asked.body)).toEqual({ serial: 'S1' })
})

test('a refusal that is signed is a refusal, with its words on one line', async () => {
  const refused = { refused: { code: 'badRequest', message: '字段\n不正确' } }
  const provider = answering(({ nonce }) => signedAnswer(nonce, refused, { status: 400 }))
  await expect(provider.query('S1')).rejects.toMatchObject({
    code: 'invoiceProviderRefused',
    details: { provider: 'http', code: 'badRequest', failure: '字段 不正确' },
  })
})

test('a server that redirects, hangs or is not there is unavailable', async () => {
  const { provider, control } = await start({ on: 'port', timeoutMs: 300 })
  await control.behave({ answer: 'slow', answerSlowS: 2 })
  await expect(provider.query('S1')).rejects.toMatchObject({ details: { why: 'timeout' } })
  const elsewhere = httpInvoiceProvider({
    name: 'http',
    url: 'http://127.0.0.1:9',
    appId: 'XUESHI0001',
    ownKey: testKeys().partnerKey,
    theirKey: () => testKeys().taxPublic,
    outside: { fetch, clock: { now: () => new Date() }, timeLimitMs: 2_000 },
  })
  await expect(elsewhere.query('S1')).rejects.toMatchObject({ details: { why: 'connection' } })
})

test('an unsigned answer and an error of the service are unavailable, and change nothing', async () => {
  const { provider, control } = await start()
  await control.behave({ answer: 'unsigned' })
  await expect(provider.query('S1')).rejects.toMatchObject({ details: { why: 'signature' } })
  await control.behave({ answer: 'error' })
  await expect(provider.submit(invoiceRequest())).rejects.toMatchObject({ details: { why: 'status' } })
  expect(await control.invoices()).toHaveLength(0)
})

test('the service refuses whoever does not sign with the partner’s key, and whose clock is off', async () => {
  const { url, app } = await start()
  const stranger = httpInvoiceProvider({
    name: 'http',
    url,
    appId: 'XUESHI0001',
    ownKey: generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey,
    theirKey: () => testKeys().taxPublic,
    outside: {
      fetch: ((address: string, init: RequestInit) => app.request(address, init)) as typeof fetch,
      clock: { now: () => opensAt },
      timeLimitMs: 2_000,
    },
  })
  await expect(stranger.submit(invoiceRequest())).rejects.toMatchObject({ details: { why: 'signature' } })
  const late = await start({ providerClock: { now: () => new Date(opensAt.getTime() + 600_000) } })
  await expect(late.provider.query('S1')).rejects.toMatchObject({ code: 'invoiceProviderUnavailable' })
})

test('callbacks go nowhere but to this machine and the configured origin', async () => {
  const { provider } = await start()
  const away = invoiceRequest({ callbackUrl: 'https://evil.example.com/x' })
  await expect(provider.submit(away)).rejects.toMatchObject({ details: { code: 'callbackUrlRefused' } })
})

test('a callback says what it is about, and is sent again until it is answered', async () => {
  const { provider, control, receiver, clock } = await start()
  const request = invoiceRequest()
  const answer = await provider.submit(request)
  receiver.answers(() => new Response('fail', { status: 500 }))
  expect(await control.tick()).toBe(1)
  clock.advance(2_000)
  receiver.answers(() => new Response('success'))
  expect(await control.tick()).toBe(1)
  clock.advance(3_600_000)
  expect(await control.tick()).toBe(0)
  expect(receiver.messages).toHaveLength(2)
  clock.advance(-3_600_000)
  for (const message of receiver.messages)
    expect(provider.readCallback(message)).toEqual({
      about: 'invoice',
      serial: request.serial,
      number: answer.state === 'issued' ? answer.number : '',
    })
})

test.each([
  ['signature', 'badSignature'],
  ['stranger', 'badSignature'],
  ['stale', 'stale'],
  ['app', 'otherApp'],
] as const)('a callback with the fault %s counts for nothing', async (callbackFault, why) => {
  const { provider, control, receiver } = await start({ behaviour: { callbackFault } })
  await provider.submit(invoiceRequest())
  await control.tick()
  const [message] = receiver.messages
  expect(refusalOf(() => provider.readCallback(message as CallbackMessage))).toBe(why)
})

test('a callback that is replayed later, changed, or moved to other headers counts for nothing', async () => {
  const { provider, control, receiver, clock } = await start()
  await provider.submit(invoiceRequest())
  await control.tick()
  const message = receiver.messages[0] as CallbackMessage
  const headers = (change: Record<string, string>) => new Headers({ ...Object.fromEntries(message.headers), ...change })
  expect(refusalOf(() => provider.readCallback({ ...message, body: `${message.body} ` }))).toBe('badSignature')
  expect(refusalOf(() => provider.readCallback({ ...message, headers: headers({ 'x-nonce': 'a'.repeat(32) }) }))).toBe(
    'badSignature',
  )
  expect(
    refusalOf(() =>
      provider.readCallback({ ...message, headers: headers({ 'x-timestamp': new Date().toISOString() }) }),
    ),
  ).toBe('badSignature')
  expect(refusalOf(() => provider.readCallback({ body: '', headers: new Headers() }))).toBe('badSignature')
  clock.advance(301_000)
  expect(refusalOf(() => provider.readCallback(message))).toBe('stale')
})

function refusalOf(read: () => unknown): string {
  try {
    read()
    return 'taken'
  } catch (error) {
    return error instanceof CallbackRefused ? error.why : String(error)
  }
}
