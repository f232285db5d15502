import { createPublicKey, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/**
 * X.509 certificates written out in DER by hand, so that a test can have any chain it likes, expired or foreign ones too,
 * and needs no openssl on the machine.
 */
export type Authority = { readonly name: string; readonly key: KeyObject; readonly pem: string }

export type CertificateWishes = {
  readonly name: string
  readonly key?: KeyObject
  /** Nobody: it signs itself. */
  readonly issuer?: Pick<Authority, 'name' | 'key'>
  readonly authority?: boolean
  readonly from?: Date
  readonly to?: Date
  readonly serial?: Buffer
}

export function makeKey(bits = 2048): KeyObject {
  return generateKeyPairSync('rsa', { modulusLength: bits }).privateKey
}

export function makeCertificate(wishes: CertificateWishes): Authority {
  const key = wishes.key ?? makeKey()
  const issuer = wishes.issuer ?? { name: wishes.name, key }
  const serial = wishes.serial ?? Buffer.concat([Buffer.from([0x41]), randomBytes(15)])
  const extension = (oid: string, value: Buffer) => sequence(objectId(oid), boolean(true), octets(value))
  const extensions = wishes.authority
    ? [extension('2.5.29.19', sequence(boolean(true))), extension('2.5.29.15', bits(1, Buffer.from([0x06])))]
    : [extension('2.5.29.19', sequence())]
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    sha256WithRsa,
    distinguishedName(issuer.name),
    sequence(time(wishes.from ?? new Date('2020-01-01')), time(wishes.to ?? new Date('2120-01-01'))),
    distinguishedName(wishes.name),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  )
  const der = sequence(body, sha256WithRsa, bits(0, sign('sha256', body, issuer.key)))
  const lines = der.toString('base64').match(/.{1,64}/g) ?? []
  return {
    name: wishes.name,
    key,
    pem: `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`,
  }
}

function tlv(tag: number, ...contents: readonly Buffer[]): Buffer {
  const content = Buffer.concat(contents)
  if (content.length < 128) return Buffer.concat([Buffer.from([tag, content.length]), content])
  const length = Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex')
  return Buffer.concat([Buffer.from([tag, 0x82]), length, content])
}

const sequence = (...contents: readonly Buffer[]) => tlv(0x30, ...contents)
const integer = (bytes: Buffer) => tlv(0x02, bytes)
const boolean = (value: boolean) => tlv(0x01, Buffer.from([value ? 0xff : 0]))
const octets = (bytes: Buffer) => tlv(0x04, bytes)
const bits = (unused: number, bytes: Buffer) => tlv(0x03, Buffer.from([unused]), bytes)
const sha256WithRsa = sequence(objectId('1.2.840.113549.1.1.11'), tlv(0x05))

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = [first * 40 + second]
  for (const arc of rest) {
    const septets = [arc & 0x7f]
    for (let left = arc >> 7; left > 0; left >>= 7) septets.unshift((left & 0x7f) | 0x80)
    bytes.push(...septets)
  }
  return tlv(0x06, Buffer.from(bytes))
}

/** `CN=…` alone, as UTF8String. */
function distinguishedName(name: string): Buffer {
  return sequence(tlv(0x31, sequence(objectId('2.5.4.3'), tlv(0x0c, Buffer.from(name, 'utf8')))))
}

/** UTCTime up to 2049, GeneralizedTime from 2050 (RFC 5280 4.1.2.5). */
function time(at: Date): Buffer {
  const digits = `${at.toISOString().replace(/\D/g, '').slice(0, 14)}Z`
  return at.getUTCFullYear() < 2050
    ? tlv(0x17, Buffer.from(digits.slice(2), 'ascii'))
    : tlv(0x18, Buffer.from(digits, 'ascii'))
}
