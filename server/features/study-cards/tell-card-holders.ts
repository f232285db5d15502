import { fenFromBigint } from '../../core/money.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { announceToPeople } from '../notices/announce-to-people.ts'
import type { AnnouncementOf } from '../notices/notices.schema.ts'
import { findBatchEnd, findHolders, findTold, type Told } from './batch-ends.store.ts'
import { findOperation } from './operations.store.ts'

type TellDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>
type LearnerNotice = AnnouncementOf<'recharged' | 'cardsEndingForLearner'>

/** So many in one transaction. */
const peopleAtOnce = 500

/**
 * Tells learners what they were recharged with, or that what they have runs out: in the app where they have an account, of a
 * recharge by mail too where an address is known. Done again after a crash it tells nobody twice: each notice names its event.
 */
export async function tellCardHolders(
  deps: TellDeps,
  about: { readonly about: 'operation' | 'ending'; readonly id: string },
): Promise<void> {
  const source =
    about.about === 'operation' ? await operationSource(deps, about.id) : await endingSource(deps, about.id)
  if (!source) return
  let after: string | null = null
  for (;;) {
    const people: Told[] = await source.next(after)
    if (people.length > 0) {
      await inTransaction(deps, (tx) => tell(deps, tx, people.map(source.notice)))
    }
    after = people.at(-1)?.learnerId ?? null
    if (people.length < peopleAtOnce || after === null) return
  }
}

/** Mail is a job each; in the app all of them are one statement. */
async function tell(deps: TellDeps, tx: Transaction, notices: readonly LearnerNotice[]): Promise<void> {
  await announceToPeople(deps, tx, notices)
  for (const notice of notices) if (notice.kind === 'recharged' && notice.email !== '') await announce(deps, tx, notice)
}

type Source = { next(after: string | null): Promise<Told[]>; notice(person: Told): LearnerNotice }

const personOf = (one: Told) => ({
  organisationId: one.organisationId,
  organisationName: one.organisationName,
  learnerId: one.learnerId,
  accountId: one.accountId,
  personName: one.name,
  email: one.email,
})

async function operationSource({ db }: TellDeps, id: string): Promise<Source | null> {
  const one = await findOperation(db, id)
  if (!one || one.state !== 'done') return null
  return {
    next: (after) => findTold(db, id, one.planId, after, peopleAtOnce),
    notice: (person) => ({
      kind: 'recharged',
      ...personOf(person),
      planId: one.planId,
      planName: one.planName,
      operationId: id,
      payerName: one.organisationName,
      amountFen: fenFromBigint(person.amountFen),
      balanceFen: fenFromBigint(person.balanceFen),
    }),
  }
}

async function endingSource({ db }: TellDeps, id: string): Promise<Source | null> {
  const batch = await findBatchEnd(db, id)
  // Prolonged since: nobody is told of an end that is none.
  if (!batch || batch.warnedAt === null) return null
  return {
    next: (after) => findHolders(db, id, after, peopleAtOnce),
    notice: (person) => ({
      kind: 'cardsEndingForLearner',
      ...personOf(person),
      planId: batch.planId,
      planName: batch.planName,
      batchId: id,
      expiresOn: batch.expiresOn,
      amountFen: fenFromBigint(person.amountFen),
    }),
  }
}
