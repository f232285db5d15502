import { orderNumberAlphabet } from '../../core/order-number.ts'
import type { CertificateState } from './certificates.schema.ts'

/**
 *   valid ──revoke (reason)──▶ revoked
 *
 * What one says never changes; a correction is another certificate in its place (replacesId), with a number of its own.
 */
export const certificateTransitions: Readonly<Record<CertificateState, readonly CertificateState[]>> = {
  valid: ['revoked'],
  revoked: [],
}

/** `XS2026000123`: prefix, year of issue, running number of that year with six digits at least. */
export function certificateNumber(prefix: string, year: number, running: number): string {
  return `${prefix}${year}${String(running).padStart(6, '0')}`
}

/** 31^12 is 2^59: of a million certificates, a guess hits one in half a million million. */
export const codeLength = 12
/** 31 characters: bytes below this share out evenly, larger ones are thrown away. */
const fairBytes = 256 - (256 % orderNumberAlphabet.length)
const codeShape = new RegExp(`^[${orderNumberAlphabet}]{${codeLength}}$`)

/** What a certificate's QR code leads to: characters that nobody guesses and that survive being read aloud. */
export function makeCertificateCode(
  randomBytes: (count: number) => Uint8Array = (count) => crypto.getRandomValues(new Uint8Array(count)),
): string {
  let code = ''
  while (code.length < codeLength) {
    for (const byte of randomBytes(codeLength)) {
      if (byte < fairBytes && code.length < codeLength)
        code += orderNumberAlphabet[byte % orderNumberAlphabet.length] ?? ''
    }
  }
  return code
}

/** A code as people type, paste or scan it: any case, full width, in groups, or the whole address. Null when it is none. */
export function readCertificateCode(typed: string): string | null {
  const address = /\/c\/([^/?#]+)/i.exec(typed.normalize('NFKC'))
  const text = (address?.[1] ?? typed)
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-_.·]/g, '')
  return codeShape.test(text) ? text : null
}

/** `K7M2 9QXR 4TBW`: for the eye and the tongue, never for storage. */
export function groupCertificateCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$& ')
}

/** A number as people type it. */
export function normaliseCertificateNumber(typed: string): string {
  return typed
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s\-_.·]/g, '')
}

/**
 * A name as strangers see it, who have the whole one before them on paper: 王芳 王*, 王小明 王*明, 欧阳小明 欧**明,
 * John Smith J*** ****h. What separates the parts of a name stays.
 */
export function maskPersonName(name: string): string {
  const signs = Array.from(
    new Intl.Segmenter('zh', { granularity: 'grapheme' }).segment(name),
    ({ segment }) => segment,
  )
  const letters = signs.filter((sign) => !isSeparator(sign)).length
  let at = 0
  return signs
    .map((sign) => {
      if (isSeparator(sign)) return sign
      at++
      const shown = (at === 1 && letters > 1) || (at === letters && letters > 2)
      return shown ? sign : '*'
    })
    .join('')
}

function isSeparator(sign: string): boolean {
  return /^[\s·•・.\-']+$/u.test(sign)
}

/** `证书_王小明_XS2026000123.pdf`: what no file system takes is left out. */
export function certificateFileName({ learnerName, number }: { learnerName: string; number: string }): string {
  return `证书_${learnerName.replace(/[\\/:*?"<>|\p{Cc}]/gu, '').trim()}_${number}.pdf`
}
