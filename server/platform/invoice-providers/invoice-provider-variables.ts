import { z } from 'zod'

const fileName = z.string().min(1)

/** Encrypted, except on this machine, where tests have their stand-ins. */
const providerAddress = z
  .url()
  .refine(
    (address) => /^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(address),
    'it must begin with https://',
  )
  .refine((address) => !/[?#]/.test(address), 'it must end with a path')

/** The variables of the invoice provider: all four or none. Files hold RSA keys in PEM form. */
export const invoiceProviderVariables = {
  /** The protocol's paths are looked for under it: `https://tax.example.cn/api`. */
  INVOICE_PROVIDER_URL: providerAddress.optional(),
  /** Our number there. */
  INVOICE_PROVIDER_APP_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'letters, digits, - and _')
    .optional(),
  /** Our key, with which requests are signed. */
  INVOICE_PROVIDER_KEY_FILE: fileName.optional(),
  /** The provider's public key: answers and callbacks are checked with it. */
  INVOICE_PROVIDER_PUBLIC_KEY_FILE: fileName.optional(),
  /** The tax service for trying out. `npm start` sets it. */
  SANDBOX_TAX_URL: z.url().optional(),
}

const names = [
  'INVOICE_PROVIDER_URL',
  'INVOICE_PROVIDER_APP_ID',
  'INVOICE_PROVIDER_KEY_FILE',
  'INVOICE_PROVIDER_PUBLIC_KEY_FILE',
] as const

export type InvoiceProviderVariables = { readonly [Name in (typeof names)[number]]?: string | undefined }

/** Null when none is set. Throws an Error whose sentence names what is missing. */
export function providerSetOf(variables: InvoiceProviderVariables): Record<(typeof names)[number], string> | null {
  const missing = names.filter((name) => variables[name] === undefined)
  if (missing.length === names.length) return null
  if (missing.length > 0)
    throw new Error(`Set ${names.join(', ')} together, or none of them: ${missing[0]} is missing.`)
  return Object.fromEntries(names.map((name) => [name, variables[name]])) as Record<(typeof names)[number], string>
}
