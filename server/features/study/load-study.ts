import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { CertificateRow } from '../certificates/certificates.schema.ts'
import { listMyCertificates } from '../certificates/list-certificates.ts'
import { withdrawnReason } from '../hours/hours.schema.ts'
import { listWaitingHours } from '../hours/list-waiting-hours.ts'
import { loadLearner } from '../learners/view-learner.ts'
import { type LearnerCourse, listLearnerCourses } from '../learning-platforms/courses-of-learner.ts'
import { cardsOf } from '../study-cards/learner-cards.ts'
import type { LearnerCards } from '../study-cards/study-cards.schema.ts'
import { type Approval, type ChainFacts, chainOf, inOrder, missingOf, reachedAt } from './study.rules.ts'
import type { Study, StudyPlan, StudyRecord } from './study.schema.ts'
import {
  findApprovals,
  findStudyFacts,
  type StudyFacts,
  type StudyPlanRow,
  type StudyRecordRow,
} from './study.store.ts'

type StudyDeps = Pick<Deps, 'db' | 'clock'>

/** A statement of hours lists them all; the page shows as many as anybody scrolls through. */
export const mostRecords = 300

/** A learner's own story. Throws `notAllowed` for who is no learner. */
export async function loadMyStudy(deps: StudyDeps, actor: AccountActor): Promise<Study> {
  // A session knows the learner of an account while they are enabled.
  if (actor.learnerId === null) throw new AppError('notAllowed')
  return loadStudy(deps, { id: actor.learnerId, enabled: true }, () => true)
}

/**
 * The same of one of the actor's people. An organisation's admin reads all of it, and of what happened in another
 * organisation everything but its name. Throws `notFound`.
 */
export async function loadStudyOf(deps: StudyDeps, actor: AccountActor, learnerId: string): Promise<Study> {
  const learner = await loadLearner(deps.db, actor, learnerId)
  const { staffRoles, organisation } = actor
  const mayName = (path: string) =>
    staffRoles.length > 0 || (organisation !== null && path.startsWith(organisation.path))
  return loadStudy(deps, learner, mayName)
}

type MayName = (organisationPath: string) => boolean
type Waiting = Awaited<ReturnType<typeof listWaitingHours>>

async function loadStudy(
  deps: StudyDeps,
  learner: { readonly id: string; readonly enabled: boolean },
  mayName: MayName,
): Promise<Study> {
  const { db } = deps
  const now = deps.clock.now()
  const [facts, cards, certificates] = await Promise.all([
    findStudyFacts(db, learner.id, mostRecords + 1),
    cardsOf(deps, learner),
    listMyCertificates(db, learner.id),
  ])
  if (!facts) throw new AppError('notFound')
  const pending = facts.plans.some((row) => row.compulsoryPending + row.electivePending > 0)
  const [waiting, courses, approvals] = await Promise.all([
    pending ? listWaitingHours(db, learner.id) : [],
    listLearnerCourses(
      db,
      learner.id,
      facts.plans.map((row) => row.id),
    ),
    approvalsOf(deps, learner.id, facts),
  ])
  const beside = { now, cards, certificates, waiting, courses, approvals, mayName }
  const { id, name, idNumberMasked, organisationName } = facts
  return {
    at: now.toISOString(),
    learner: { id, name, idNumberMasked, organisationName },
    balanceFen: cards.balanceFen,
    wallets: walletsOf(cards),
    plans: inOrder(facts.plans.map((row) => toPlan(row, beside))),
    records: facts.records.slice(0, mostRecords).map((row) => toRecord(row, mayName)),
    recordsCapped: facts.records.length > mostRecords,
    certificates,
  }
}

/** What was approved, in the order in which it was: of the records that are shown, or asked for where these are not all. */
async function approvalsOf(deps: StudyDeps, learnerId: string, { plans, records }: StudyFacts): Promise<Approval[]> {
  if (records.length > mostRecords) {
    const reached = plans.filter((row) => missingOf(ruleOf(row), sumsOf(row)).reached)
    return findApprovals(
      deps.db,
      learnerId,
      reached.map((row) => row.id),
    )
  }
  return records
    .filter(({ state }) => state === 'approved')
    .map(({ planId, kind, hours, stateSince }) => ({ planId, kind, hours, at: new Date(stateSince) }))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

type Beside = {
  now: Date
  cards: LearnerCards
  certificates: readonly CertificateRow[]
  waiting: Waiting
  courses: readonly LearnerCourse[]
  approvals: readonly Approval[]
  mayName: MayName
}

const ruleOf = ({ requiredHours, compulsoryMin, compulsoryCap, electiveMin, electiveCap }: StudyPlanRow) => ({
  requiredHours,
  compulsoryMin,
  compulsoryCap,
  electiveMin,
  electiveCap,
})
const sumsOf = ({ compulsoryApproved, electiveApproved, compulsoryPending, electivePending }: StudyPlanRow) => ({
  compulsoryApproved,
  electiveApproved,
  compulsoryPending,
  electivePending,
})

const moment = (text: string | null) => (text === null ? null : new Date(text))

function toPlan(row: StudyPlanRow, beside: Beside): StudyPlan {
  const { now, mayName } = beside
  const [rule, sums, endsAt] = [ruleOf(row), sumsOf(row), new Date(row.endsAt)]
  const card = beside.cards.plans.find(({ plan }) => plan.id === row.id)
  const waiting = beside.waiting.filter(({ planId }) => planId === row.id)
  const facts: ChainFacts = {
    now,
    rule,
    sums,
    endsAt,
    takesPart: row.takesPart,
    enrolment: enrolmentOf(row, mayName),
    cards: card ? cardFacts(row, card, mayName) : null,
    reachedAt: reachedAt(
      rule,
      beside.approvals.filter(({ planId }) => planId === row.id),
    ),
    waiting,
    givesCertificates: row.certificates,
    needsPayment: row.certificateNeedsPayment,
    certificate: certificateOf(row, beside.certificates),
  }
  return {
    id: row.id,
    number: row.number,
    name: row.name,
    year: row.year,
    publisher: row.publisher,
    mode: row.mode,
    place: row.place,
    startsAt: new Date(row.startsAt).toISOString(),
    endsAt: endsAt.toISOString(),
    over: row.state === 'closed' || endsAt < now,
    rule,
    sums,
    missing: missingOf(rule, sums),
    chain: chainOf(facts),
    waiting: waiting.map(({ planId: _plan, organisationPath, createdAt, dueAt, ...one }) => ({
      ...one,
      organisationName: mayName(organisationPath) ? one.organisationName : '',
      recordedAt: createdAt.toISOString(),
      dueAt: dueAt?.toISOString() ?? null,
    })),
    courses: beside.courses.filter(({ planId }) => planId === row.id).map(({ planId: _plan, ...course }) => course),
    opening: card
      ? {
          feeFen: card.feeFen,
          balanceFen: card.balanceFen,
          missingFen: card.missingFen,
          refusal: card.refusal,
          expiresOn: card.wallets.find(({ balanceFen }) => balanceFen > 0)?.expiresOn ?? null,
        }
      : null,
  }
}

function enrolmentOf(row: StudyPlanRow, mayName: MayName): ChainFacts['enrolment'] {
  if (row.enrolmentState === null || row.enrolmentSince === null) return null
  const { orderState, orderSince, orderExpiresAt } = row
  return {
    state: row.enrolmentState,
    since: new Date(row.enrolmentSince),
    dueAt: moment(row.enrolmentDueAt),
    free: row.enrolmentFeeFen === 0,
    refundedAt: moment(row.refundedAt),
    organisationName: row.enrolledBy && mayName(row.enrolledByPath ?? '') ? row.enrolledBy : '',
    order:
      orderState && orderSince && orderExpiresAt
        ? {
            state: orderState,
            since: new Date(orderSince),
            expiresAt: new Date(orderExpiresAt),
            voucherDueAt: moment(row.voucherDueAt),
          }
        : null,
  }
}

function cardFacts(row: StudyPlanRow, card: LearnerCards['plans'][number], mayName: MayName): ChainFacts['cards'] {
  return {
    boughtAt: moment(row.cardsBoughtAt),
    boughtBy: row.cardsBoughtBy && mayName(row.cardsBoughtByPath ?? '') ? row.cardsBoughtBy : '',
    rechargedAt: moment(row.rechargedAt),
    balanceFen: card.balanceFen,
    feeFen: card.feeFen,
    canOpen: card.refusal === null,
    expiresOn: card.wallets[0]?.expiresOn ?? null,
    opening: card.opening && { openedAt: new Date(card.opening.openedAt), amountFen: card.opening.amountFen },
  }
}

/** The valid one, else the one that was revoked last. */
function certificateOf(row: StudyPlanRow, all: readonly CertificateRow[]): ChainFacts['certificate'] {
  const ofPlan = all.filter(({ planId }) => planId === row.id)
  const shown = ofPlan.find(({ state }) => state === 'valid') ?? ofPlan[0]
  if (!shown) return null
  const { number, issuedAt, revokedAt } = shown
  return { number, issuedAt: new Date(issuedAt), revokedAt: revokedAt === null ? null : new Date(revokedAt) }
}

function walletsOf(cards: LearnerCards): Study['wallets'] {
  return cards.plans.flatMap(({ plan, wallets }) =>
    wallets
      .filter(({ balanceFen }) => balanceFen > 0)
      .map(({ organisationName, balanceFen, expiresOn, state }) => ({
        planId: plan.id,
        planName: plan.name,
        organisationName,
        balanceFen,
        expiresOn,
        state,
      })),
  )
}

function toRecord(row: StudyRecordRow, mayName: MayName): StudyRecord {
  const withdrawn = row.rejectedReason === withdrawnReason
  return {
    id: row.id,
    planId: row.planId,
    kind: row.kind,
    source: row.source,
    title: row.title,
    hours: row.hours,
    studiedOn: row.studiedOn,
    state: withdrawn ? 'withdrawn' : row.state,
    stateSince: new Date(row.stateSince).toISOString(),
    reason: row.reason || (withdrawn ? '' : (row.rejectedReason ?? '')),
    correctsId: row.correctsId,
    organisationName: mayName(row.organisationPath) ? row.organisationName : '',
    platformName: row.platformName,
  }
}
