import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { findCardLearner } from './find-learner.store.ts'
import {
  type CardPlanRow,
  findCardPlans,
  findLearnerPlans,
  findWallets,
  type LearnerPlanRow,
  type WalletRow,
} from './learner-cards.store.ts'
import { batchStateOf, type OpenablePlan, openingPrice } from './study-cards.rules.ts'
import type { CardPlan, LearnerCards, OpeningRefusal } from './study-cards.schema.ts'

type ReadDeps = Pick<Deps, 'db' | 'clock'>

/** What learners see of what they have. */
export async function loadMyCards(deps: ReadDeps, actor: AccountActor): Promise<LearnerCards> {
  if (actor.learnerId === null) throw new AppError('notAllowed')
  const learner = await findCardLearner(deps.db, actor.learnerId)
  if (!learner) throw new AppError('notFound')
  return cardsOf(deps, learner)
}

/** The same of one of the actor's people. Throws `notFound`. */
export async function loadLearnerCards(deps: ReadDeps, actor: AccountActor, learnerId: string): Promise<LearnerCards> {
  return cardsOf(deps, authorize(actor, await findCardLearner(deps.db, learnerId)))
}

/** The same of a learner whom the caller has, and may show. */
export async function cardsOf(
  deps: ReadDeps,
  learner: { readonly id: string; readonly enabled: boolean },
): Promise<LearnerCards> {
  const now = deps.clock.now()
  const today = shanghaiDay(now)
  const [wallets, plans] = await Promise.all([
    findWallets(deps.db, learner.id),
    findLearnerPlans(deps.db, learner.id, now),
  ])
  const shown = plans.map((plan) => planView(plan, wallets, learner.enabled, today, now))
  return { balanceFen: shown.reduce((sum, { balanceFen }) => sum + balanceFen, 0), plans: shown }
}

function planView(
  plan: LearnerPlanRow,
  all: readonly WalletRow[],
  enabled: boolean,
  today: string,
  now: Date,
): LearnerCards['plans'][number] {
  const wallets = all.filter(({ planId }) => planId === plan.id).map((row) => walletView(row, today))
  const balanceFen = wallets.reduce((sum, wallet) => sum + wallet.balanceFen, 0)
  // What ended today's day before cannot be spent, also where the night has not booked it off yet.
  const spendableFen = wallets.reduce((sum, wallet) => sum + (wallet.state === 'expired' ? 0 : wallet.balanceFen), 0)
  const { feeFen, why } = openingPrice(openableOf(plan), now)
  const missingFen = feeFen === null ? 0 : Math.max(0, feeFen - spendableFen)
  return {
    plan: { id: plan.id, number: plan.number, name: plan.name, endsAt: plan.endsAt.toISOString() },
    balanceFen,
    wallets,
    opening:
      plan.openingId === null || plan.openedAt === null
        ? null
        : { id: plan.openingId, openedAt: plan.openedAt.toISOString(), amountFen: fenFromBigint(plan.openedFen ?? 0n) },
    feeFen,
    refusal: refusalOf({ opened: plan.openingId !== null, enrolled: plan.enrolled, enabled, why, missingFen }),
    missingFen,
  }
}

function refusalOf(facts: {
  readonly opened: boolean
  readonly enrolled: boolean
  readonly enabled: boolean
  readonly why: OpeningRefusal | null
  readonly missingFen: number
}): OpeningRefusal | null {
  if (facts.opened) return 'alreadyOpen'
  if (facts.enrolled) return 'enrolled'
  if (facts.why !== null) return facts.why
  if (!facts.enabled) return 'disabled'
  return facts.missingFen > 0 ? 'balanceTooLow' : null
}

function walletView(row: WalletRow, today: string): LearnerCards['plans'][number]['wallets'][number] {
  const { batchId, organisationName, expiresOn } = row
  return {
    batchId,
    organisationName,
    balanceFen: Number(row.balanceFen),
    expiresOn,
    state: batchStateOf(expiresOn, today, row.warningDays),
  }
}

function openableOf(
  plan: Pick<CardPlanRow, 'state' | 'endsAt' | 'openingFeeFen' | 'feePerLearnerFen' | 'hasSubjects'>,
): OpenablePlan {
  const fee = (value: bigint | null): Fen | null => (value === null ? null : fenFromBigint(value))
  return {
    state: plan.state,
    endsAt: plan.endsAt,
    openingFeeFen: fee(plan.openingFeeFen),
    feePerLearnerFen: fenFromBigint(plan.feePerLearnerFen),
    subjects: plan.hasSubjects ? [{ retired: false }] : [],
  }
}

/** The plans that the actor's subtree has cards of, and those that can be opened. */
export async function listCardPlans(deps: ReadDeps, actor: AccountActor): Promise<CardPlan[]> {
  const now = deps.clock.now()
  const rows = await findCardPlans(deps.db, pathRange(scopeOf(actor)), shanghaiDay(now), now)
  return rows.map((row) => {
    const { feeFen, why } = openingPrice(openableOf(row), now)
    return {
      id: row.id,
      number: row.number,
      name: row.name,
      endsAt: row.endsAt.toISOString(),
      openingFeeFen: feeFen,
      notOpenable: why,
      leftFen: Number(row.leftFen),
    }
  })
}
