import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { nameKey } from '../../core/names.ts'
import { checkTransition } from '../../core/transitions.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Prisma, Readable, Transaction } from '../../platform/database.ts'
import { registrationTransitions } from './registrations.rules.ts'
import type { CodeKind, RegistrationForm, RegistrationState } from './registrations.schema.ts'

export type RegistrationRecord = {
  id: string
  code: string
  codeKind: CodeKind
  codeDoubtful: boolean
  name: string
  contactName: string
  mobile: string
  email: string
  address: string
  state: RegistrationState
  stateSince: Date
  version: number
  /** The version that the form last changed with. */
  formVersion: number
  submittedAt: Date | null
  dueAt: Date | null
  decidedAt: Date | null
  decidedById: string | null
  decidedByName: string | null
  rejectedReason: string | null
  approvalNote: string | null
  organisationId: string | null
  checkedAt: Date | null
  createdAt: Date
}

export async function findRegistration(db: Readable, id: string): Promise<RegistrationRecord | null> {
  return db.registration.findUnique({ where: { id } })
}

export async function findRegistrations(db: Readable, ids: readonly string[]): Promise<RegistrationRecord[]> {
  return db.registration.findMany({ where: { id: { in: [...ids] } }, orderBy: { id: 'desc' } })
}

/** Locks the registration until the transaction ends; throws `notFound`. */
export async function lockRegistration(tx: Transaction, id: string): Promise<RegistrationRecord> {
  await tx.$queryRaw`SELECT 1 FROM registrations WHERE id = ${id}::uuid FOR UPDATE`
  const registration = await findRegistration(tx, id)
  if (!registration) throw new AppError('notFound')
  return registration
}

export type NewRegistration = {
  id: string
  code: string
  codeKind: CodeKind
  codeDoubtful: boolean
  mobile: string
  now: Date
}

/** False when a registration with this id was there already. */
export async function insertRegistration(tx: Transaction, { now, ...row }: NewRegistration): Promise<boolean> {
  const added = await tx.registration.createMany({
    data: { ...row, stateSince: now, createdAt: now },
    skipDuplicates: true,
  })
  return added.count === 1
}

/**
 * Writes the form of a locked registration; the version counts up, so that decisions name what they saw, and the checks
 * have to run again. Returns the new version.
 */
export async function updateForm(
  tx: Transaction,
  registration: Pick<RegistrationRecord, 'id' | 'version'>,
  form: RegistrationForm,
): Promise<number> {
  const version = registration.version + 1
  await tx.registration.update({
    where: { id: registration.id },
    data: { ...form, nameKey: nameKey(form.name), version, formVersion: version, checkedAt: null },
  })
  return version
}

/** The worker found something out: the checks have to run again. What the applicant sent is as it was. */
export async function markUnchecked(tx: Transaction, id: string): Promise<void> {
  await tx.registration.update({ where: { id }, data: { checkedAt: null } })
}

/** The applicant added or took off a file: the version counts up, and the checks have to run again. */
export async function bumpVersion(tx: Transaction, id: string): Promise<number> {
  const row = await tx.registration.update({
    where: { id },
    data: { version: { increment: 1 }, checkedAt: null },
    select: { version: true },
  })
  return row.version
}

export type StateChange = {
  to: RegistrationState
  now: Date
  data?: Omit<Prisma.RegistrationUncheckedUpdateManyInput, 'state' | 'stateSince'>
  audit?: Prisma.InputJsonObject
  /** Whose the audit row is besides: the organisation that approval made. */
  organisationId?: string
}

/** The one function that changes a registration's state: conditional on the state it had, with its audit row. */
export async function changeRegistrationState(
  tx: Transaction,
  actor: Actor,
  registration: Pick<RegistrationRecord, 'id' | 'state'>,
  change: StateChange,
): Promise<void> {
  checkTransition(registrationTransitions, registration.state, change.to)
  const changed = await tx.registration.updateMany({
    where: { id: registration.id, state: registration.state },
    data: { ...change.data, state: change.to, stateSince: change.now },
  })
  if (changed.count !== 1) throw new AppError('conflict', { from: registration.state, to: change.to })
  await writeAudit(tx, actor, {
    action: `registration.${change.to}`,
    subjectType: 'registration',
    subjectId: registration.id,
    organisationId: change.organisationId ?? null,
    before: { state: registration.state },
    after: { state: change.to, ...change.audit },
  })
}

/** The newest few of this code and mobile, those that were handed in before drafts. */
export async function findByCodeAndMobile(
  db: Readable,
  code: string,
  mobile: string,
  most: number,
): Promise<RegistrationRecord[]> {
  const rows = await db.registration.findMany({ where: { code, mobile }, orderBy: { id: 'desc' }, take: 50 })
  const sent = rows.filter((row) => row.state !== 'draft')
  return [...sent, ...rows.filter((row) => row.state === 'draft')].slice(0, most)
}

/** Whether an application with this code waits for an answer, or for a correction. */
export async function hasOpenRegistration(db: Readable, code: string): Promise<boolean> {
  return (await db.registration.count({ where: { code, state: { in: ['pending', 'rejected'] } } })) > 0
}

/** Applications with one of these codes that are not decided for good. */
export async function findOpenIds(db: Readable, codes: readonly string[]): Promise<string[]> {
  const rows = await db.registration.findMany({
    where: { code: { in: [...codes] }, state: { in: ['pending', 'rejected'] } },
    select: { id: true },
  })
  return rows.map((row) => row.id)
}

/** Removes a draft with everything that hangs on it; the audit trail stays. Returns the keys of its files. */
export async function deleteDraft(tx: Transaction, id: string): Promise<string[]> {
  const files = await tx.registrationFile.findMany({
    where: { registrationId: id },
    select: { originalKey: true, pictureKey: true, thumbnailKey: true },
  })
  await tx.registrationCheck.deleteMany({ where: { registrationId: id } })
  await tx.registrationFile.deleteMany({ where: { registrationId: id } })
  const gone = await tx.registration.deleteMany({ where: { id, state: 'draft' } })
  if (gone.count !== 1) throw new AppError('conflict', { from: 'draft', to: 'withdrawn' })
  return files.flatMap((file) => [file.originalKey, file.pictureKey, file.thumbnailKey]).filter((key) => key !== null)
}

/** Drafts that nobody has touched since then, the oldest first. */
export async function findForgottenDrafts(db: Readable, before: Date, most: number): Promise<RegistrationRecord[]> {
  return db.$queryRaw<RegistrationRecord[]>`
    SELECT r.id, r.mobile, r.contact_name AS "contactName" FROM registrations r
    WHERE r.state = 'draft' AND r.created_at < ${before}
      AND NOT EXISTS (SELECT 1 FROM audit_entries a
                      WHERE a.subject_type = 'registration' AND a.subject_id = r.id AND a.at >= ${before})
    ORDER BY r.id LIMIT ${most}`
}

/** Another registration that this one may be the same as. */
export type LikeRegistration = {
  id: string
  code: string
  name: string
  contactName: string
  mobile: string
  email: string
  state: RegistrationState
  stateSince: Date
  sharesFile: boolean
}

/**
 * Registrations that were handed in, are not approved (those are organisations by now), and share the code, a file, the
 * mobile or the mail address, or whose name holds enough of the pairs to be alike.
 */
export async function findLikeRegistrations(
  db: Readable,
  one: {
    id: string
    code: string
    mobile: string
    email: string
    shortest: number
    longest: number
    pairs: readonly string[]
    leastShare: number
  },
): Promise<LikeRegistration[]> {
  return db.$queryRaw<LikeRegistration[]>`
    WITH sharing AS (
      SELECT DISTINCT f.registration_id AS id
      FROM registration_files own JOIN registration_files f ON f.sha256 = own.sha256 AND f.registration_id <> own.registration_id
      WHERE own.registration_id = ${one.id}::uuid AND own.removed_at IS NULL AND f.removed_at IS NULL
    )
    SELECT r.id, r.code, r.name, r.contact_name AS "contactName", r.mobile, r.email, r.state::text AS state,
           r.state_since AS "stateSince", sharing.id IS NOT NULL AS "sharesFile"
    FROM registrations r LEFT JOIN sharing ON sharing.id = r.id
    WHERE r.id <> ${one.id}::uuid AND r.state <> 'draft'
      AND (sharing.id IS NOT NULL
           OR (r.state <> 'approved'
               AND (r.code = ${one.code} OR r.mobile = ${one.mobile}
                    OR (${one.email} <> '' AND lower(r.email) = lower(${one.email}))
                    OR (length(r.name_key) BETWEEN ${one.shortest} AND ${one.longest}
                        AND (SELECT count(*) FROM unnest(${[...one.pairs]}::text[]) AS pair WHERE strpos(r.name_key, pair) > 0)
                            >= ${one.leastShare}::float8 * (${one.pairs.length}::int + length(r.name_key) - 1)))))`
}
