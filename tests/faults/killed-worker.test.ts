import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { makeOrder } from '../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../support/people.ts'
import { sampleSlip, submitted, upload } from '../support/vouchers.ts'
import { startWorkerProcess, type WorkerProcess, waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'

/** A worker that is killed at any moment costs a repeat within 15 seconds, never a loss or a double effect. */
const repeatWithinMs = 15_000

let world: World
let organisation: MadeOrganisation
let admin: { cookie: string }
const workers: WorkerProcess[] = []

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(async () => {
  await Promise.all(workers.map((worker) => worker.stop()))
  await world.close()
})

const start = async () => {
  const worker = await startWorkerProcess(world)
  workers.push(worker)
  return worker
}

type JobRow = { name: string; state: string; startedOn: Date | null; retryCount: number }
const jobOf = async (name: string, key: string, id: string): Promise<JobRow | undefined> => {
  const rows = await world.deps.db.$queryRawUnsafe<JobRow[]>(
    `SELECT name, state::text, started_on AS "startedOn", retry_count AS "retryCount" FROM pgboss.job WHERE name = $1 AND data->>'${key}' = $2`,
    name,
    id,
  )
  return rows[0]
}
const fileRow = (id: string) => world.deps.db.voucherFile.findUniqueOrThrow({ where: { id } })

describe('a worker that is killed', () => {
  test.each(['voucher.compress', 'voucher.read'] as const)(
    'in the middle of %s: another one repeats it in time, once',
    async (queue) => {
      const doomed = await start()
      const order = await makeOrder(world, organisation)
      const sent = await upload(world, admin.cookie, {
        orderId: order.id,
        bytes: await sampleSlip(queue === 'voucher.read' ? 9 : 30),
      })
      await waitFor(
        `${queue} is under way`,
        async () => (await jobOf(queue, 'fileId', sent.fileId))?.state === 'active',
      )
      await doomed.kill()
      const killedAt = new Date()
      const before = await jobOf(queue, 'fileId', sent.fileId)
      const other = await start()
      if (before?.state === 'active') {
        const again = await waitFor(
          `${queue} is repeated`,
          async () => {
            const job = await jobOf(queue, 'fileId', sent.fileId)
            return job && job.startedOn && job.startedOn > killedAt ? job : null
          },
          60_000,
        )
        expect((again.startedOn?.getTime() ?? 0) - killedAt.getTime()).toBeLessThan(repeatWithinMs)
      }
      const file = await waitFor('the file is read', async () => {
        const row = await fileRow(sent.fileId)
        return row.state === 'read' ? row : null
      })
      expect(file.reading).not.toBeNull()
      const done = await world.deps.db.auditEntry.findMany({
        where: { subjectId: sent.voucherId, action: { startsWith: 'voucherFile.' } },
        orderBy: { id: 'asc' },
      })
      expect(done.map((entry) => entry.action)).toEqual([
        'voucherFile.received',
        'voucherFile.compressed',
        'voucherFile.read',
      ])
      await other.stop()
    },
  )

  test('while it carries out decisions: each payment is there exactly once', async () => {
    const reviewer = await makeStaff(world, 'reviewer')
    const orders = await Promise.all(Array.from({ length: 6 }, () => makeOrder(world, organisation)))
    world.clock.set(new Date())
    const vouchers = []
    for (const order of orders) vouchers.push(await submitted(world, admin.cookie, order))
    // Read first: a slip that is read after the decision changes what was decided on, and sends it back to the queue.
    const reading = await start()
    const ids = vouchers.map((voucher) => voucher.id)
    await waitFor('all slips are read and checked', async () => {
      const left = await world.deps.db.voucherFile.count({ where: { voucherId: { in: ids }, state: { not: 'read' } } })
      const unchecked = await world.deps.db.voucher.count({ where: { id: { in: ids }, checkedAt: null } })
      return left + unchecked === 0
    })
    await reading.stop()
    // The worker's clock is the real one: these decisions come due in a moment.
    world.clock.set(new Date(Date.now() - 9_000))
    for (const [index, order] of orders.entries()) {
      const voucher = await world.deps.db.voucher.findUniqueOrThrow({ where: { id: ids[index] ?? '' } })
      const decided = await world.mutate(
        'vouchers.decide',
        {
          id: newId(),
          voucherId: voucher.id,
          version: voucher.version,
          verdict: 'approve',
          amountFen: order.amountFen,
        },
        reviewer.cookie,
      )
      expect(decided.code).toBeNull()
    }
    const paid = async () =>
      world.deps.db.payment.count({ where: { orderId: { in: orders.map((order) => order.id) } } })
    const first = await start()
    await waitFor('the first payment', async () => (await paid()) > 0)
    await first.kill()
    const second = await start()
    await waitFor('all payments', async () => (await paid()) === orders.length)
    await waitFor('all decisions are carried out', async () => {
      const waiting = await world.deps.db.voucherDecision.count({ where: { state: 'waiting' } })
      return waiting === 0
    })
    const sums = await world.deps.db.$queryRaw<{ paid: bigint; amount: bigint }[]>`
      SELECT sum(order_paid_fen(id))::bigint AS paid, sum(amount_fen)::bigint AS amount FROM orders WHERE id = ANY(${orders.map((order) => order.id)}::uuid[])`
    expect(sums[0]?.paid).toBe(sums[0]?.amount)
    expect(
      await world.deps.db.invoiceRequest.count({ where: { orderId: { in: orders.map((order) => order.id) } } }),
    ).toBe(orders.length)
    await second.stop()
  })
})

test('a job that fails for good is not tried for ever: staff see it and can send it again', async () => {
  const worker = await start()
  const fileId = newId()
  // An original that is gone from the store: trying again cannot help by itself, so it ends where staff look.
  const order = await makeOrder(world, organisation)
  const sent = await upload(world, admin.cookie, { orderId: order.id, bytes: await sampleSlip(2), fileId })
  await waitFor('it is read', async () => (await fileRow(sent.fileId)).state === 'read')
  await world.deps.db.$transaction((tx) =>
    world.boss.send(
      'notice.mail',
      { noticeId: 'not-an-id' },
      {
        retryLimit: 0,
        db: {
          executeSql: async (text, values = []) => ({ rows: await tx.$queryRawUnsafe<unknown[]>(text, ...values) }),
        },
      },
    ),
  )
  const row = await waitFor('it is listed', () =>
    world.deps.db.givenUpJob.findFirst({ where: { queue: 'notice.mail' } }),
  )
  const systemAdmin = await makeStaff(world, 'systemAdmin')
  const listed = await world.query('jobs.listGivenUp', {}, systemAdmin.cookie)
  expect(listed.data.rows.map((job: { id: string }) => job.id)).toContain(row.id)
  await worker.stop()
})
