import type { ErrorDetails } from '../../server/core/app-error.ts'
import { formatHours } from '../../server/core/hours.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'
import { named } from './errors.en.ts'
import type { DeskErrorCode } from './errors-desk.zh-CN.ts'

export const errorsDeskEnglish: Readonly<Record<DeskErrorCode, (details: ErrorDetails) => string>> = {
  statementColumnsUnknown: () =>
    'We cannot tell which column of this statement is the date and which the amount. Make sure that it is the list of transactions your bank exports, then say once what each column means; the next file of its kind is read at once.',
  cardDayNotLater: (d) =>
    `The new last day has to be later than${d.expiresOn ? ` ${d.expiresOn}` : ' the present one'}, and not over yet. Choose another day.`,
  statementNoLines: () =>
    'This statement has headings but no transactions. Choose the right dates in online banking and export it again.',
  statementSeveralAccounts: (d) =>
    `This statement has lines of several of our accounts${d.accounts ? ` (${d.accounts})` : ''}, so it cannot be booked to one. Export each account into a file of its own.`,
  statementSeveralSheets: (d) =>
    `Several sheets of this workbook hold transactions (${d.sheets ?? ''}), and reading only one would lose money. Save each sheet as a file of its own and upload them one by one.`,
  statementColumnsSwapped: (d) =>
    `By the running balance, the columns “${d.inColumn ?? 'in'}” and “${d.outColumn ?? 'out'}” are the wrong way round, so nothing was booked. Check the original file; if they really are swapped, say which is which.`,
  statementTooManyRows: (d) =>
    `The statement has too many rows, at most ${d.maxRows ?? 200000} at a time. Export it month by month.`,
  statementOtherAccount: (d) =>
    `This statement is of ${d.account ? `account ${d.account}${d.accountName ? ` (${d.accountName})` : ''}${d.bank ? ` at ${d.bank}` : ''}` : 'another account'}, which is not one of ours, so nothing was booked. If it is ours, have a system administrator add it under Settings, Payee accounts, and read the file again; else upload the right file.`,
  statementDiscarded: (d) => `${d.name ?? 'A colleague'} put this file away. If it is needed after all, read it again.`,
  platformNotKnown: () => 'The access key or the secret is not right. Have the platform’s administrator check both.',
  platformDisabled: () => 'This learning platform is switched off.',
  statementIdReused: () => 'A statement with this id came before and says something else.',
  lineNotOpen: () => 'This line was dealt with a moment ago. Reload and look again.',
  lineTooSmall: (d) =>
    `That is more than the line has left${typeof d.leftFen === 'number' ? ` (${formatFen(d.leftFen as Fen)})` : ''}. Change the amount.`,
  paymentCovered: (d) =>
    `Statement lines already show this payment${typeof d.leftFen === 'number' ? `; only ${formatFen(d.leftFen as Fen)} is missing` : ''}. Choose another order or change the amount.`,
  orderHasUnseenPayment: (d) =>
    `A slip’s payment of this order is on no statement line yet${typeof d.leftFen === 'number' ? ` (${formatFen(d.leftFen as Fen)})` : ''}. Give that much to it first; what is over goes to credit as a part of its own.`,
  suggestionGone: () => 'This suggestion has changed. Look at the new one, then confirm.',
  allocationUndone: () => 'This match was undone before.',
  allocationSpent: (d) =>
    d.why === 'cards'
      ? 'Study cards that this money bought have been used, so it cannot be undone. Take the cards back first, or make a refund.'
      : d.why === 'credit'
        ? 'The part that was too much has been spent from credit, so it cannot be undone. Deal with the order it paid, or make a refund.'
        : 'This money was refunded or used elsewhere, so it cannot be undone. Make a refund instead.',
  lineOtherAccount: (d) =>
    `The order is to be paid into another account${d.account ? ` (ending ${String(d.account).slice(-4)})` : ''} than this statement’s. If it really came in here, tick the box and confirm.`,
  certificateRevoked: (d) =>
    `Certificate${d.number ? ` ${d.number}` : ''} is revoked already. Look at its latest state.`,
  certificateReplaced: (d) => `${d.number ? `Certificate ${d.number}` : 'Another one'} has taken its place already.`,
  certificateNotEarned: (d) =>
    d.why === 'hours'
      ? `Not enough hours: ${hours(d.hours)} count, ${hours(d.requiredHours)} are needed, with the minimum of each kind. Add what is missing first.`
      : d.why === 'payment'
        ? 'This plan gives certificates only to those who paid, and there is neither a paid enrolment nor an opened course now.'
        : d.why === 'erased'
          ? 'The personal data of this learner were erased; no certificate can be issued any more.'
          : 'This plan gives no certificates now. Turn them on in the plan first.',
  correctionNotAllowed: (d) =>
    d.why === 'plan'
      ? 'These accounts are of different plans. Card value stays in the plan it was bought for.'
      : d.why === 'batch'
        ? 'This wallet was not recharged from this batch, so nothing can be corrected between them.'
        : d.why === 'expired'
          ? 'This batch of cards has expired. Prolong it first.'
          : d.why === 'same'
            ? 'Both sides are the same account. Choose another one for the other side.'
            : 'Nothing is corrected between these two kinds of account. For an order, undo its match at the bank statement or make a refund; for a refund, use its own page.',
  correctionTooMuch: (d) => `The account holds only ${yuan(d.leftFen)}; a correction cannot take more.`,
  monthNotOver: () => 'This month is not over yet. It can be closed once it has ended.',
  monthClosed: () => 'This month is closed already.',
  monthEarlierOpen: (d) => `${d.month ?? 'An earlier month'} is still open. Close months in their order.`,
  invoiceNumberInvalid: () =>
    'An invoice number has 20 digits; an older invoice has a code and 8 digits. Compare it with the invoice.',
  invoiceNumberTaken: () => 'This invoice number belongs to another request already. Check that it is the right file.',
  invoiceAmountDiffers: (d) =>
    `The invoice amount${yuan(d.givenFen)} is not the requested one${yuan(d.expectedFen)}. Check that it belongs to this request.`,
  invoiceKindDiffers: () => 'The kind of invoice (ordinary or special) is not the requested one. Check it first.',
  invoiceDateInvalid: (d) =>
    typeof d.notBefore === 'string' && typeof d.notAfter === 'string'
      ? `The invoice date must be between ${d.notBefore} and ${d.notAfter}. Compare it with the invoice.`
      : 'The invoice date is not right. Compare it with the invoice.',
  invoiceFileMissing: () => 'There is no invoice file yet. Drop its PDF, OFD or XML here first.',
  invoiceFileDiffers: (d) =>
    `${typeof d.fileName === 'string' ? d.fileName : 'The file'} says something else than what is being recorded. Compare them; tick the box if you mean it.`,
  invoiceFileTypeRefused: () => 'Invoice files are PDF, OFD or XML, or a zip that holds them.',
  invoiceTooManyFiles: (d) => `An invoice takes at most ${d.max ?? 5} files. Remove what is not needed.`,
  inboxCheckFails: (d) =>
    `A check of invoice ${typeof d.number === 'string' ? d.number : ''} does not pass, so it was not issued. Open it to see which one, then confirm it or put it aside.`,
  redReasonMissing: () => 'Nobody here asked for this red invoice. Choose the reason first.',
  invoiceProviderUnavailable: () =>
    'The invoice provider cannot be reached, so nothing is known yet. Nothing is issued twice; it is asked again by itself.',
  invoiceProviderRefused: (d) =>
    `The invoice provider refused${d.failure ? `: ${d.failure}` : ''}. Check the request there before it is sent again.`,
  invoiceProviderMissing: () =>
    'No invoice provider is set up. Issue the invoice on the tax platform and drop its files here.',
  sellerDetailsMissing: () =>
    'The seller’s name or tax number is missing. A system administrator adds them under Settings.',
  templatePlaceholderUnknown: (d) =>
    `This notice has no ${d.placeholder ?? 'such placeholder'}. Use the buttons under “Insert”, or take the braces out.`,
  templatePlaceholderMissing: (d) =>
    `Title or first sentence need {${d.placeholder ?? ''}}, or nobody knows which matter is meant. Insert it, then save.`,
  returnedMailUnknown: (d) =>
    d.why === 'notOurs'
      ? 'The mail that this report returns was not sent from here. Please check that it is the right file.'
      : d.why === 'noMessageId'
        ? 'The report does not say which mail it returns. Find the mail in the outbox by its address and decide there.'
        : d.why === 'arrived'
          ? 'This report says that the mail has arrived. Nothing was changed.'
          : 'This is not a returned mail. Save the returned mail from the mailbox as an .eml file and drop that.',
  payeeAccountInUse: () => 'This payee account is already in the list.',
  payeeAccountFixed: () => 'An account number cannot be changed later. Disable this one and add another.',
  payeeDefaultNeeded: () => 'One enabled account must be the default. Make another one the default first.',
  planNumberTaken: (d) => `Plan number ${d.number ?? ''} is taken. Choose another.`,
  planFixed: (d) =>
    d.field === 'capacity'
      ? `${d.taken ?? 0} seats are taken, so there cannot be fewer.`
      : d.field === 'subjects'
        ? `${named(d.subject, 'This subject')} was chosen already, so its name stays. Retire it and add another one.`
        : 'Somebody is enrolled or has ordered, so this can no longer change. End the plan and copy it instead.',
  planIncomplete: () => 'The plan is not complete yet. Fill in what is marked, then publish it.',
  lastSystemAdmin: () =>
    'This is the last system administrator; nobody could manage accounts any more. Give somebody else the role first.',
  voucherAlreadyDecided: (d) =>
    typeof d.by === 'string'
      ? `${d.by} has already ${decidedEnglish(d.verdict)} this one. Go on to the next.`
      : 'Somebody has already decided this one. Go on to the next.',
  decisionAlreadyEffective: () =>
    'The 10 seconds are over and the decision has taken effect. Correct it by a refund or another review.',
  registrationAlreadyDecided: (d) =>
    `${d.by ?? 'A colleague'} has already ${d.state === 'approved' ? 'approved' : 'rejected'} this application. Take the next one.`,
  registrationCreditCodeNeeded: () =>
    'This organisation applied with a member number. Enter the credit code of its licence: invoices need it.',
  memberNoInvalid: () => 'A member number is letters and digits, 8 at most, like A017.',
  memberNoTaken: (d) => `The member number ${d.memberNo ?? ''} is another organisation's. Choose another.`,
  refundSamePerson: () => 'A refund that you asked for is approved by somebody else in finance.',
  refundChanged: () => 'This refund has just changed. Load it again before you decide.',
  retentionTooShort: (d) => `The law asks for at least ${d.leastDays ?? 'more'} days here; it cannot be shorter.`,
  dataRequestDecided: () => 'Somebody else decided this request already. Reload to see how.',
}

function yuan(fen: unknown): string {
  return typeof fen === 'number' ? ` (¥${formatFen(fen as Fen)})` : ''
}

function decidedEnglish(verdict: unknown): string {
  return verdict === 'approve' ? 'approved' : verdict === 'reject' ? 'rejected' : 'decided'
}

const hours = (value: unknown) => (typeof value === 'number' ? formatHours(value) : '0.00')
