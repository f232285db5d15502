import { unzipSync } from 'fflate'
import { newId } from '../../server/core/ids.ts'
import { askForCertificates } from '../../server/features/certificates/ask-for-certificates.ts'
import { inTransaction } from '../../server/platform/database.ts'
import { makeOfflinePlan } from '../support/enrolments.ts'
import { makeManyLearners } from '../support/many-learners.ts'
import { type MadeOrganisation, makeAdmin, makeStaff } from '../support/people.ts'
import { startWorkerProcess } from '../support/worker-process.ts'
import type { World } from '../support/world.ts'
import { makeCentre } from '../usecases/notices/arrange.ts'
import { withBenchWorld } from './bench-world.ts'
import type { Measure } from './measure.ts'

const peopleCount = 20_000
/** One import reaches everybody: "the moment the hours suffice" is meant in seconds. */
const issueLimitSeconds = 15
const pdfCount = 400
/** Issue 6, on 2 cores. */
const pdfsPerSecond = 20
const archiveCount = 2000
const mostArchiveMegabytes = 150

/**
 * Twenty thousand people reach their hours at once, and a worker of its own issues for all of them; then different
 * certificates are downloaded one by one, as people do, and two thousand in one ZIP, as an organisation does.
 */
export async function benchCertificates(): Promise<Measure[]> {
  return withBenchWorld(async (world) => {
    await makeCentre(world)
    const { big } = await makeManyLearners(world, peopleCount)
    const planId = await makeEarners(world)
    const worker = await startWorkerProcess(world)
    let issueSeconds: number
    try {
      issueSeconds = await issue(world, planId)
    } finally {
      await worker.stop()
    }
    const pdfs = await download(world, planId)
    const archive = await pack(world, big, planId)
    return [
      {
        name: '20,000 certificates issued',
        ours: issueSeconds,
        limit: issueLimitSeconds,
        unit: 's',
        ratio: issueSeconds / issueLimitSeconds,
        better: 'lower',
        note: 'from the commit that asks to the last certificate, one worker',
      },
      {
        name: 'certificate PDFs',
        ours: pdfs,
        limit: pdfsPerSecond,
        unit: 'PDFs/s',
        ratio: pdfs / pdfsPerSecond,
        better: 'higher',
        note: `${pdfCount} different ones over HTTP`,
      },
      {
        name: 'certificate PDFs in a ZIP',
        ours: archive.perSecond,
        limit: pdfsPerSecond,
        unit: 'PDFs/s',
        ratio: archive.perSecond / pdfsPerSecond,
        better: 'higher',
        note: `${archive.count} in ${archive.megabytes.toFixed(0)} MB`,
      },
      {
        name: 'memory while the ZIP is sent',
        ours: archive.grownMegabytes,
        limit: mostArchiveMegabytes,
        unit: 'MB',
        ratio: archive.grownMegabytes / mostArchiveMegabytes,
        better: 'lower',
        note: 'most above what it was, the typesetting thread included',
      },
    ]
  })
}

/** Everybody is confirmed free of charge and has 32.00 approved hours. */
async function makeEarners(world: World): Promise<string> {
  const { id } = await makeOfflinePlan(world, { subjects: [], feePerLearnerFen: 0 })
  await world.deps.db.$transaction(
    async (tx) => {
      await tx.$executeRaw`SET LOCAL statement_timeout = 0`
      await tx.$executeRaw`
        INSERT INTO enrolments (id, plan_id, learner_id, organisation_id, organisation_path, state, fee_fen, submitted_at, due_at,
                                decided_at, form_code, created_by_id)
        SELECT gen_random_uuid(), ${id}::uuid, l.id, l.organisation_id, l.organisation_path, 'confirmed', 0, now(), now(), now(),
               translate(upper(substr(md5(l.id::text), 1, 10)), '01', 'XY'), l.id
        FROM learners l`
      await tx.$executeRaw`
        INSERT INTO hour_records (id, learner_id, plan_id, organisation_id, organisation_path, kind, source, title, hours, studied_on,
                                  state, created_by_name)
        SELECT gen_random_uuid(), l.id, ${id}::uuid, l.organisation_id, l.organisation_path, k.kind::hour_kind, 'offline', '岗位能力提升',
               k.hours, '2026-05-08', 'approved', '王老师'
        FROM learners l, (VALUES ('compulsory', 2000), ('elective', 1200)) AS k(kind, hours)`
      await tx.$executeRaw`ANALYZE`
    },
    { timeout: 300_000 },
  )
  return id
}

async function issue(world: World, planId: string): Promise<number> {
  const startedMs = performance.now()
  await inTransaction(world.deps, (tx) => askForCertificates(world.deps, tx, planId))
  for (;;) {
    const count = await world.deps.db.certificate.count({ where: { planId } })
    if (count === peopleCount) return (performance.now() - startedMs) / 1000
    if (performance.now() - startedMs > 5 * 60_000) throw new Error(`stopped at ${count}`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

/** Different certificates, by two people at a time: as many as there are cores. */
async function download(world: World, planId: string): Promise<number> {
  const { cookie } = await makeStaff(world, 'reviewer')
  const rows = await world.deps.db.certificate.findMany({
    where: { planId },
    take: pdfCount + 10,
    select: { id: true },
  })
  const get = async (id: string) => {
    const answer = await world.request(`/api/files/certificates/${id}/certificate.pdf`, { cookie })
    if (answer.status !== 200 || (await answer.arrayBuffer()).byteLength < 10_000) throw new Error('no PDF')
  }
  for (const row of rows.splice(0, 10)) await get(row.id)
  const startedMs = performance.now()
  const queue = rows.values()
  const lanes = Array.from({ length: 2 }, async () => {
    for (const row of queue) await get(row.id)
  })
  await Promise.all(lanes)
  return rows.length / ((performance.now() - startedMs) / 1000)
}

type Archive = { count: number; perSecond: number; megabytes: number; grownMegabytes: number }

/** As an organisation's admin: what is read is thrown away but for its end, as a browser that writes to a disk does. */
async function pack(world: World, organisation: MadeOrganisation, planId: string): Promise<Archive> {
  const { cookie } = await makeAdmin(world, organisation)
  await keepOnly(world, organisation, planId)
  const startBytes = process.memoryUsage().rss
  let most = startBytes
  const startedMs = performance.now()
  const answer = await world.request(`/api/files/certificates.zip?of=own&planId=${planId}`, { cookie })
  if (!answer.ok || !answer.body) throw new Error(`refused: ${await answer.text()}`)
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of answer.body as unknown as AsyncIterable<Uint8Array>) {
    bytes += piece.length
    most = Math.max(most, process.memoryUsage().rss - bytes)
    pieces.push(piece)
  }
  const seconds = (performance.now() - startedMs) / 1000
  const count = Object.keys(unzipSync(Buffer.concat(pieces))).length
  return { count, perSecond: count / seconds, megabytes: bytes / 1e6, grownMegabytes: (most - startBytes) / 1e6 }
}

/** The subtree holds four thousand: half of them are revoked, and are not packed. */
async function keepOnly(world: World, organisation: MadeOrganisation, planId: string): Promise<void> {
  await world.deps.db.$executeRaw`
    UPDATE certificates SET state = 'revoked', revoked_at = now(), revoked_reason = ${newId()}
    WHERE id IN (SELECT id FROM certificates WHERE plan_id = ${planId}::uuid AND organisation_path LIKE ${`${organisation.path}%`}
                 ORDER BY id OFFSET ${archiveCount})`
}
