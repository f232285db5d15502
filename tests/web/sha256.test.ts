import { expect, test } from 'vitest'
import { sha256Hex, sha256InScript } from '../../web/offline/sha256.ts'

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

test('the digests of FIPS 180-4 come out', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  expect(hex(sha256InScript(bytes('abc')))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(hex(sha256InScript(bytes('')))).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855')
  expect(hex(sha256InScript(bytes('abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq')))).toBe(
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  )
})

test('the script agrees with the browser at every length around a block', async () => {
  for (const length of [1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 1000, 100_003]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 167 + length) & 0xff)
    expect(hex(sha256InScript(bytes)), `${length} bytes`).toBe(await sha256Hex(bytes))
  }
})
