import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { z } from 'zod'
import { ownDatabaseAddress } from './database-address.ts'
import type { EncryptionKeys } from './platform/field-encryption.ts'
import { invoiceProviderVariables } from './platform/invoice-providers/invoice-provider-variables.ts'
import { providerVariables } from './platform/payment-providers/provider-variables.ts'

const envSchema = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  HOST: z.string().default('0.0.0.0'),
  DATABASE_URL: z.string().min(1),
  DATA_DIR: z.string().min(1).default('.data'),
  /** Where people reach the product, for links in mail and the Origin check; unset: whatever host they asked for. */
  PUBLIC_URL: z.url().optional(),
  /** `1` when a proxy of ours sets X-Forwarded-For. */
  TRUST_PROXY: z.enum(['0', '1']).default('0'),
  SMTP_URL: z.string().optional(),
  /** `required` sends staff without a second factor to set one up first. */
  STAFF_TOTP: z.enum(['optional', 'required']).default('optional'),
  /** `id:base64 of 32 bytes`, comma-separated; the first encrypts. Unset: made once in DATA_DIR. */
  FIELD_KEYS: z.string().optional(),
  FIELD_HASH_KEY: z.string().optional(),
  /** Bearer token for /api/metrics; unset: only loopback may ask. */
  METRICS_TOKEN: z.string().optional(),
  /** A bucket for uploads and invoices instead of DATA_DIR/files; all four together. */
  FILES_S3_URL: z.url().optional(),
  FILES_S3_REGION: z.string().optional(),
  FILES_S3_ACCESS_KEY: z.string().optional(),
  FILES_S3_SECRET_KEY: z.string().optional(),
  ...providerVariables,
  /** The bank for trying out: where we ask it, and where browsers reach it. `npm start` sets the first. */
  SANDBOX_BANK_URL: z.url().optional(),
  SANDBOX_BANK_PUBLIC_URL: z.url().optional(),
  ...invoiceProviderVariables,
})

export type Env = z.infer<typeof envSchema> & { readonly encryptionKeys: EncryptionKeys; readonly dataDir: string }

/** Reads and checks the environment; throws an Error whose message names the variable and what is wrong with it. */
export function readEnv(source: NodeJS.ProcessEnv = process.env): Env {
  const set: Record<string, string | undefined> = Object.fromEntries(
    Object.entries(source).filter(([, value]) => value !== ''),
  )
  set['DATABASE_URL'] ??= ownDatabaseAddress(path.resolve(set['DATA_DIR'] ?? '.data'))
  if (!set['DATABASE_URL'])
    throw new Error('Set DATABASE_URL, or run this while `npm start` runs on the same DATA_DIR.')
  const parsed = envSchema.safeParse(set)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw new Error(`The environment variable ${issue?.path.join('.')} is not usable: ${issue?.message}.`)
  }
  const dataDir = path.resolve(parsed.data.DATA_DIR)
  return { ...parsed.data, dataDir, encryptionKeys: readKeys(parsed.data, dataDir) }
}

function readKeys(env: z.infer<typeof envSchema>, dataDir: string): EncryptionKeys {
  if ((env.FIELD_KEYS === undefined) !== (env.FIELD_HASH_KEY === undefined)) {
    throw new Error('Set FIELD_KEYS and FIELD_HASH_KEY together, or neither.')
  }
  const { fieldKeys, hashKey } =
    env.FIELD_KEYS && env.FIELD_HASH_KEY
      ? { fieldKeys: env.FIELD_KEYS, hashKey: env.FIELD_HASH_KEY }
      : keysOfDataFolder(path.join(dataDir, 'field-keys.json'))
  const entries = fieldKeys.split(',').map((entry): [string, Buffer] => {
    const [id = '', key = ''] = entry.trim().split(':')
    return [id, Buffer.from(key, 'base64')]
  })
  const hash = Buffer.from(hashKey, 'base64')
  const currentId = entries[0]?.[0]
  if (!currentId || entries.some(([id, key]) => !/^[a-z0-9]+$/.test(id) || key.length !== 32) || hash.length < 32) {
    throw new Error(
      'FIELD_KEYS must be id:key pairs with 32-byte base64 keys, FIELD_HASH_KEY at least 32 bytes of base64.',
    )
  }
  return { keys: new Map(entries), currentId, hashKey: hash }
}

/** For the embedded default: keys made once and kept beside the data that they protect. */
function keysOfDataFolder(file: string): { fieldKeys: string; hashKey: string } {
  const schema = z.object({ fieldKeys: z.string(), hashKey: z.string() })
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  mkdirSync(path.dirname(file), { recursive: true })
  const made = { fieldKeys: `k1:${randomBytes(32).toString('base64')}`, hashKey: randomBytes(32).toString('base64') }
  try {
    // `wx`: server and worker may start at the same moment; whoever is second reads what the first one wrote.
    writeFileSync(file, JSON.stringify(made), { mode: 0o600, flag: 'wx' })
    return made
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  }
}
