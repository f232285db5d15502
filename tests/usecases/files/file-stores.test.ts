import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLocalFileStore, FileMissing, type FileStore } from '../../../server/platform/file-store.ts'
import { openFileStore } from '../../../server/platform/open-file-store.ts'
import { createS3FileStore } from '../../../server/platform/s3-file-store.ts'
import { type S3Server, s3Keys, startS3Server } from '../../support/s3-server.ts'

let folder: string
let s3: S3Server
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'files-'))
  s3 = await startS3Server()
})
afterAll(async () => {
  await s3.close()
  await rm(folder, { recursive: true, force: true })
})

const stores: Record<string, () => FileStore> = {
  'a folder': () => createLocalFileStore(folder),
  'a bucket': () => createS3FileStore({ url: s3.url, ...s3Keys }),
}

describe.each(Object.keys(stores))('%s', (name) => {
  const open = () => (stores[name] as () => FileStore)()

  test('gives back what was put, whole and as a stream, and the newest under one key', async () => {
    const store = open()
    const bytes = randomBytes(3_000_000)
    await store.put('vouchers/0190-a/original-1', randomBytes(10))
    await store.put('vouchers/0190-a/original-1', bytes)
    expect((await store.get('vouchers/0190-a/original-1')).equals(bytes)).toBe(true)
    const { sizeBytes, body } = await store.stream('vouchers/0190-a/original-1')
    expect(sizeBytes).toBe(bytes.length)
    expect((await buffer(body)).equals(bytes)).toBe(true)
  })

  test('says that a file is missing, and removes one that is not there without a word', async () => {
    const store = open()
    await expect(store.get('vouchers/none')).rejects.toThrow(FileMissing)
    await expect(store.stream('vouchers/none')).rejects.toThrow(FileMissing)
    await store.put('vouchers/gone', Buffer.from('x'))
    await store.remove('vouchers/gone')
    await store.remove('vouchers/gone')
    await expect(store.get('vouchers/gone')).rejects.toThrow(FileMissing)
  })

  test('keeps an empty file empty', async () => {
    const store = open()
    await store.put('imports/empty', Buffer.alloc(0))
    expect(await store.get('imports/empty')).toHaveLength(0)
  })

  test('refuses keys that would leave it', async () => {
    const store = open()
    for (const key of ['../x', '/etc/passwd', 'a/../b', 'a/B?x=1', 'a//b', 'a'])
      await expect(store.put(key, Buffer.from('x'))).rejects.toThrow('not a file key')
  })
})

describe('a bucket', () => {
  test('is asked again when it is too busy, and the file arrives once and whole', async () => {
    const store = createS3FileStore({ url: s3.url, ...s3Keys })
    const before = s3.asked.get('PUT') ?? 0
    s3.failNext(2)
    await store.put('vouchers/busy', Buffer.from('whole'))
    expect((s3.asked.get('PUT') ?? 0) - before).toBe(3)
    expect((await store.get('vouchers/busy')).toString()).toBe('whole')
  })

  test('that stays away is an error that names the status, not a lost file', async () => {
    const store = createS3FileStore({ url: s3.url, ...s3Keys })
    s3.failNext(4)
    await expect(store.put('vouchers/away', Buffer.from('x'))).rejects.toThrow('503 SlowDown')
    await expect(store.get('vouchers/away')).rejects.toThrow(FileMissing)
  })

  test('refuses a key that it does not know, and a bucket that is not there is no missing file', async () => {
    const wrong = createS3FileStore({ url: s3.url, ...s3Keys, accessKey: 'ANOTHER' })
    await expect(wrong.get('vouchers/busy')).rejects.toThrow('403 InvalidAccessKeyId')
    const nowhere = createS3FileStore({ url: s3.url.replace('xueshi', 'other'), ...s3Keys })
    await expect(nowhere.get('vouchers/busy')).rejects.toThrow('404 NoSuchBucket')
    await expect(nowhere.remove('vouchers/busy')).rejects.toThrow('404 NoSuchBucket')
  })
})

describe('the environment', () => {
  test('opens a bucket with all four variables, a folder with none, and names what is missing between', async () => {
    const all = { FILES_S3_URL: `${s3.url}/`, FILES_S3_REGION: 'us-east-1', FILES_S3_ACCESS_KEY: 'S3RVER' }
    await openFileStore({ dataDir: folder, ...all, FILES_S3_SECRET_KEY: 'S3RVER' }).put('a/b', Buffer.from('s3'))
    expect((await createS3FileStore({ url: s3.url, ...s3Keys }).get('a/b')).toString()).toBe('s3')
    await openFileStore({ dataDir: folder }).put('a/c', Buffer.from('disk'))
    expect((await createLocalFileStore(path.join(folder, 'files')).get('a/c')).toString()).toBe('disk')
    expect(() => openFileStore({ dataDir: folder, ...all })).toThrow('FILES_S3_SECRET_KEY')
  })
})
