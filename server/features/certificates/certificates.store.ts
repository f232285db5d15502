import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { checkTransition } from '../../core/transitions.ts'
import { changeAudited } from '../../platform/audit-log.ts'
import { Prisma, type Readable, type Transaction } from '../../platform/database.ts'
import { certificateTransitions } from './certificates.rules.ts'
import type { CertificateRow, CertificateState } from './certificates.schema.ts'
import type { CertificateFacts } from './due-certificates.store.ts'

export type NewCertificate = CertificateFacts & {
  readonly id: string
  readonly number: string
  readonly code: string
  readonly centreName: string
  /** `2026-11-22`, in Shanghai. */
  readonly issuedOn: string
  readonly issuedAt: Date
  readonly replacesId: string | null
}

/** How many rows go in one statement: some megabytes of JSON. */
const rowsAtOnce = 2500

export async function insertCertificates(tx: Transaction, rows: readonly NewCertificate[]): Promise<void> {
  for (let at = 0; at < rows.length; at += rowsAtOnce) {
    const some = JSON.stringify(rows.slice(at, at + rowsAtOnce))
    await tx.$executeRaw`
      INSERT INTO certificates (id, number, code, learner_id, plan_id, organisation_id, organisation_path, organisation_name,
        learner_name, id_number_masked, title, plan_number, plan_name, publisher, year, hours, compulsory_hours, elective_hours,
        centre_name, issued_on, issued_at, replaces_id)
      SELECT id, number, code, "learnerId", "planId", "organisationId", "organisationPath", "organisationName", "learnerName",
        "idNumberMasked", title, "planNumber", "planName", publisher, year, hours, "compulsoryHours", "electiveHours",
        "centreName", "issuedOn", "issuedAt", "replacesId"
      FROM json_to_recordset(${some}::json) AS t(
        id uuid, number text, code text, "learnerId" uuid, "planId" uuid, "organisationId" uuid, "organisationPath" text,
        "organisationName" text, "learnerName" text, "idNumberMasked" text, title text, "planNumber" text, "planName" text,
        publisher text, year int, hours int, "compulsoryHours" int, "electiveHours" int, "centreName" text, "issuedOn" date,
        "issuedAt" timestamptz, "replacesId" uuid)`
  }
}

/** A certificate as the database gives it, with whose it was and whose its learner is now. */
export type CertificateRecord = Omit<CertificateRow, 'issuedAt' | 'revokedAt' | 'replaces' | 'replacedBy'> & {
  readonly code: string
  readonly organisationPath: string
  /** The path of the organisation that the learner belongs to now. */
  readonly learnerPath: string
  readonly issuedAt: Date
  readonly revokedAt: Date | null
  readonly revokedByName: string
  readonly replacesId: string | null
  readonly replacesNumber: string | null
  readonly replacedById: string | null
  readonly replacedByNumber: string | null
}

/** One shape for the lists, the page, the PDF and the export: rows `c` of certificates. */
export const selectCertificates = Prisma.sql`
  SELECT c.id, c.number, c.code, c.state::text AS state, c.learner_id AS "learnerId", c.learner_name AS "learnerName",
         c.id_number_masked AS "idNumberMasked", c.plan_id AS "planId", c.plan_number AS "planNumber", c.plan_name AS "planName",
         c.publisher, c.year, c.title, c.hours, c.compulsory_hours AS "compulsoryHours", c.elective_hours AS "electiveHours",
         c.organisation_id AS "organisationId", c.organisation_path AS "organisationPath",
         c.organisation_name AS "organisationName", c.centre_name AS "centreName",
         to_char(c.issued_on, 'YYYY-MM-DD') AS "issuedOn", c.issued_at AS "issuedAt", c.revoked_at AS "revokedAt",
         c.revoked_reason AS "revokedReason", c.revoked_by_name AS "revokedByName", l.organisation_path AS "learnerPath",
         before.id AS "replacesId", before.number AS "replacesNumber", after.id AS "replacedById", after.number AS "replacedByNumber"
  FROM certificates c
  JOIN learners l ON l.id = c.learner_id
  LEFT JOIN certificates before ON before.id = c.replaces_id
  LEFT JOIN certificates after ON after.replaces_id = c.id`

export async function findCertificate(db: Readable, id: string): Promise<CertificateRecord | null> {
  const rows = await db.$queryRaw<CertificateRecord[]>`${selectCertificates} WHERE c.id = ${id}::uuid`
  return rows[0] ?? null
}

/** Locks it until the transaction ends, and then reads it. */
export async function lockCertificate(tx: Transaction, id: string): Promise<CertificateRecord | null> {
  await tx.$queryRaw`SELECT id FROM certificates WHERE id = ${id}::uuid FOR UPDATE`
  return findCertificate(tx, id)
}

export async function findCertificatesByIds(db: Readable, ids: readonly string[]): Promise<CertificateRecord[]> {
  if (ids.length === 0) return []
  return db.$queryRaw<CertificateRecord[]>`
    ${selectCertificates} WHERE c.id = ANY(${[...ids]}::uuid[]) ORDER BY c.id`
}

/** A learner's own, the newest first. */
export async function findCertificatesOf(db: Readable, learnerId: string): Promise<CertificateRecord[]> {
  return db.$queryRaw<
    CertificateRecord[]
  >`${selectCertificates} WHERE c.learner_id = ${learnerId}::uuid ORDER BY c.id DESC`
}

export type CheckedRecord = {
  readonly state: CertificateState
  readonly learnerName: string
  readonly planName: string
  readonly hours: number
  readonly centreName: string
  readonly issuedOn: string
  readonly revokedAt: Date | null
  readonly replaced: boolean
}

/** No more of it than strangers may be told, besides the name that is yet to be masked. */
export async function findToCheck(
  db: Readable,
  by: { readonly code: string } | { readonly number: string },
): Promise<CheckedRecord | null> {
  const which = 'code' in by ? Prisma.sql`c.code = ${by.code}` : Prisma.sql`c.number = ${by.number}`
  const rows = await db.$queryRaw<CheckedRecord[]>`
    SELECT c.state::text AS state, c.learner_name AS "learnerName", c.plan_name AS "planName", c.hours,
           c.centre_name AS "centreName", to_char(c.issued_on, 'YYYY-MM-DD') AS "issuedOn", c.revoked_at AS "revokedAt",
           EXISTS (SELECT 1 FROM certificates after WHERE after.replaces_id = c.id) AS replaced
    FROM certificates c WHERE ${which}`
  return rows[0] ?? null
}

/** The one place where a certificate changes its state, with its audit row. Throws `conflict`. */
export async function changeCertificateState(
  tx: Transaction,
  actor: Actor,
  certificate: Pick<CertificateRecord, 'id' | 'state' | 'number' | 'organisationId'>,
  to: 'revoked',
  { at, reason }: { readonly at: Date; readonly reason: string },
): Promise<void> {
  checkTransition(certificateTransitions, certificate.state, to)
  const change = Prisma.sql`
    UPDATE certificates SET state = 'revoked', revoked_at = ${at}, revoked_reason = ${reason},
      revoked_by_id = ${actor.kind === 'account' ? actor.accountId : null}::uuid, revoked_by_name = ${actor.name}
    WHERE id = ${certificate.id}::uuid AND state = ${certificate.state}::certificate_state RETURNING id`
  const changed = await changeAudited(tx, actor, change, {
    action: 'certificate.revoked',
    subjectType: 'certificate',
    subjectId: certificate.id,
    organisationId: certificate.organisationId,
    before: { state: certificate.state },
    after: { state: to, number: certificate.number, reason },
  })
  if (!changed) throw new AppError('conflict', { from: certificate.state, to })
}

/** What stays of a person who was erased: numbers, plans and hours name nobody. Returns how many it was taken off. */
export async function overwritePerson(
  tx: Transaction,
  learnerId: string,
  { name, idNumberMasked }: { readonly name: string; readonly idNumberMasked: string },
): Promise<number> {
  const { count } = await tx.certificate.updateMany({
    where: { learnerId },
    data: { learnerName: name, idNumberMasked },
  })
  return count
}

/** The one that is valid for a learner and plan. */
export async function findValidOf(
  db: Readable,
  { learnerId, planId }: { readonly learnerId: string; readonly planId: string },
): Promise<{ id: string; number: string } | null> {
  return db.certificate.findFirst({ where: { learnerId, planId, state: 'valid' }, select: { id: true, number: true } })
}
