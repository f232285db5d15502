import { systemActor } from '../../core/actor.ts'
import { newId } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { accountForgotten } from './accounts.queues.ts'
import { judgeLogIn } from './accounts.rules.ts'
import type { ForgottenInput } from './accounts.schema.ts'
import { findAccountByNames, findAdministered } from './accounts.store.ts'
import { toPerson } from './announce-account.ts'
import { candidateLogInNames } from './log-in-names.rules.ts'
import { mailAddressOf } from './mail-address-of.ts'
import { findNewestSecret } from './one-time-secrets.store.ts'
import { issueSecret } from './one-time-secrets.ts'
import type { Client } from './open-session.ts'
import { mailBuckets, networkOf } from './throttle.rules.ts'
import { countTries } from './throttle-tries.ts'

/** Two hours: enough to get to a desk with the mailbox on it. */
export const resetLinkLifeMs = 2 * 3600_000

/** A mail that is on its way is not made worthless by asking again. */
const onItsWayMs = 60_000

function contextOf(requestId: string): string {
  return `account.forgotten:${requestId}`
}

/**
 * Has a link mailed to whoever the name belongs to. Whether there is such an account, and whether it has an address, is
 * found out by the worker (`sendResetLink`): the answer is the same, and takes as long, for every name. Throws
 * `tooManyAttempts`. `mailLeaves` is false while the centre has no mail server.
 */
export async function forgottenPassword(
  deps: Deps,
  client: Client,
  input: ForgottenInput,
): Promise<{ mailLeaves: boolean }> {
  const [name = ''] = candidateLogInNames(input.name, deps.secrets)
  await countTries(
    deps,
    mailBuckets({
      purpose: 'passwordReset',
      subject: deps.secrets.hash(`name:${name}`),
      network: networkOf(client.ip),
    }),
  )
  const requestId = newId()
  const sealedName = deps.secrets.encrypt(input.name, contextOf(requestId))
  await inTransaction(deps, (tx) => deps.jobs.send(tx, accountForgotten, { requestId, sealedName, ip: client.ip }))
  return { mailLeaves: deps.settings.mailLeaves }
}

/** The worker's half: mails the link if there is somebody who may log in and has an address, else does nothing. */
export async function sendResetLink(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs' | 'secrets' | 'logger'>,
  job: { requestId: string; sealedName: string; ip: string },
): Promise<'sent' | 'nobody' | 'noAddress' | 'onItsWay'> {
  const typed = deps.secrets.decrypt(job.sealedName, contextOf(job.requestId))
  const now = deps.clock.now()
  const account = await findAccountByNames(deps.db, candidateLogInNames(typed, deps.secrets))
  if (!account) return 'nobody'
  const organisations = await findAdministered(deps.db, account.id)
  const learner = account.learnerEnabled === null ? null : { enabled: account.learnerEnabled }
  // A one-time password that has expired is what the link is good for.
  const verdict = judgeLogIn({ ...account, mustChangePassword: false, learner, organisations }, now)
  if (!verdict.may) return 'nobody'
  const email = await mailAddressOf(deps.db, account)
  if (email === '') return 'noAddress'

  return inTransaction(deps, async (tx) => {
    const earlier = await findNewestSecret(tx, 'passwordReset', account.id)
    if (earlier && !earlier.usedAt && now.getTime() - earlier.createdAt.getTime() < onItsWayMs) return 'onItsWay'
    const secret = await issueSecret(deps, tx, {
      purpose: 'passwordReset',
      subjectId: account.id,
      lifeMs: resetLinkLifeMs,
    })
    const expiresAt = secret.expiresAt.toISOString()
    const person = toPerson({ id: account.id, name: account.name, email })
    await announce(deps, tx, { kind: 'passwordReset', ...person, secretId: secret.id, expiresAt })
    await writeAudit(tx, systemActor('account.forgotten'), {
      action: 'account.resetLinkSent',
      subjectType: 'account',
      subjectId: account.id,
      organisationId: null,
      after: { askedFrom: job.ip },
    })
    return 'sent'
  })
}
