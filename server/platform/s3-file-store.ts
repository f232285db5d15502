import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { AwsClient } from 'aws4fetch'
import { FileMissing, type FileStore, keyPattern } from './file-store.ts'

export type S3Bucket = {
  /**
   * The bucket's own address, without a trailing slash, as the storage wants it: `https://bucket.s3.cn-north-1.amazonaws.com.cn`,
   * `https://bucket.oss-cn-beijing.aliyuncs.com`, `http://minio:9000/bucket`; a folder may follow.
   */
  readonly url: string
  readonly region: string
  readonly accessKey: string
  readonly secretKey: string
}

/** One question to the storage ends after this long; what is asked twice is asked of a fresh connection. */
const questionMs = 30_000
const retries = 3

/**
 * Files in a bucket that speaks Amazon's S3 protocol (signature version 4): for several servers and workers that share no
 * disk. What is written is signed with its SHA-256, so that the storage itself refuses what was damaged on the way. Rejects
 * with an Error that names the storage's status when it refuses or cannot be reached.
 */
export function createS3FileStore({ url, region, accessKey, secretKey }: S3Bucket): FileStore {
  const client = new AwsClient({
    accessKeyId: accessKey,
    secretAccessKey: secretKey,
    service: 's3',
    region,
    retries,
    initRetryMs: 100,
  })
  const addressOf = (key: string) => {
    if (!keyPattern.test(key) || key.includes('..')) throw new Error(`not a file key: ${key}`)
    return `${url}/${key}`
  }
  const ask = async (method: 'PUT' | 'GET' | 'DELETE', key: string, body?: Uint8Array): Promise<Response> => {
    const response = await client.fetch(addressOf(key), {
      method,
      signal: AbortSignal.timeout(questionMs),
      ...(body && {
        body: Buffer.from(body),
        headers: { 'x-amz-content-sha256': createHash('sha256').update(body).digest('hex') },
      }),
    })
    if (response.ok) return response
    const said = await response.text().catch(() => '')
    if (response.status === 404 && method === 'GET' && !said.includes('NoSuchBucket')) throw new FileMissing(key)
    if (response.status === 404 && method === 'DELETE' && !said.includes('NoSuchBucket')) return response
    // The code is the storage's own word for it (`AccessDenied`); what else it says may repeat the signature.
    throw new Error(
      `the file storage answered ${response.status} ${/<Code>(\w+)<\/Code>/.exec(said)?.[1] ?? ''} to ${method}`,
    )
  }
  return {
    async put(key, bytes) {
      await ask('PUT', key, bytes)
    },
    get: async (key) => Buffer.from(await (await ask('GET', key)).arrayBuffer()),
    async stream(key) {
      const response = await ask('GET', key)
      const sizeBytes = Number(response.headers.get('content-length') ?? Number.NaN)
      if (!response.body || !Number.isSafeInteger(sizeBytes)) {
        const bytes = Buffer.from(await response.arrayBuffer())
        return { sizeBytes: bytes.length, body: Readable.from([bytes]) }
      }
      return { sizeBytes, body: Readable.fromWeb(response.body as ReadableStream<Uint8Array>) }
    },
    async remove(key) {
      await ask('DELETE', key)
    },
  }
}
