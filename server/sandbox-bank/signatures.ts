import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * How bank and merchants trust each other, as real gateways do it: RSA-SHA256 with a key pair each; public keys are
 * exchanged as files. What is signed names its purpose first, so that a signature cannot be used for something else.
 */
export const maxSkewMs = 300_000

export function signText(key: KeyObject, text: string): string {
  return sign('sha256', Buffer.from(text, 'utf8'), key).toString('base64')
}

export function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  if (!/^[A-Za-z0-9+/]{20,}={0,2}$/.test(signature)) return false
  return verify('sha256', Buffer.from(text, 'utf8'), key, Buffer.from(signature, 'base64'))
}

/** A merchant's request: header values and the body as it was sent. */
export function requestText(path: string, timestamp: string, nonce: string, body: string): string {
  return `REQUEST\n${path}\n${timestamp}\n${nonce}\n${body}\n`
}

/** The bank's answer repeats the request's nonce, so that it answers that request alone. */
export function answerText(status: number, timestamp: string, nonce: string, body: string): string {
  return `ANSWER\n${status}\n${timestamp}\n${nonce}\n${body}\n`
}

export function noticeText(timestamp: string, nonce: string, body: string): string {
  return `NOTICE\n${timestamp}\n${nonce}\n${body}\n`
}

/** The fields of a cashier's address without the signature, sorted by name, as `name=value` lines. */
export function cashierText(fields: Readonly<Record<string, string>>): string {
  const lines = Object.entries(fields)
    .filter(([name]) => name !== 'signature')
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name}=${value}`)
  return `CASHIER\n${lines.join('\n')}\n`
}

export type BankKeys = {
  readonly own: KeyObject
  /** A key that nobody was told of, for notices forged by a stranger. */
  readonly stranger: KeyObject
  /** The public key that a merchant laid into the exchange folder; null: no such merchant. */
  merchant(merchant: string): KeyObject | null
}

/** The bank's keys in its folder, made at the first start; its public key goes to `exchange/bank.pub.pem`. */
export function openBankKeys(folder: string): BankKeys {
  const exchange = path.join(folder, 'exchange')
  mkdirSync(exchange, { recursive: true })
  const ownFile = path.join(folder, 'bank.pem')
  if (!existsSync(ownFile)) placeOnce(ownFile, newKey(), 0o600)
  const own = createPrivateKey(readFileSync(ownFile, 'utf8'))
  const publicFile = path.join(exchange, 'bank.pub.pem')
  const publicPem = createPublicKey(own).export({ type: 'spki', format: 'pem' }).toString()
  if (!existsSync(publicFile) || readFileSync(publicFile, 'utf8') !== publicPem) {
    rmSync(publicFile, { force: true })
    placeOnce(publicFile, publicPem, 0o644)
  }
  const known = new Map<string, { pem: string; key: KeyObject }>()
  let stranger: KeyObject | undefined
  return {
    own,
    get stranger() {
      stranger ??= createPrivateKey(newKey())
      return stranger
    },
    merchant(merchant) {
      if (!/^[A-Z0-9]{4,20}$/.test(merchant)) return null
      const file = path.join(exchange, `${merchant}.pub.pem`)
      if (!existsSync(file)) return null
      const pem = readFileSync(file, 'utf8')
      const before = known.get(merchant)
      if (before?.pem === pem) return before.key
      const key = createPublicKey(pem)
      known.set(merchant, { pem, key })
      return key
    },
  }
}

function newKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Whole or not at all, and the first one stays: a link is made in one step and refuses what exists. */
function placeOnce(file: string, text: string, mode: number): void {
  const fresh = `${file}.${process.pid}`
  writeFileSync(fresh, text, { mode })
  try {
    linkSync(fresh, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(fresh, { force: true })
  }
}
