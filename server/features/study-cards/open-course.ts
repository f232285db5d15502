import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, type Transaction } from '../../platform/database.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import { holdPlan } from '../plans/hold-plan.ts'
import { holdCardLearner } from './find-learner.store.ts'
import { loadMyCards } from './learner-cards.ts'
import { findOpening, insertOpening, isEnrolled, type OpeningRow } from './openings.store.ts'
import { payOpenings } from './pay-openings.ts'
import { checkOpenable } from './study-cards.rules.ts'
import type { LearnerCards, OpenMineInput } from './study-cards.schema.ts'

type OpenDeps = Pick<Deps, 'db' | 'clock' | 'jobs'>

/** 开通课程 by the learner. Throws what `openCourse` does. */
export async function openMine(deps: OpenDeps, actor: AccountActor, input: OpenMineInput): Promise<LearnerCards> {
  const { learnerId } = actor
  if (learnerId === null) throw new AppError('notAllowed')
  await openCourse(deps, actor, { ...input, learnerId })
  return loadMyCards(deps, actor)
}

export type CourseToOpen = {
  /** Made by the client: the same again is the same opening. */
  readonly id: string
  readonly learnerId: string
  readonly planId: string
  /** The price that was agreed to. */
  readonly feeFen: Fen
}

/**
 * Opens a plan for one learner out of their wallets of it: all of the price or nothing. Throws `notFound`, `learnerDisabled`,
 * `courseNotOpenable`, `courseFeeChanged`, `courseEnrolled`, `courseAlreadyOpen`, `courseBalanceTooLow` with what is missing,
 * `idempotencyKeyReused`.
 */
export async function openCourse(deps: OpenDeps, actor: AccountActor, one: CourseToOpen): Promise<void> {
  const before = await findOpening(deps.db, one.id)
  if (before) return checkSame(before, one)
  await inTransaction(deps, (tx) => open(deps, tx, actor, one))
}

async function open(
  deps: OpenDeps,
  tx: Transaction,
  actor: AccountActor,
  { id, learnerId, planId, feeFen }: CourseToOpen,
): Promise<void> {
  const now = deps.clock.now()
  const plan = await holdPlan(tx, planId)
  if (plan.state === 'draft') throw new AppError('notFound')
  const learner = await holdCardLearner(tx, learnerId)
  if (!learner) throw new AppError('notFound')
  if (!learner.enabled) throw new AppError('learnerDisabled')
  const price = checkOpenable(plan, now)
  if (price !== feeFen) throw new AppError('courseFeeChanged', { feeFen: price })
  if (await isEnrolled(tx, learnerId, planId)) throw new AppError('courseEnrolled', { planName: plan.name })
  const inserted = await insertOpening(tx, actor, {
    id,
    learnerId,
    planId,
    amountFen: price,
    organisationId: learner.organisationId,
    by: { id: actor.accountId, name: actor.name },
    now,
  })
  // Its own id stands in the way when it came twice at once, another opening when it is open already.
  if (!inserted) {
    const first = await findOpening(tx, id)
    if (first) return checkSame(first, { id, learnerId, planId, feeFen })
    throw new AppError('courseAlreadyOpen', { planName: plan.name })
  }
  const short = await payOpenings(tx, actor, { openingId: id }, shanghaiDay(now))
  if (short) {
    const balanceFen = fenFromBigint(short.balanceFen)
    throw new AppError('courseBalanceTooLow', { feeFen: price, balanceFen, missingFen: price - balanceFen })
  }
  await askForCertificates(deps, tx, planId)
}

function checkSame(row: OpeningRow, one: CourseToOpen): void {
  const same =
    row.learnerId === one.learnerId && row.planId === one.planId && fenFromBigint(row.amountFen) === one.feeFen
  if (!same) throw new AppError('idempotencyKeyReused')
}
