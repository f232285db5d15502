import { randomBytes } from 'node:crypto'
import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { erasedName } from '../../core/erased-name.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { redactValues } from '../audit/redact.rules.ts'
import { redactAudit } from '../audit/redact-audit.ts'
import { forgetPersonOnCertificates } from '../certificates/list-certificates.ts'
import { forgetPersonInLetters } from '../documents/forget-person.ts'
import { forgetPersonInImports } from '../imports/forget-person.ts'
import { idNumberContext, openIdNumber } from '../learners/id-numbers.ts'
import { emptyStatements } from '../learning-platforms/empty-statements.ts'
import { openBody } from '../learning-platforms/statement-bodies.ts'
import {
  emptyStatementRows,
  eraseAccount,
  eraseInHours,
  eraseInReasons,
  eraseLearnerRow,
  eraseLeftovers,
  eraseOwnNotices,
  eraseOwnWords,
  eraseThrottles,
  findFormerValues,
  findNoticesAbout,
  findObstacles,
  findOwnIds,
  findUnclaimedStatements,
  lockPerson,
  type Person,
  saveNotices,
} from './erasure.store.ts'
import { namingValues } from './personal-data.rules.ts'
import { privacyRemoveFiles } from './privacy.queues.ts'

/** What audit entries about a person are filed under. */
const auditTypes = [
  'learner',
  'account',
  'enrolment',
  'hours',
  'course',
  'certificate',
  'dataRequest',
  'notice',
] as const

type Erasing = Pick<Deps, 'clock' | 'secrets' | 'jobs'>

/**
 * Erases one person in the caller's transaction: the account, name, ID number, mobile, e-mail, post and education, notices
 * to them, what platforms sent about them, rows of imports, and their name wherever it stands in notices to others,
 * certificates, letters, reasons and the audit trail. Orders, ledger, hours and the register of certificates stay, as the
 * law wants them kept, and name nobody. Files are removed by a job: whoever died between the commit and the removal would
 * leave some that nothing names any more. Throws `notFound`, `learnerErased`, and `erasureBlocked` (why) while something of
 * theirs is under way.
 */
export async function eraseLearner(deps: Erasing, tx: Transaction, actor: Actor, learnerId: string): Promise<void> {
  const person = await lockPerson(tx, learnerId)
  if (!person) throw new AppError('notFound')
  if (person.erasedAt !== null) throw new AppError('learnerErased')
  const [obstacle] = await findObstacles(tx, learnerId)
  if (obstacle) throw new AppError('erasureBlocked', obstacle)

  const idNumber = openIdNumber(deps, person)
  const ownIds = await findOwnIds(tx, learnerId)
  const former = await findFormerValues(tx, [learnerId, ...(person.accountId ? [person.accountId] : [])])
  const values = namingValues({ ...person, idNumber }, former)

  await eraseOwnNotices(tx, person.accountId, addressesOf(person, former), [learnerId, ...ownIds])
  await eraseInNotices(tx, learnerId, ownIds, values)
  await eraseStatements(deps, tx, person, values)
  const fileKeys = await forgetPersonInImports(deps, tx, actor, {
    identity: person.idNumberHash,
    values: [idNumber, ...(person.mobile === '' ? [] : [person.mobile])],
  })
  const left = { name: erasedName, idNumberMasked: '' }
  await forgetPersonOnCertificates(tx, learnerId, left)
  await forgetPersonInLetters(tx, learnerId, left)
  await eraseInHours(tx, learnerId, values, erasedName)
  await eraseInReasons(tx, learnerId, values, erasedName)
  await eraseOwnWords(tx, learnerId, person.accountId, erasedName)
  await eraseThrottles(tx, [person.idNumberHash, ...(person.accountId ? [person.accountId] : [])])
  await eraseLeftovers(tx, values, erasedName)
  await eraseLearnerRow(
    tx,
    learnerId,
    {
      name: erasedName,
      idNumberEncrypted: deps.secrets.encrypt('', idNumberContext(learnerId)),
      idNumberHash: `erased:${randomBytes(32).toString('hex')}`,
    },
    deps.clock.now(),
  )
  if (person.accountId) await eraseAccount(tx, person.accountId)
  await redactAudit(
    tx,
    actor,
    {
      subjects: { types: auditTypes, ids: [learnerId, ...ownIds, ...(person.accountId ? [person.accountId] : [])] },
      actorIds: person.accountId ? [person.accountId] : [],
      values,
      tombstone: erasedName,
    },
    { subjectType: 'learner', subjectId: learnerId, organisationId: person.organisationId, after: {} },
  )
  if (fileKeys.length > 0) await deps.jobs.send(tx, privacyRemoveFiles, { keys: fileKeys })
}

function addressesOf(person: Person, former: readonly string[]): string[] {
  return [...new Set([person.email, person.accountEmail ?? '', ...former])].filter((value) => value.includes('@'))
}

async function eraseInNotices(
  tx: Transaction,
  learnerId: string,
  ownIds: readonly string[],
  values: readonly string[],
): Promise<void> {
  const notices = await findNoticesAbout(tx, learnerId, ownIds)
  await saveNotices(
    tx,
    notices.map((notice) => redactValues(notice, values, erasedName)),
  )
}

/** Those that are theirs, and those that nobody could be told from which name them. */
async function eraseStatements(
  deps: Pick<Deps, 'secrets'>,
  tx: Transaction,
  person: Person,
  values: readonly string[],
): Promise<void> {
  while ((await emptyStatements(tx, { learnerId: person.id })) > 0);
  const unclaimed = await findUnclaimedStatements(tx)
  const theirs = unclaimed.filter((row) => {
    const text = JSON.stringify(openBody(deps, row))
    return values.some((value) => text.includes(value))
  })
  await emptyStatementRows(
    tx,
    theirs.map((row) => row.id),
  )
}
