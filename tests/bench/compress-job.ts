import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { newId } from '../../server/core/ids.ts'
import { voucherCompress } from '../../server/features/vouchers/vouchers.queues.ts'
import { compressFile } from '../../server/features/vouchers/work-voucher-files.ts'
import { inTransaction } from '../../server/platform/database.ts'
import { startBoss } from '../../server/platform/job-sender.ts'
import { consume } from '../../worker/consume.ts'
import { prepareFile } from '../../worker/photo/prepare-file.ts'
import { makeOrder } from '../support/orders.ts'
import { makeOrganisation } from '../support/people.ts'
import { startWorkerProcess, waitFor } from '../support/worker-process.ts'
import type { World } from '../support/world.ts'
import { withBenchWorld } from './bench-world.ts'
import { bareSharpLoop, makeTwelveMegapixelJpegs } from './compress.ts'
import type { Measure } from './measure.ts'

/** A turn is long enough that queueing its jobs, which a stream of uploads spreads out, is a small part of it. */
const few = 24
const rounds = 4
const leastShareOfBare = 0.85
/** Worker and reading process together (the limit). */
const memoryLimitMb = 1500

/**
 * The whole job (queue, file store, pixels, thumbnail, hash, second store, rows, audit, next job) against sharp in a bare
 * loop, in short turns on the same pictures; then the memory of a real worker while such pictures are compressed and read.
 */
export async function benchCompress(): Promise<Measure[]> {
  return withBenchWorld(async (world) => [await measureJob(world), await measureMemory(world)])
}

/** The row and the bytes as an upload leaves them, without its job. */
async function storePicture(world: World, voucherId: string, bytes: Buffer): Promise<string> {
  const id = newId()
  const originalKey = `vouchers/${voucherId}/original-${crypto.randomUUID()}`
  await world.deps.files.put(originalKey, bytes)
  await inTransaction(world.deps, async (tx) => {
    await tx.voucherFile.create({
      data: {
        id,
        voucherId,
        position: 1,
        originalName: 'a.jpg',
        kind: 'jpeg',
        sizeBytes: bytes.length,
        sha256: createHash('sha256').update(bytes).update(id).digest('hex'),
        originalKey,
        createdById: newId(),
      },
    })
  })
  return id
}

function sendJobs(world: World, fileIds: readonly string[]): Promise<void> {
  return inTransaction(world.deps, async (tx) => {
    for (const fileId of fileIds) await world.deps.jobs.send(tx, voucherCompress, { fileId })
  })
}

async function makeVoucher(world: World): Promise<string> {
  const organisation = await makeOrganisation(world)
  const order = await makeOrder(world, organisation)
  const id = newId()
  await world.deps.db.voucher.create({
    data: { id, orderId: order.id, organisationId: organisation.id, createdById: newId() },
  })
  return id
}

async function measureJob(world: World): Promise<Measure> {
  const voucherId = await makeVoucher(world)
  const pictures = await makeTwelveMegapixelJpegs(few)
  const boss = await startBoss(world.databaseUrl, 'worker', world.deps.logger)
  let done = 0
  const deps = { ...world.deps, prepareFile }
  await consume(boss, voucherCompress.name, voucherCompress, async (job) => {
    await compressFile(deps, job.data as { fileId: string })
    done++
    return { id: job.id, status: 'completed' }
  })
  const ours = async (): Promise<number> => {
    done = 0
    const fileIds: string[] = []
    for (const picture of pictures) fileIds.push(await storePicture(world, voucherId, picture))
    const startMs = performance.now()
    await sendJobs(world, fileIds)
    while (done < pictures.length) await new Promise((resolve) => setTimeout(resolve, 2))
    return (performance.now() - startMs) / 1000
  }
  // One turn each to warm up, then turns that share the machine's moods.
  await ours()
  await bareSharpLoop(pictures)
  let [ourSeconds, bareSeconds] = [0, 0]
  for (let round = 0; round < rounds; round++) {
    ourSeconds += await ours()
    bareSeconds += pictures.length / (await bareSharpLoop(pictures))
  }
  await boss.stop({ graceful: false, close: true })
  const count = pictures.length * rounds
  const bare = count / bareSeconds
  return {
    name: 'compress job ÷ bare sharp',
    ours: count / ourSeconds,
    limit: bare * leastShareOfBare,
    unit: 'pictures/s',
    ratio: count / ourSeconds / bare,
    better: 'higher',
    note: `bare sharp ${bare.toFixed(1)}/s; at least ${leastShareOfBare} of it`,
  }
}

async function measureMemory(world: World): Promise<Measure> {
  const voucherId = await makeVoucher(world)
  const pictures = await makeTwelveMegapixelJpegs(16)
  const worker = await startWorkerProcess(world)
  let peakBytes = 0
  let measuring = true
  const sampling = (async () => {
    while (measuring) {
      peakBytes = Math.max(peakBytes, await residentBytes(worker.child.pid ?? 0))
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  for (const picture of pictures) await sendJobs(world, [await storePicture(world, voucherId, picture)])
  await waitFor(
    'all pictures are read',
    async () =>
      (await world.deps.db.voucherFile.count({ where: { voucherId, state: { in: ['received', 'compressed'] } } })) ===
      0,
    300_000,
  )
  measuring = false
  await sampling
  await worker.stop()
  const ours = peakBytes / 1_000_000
  return {
    name: 'worker and OCR memory',
    ours,
    limit: memoryLimitMb,
    unit: 'MB at peak',
    ratio: ours / memoryLimitMb,
    better: 'lower',
    note: `${pictures.length} pictures of 12 megapixels compressed and read`,
  }
}

/** Resident memory of a process and everything below it. Linux only, as are the figures of the issue. */
async function residentBytes(pid: number): Promise<number> {
  const parents = new Map<number, number>()
  const resident = new Map<number, number>()
  for (const name of await readdir('/proc')) {
    if (!/^\d+$/.test(name)) continue
    const status = await readFile(`/proc/${name}/status`, 'utf8').catch(() => '')
    parents.set(Number(name), Number(/^PPid:\s+(\d+)/m.exec(status)?.[1] ?? 0))
    resident.set(Number(name), Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0) * 1024)
  }
  const isBelow = (one: number): boolean => one === pid || (one > 1 && isBelow(parents.get(one) ?? 0))
  return [...resident].reduce((sum, [one, bytes]) => (isBelow(one) ? sum + bytes : sum), 0)
}
