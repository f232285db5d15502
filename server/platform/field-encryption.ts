import { createCipheriv, createDecipheriv, createHmac, createSecretKey, randomFillSync } from 'node:crypto'

/** AES-256-GCM for single fields, and a keyed hash to find them by. */
export type FieldEncryption = {
  /** The id of the key that encrypts now; every sealed value begins with that of its own key and a colon. */
  readonly currentKeyId: string
  /** `keyId:iv:tag:text`, base64url. `context` (table.column:row id) is authenticated: a value moved elsewhere does not decrypt. */
  encrypt(plain: string, context: string): string
  /** Throws when the key is unknown, the value was changed, or it belongs elsewhere. */
  decrypt(sealed: string, context: string): string
  /** The same for whole files and rows of binary data: `keyId` and a colon, then iv, tag and text as bytes. */
  encryptBytes(plain: Uint8Array, context: string): Buffer
  /** Throws as `decrypt` does. */
  decryptBytes(sealed: Uint8Array, context: string): Buffer
  /** HMAC-SHA-256, hexadecimal: equal plain texts have equal hashes, and nobody without the key can try them out. */
  hash(plain: string): string
}

export type EncryptionKeys = {
  /** Key id -> 32 bytes. All can decrypt, `currentId` encrypts. */
  readonly keys: ReadonlyMap<string, Uint8Array>
  readonly currentId: string
  readonly hashKey: Uint8Array
}

const ivBytes = 12
const tagBytes = 16

/** Initialisation vectors are drawn from the system's generator this many at a time: one call for each costs as much as sealing. */
const ivsAtOnce = 256

export function createFieldEncryption({ keys, currentId, hashKey }: EncryptionKeys): FieldEncryption {
  // As key objects: a key given as bytes is imported anew for each of the 100,000 rows of an import.
  const secretKeys = new Map([...keys].map(([id, bytes]) => [id, createSecretKey(bytes)]))
  const secretHashKey = createSecretKey(hashKey)
  const ivs = Buffer.alloc(ivBytes * ivsAtOnce)
  let ivsUsed = ivsAtOnce
  /** Each is used once: what is handed out is never handed out again. */
  const nextIv = () => {
    if (ivsUsed === ivsAtOnce) {
      randomFillSync(ivs)
      ivsUsed = 0
    }
    const at = ivsUsed++ * ivBytes
    return Buffer.from(ivs.subarray(at, at + ivBytes))
  }
  const keyOf = (id: string) => {
    const key = secretKeys.get(id)
    if (!key) throw new Error(`no encryption key with the id ${id}`)
    return key
  }
  return {
    currentKeyId: currentId,
    encrypt(plain, context) {
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', keyOf(currentId), iv)
      cipher.setAAD(Buffer.from(context))
      const text = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
      return [
        currentId,
        iv.toString('base64url'),
        cipher.getAuthTag().toString('base64url'),
        text.toString('base64url'),
      ].join(':')
    },
    decrypt(sealed, context) {
      const [id = '', iv = '', tag = '', text = ''] = sealed.split(':')
      const decipher = createDecipheriv('aes-256-gcm', keyOf(id), Buffer.from(iv, 'base64url'), {
        authTagLength: tagBytes,
      })
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(Buffer.from(tag, 'base64url'))
      return Buffer.concat([decipher.update(Buffer.from(text, 'base64url')), decipher.final()]).toString('utf8')
    },
    encryptBytes(plain, context) {
      const iv = nextIv()
      const cipher = createCipheriv('aes-256-gcm', keyOf(currentId), iv)
      cipher.setAAD(Buffer.from(context))
      const text = [cipher.update(plain), cipher.final()]
      return Buffer.concat([Buffer.from(`${currentId}:`), iv, cipher.getAuthTag(), ...text])
    },
    decryptBytes(sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
      const colon = bytes.indexOf(':')
      const body = bytes.subarray(colon + 1)
      const decipher = createDecipheriv(
        'aes-256-gcm',
        keyOf(bytes.toString('utf8', 0, colon)),
        body.subarray(0, ivBytes),
        {
          authTagLength: tagBytes,
        },
      )
      decipher.setAAD(Buffer.from(context))
      decipher.setAuthTag(body.subarray(ivBytes, ivBytes + tagBytes))
      return Buffer.concat([decipher.update(body.subarray(ivBytes + tagBytes)), decipher.final()])
    },
    hash: (plain) => createHmac('sha256', secretHashKey).update(plain).digest('hex'),
  }
}
