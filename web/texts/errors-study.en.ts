import type { ErrorDetails } from '../../server/core/app-error.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'
import { named } from './errors.en.ts'
import type { StudyErrorCode } from './errors-study.zh-CN.ts'

const hoursFixedWhy: Readonly<Record<string, string>> = {
  pending: 'This record still waits for approval and cannot be corrected. Take it back and record it anew.',
  rejected: 'This record was not approved and counts nothing. Record it anew instead.',
  adjustment: 'This is a correction itself. Correct the original record.',
  withdrawn: 'This record was withdrawn and counts nothing. Record it anew instead.',
  adjustmentWaits: 'A correction of this record waits for approval. Wait for it, or take it back first.',
  online: 'These online hours come from a learning platform. If they are wrong, call the training centre.',
}

const cardRefusals: Readonly<Record<string, string>> = {
  unknown: 'is not among your learners',
  disabled: 'is disabled',
  nothingHeld: 'has nothing of these study cards',
  holdsLess: 'has less left than is to be taken back',
  alreadyOpen: 'has this course already',
  enrolled: 'has paid by an enrolment already',
  balanceTooLow: 'has too little',
}

const courseRefusals: Readonly<Record<string, string>> = {
  notPublished: 'is not published and cannot be opened',
  over: 'is over and cannot be opened',
  noPrice: 'is paid by subjects and has no price of its own; enrol and pay instead',
}

export const errorsStudyEnglish: Readonly<Record<StudyErrorCode, (details: ErrorDetails) => string>> = {
  hoursKnown: (d) =>
    Number(d.count) > 1
      ? `${named(d.name, 'Somebody')} and ${Number(d.count) - 1} more have this training already (same day, title and hours). Leave them out and record the others.`
      : `${named(d.name, 'This learner')} has this training already (same day, title and hours). There is nothing to record.`,
  hoursPlanClosed: (d) =>
    `${d.plan ? `“${d.plan}”` : 'This plan'} is closed, so organisations cannot record hours of it any more and nothing was recorded here. Give the list to the staff of the training centre, who can.`,
  hoursDecided: (d) =>
    `${named(d.name, 'This record')} was handled by somebody else just now. The page shows its state as it is.`,
  hoursBeingDecided: (d) =>
    `${d.by ?? 'Somebody else'} is ${d.verdict === 'reject' ? 'rejecting' : 'approving'} the hours of ${named(d.name, 'this learner')} and can still undo it for 10 seconds. Look again in a moment.`,
  hoursAlreadyEffective: () =>
    'The 10 seconds are over and the decision has taken effect. Approved hours can be corrected or taken away; rejected ones have to be recorded again.',
  hoursTakenBack: () =>
    'Whoever recorded these hours took them back before the decision took effect. Nothing is left to review.',
  hoursNotYours: (d) =>
    d.why === 'own'
      ? 'Another admin has to approve what you recorded yourself.'
      : 'The training centre approves this record; please wait for its staff.',
  hoursNotCorrectable: (d) => hoursFixedWhy[String(d.why)] ?? 'This record cannot be changed now.',
  hoursUnchanged: (d) => `It counts ${d.hours} hours already, so nothing was changed.`,
  cardBatchExpired: (d) =>
    `These study cards ended${d.expiresOn ? ` on ${d.expiresOn}` : ''} and cannot be used any more. The training centre can prolong them.`,
  cardBatchTooLow: (d) =>
    `These study cards are not enough${typeof d.wantedFen === 'number' ? `: ${formatFen(d.wantedFen as Fen)} is needed` : ''}${typeof d.leftFen === 'number' ? `, ${formatFen(d.leftFen as Fen)} is left` : ''}${typeof d.missingFen === 'number' ? `, ${formatFen(d.missingFen as Fen)} is missing` : ''}. Take fewer people or a smaller amount, or another batch.`,
  cardPeopleRefused: (d) =>
    `${named(d.name, 'Somebody')}${Number(d.count) > 1 ? ` and ${Number(d.count) - 1} more` : ''} ${cardRefusals[String(d.why)] ?? 'cannot be dealt with'}, so nothing was booked. Leave them out and try again.`,
  courseNotOpenable: (d) =>
    `${named(d.planName, 'This plan')} ${courseRefusals[String(d.why)] ?? 'cannot be opened now'}.`,
  courseAlreadyOpen: (d) => `${named(d.planName, 'This course')} is open already.`,
  courseEnrolled: (d) => `${named(d.planName, 'This plan')} is paid by an enrolment already; it need not be opened.`,
  courseBalanceTooLow: (d) =>
    `The balance is too low${typeof d.feeFen === 'number' ? `: opening costs ${formatFen(d.feeFen as Fen)}` : ''}${typeof d.missingFen === 'number' ? `, ${formatFen(d.missingFen as Fen)} is missing` : ''}. Ask your organisation’s admin to recharge.`,
  courseFeeChanged: (d) =>
    `The price was changed just now${typeof d.feeFen === 'number' ? `: it is ${formatFen(d.feeFen as Fen)}` : ''}. Look at it and confirm again.`,
  printingBusy: () => 'Too many people are printing right now. Try again in half a minute.',
  listTooLong: (d) =>
    `The list has ${d.count ?? 'too many'} people; ${d.most ?? 20000} can be printed at once. Print it unit by unit, or export it to Excel.`,
  operationNotDone: (d) =>
    d.state === 'failed'
      ? 'This operation failed and changed nothing, so there is no list to print.'
      : 'This operation is still going on. Wait a moment, then print its list.',
  letterEmpty: (d) =>
    `Nobody of this organisation is enrolled in ${d.plan ? `“${d.plan}”` : 'this plan'} and there is no order, so there is nothing to confirm. Enrol people or place an order first.`,
  letterOver: (d) =>
    d.state === 'received'
      ? 'The centre has received this confirmation letter, so it stays as it is.'
      : 'This confirmation letter was cancelled. Print a new one if you need it.',
  savedFiltersFull: (d) => `A page keeps ${d.most ?? 30} filters at most. Delete one that is no longer needed first.`,
  savedFilterNamed: (d) => `There is a filter called ${named(d.name, 'that')} already. Give this one another name.`,
  dataRequestOpen: () => 'This was asked for already. The training centre will tell you when it is decided.',
  erasureBlocked: (d) =>
    d.why === 'wallet'
      ? `Study-card value${moneyOf(d.amountFen)} is still unspent, so nothing can be erased yet. Spend it or have your organisation take it back, then ask again.`
      : d.why === 'order'
        ? `An order${d.orderNumber ? ` (${d.orderNumber})` : ''} is still open, so nothing can be erased yet. Pay or cancel it, then ask again.`
        : d.why === 'refund'
          ? 'A refund is still under way, so nothing can be erased yet. Ask again once it has arrived.'
          : d.why === 'enrolment'
            ? `An enrolment${d.planName ? ` for ${d.planName}` : ''} is still under way, so nothing can be erased yet. Have your organisation withdraw it, then ask again.`
            : d.why === 'hours'
              ? 'Hours are still under review, so nothing can be erased yet. Ask again once they are decided.'
              : 'This account also belongs to an administrator or to staff, so it cannot be erased. The training centre has to take these roles away first.',
}

function moneyOf(amount: unknown): string {
  return typeof amount === 'number' ? ` (¥${formatFen(amount as Fen)})` : ''
}
