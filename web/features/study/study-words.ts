import { formatHours } from '../../../server/core/hours.ts'
import type { Fen } from '../../../server/core/money.ts'
import type { Study, StudyPlan, StudyRecord } from '../../../server/features/study/study.schema.ts'
import type { ChainStep } from '../../components/step-chain.tsx'
import { formatDay, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/study.zh-CN.ts'

/** What the numbers and states of a learner's story are called. */
export function kindWord(kind: 'compulsory' | 'elective'): string {
  return t(kind)
}

/** 选修还差 3.00；6.00 待审核: a line for each kind that the plan asks for, and one for what may be of either. */
export function missingLines({ missing }: Pick<StudyPlan, 'missing'>): string[] {
  return missing.items.map(({ kind, missing: hundredths, pending }) => {
    const hours = formatHours(hundredths)
    // What waits was said with its kind.
    if (kind === 'any') return t('missingAny', { hours })
    const line = t(kind === 'compulsory' ? 'missingCompulsory' : 'missingElective', { hours })
    return pending > 0 ? t('pendingOfIt', { missing: line, pending: formatHours(pending) }) : line
  })
}

/** What the ring shows, in hundredths: they make up what the plan asks for. */
export function ringOf({ missing, rule }: StudyPlan): {
  required: number
  done: number
  pending: number
  left: number
} {
  const required = rule.requiredHours
  const done = Math.max(0, required - missing.toGo)
  const pending = missing.toGo - missing.toGoAfterPending
  return { required, done, pending, left: missing.toGoAfterPending }
}

/** The figure in the ring's middle: what counts; once it is enough, also what is over it. */
export function countedFigure(plan: StudyPlan): string {
  return formatHours(plan.missing.reached ? plan.missing.counted : ringOf(plan).done)
}

/** Who looks: a learner at their own hours, with what they can do, or somebody who manages them. */
export type Looking = 'self' | 'other'

export function chainSteps(plan: StudyPlan, now: Date, looking: Looking): ChainStep[] {
  const { payment, card, hours, certificate } = plan.chain
  return [
    { state: payment.state, title: t('payment'), lines: paymentLines(payment, now) },
    ...(card ? [{ state: card.state, title: t('card'), lines: cardLines(card, now, looking) }] : []),
    { state: hours.state, title: t('hours'), lines: hoursLines(plan, now, looking) },
    ...(certificate ? [{ state: certificate.state, title: t('certificate'), lines: certificateLines(plan, now) }] : []),
  ]
}

type Chain = StudyPlan['chain']
type When = { at: string | null; until: string | null }

function done({ at }: When, now: Date): string[] {
  return at === null ? [] : [formatDay(at, now)]
}

function until({ until: day }: When, now: Date): string[] {
  return day === null ? [] : [t('before', { day: formatDay(day, now) })]
}

function paymentLines(step: Chain['payment'], now: Date): string[] {
  switch (step.point) {
    case 'paidByOrganisation':
    case 'cardsBought':
      return [...done(step, now), t('paidByOrganisation')]
    case 'free':
      return [...done(step, now), t('free')]
    case 'toEnrol':
    case 'toSubmit':
      return [t('waitsForOrganisation'), t(step.point)]
    case 'inReview':
      return [t('inReviewAtCentre'), ...until(step, now)]
    case 'toPay':
      return [t('toPay'), ...until(step, now)]
    case 'voucherInReview':
      return [t('voucherInReview'), ...until(step, now)]
    case 'refunded':
      return [t('refunded'), ...done(step, now)]
  }
}

function cardLines(step: NonNullable<Chain['card']>, now: Date, looking: Looking): string[] {
  const amount = formatYuan(step.amountFen as Fen)
  switch (step.point) {
    case 'opened':
      return [...done(step, now), t('opened')]
    case 'toOpen':
      return [t(looking === 'self' ? 'toOpen' : 'theirToOpen'), t('left', { amount })]
    case 'toRecharge':
      return [t('toRecharge'), t('left', { amount })]
    case 'expired':
      return [t('expired'), ...done(step, now)]
    case 'later':
      return [t('cardLater')]
  }
}

function hoursLines({ chain, missing, rule }: StudyPlan, now: Date, looking: Looking): string[] {
  const { hours: step } = chain
  const theirs = looking === 'self' ? 'youHave' : 'learnerHas'
  const you = missing.toGoAfterPending > 0 ? [t(theirs, { hours: formatHours(missing.toGoAfterPending) })] : []
  switch (step.point) {
    case 'reached':
      return [...done(step, now), t('studied', { hours: formatHours(rule.requiredHours) })]
    case 'inReview': {
      const word = step.waitsFor === 'secondAdmin' ? 'colleagueHas' : 'centreHas'
      return [t(word, { hours: formatHours(missing.pending) }), ...you]
    }
    case 'toStudy':
      return [...you, ...until(step, now)]
    case 'ended':
      return [t('endedShort'), t('short', { hours: formatHours(missing.toGo) })]
  }
}

function certificateLines({ chain, rule }: StudyPlan, now: Date): string[] {
  const step = chain.certificate
  if (!step) return []
  switch (step.point) {
    case 'issued':
      return [...done(step, now), t('issued')]
    case 'issuing':
      return [t('issuing'), t('issuingText')]
    case 'needsPayment':
      return [t('toPay')]
    case 'whenReached':
      return [t('whenReached', { hours: formatHours(rule.requiredHours) }), t('byItself')]
    case 'revoked':
      return [t('revoked'), ...done(step, now)]
  }
}

// --- Records and years -------------------------------------------------------------------------------------------------

export function recordState({ state, correctsId }: StudyRecord): {
  tone: 'settled' | 'waiting' | 'rejected' | 'neutral'
  word: string
} {
  if (state === 'pending') return { tone: 'waiting', word: t('statePending') }
  if (state === 'rejected') return { tone: 'rejected', word: t('stateRejected') }
  if (state === 'withdrawn') return { tone: 'neutral', word: t('stateWithdrawn') }
  return { tone: 'settled', word: correctsId === null ? t('stateApproved') : t('correction') }
}

export function recordPlace({ platformName, organisationName }: StudyRecord): string {
  if (platformName) return t('recordOnline', { platform: platformName })
  return organisationName ? t('recordAt', { organisation: organisationName }) : t('recordElsewhere')
}

export interface StudyYear {
  readonly year: number
  readonly plans: readonly StudyPlan[]
  readonly records: readonly StudyRecord[]
}

/** The years of somebody's plans, the latest first, each with its plans and the records of these. */
export function yearsOf({ plans, records }: Study): StudyYear[] {
  const years = [...new Set(plans.map(({ year }) => year))].sort((a, b) => b - a)
  return years.map((year) => {
    const own = plans.filter((plan) => plan.year === year)
    const ids = new Set(own.map(({ id }) => id))
    return { year, plans: own, records: records.filter(({ planId }) => ids.has(planId)) }
  })
}

/** `JK2025 0318 4471`, `XS2026 000123`: a certificate's number as it is read out. */
export function shownNumber(number: string): string {
  const match = /^([A-Z]*\d{4})(\d+)$/.exec(number)
  const [, head = '', running = ''] = match ?? []
  if (!match) return number
  return `${head} ${running.length > 6 ? running.replace(/(\d{4})(?=\d)/g, '$1 ') : running}`
}

/** Refusals of opening a plan, as the wallet says them; null: it can be opened. */
export function openingWord(opening: NonNullable<StudyPlan['opening']>): string | null {
  const { refusal, missingFen } = opening
  switch (refusal) {
    case null:
      return null
    case 'alreadyOpen':
      return t('refusalAlreadyOpen')
    case 'enrolled':
      return t('refusalEnrolled')
    case 'balanceTooLow':
      return t('refusalBalance', { missing: formatYuan(missingFen as Fen) })
    case 'disabled':
      return t('refusalDisabled')
    case 'over':
      return t('refusalOver')
    case 'noPrice':
      return t('refusalNoPrice')
    case 'notPublished':
      return t('refusalNotPublished')
  }
}
