import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'

/**
 * Our key for the sandbox bank, made at the first start beside the data; its public half is laid where the bank looks
 * for it, and the bank's is read from there. Server and worker may do this at the same moment: the first one counts.
 */
export function openSandboxKeys(
  dataDir: string,
  merchant: string,
): { merchantKey: KeyObject; bankKey: () => KeyObject | null } {
  const exchange = path.join(dataDir, 'sandbox-bank', 'exchange')
  mkdirSync(exchange, { recursive: true })
  const file = path.join(dataDir, 'sandbox-merchant.pem')
  if (!existsSync(file)) placeOnce(file, makeKey(), 0o600)
  const merchantKey = createPrivateKey(readFileSync(file, 'utf8'))
  const publicFile = path.join(exchange, `${merchant}.pub.pem`)
  const publicPem = createPublicKey(merchantKey).export({ type: 'spki', format: 'pem' }).toString()
  // A data folder whose private key was replaced: the bank has to learn the new one.
  if (existsSync(publicFile) && readFileSync(publicFile, 'utf8') !== publicPem) rmSync(publicFile, { force: true })
  if (!existsSync(publicFile)) placeOnce(publicFile, publicPem, 0o644)
  const bankFile = path.join(exchange, 'bank.pub.pem')
  return {
    merchantKey,
    // Read each time: the bank may come after us, or come back with another key.
    bankKey: () => (existsSync(bankFile) ? createPublicKey(readFileSync(bankFile, 'utf8')) : null),
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
