import { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { readEnv } from '../../../server/env.ts'
import { createInvoiceProvider } from '../../../server/platform/invoice-providers/create-invoice-provider.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'invoice-provider-'))
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, text: string): string {
  const place = path.join(folder, name)
  writeFileSync(place, text)
  return place
}
const newKey = (bits: number) => generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
const pem = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'pem' }).toString()
const publicPem = (key: KeyObject) => createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
const key = newKey(2048)

const whole = {
  PUBLIC_URL: 'https://peixun.example.cn',
  INVOICE_PROVIDER_URL: 'https://tax.example.cn/api/',
  INVOICE_PROVIDER_APP_ID: 'XUESHI-1',
  INVOICE_PROVIDER_KEY_FILE: file('key.pem', pem(key)),
  INVOICE_PROVIDER_PUBLIC_KEY_FILE: file('public.pem', publicPem(key)),
}

const create = (variables: Record<string, string | undefined>) =>
  createInvoiceProvider(readEnv({ DATABASE_URL: 'postgres://x', DATA_DIR: folder, ...variables }))

test('nothing set: staff issue on the tax platform', () => {
  expect(create({})).toBeNull()
})

test('all set: the HTTP provider; it is preferred to the sandbox', () => {
  expect(create(whole)?.name).toBe('http')
  expect(create({ ...whole, SANDBOX_TAX_URL: 'http://127.0.0.1:3002' })?.name).toBe('http')
  expect(create({ SANDBOX_TAX_URL: 'http://127.0.0.1:3002' })?.name).toBe('sandbox')
})

test.each([
  ['one is missing', { INVOICE_PROVIDER_APP_ID: undefined }, 'INVOICE_PROVIDER_APP_ID is missing'],
  ['callbacks would go nowhere', { PUBLIC_URL: undefined }, 'PUBLIC_URL'],
  ['the address is not encrypted', { INVOICE_PROVIDER_URL: 'http://tax.example.cn' }, 'https://'],
  ['the address has a query', { INVOICE_PROVIDER_URL: 'https://tax.example.cn/?a=1' }, 'path'],
  ['the app id is none', { INVOICE_PROVIDER_APP_ID: 'a b' }, 'INVOICE_PROVIDER_APP_ID'],
  ['a file is not there', { INVOICE_PROVIDER_KEY_FILE: path.join(folder, 'none.pem') }, 'cannot be read'],
  ['a key is short', { INVOICE_PROVIDER_KEY_FILE: file('short.pem', pem(newKey(1024))) }, '2048'],
  ['the two are swapped', { INVOICE_PROVIDER_PUBLIC_KEY_FILE: whole.INVOICE_PROVIDER_KEY_FILE }, 'public key'],
])('%s: the start ends with a sentence', (_what, change, sentence) => {
  expect(() => create({ ...whole, ...change })).toThrow(sentence)
})

test('on this machine a stand-in may be reached without encryption', () => {
  expect(create({ ...whole, INVOICE_PROVIDER_URL: 'http://127.0.0.1:4000/x' })?.name).toBe('http')
})
