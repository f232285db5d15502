import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { noticeMail } from '../../server/features/notices/notices.queues.ts'
import { makeWaitingMails } from '../support/many-notices.ts'
import { type SmtpProcess, startSmtpProcess } from '../support/smtp-process.ts'
import { startWorkerProcess, waitFor } from '../support/worker-process.ts'
import { openWorld, type World } from '../support/world.ts'
import { makeCentre } from '../usecases/notices/arrange.ts'

/**
 * Mail leaves without loss while its server is killed and started again three times. `MAIL_NOTICES=10000` runs it with
 * the number of the promise.
 */
const count = Number(process.env['MAIL_NOTICES'] ?? 600)
const restarts = 3
const awayMs = 2_500
/** From the server's start until it has the next mail: the longest wait of the gate is what an outage of minutes costs. */
const backWithinMs = 10_000
const limitMs = 60_000 + count * 60

let world: World
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
})
afterAll(() => world.close())

type Seen = { unique: Set<string>; repeated: number; missing: string[] }

/** What arrived, beside what should have. */
function look(smtp: SmtpProcess, ids: readonly string[]): Seen {
  const taken = smtp.taken()
  const unique = new Set(taken)
  return {
    unique,
    repeated: taken.length - unique.size,
    missing: ids.filter((id) => !unique.has(`<${id}@training.example.cn>`)),
  }
}

const leftOf = async (ids: readonly string[]) => {
  const rows = await world.deps.db.$queryRaw<{ left: number }[]>`
    SELECT count(*)::int AS left FROM notices WHERE id = ANY(${ids}::uuid[]) AND state <> 'sent'`
  return rows[0]?.left ?? -1
}

test(
  `${count} notices leave without loss while the mail server is killed and started again three times`,
  async () => {
    const ids = await makeWaitingMails(world, count)
    const smtp = await startSmtpProcess(path.join(world.folder, 'mails-with-restarts.log'))
    const startedMs = performance.now()
    const worker = await startWorkerProcess(world, { SMTP_URL: smtp.url })
    const waitsMs: number[] = []
    try {
      for (let restart = 1; restart <= restarts; restart++) {
        const mark = Math.floor((count * restart) / (restarts + 1))
        await waitFor(`mail ${mark} has left`, async () => smtp.taken().length >= mark, limitMs)
        await smtp.kill()
        await new Promise((resolve) => setTimeout(resolve, awayMs))
        const before = smtp.taken().length
        await smtp.start()
        const backMs = performance.now()
        await waitFor('the next mail comes', async () => smtp.taken().length > before, 60_000)
        waitsMs.push(performance.now() - backMs)
      }
      await waitFor('all have left', async () => (await leftOf(ids)) === 0, limitMs)
    } finally {
      await worker.stop()
      await smtp.kill()
    }
    const seconds = (performance.now() - startedMs) / 1000
    const { unique, repeated, missing } = look(smtp, ids)
    const failedTries = await world.deps.db.noticeAttempt.count({
      where: { noticeId: { in: [...ids] }, outcome: { not: 'sent' } },
    })
    console.info(
      `${unique.size} of ${count} mails in ${seconds.toFixed(1)} s, ${repeated} of them twice; ${failedTries} tries met a dead server; ` +
        `the next mail came ${waitsMs.map((ms) => `${(ms / 1000).toFixed(1)} s`).join(', ')} after a restart`,
    )
    expect(missing).toEqual([])
    expect(unique.size).toBe(count)
    // What the server took and could not answer for leaves again: at most what was under way when it died.
    expect(repeated).toBeLessThanOrEqual(restarts * noticeMail.concurrency)
    expect(Math.max(...waitsMs)).toBeLessThan(backWithinMs)
    // While it is away, one mail at a time finds that out.
    expect(failedTries).toBeLessThanOrEqual(restarts * (noticeMail.concurrency * 2 + 3))
  },
  limitMs * 2,
)

test('the control: a server that answers for mails and loses them is found out, mail by mail', async () => {
  const ids = await makeWaitingMails(world, 90)
  const smtp = await startSmtpProcess(path.join(world.folder, 'mails-with-losses.log'), 30)
  const worker = await startWorkerProcess(world, { SMTP_URL: smtp.url })
  try {
    await waitFor('all have left', async () => (await leftOf(ids)) === 0)
  } finally {
    await worker.stop()
    await smtp.kill()
  }
  const { unique, missing } = look(smtp, ids)
  expect(missing).toHaveLength(3)
  expect(unique.size).toBe(87)
})
