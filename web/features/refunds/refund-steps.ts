import type { RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import type { StepState } from '../../components/timeline.tsx'

/** A step of a refund: what it is called is a key of the texts, who and when come from the refund. */
export interface RefundStep {
  readonly state: StepState
  readonly key:
    | 'stepRequested'
    | 'stepRequestedStaff'
    | 'stepApproved'
    | 'stepRejected'
    | 'stepWithdrawn'
    | 'stepToApprove'
    | 'stepSent'
    | 'stepToSend'
    | 'stepToTransfer'
    | 'stepDoneSource'
    | 'stepDoneTransfer'
    | 'stepDoneCredit'
    | 'stepDoneOrder'
    | 'stepFailed'
  readonly name: string
  readonly at: string | null
}

type Facts = Pick<
  RefundView,
  'state' | 'stateSince' | 'way' | 'createdAt' | 'requestedByName' | 'requestedByStaff' | 'decidedByName' | 'decidedAt'
>

const doneKeys = {
  source: 'stepDoneSource',
  transfer: 'stepDoneTransfer',
  credit: 'stepDoneCredit',
  order: 'stepDoneOrder',
} as const

/** Who had the refund when, and what comes next. Exactly one step is `now` while it is under way. */
export function refundSteps(refund: Facts): RefundStep[] {
  const { state, stateSince, way } = refund
  const step = (
    stepState: StepState,
    key: RefundStep['key'],
    at: string | null = null,
    name: string | null = '',
  ): RefundStep => ({ state: stepState, key, at, name: name ?? '' })
  const asked = step(
    'done',
    refund.requestedByStaff ? 'stepRequestedStaff' : 'stepRequested',
    refund.createdAt,
    refund.requestedByName,
  )
  const approved = step('done', 'stepApproved', refund.decidedAt, refund.decidedByName)
  const end = doneKeys[way]
  switch (state) {
    case 'requested':
      return [asked, step('now', 'stepToApprove'), ...underWay(way, 'later'), step('later', end)]
    case 'withdrawn':
      return [asked, step('failed', 'stepWithdrawn', stateSince)]
    case 'rejected':
      return [asked, step('failed', 'stepRejected', refund.decidedAt, refund.decidedByName)]
    case 'approved':
      return [asked, approved, ...underWay(way, 'now'), step('later', end)]
    case 'sent':
      return way === 'source'
        ? [asked, approved, step('done', 'stepSent', stateSince), step('now', end)]
        : [asked, approved, ...underWay(way, 'now'), step('later', end)]
    case 'done':
      return [asked, approved, ...(way === 'source' ? [step('done', 'stepSent')] : []), step('done', end, stateSince)]
    case 'failed':
      return [asked, approved, step('failed', 'stepFailed', stateSince)]
  }
  function underWay(to: Facts['way'], stepState: StepState): RefundStep[] {
    if (to === 'source') return [step(stepState, 'stepToSend')]
    return to === 'transfer' ? [step(stepState, 'stepToTransfer')] : []
  }
}
