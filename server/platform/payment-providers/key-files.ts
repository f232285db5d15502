import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'

/**
 * Keys and certificates out of the files that the environment names. Read once, at start, so that a wrong file is a
 * sentence on the console and not a payment that fails. The sentences name the variable and never what is in the file.
 */

/** RSA with 2048 bits or more, PKCS#8 or PKCS#1, PEM or (as Alipay's key tool writes it) bare base64 of PKCS#8. */
export function readPrivateKey(variable: string, file: string): KeyObject {
  const text = readText(variable, file)
  const key = orSentence(variable, 'is no private key in PEM form without a password', () =>
    text.includes('-----BEGIN')
      ? createPrivateKey(text)
      : createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' }),
  )
  return checkedRsa(variable, key)
}

/** The same for a public key; a certificate is not taken for one. */
export function readPublicKey(variable: string, file: string): KeyObject {
  const text = readText(variable, file)
  if (text.includes('PRIVATE KEY') || text.includes('CERTIFICATE'))
    throw new Error(`The file that ${variable} names must hold a public key, and nothing else.`)
  const key = orSentence(variable, 'is no public key in PEM form', () =>
    text.includes('-----BEGIN')
      ? createPublicKey(text)
      : createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' }),
  )
  return checkedRsa(variable, key)
}

/** One certificate or several, one after the other. */
export function readCertificates(variable: string, file: string): X509Certificate[] {
  const blocks = readText(variable, file).match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new Error(`The file that ${variable} names holds no certificate in PEM form.`)
  return orSentence(variable, 'holds a damaged certificate', () => blocks.map((block) => new X509Certificate(block)))
}

/** Our own certificate, which has to be the one of our key. */
export function readOwnCertificate(variable: string, file: string, keyVariable: string, key: KeyObject) {
  const [certificate] = readCertificates(variable, file)
  if (!certificate?.checkPrivateKey(key))
    throw new Error(`The certificate that ${variable} names is not the one of the key that ${keyVariable} names.`)
  return certificate
}

/** 32 characters, as set at the merchant platform. */
export function readSymmetricKey(variable: string, file: string): KeyBytes {
  const bytes = Buffer.from(readText(variable, file), 'utf8')
  if (bytes.length !== 32) throw new Error(`The file that ${variable} names must hold exactly 32 characters.`)
  return bytes
}

export type KeyBytes = Buffer

function readText(variable: string, file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch (error) {
    throw new Error(`The file that ${variable} names cannot be read (${(error as NodeJS.ErrnoException).code}).`)
  }
}

function orSentence<T>(variable: string, wrong: string, read: () => T): T {
  try {
    return read()
  } catch {
    throw new Error(`The file that ${variable} names ${wrong}.`)
  }
}

function checkedRsa(variable: string, key: KeyObject): KeyObject {
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new Error(`The key that ${variable} names must be RSA with 2048 bits or more.`)
  return key
}
