import type { Deps } from '../../deps.ts'
import { listMyCertificates } from '../certificates/list-certificates.ts'
import { lettersNaming } from '../documents/forget-person.ts'
import { listLearnerHours } from '../hours/list-learner-hours.ts'
import { loadProgress } from '../hours/load-progress.ts'
import { openIdNumber } from '../learners/id-numbers.ts'
import { openBody } from '../learning-platforms/statement-bodies.ts'
import {
  findKeptAccount,
  findKeptCards,
  findKeptEnrolments,
  findKeptNotices,
  findKeptOpenings,
  findKeptRequests,
  findKeptSessions,
  findKeptStatements,
  findKeptTrail,
  type KeptPerson,
} from './personal-data.store.ts'

export type PersonalData = Awaited<ReturnType<typeof collectPersonalData>>

/** Everything that is kept about a person, in the order in which a reader looks for it (个人信息保护法 45). */
export async function collectPersonalData(deps: Pick<Deps, 'db' | 'secrets' | 'clock'>, kept: KeptPerson) {
  const { db } = deps
  const { idNumberEncrypted: _sealed, accountId, organisationId: _at, organisationPath: _path, ...person } = kept
  const [account, sessions, enrolments, progress, hours, certificates, cards, openings] = await Promise.all([
    accountId === null ? null : findKeptAccount(db, accountId),
    accountId === null ? [] : findKeptSessions(db, accountId),
    findKeptEnrolments(db, kept.id),
    loadProgress(db, kept.id),
    listLearnerHours(db, kept.id),
    listMyCertificates(db, kept.id),
    findKeptCards(db, kept.id),
    findKeptOpenings(db, kept.id),
  ])
  const [statements, letters, notices, requests, trail] = await Promise.all([
    findKeptStatements(db, kept.id),
    lettersNaming(db, kept.id),
    findKeptNotices(db, accountId, kept.email),
    findKeptRequests(db, kept.id),
    findKeptTrail(db, kept.id, accountId),
  ])
  return {
    madeAt: deps.clock.now(),
    person: { ...person, idNumber: openIdNumber(deps, kept) },
    account,
    sessions,
    enrolments,
    progress,
    hours,
    certificates,
    cards,
    openings,
    statements: statements.map((row) => ({ ...row, body: openBody(deps, row) })),
    letters,
    notices,
    requests,
    trail,
  }
}
