import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type SandboxKeys = {
  readonly own: KeyObject
  /** A key that nobody was told of, for messages forged by a stranger. */
  readonly stranger: KeyObject
  /** The public key that a partner laid into the exchange folder; null: no such partner. */
  partner(name: string): KeyObject | null
}

/**
 * A sandbox's keys in its folder, made at the first start: `<name>.pem`, with its public half in `exchange/<name>.pub.pem`.
 * Partners lay theirs beside it as `exchange/<partner>.pub.pem`.
 */
export function openKeyFolder(folder: string, name: string): SandboxKeys {
  const exchange = path.join(folder, 'exchange')
  mkdirSync(exchange, { recursive: true })
  const ownFile = path.join(folder, `${name}.pem`)
  if (!existsSync(ownFile)) placeOnce(ownFile, newKey(), 0o600)
  const own = createPrivateKey(readFileSync(ownFile, 'utf8'))
  const publicFile = path.join(exchange, `${name}.pub.pem`)
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
    partner(partner) {
      if (!/^[A-Z0-9]{4,20}$/.test(partner)) return null
      const file = path.join(exchange, `${partner}.pub.pem`)
      if (!existsSync(file)) return null
      const pem = readFileSync(file, 'utf8')
      const before = known.get(partner)
      if (before?.pem === pem) return before.key
      const key = createPublicKey(pem)
      known.set(partner, { pem, key })
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
