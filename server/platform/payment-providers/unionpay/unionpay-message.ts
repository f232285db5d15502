import { createHash, type KeyObject, sign, verify } from 'node:crypto'
import { keyOfTrustedSigner, type TrustedCertificates } from './certificate-chain.ts'

export type Fields = ReadonlyMap<string, string>

/**
 * What is signed: every field but `signature`, sorted by name, `k=v` joined with `&`, values as they are before any
 * encoding for transport (gateway 5.1.0; acpsdk SDKUtil.coverMap2String).
 */
export function signString(fields: Fields): string {
  return [...fields.keys()]
    .filter((name) => name !== 'signature')
    .sort()
    .map((name) => `${name}=${fields.get(name)}`)
    .join('&')
}

/** signMethod 01 of 5.1.0: RSA-SHA256 over the lower-case hex digits of the string's SHA-256. */
function digestDigits(fields: Fields): Buffer {
  return Buffer.from(createHash('sha256').update(signString(fields), 'utf8').digest('hex'), 'ascii')
}

export function signFields(fields: Fields, key: KeyObject): Map<string, string> {
  return new Map([...fields, ['signature', sign('sha256', digestDigits(fields), key).toString('base64')]])
}

/** Throws `ChainRefused`; false when the certificate is UnionPay's and the signature is not. */
export function isSignedByUnionPay(
  fields: Fields,
  trusted: TrustedCertificates,
  signerName: string,
  now: Date,
): boolean {
  const key = keyOfTrustedSigner(fields.get('signPubKeyCert') ?? '', trusted, signerName, now)
  const signature = fields.get('signature') ?? ''
  return verify('sha256', digestDigits(fields), key, Buffer.from(signature, 'base64'))
}

/**
 * The fields of an answer: `k=v&k={a=1&b=2}&…`, not encoded for a URL, so that `+` and `=` of base64 stand for themselves;
 * what is in braces or brackets is one value (acpsdk SDKUtil.parseQString). Null when a name comes twice, is empty, or a
 * brace stays open.
 */
export function readAnswer(text: string): Map<string, string> | null {
  const fields = new Map<string, string>()
  let from = 0
  let depth = 0
  for (let at = 0; at <= text.length; at++) {
    const character = text[at]
    if (character === '{' || character === '[') depth++
    if (character === '}' || character === ']') depth--
    if (at < text.length && (character !== '&' || depth > 0)) continue
    if (depth !== 0) return null
    const pair = text.slice(from, at)
    const equals = pair.indexOf('=')
    const name = pair.slice(0, equals)
    if (equals < 1 || fields.has(name)) return null
    fields.set(name, pair.slice(equals + 1))
    from = at + 1
  }
  return fields
}
