import { type Actor, systemActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { writeAudits } from '../../platform/audit-log.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { askForCertificates } from './ask-for-certificates.ts'
import { certificatesTell, certificatesTellOrganisations } from './certificates.queues.ts'
import { certificateNumber, makeCertificateCode } from './certificates.rules.ts'
import { insertCertificates, type NewCertificate } from './certificates.store.ts'
import {
  type CertificateFacts,
  findDue,
  findIssuer,
  findPlansDue,
  isAnybodyDue,
  lockSeries,
  setSeries,
} from './due-certificates.store.ts'

/**
 * How many one transaction issues: all that one import can bring. Those who issue at the same moment wait for it, and an
 * organisation is told once of all of it.
 */
const mostAtOnce = 25_000
const timeoutMs = 300_000
/** How many learners one job tells. */
const toldAtOnce = 200

type IssueDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/**
 * Issues a certificate to everybody of the plan who has earned one and never had one. Nobody gets two, however many
 * workers do this at once: they go one after the other at the series' row, and each looks again behind it. Hours that are
 * corrected at that very moment count as they were before: such a certificate is shown to staff as doubtful. Returns how
 * many were issued.
 */
export async function issueCertificates(deps: IssueDeps, { planId }: { readonly planId: string }): Promise<number> {
  let issued = 0
  for (;;) {
    const count = await inTransaction(deps, (tx) => issueDue(deps, tx, planId), { timeoutMs })
    issued += count
    if (count < mostAtOnce) return issued
  }
}

/** Asks for every plan in which somebody is due: what found no way into `askForCertificates` is found here. */
export async function sweepCertificates(deps: IssueDeps): Promise<number> {
  const plans = await findPlansDue(deps.db)
  for (const planId of plans) await inTransaction(deps, (tx) => askForCertificates(deps, tx, planId))
  return plans.length
}

async function issueDue(deps: IssueDeps, tx: Transaction, planId: string): Promise<number> {
  // Most who ask find nobody: they wait for no lock.
  if (!(await isAnybodyDue(tx, planId))) return 0
  const actor = systemActor('certificates.issue')
  const issue = await beginIssue(deps, tx)
  const due = await findDue(tx, planId, mostAtOnce)
  if (due.length === 0) return 0
  // Ids in the order of numbers, so that lists, which go by ids, show numbers in their order.
  const ids = due.map(() => newId(issue.at.getTime())).sort()
  const rows = due.map((facts, index) => issue.make(facts, { id: ids[index] ?? newId(), replacesId: null }))
  await issue.write(actor, rows)
  for (let at = 0; at < rows.length; at += toldAtOnce) {
    const certificateIds = rows.slice(at, at + toldAtOnce).map((row) => row.id)
    await deps.jobs.send(tx, certificatesTell, { certificateIds })
  }
  await deps.jobs.send(tx, certificatesTellOrganisations, { planId, issuedAt: issue.at.toISOString() })
  return rows.length
}

/** Issuing within a transaction: the numbers after the last one that anybody took, without a gap. */
export type Issue = {
  readonly at: Date
  make(facts: CertificateFacts, as: { readonly id: string; readonly replacesId: string | null }): NewCertificate
  write(actor: Actor, rows: readonly NewCertificate[], after?: { readonly reason: string }): Promise<void>
}

/** Locks the series of this year until the transaction ends: what is read after it, nobody else can have changed. */
export async function beginIssue(deps: Pick<Deps, 'clock'>, tx: Transaction): Promise<Issue> {
  const at = deps.clock.now()
  const issuedOn = shanghaiDay(at)
  const year = Number(issuedOn.slice(0, 4))
  const issuer = (await findIssuer(tx)) ?? { prefix: 'XS', centreName: '培训中心' }
  let last = await lockSeries(tx, year)
  return {
    at,
    make(facts, as) {
      last++
      return {
        ...facts,
        ...as,
        number: certificateNumber(issuer.prefix, year, last),
        code: makeCertificateCode(),
        centreName: issuer.centreName,
        issuedOn,
        issuedAt: at,
      }
    },
    async write(actor, rows, after) {
      await insertCertificates(tx, rows)
      await setSeries(tx, year, last)
      const records = rows.map((row) => ({
        subjectId: row.id,
        organisationId: row.organisationId,
        before: null,
        after: { number: row.number, learnerId: row.learnerId, planId: row.planId, hours: row.hours, ...after },
      }))
      const what = {
        action: after ? 'certificate.reissued' : 'certificate.issued',
        subjectType: 'certificate',
      } as const
      await writeAudits(tx, actor, what, records)
    },
  }
}
