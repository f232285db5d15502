import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { ensureWebBuilt } from '../../server/build-web.ts'
import { readEnv } from '../../server/env.ts'
import { type RunningServer, startServer } from '../../server/main.ts'
import { startWorkerProcess, type WorkerProcess, worldKeys } from './worker-process.ts'
import type { World } from './world.ts'

export const slipFile = (number: number, ending = 'jpg') =>
  path.resolve(
    path.dirname(fileURLToPath(import.meta.url)),
    `../fixtures/vouchers/voucher-${String(number).padStart(3, '0')}.${ending}`,
  )

export type Product = { url: string; server: RunningServer; worker: WorkerProcess; stop(): Promise<void> }

/** The whole product on the world's database: the built web app and API on a port of its own, a worker, and its mail server. */
export async function startProduct(world: World, env: Record<string, string> = {}): Promise<Product> {
  await ensureWebBuilt()
  const server = await startServer(
    readEnv({
      DATABASE_URL: world.databaseUrl,
      DATA_DIR: world.folder,
      PORT: '0',
      HOST: '127.0.0.1',
      ...worldKeys,
      ...env,
    }),
  )
  const worker = await startWorkerProcess(world, env)
  return {
    // `localhost`, which browsers trust like TLS: the cookies are Secure.
    url: `http://localhost:${server.port}`,
    server,
    worker,
    async stop() {
      await worker.stop()
      await server.stop()
    },
  }
}
