import { setTimeout as sleep } from 'node:timers/promises'
import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { writeZip, type ZipPart } from '../../platform/zip-writer.ts'
import { type CertificateQuery, countCertificates, findCertificatePage } from './certificate-lists.store.ts'
import { certificateFileName } from './certificates.rules.ts'
import { mostInArchive, type PackCertificatesInput } from './certificates.schema.ts'
import type { CertificateRecord } from './certificates.store.ts'
import { certificateQuery } from './list-certificates.ts'
import { setCertificate } from './print-certificates.ts'

/** Rows read at a time; their PDFs are set one after the other. */
const rowsAtOnce = 100
/** Somebody's list of thousands takes a few seconds; a minute of nothing else is a fault. */
const busyMs = 250
const mostTries = 240

export type CertificateArchive = { readonly fileName: string; readonly body: AsyncGenerator<Buffer, void, void> }

/**
 * The PDFs of all valid certificates that a filter finds, in a ZIP that is written while it is sent: each is set when its
 * turn comes, as fast as it is taken, and two thousand take no more memory than one. Who took how many is written down
 * before the first one leaves. Throws `notFound`, `selectionEmpty`, `selectionTooLarge` (most, count).
 */
export async function packCertificates(
  deps: Deps,
  actor: AccountActor,
  { of, ...filter }: PackCertificatesInput,
): Promise<CertificateArchive> {
  const query = await certificateQuery(deps, actor, of, { ...filter, state: 'valid' })
  const { valid: count } = await countCertificates(deps.db, query)
  if (count === 0) throw new AppError('selectionEmpty')
  if (count > mostInArchive) throw new AppError('selectionTooLarge', { most: mostInArchive, count })
  await inTransaction(deps, (tx) =>
    writeAudit(tx, actor, {
      action: 'certificates.packed',
      subjectType: 'export',
      subjectId: newId(),
      organisationId: filter.organisationId ?? (of === 'own' ? (actor.organisation?.id ?? null) : null),
      after: { ...definedOf(filter), count },
    }),
  )
  return {
    fileName: `证书_${shanghaiDay(deps.clock.now())}_${count}份.zip`,
    body: writeZip(partsOf(deps, query)),
  }
}

async function* partsOf(deps: Deps, query: CertificateQuery): AsyncGenerator<ZipPart, void, void> {
  for await (const certificate of readAll(deps, query))
    yield { name: certificateFileName(certificate), content: contentOf(deps, certificate) }
}

async function* contentOf(deps: Deps, certificate: CertificateRecord): AsyncGenerator<Buffer, void, void> {
  yield Buffer.from(await setWhenFree(deps, certificate))
}

/** Half of a long archive is not thrown away because many print at this moment: it waits its turn. */
async function setWhenFree(deps: Deps, certificate: CertificateRecord): Promise<Uint8Array> {
  for (let tries = 1; ; tries++) {
    try {
      return await setCertificate(deps, certificate)
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'printingBusy' || tries >= mostTries) throw error
      await sleep(busyMs)
    }
  }
}

async function* readAll(deps: Pick<Deps, 'db'>, query: CertificateQuery): AsyncGenerator<CertificateRecord> {
  let before: string | null = null
  for (;;) {
    const rows: CertificateRecord[] = await findCertificatePage(deps.db, query, before, rowsAtOnce)
    yield* rows
    before = rows.at(-1)?.id ?? null
    if (rows.length < rowsAtOnce || before === null) return
  }
}

function definedOf(filter: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(filter).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  )
}
