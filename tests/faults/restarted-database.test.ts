import { createHash } from 'node:crypto'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { deployMigrations } from '../../prisma/migrate.ts'
import { createApp } from '../../server/app.ts'
import { newId } from '../../server/core/ids.ts'
import { type OpenDeps, openDeps } from '../../server/deps.ts'
import { readEnv } from '../../server/env.ts'
import { hashToken, newToken } from '../../server/features/accounts/session-token.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../server/platform/embedded-postgres.ts'
import { makeOrder } from '../support/orders.ts'
import { makeAdmin, makeOrganisation } from '../support/people.ts'
import { sampleSlip } from '../support/vouchers.ts'
import { waitFor } from '../support/worker-process.ts'
import type { World } from '../support/world.ts'

/** A database that goes away in the middle of requests: each gets an answer that says so, and sending again completes it. */
let folder: string
let postgres: EmbeddedPostgres
let open: OpenDeps
let app: ReturnType<typeof createApp>

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'xueshi-restart-'))
  await chmod(folder, 0o755)
  postgres = await startEmbeddedPostgres(folder)
  await deployMigrations(postgres.url)
  open = await openDeps(readEnv({ DATABASE_URL: postgres.url, DATA_DIR: folder }), 'test')
  app = createApp(open.deps, null)
})
afterAll(async () => {
  await open.close()
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
})

test('requests during the restart answer 503 and nothing is half done; the same requests afterwards succeed', async () => {
  // The arranging helpers need no more of a world than this.
  const world = {
    deps: open.deps,
    clock: { now: () => new Date() },
    async openSession(accountId: string, organisationId?: string) {
      const token = newToken()
      await open.deps.db.session.create({
        data: {
          id: newId(),
          tokenHash: hashToken(token),
          accountId,
          actingOrganisationId: organisationId ?? null,
          ip: '',
          userAgent: '',
          expiresAt: new Date(Date.now() + 86_400_000),
        },
      })
      return `__Host-xueshi=${token}`
    },
  } as unknown as World
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const order = await makeOrder(world, organisation)
  const bytes = await sampleSlip(2)
  const [voucherId, fileId] = [newId(), newId()]
  const send = () =>
    app.request(`/api/uploads/vouchers/${voucherId}/files/${fileId}?order=${order.id}`, {
      method: 'PUT',
      body: Buffer.from(bytes),
      headers: {
        cookie: admin.cookie,
        'x-xueshi': '1',
        'x-sha256': createHash('sha256').update(bytes).digest('hex'),
        'x-file-name': 'a.jpg',
      },
    })

  const port = Number(new URL(postgres.url).port)
  await postgres.stop()
  const during = await Promise.all(Array.from({ length: 4 }, send))
  expect(during.map((response) => response.status)).toEqual([503, 503, 503, 503])
  expect(await during[0]?.json()).toEqual({ app: { code: 'unavailable', details: {} } })
  postgres = await startEmbeddedPostgres(folder, [], port)

  // Connections that died with the old server are found out one by one.
  const answer = await waitFor('the server takes it', async () => {
    const one = await send()
    return one.status === 503 ? null : one
  })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toEqual({ fileId })
  expect(await open.deps.db.voucherFile.count({ where: { voucherId } })).toBe(1)
  const jobs = await open.deps.db.$queryRaw<
    { jobs: bigint }[]
  >`SELECT count(*) AS jobs FROM pgboss.job WHERE data->>'fileId' = ${fileId}`
  expect(Number(jobs[0]?.jobs)).toBe(1)
})
