import { type KeyObject, X509Certificate } from 'node:crypto'

/** Whom we trust to vouch for UnionPay's signing certificate: its roots, and what stands between (acp_root, acp_middle). */
export type TrustedCertificates = {
  readonly roots: readonly X509Certificate[]
  readonly between: readonly X509Certificate[]
}

export type ChainFault = 'unreadable' | 'expired' | 'foreign' | 'otherSigner' | 'weak'

export class ChainRefused extends Error {
  readonly why: ChainFault

  constructor(why: ChainFault) {
    super(why)
    this.name = 'ChainRefused'
    this.why = why
  }
}

/** Sorts the certificates of the file that a variable names: who signed himself is a root, and one there must be. */
export function trustCertificates(variable: string, certificates: readonly X509Certificate[]): TrustedCertificates {
  const isRoot = (certificate: X509Certificate) => isIssuedBy(certificate, certificate)
  const roots = certificates.filter(isRoot)
  if (roots.length === 0) throw new Error(`The file that ${variable} names holds no root certificate.`)
  return { roots, between: certificates.filter((certificate) => !isRoot(certificate)) }
}

/** UnionPay's chain is root, middle, signer; two more leave room for a cross-signed middle. */
const longestChain = 5

/**
 * The public key of the certificate that came with a message, once a chain of valid certificates leads from it to one of
 * our roots and its owner is the expected one. Throws `ChainRefused`.
 */
export function keyOfTrustedSigner(
  pem: string,
  trusted: TrustedCertificates,
  signerName: string,
  now: Date,
): KeyObject {
  const signer = readSigner(pem)
  if (ownerOf(signer) !== signerName) throw new ChainRefused('otherSigner')
  let current = signer
  for (let depth = 0; depth < longestChain; depth++) {
    if (!isValidAt(current, now)) throw new ChainRefused('expired')
    const root = trusted.roots.find((candidate) => isIssuedBy(current, candidate))
    if (root) {
      if (!isValidAt(root, now)) throw new ChainRefused('expired')
      return checkedKey(signer)
    }
    const next = trusted.between.find((candidate) => isIssuedBy(current, candidate))
    if (!next) throw new ChainRefused('foreign')
    current = next
  }
  throw new ChainRefused('foreign')
}

function readSigner(pem: string): X509Certificate {
  if (pem.split('-----BEGIN').length !== 2) throw new ChainRefused('unreadable')
  try {
    return new X509Certificate(pem)
  } catch {
    throw new ChainRefused('unreadable')
  }
}

/** The names fit, the issuer may sign certificates, and its key made this signature. */
function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey)
}

function isValidAt(certificate: X509Certificate, now: Date): boolean {
  return now >= new Date(certificate.validFrom) && now <= new Date(certificate.validTo)
}

/**
 * Who a certificate of CFCA names: `CN=041@Z12@中国银联股份有限公司@00000001` has its owner in the third part; any other
 * CN is the owner itself (the test gateway's `00040000:SIGN`). As acpsdk's CertUtil.getIdentitiesFromCertficate has it.
 */
function ownerOf(certificate: X509Certificate): string | null {
  const lines = certificate.subject?.split('\n').filter((line) => line.startsWith('CN=')) ?? []
  const [line] = lines
  if (line === undefined || lines.length > 1) return null
  const name = line.slice(3)
  return name.split('@')[2] ?? name
}

function checkedKey(certificate: X509Certificate): KeyObject {
  const key = certificate.publicKey
  if (key.asymmetricKeyType !== 'rsa' || (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    throw new ChainRefused('weak')
  return key
}
