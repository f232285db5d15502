import { mkdtemp, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import S3rver from 's3rver'

export type S3Server = {
  /** The bucket's address. */
  readonly url: string
  /** How many requests came with each method. */
  readonly asked: ReadonlyMap<string, number>
  /** The next so many requests are answered 503, as storages do under load. */
  failNext(count: number): void
  close(): Promise<void>
}

export const s3Keys = { region: 'us-east-1', accessKey: 'S3RVER', secretKey: 'S3RVER' }

/** An S3 server that is not ours, with one bucket, on loopback. It knows its keys, and leaves signatures unchecked. */
export async function startS3Server(bucket = 'xueshi-files'): Promise<S3Server> {
  const folder = await mkdtemp(path.join(tmpdir(), 's3-'))
  const asked = new Map<string, number>()
  let failing = 0
  const server = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory: folder,
    configureBuckets: [{ name: bucket, configs: [] }],
  })
  server.middleware.unshift(async (context, next) => {
    asked.set(context.method, (asked.get(context.method) ?? 0) + 1)
    if (failing === 0) return next()
    failing--
    context.status = 503
    context.body = '<Error><Code>SlowDown</Code></Error>'
  })
  const { port } = (await server.run()) as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/${bucket}`,
    asked,
    failNext(count) {
      failing = count
    },
    async close() {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
