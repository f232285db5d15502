import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

export type ExchangedKeys = { readonly ownKey: KeyObject; readonly theirKey: () => KeyObject | null }

/**
 * Our key for a sandbox, made at the first start beside the data (`ownFile`); its public half is laid into the exchange
 * folder, where the sandbox looks for it, and the sandbox's is read from there. Server and worker may do this at the same
 * moment: the first one counts.
 */
export function openExchangedKeys(of: {
  readonly exchange: string
  readonly ownFile: string
  readonly ownName: string
  readonly theirName: string
}): ExchangedKeys {
  mkdirSync(of.exchange, { recursive: true })
  if (!existsSync(of.ownFile)) placeOnce(of.ownFile, makeKey(), 0o600)
  const ownKey = createPrivateKey(readFileSync(of.ownFile, 'utf8'))
  const publicFile = path.join(of.exchange, `${of.ownName}.pub.pem`)
  const publicPem = createPublicKey(ownKey).export({ type: 'spki', format: 'pem' }).toString()
  // A data folder whose private key was replaced: the sandbox has to learn the new one.
  if (existsSync(publicFile) && readFileSync(publicFile, 'utf8') !== publicPem) rmSync(publicFile, { force: true })
  if (!existsSync(publicFile)) placeOnce(publicFile, publicPem, 0o644)
  const theirFile = path.join(of.exchange, `${of.theirName}.pub.pem`)
  return {
    ownKey,
    // Read each time: the sandbox may come after us, or come back with another key.
    theirKey: () => (existsSync(theirFile) ? createPublicKey(readFileSync(theirFile, 'utf8')) : null),
  }
}

function makeKey(): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** A link is made in one step and refuses what exists: nobody reads half a key, and nobody's key is replaced. */
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
