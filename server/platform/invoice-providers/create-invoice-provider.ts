import path from 'node:path'
import type { Env } from '../../env.ts'
import { systemClock } from '../clock.ts'
import { openExchangedKeys } from '../exchanged-keys.ts'
import { readPrivateKey, readPublicKey } from '../payment-providers/key-files.ts'
import { invoiceTimeLimitMs, type Outside } from './ask-invoice-provider.ts'
import { httpInvoiceProvider } from './http-provider.ts'
import type { InvoiceProvider } from './invoice-provider.ts'
import { type InvoiceProviderVariables, providerSetOf } from './invoice-provider-variables.ts'

/** Our number at the tax service for trying out. */
export const sandboxTaxApp = 'XUESHI0001'

const ordinaryOutside: Outside = { fetch: globalThis.fetch, clock: systemClock, timeLimitMs: invoiceTimeLimitMs }

/**
 * The invoice provider that the environment sets up: a real one, else the tax service for trying out, else none (staff then
 * issue on the tax platform and drop the files). Throws an Error whose sentence names the variable that is missing or wrong.
 */
export function createInvoiceProvider(env: Env, outside: Outside = ordinaryOutside): InvoiceProvider | null {
  return realProvider(env, outside) ?? sandboxTax(env, outside)
}

function realProvider(
  env: InvoiceProviderVariables & Pick<Env, 'PUBLIC_URL'>,
  outside: Outside,
): InvoiceProvider | null {
  const set = providerSetOf(env)
  if (!set) return null
  if (!env.PUBLIC_URL) throw new Error('Set PUBLIC_URL: the invoice provider would send its callbacks nowhere.')
  const theirKey = readPublicKey('INVOICE_PROVIDER_PUBLIC_KEY_FILE', set.INVOICE_PROVIDER_PUBLIC_KEY_FILE)
  return httpInvoiceProvider({
    name: 'http',
    url: set.INVOICE_PROVIDER_URL.replace(/\/+$/, ''),
    appId: set.INVOICE_PROVIDER_APP_ID,
    ownKey: readPrivateKey('INVOICE_PROVIDER_KEY_FILE', set.INVOICE_PROVIDER_KEY_FILE),
    theirKey: () => theirKey,
    outside,
  })
}

function sandboxTax(env: Env, outside: Outside): InvoiceProvider | null {
  if (!env.SANDBOX_TAX_URL) return null
  const keys = openSandboxTaxKeys(env.dataDir)
  return httpInvoiceProvider({
    name: 'sandbox',
    url: env.SANDBOX_TAX_URL.replace(/\/+$/, ''),
    appId: sandboxTaxApp,
    ...keys,
    outside,
  })
}

/** Our key for the sandbox, and the sandbox's. */
export function openSandboxTaxKeys(dataDir: string) {
  return openExchangedKeys({
    exchange: path.join(dataDir, 'sandbox-tax', 'exchange'),
    ownFile: path.join(dataDir, 'sandbox-tax-partner.pem'),
    ownName: sandboxTaxApp,
    theirName: 'tax',
  })
}
