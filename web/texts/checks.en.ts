import type { SlipFieldName } from '../../server/features/vouchers/slip-fields.rules.ts'
import type { RejectReason } from '../../server/features/vouchers/vouchers.schema.ts'
import type { FindingTexts, SourceTexts } from './checks.zh-CN.ts'
import { plural } from './plural.ts'

export const findingTitlesEnglish: FindingTexts = {
  amountAgrees: () => 'Amount is what is due',
  amountBelow: (v) => `${v.difference} less than due`,
  amountAbove: (v) => `${v.difference} more than due`,
  amountDiffersFromDeclared: () => 'Typed amount differs from the slip',
  amountNotRead: () => 'No amount could be read on the slip',
  amountMissing: () => 'No amount yet',
  amountUncertain: () => 'The amount was hard to read',
  orderTakesNoMoney: (v) =>
    v.orderState === 'paid'
      ? 'The order is paid already'
      : v.orderState === 'cancelled'
        ? 'The order was cancelled'
        : 'The order has expired',
  wordsAgree: () => 'Words and figures agree',
  wordsDiffer: () => 'Words and figures differ',
  wordsUnreadable: () => 'Amount in words not understood',
  payeeIsOurs: () => 'Paid into our account',
  payeeNameOnly: () => 'Payee is the centre',
  payeeIsOther: () => 'The payee is not the centre',
  payeeNotShown: () => 'Payee account not visible',
  payerIsOrganisation: () => 'Payer is the organisation',
  payerIsAlias: () => 'Payer was confirmed before',
  payerIsRelated: () => 'Payer is a parent organisation',
  payerIsClose: () => 'Payer’s name is not quite the organisation’s',
  payerIsPerson: () => 'The payer is a person',
  payerIsOther: () => 'The payer is not the organisation',
  payerAdded: () => 'Payer’s name added by hand, not on the slip',
  payerMissing: () => 'Payer’s full name not visible',
  orderNoFound: () => 'Order number in the reference',
  orderNoOther: () => 'Another order number in the reference',
  orderNoMissing: () => 'No order number in the reference',
  paidAtPlausible: () => 'Transfer date is plausible',
  paidInFuture: () => 'The transfer date is still to come',
  paidBeforeOrder: () => 'Transferred before the order was made',
  paidLongAgo: (v) => `Transferred ${plural(v.days, 'day')} ago`,
  paidAtMissing: () => 'Transfer date not visible',
  fileNew: () => 'File not sent before',
  fileUsedBefore: (v) =>
    v.orderNumber ? `This file was sent for order ${v.orderNumber}` : 'This file was sent before',
  pictureNew: () => 'Picture not sent before',
  pictureUsedBefore: (v) =>
    v.orderNumber ? `Same picture as for order ${v.orderNumber}` : 'Same picture as one sent before',
  serialNew: () => 'Serial number not used before',
  serialUsedBefore: (v) =>
    v.orderNumber ? `This transfer was used for order ${v.orderNumber}` : 'This transfer was used before',
  serialMissing: () => 'No serial number; amount and date were compared',
  statementNotImported: () => 'Waiting for the bank statement',
  statementLineAgrees: () => 'The bank statement shows the money',
  statementLineMissing: () => 'The bank statement does not show the money',
  statementLineOtherPayer: () => 'Same amount on the statement, from another payer',
  statementLineTaken: (v) =>
    v.orderNumber ? `This money was matched to order ${v.orderNumber}` : 'This money was matched to another order',
  statementLineShared: () => 'Another voucher claims the same money',
}

export const findingAdviceEnglish: FindingTexts = {
  amountAgrees: () => '',
  amountBelow: () =>
    'Transfer the rest and send both slips together. If you did already, add a photo of the other slip.',
  amountAbove: () => 'You can submit. What is over becomes your organisation’s credit, for another order or a refund.',
  amountDiffersFromDeclared: () => 'Compare with the slip and enter the amount that it shows.',
  amountNotRead: () => 'The amount you typed counts. If the photo does not show it clearly, take another.',
  amountMissing: () => 'Enter the amount as it stands on the slip.',
  amountUncertain: () => 'Compare it with the slip and correct it if it is wrong.',
  orderTakesNoMoney: (v) =>
    v.orderState === 'paid'
      ? 'No slip is needed. If you paid twice, call the training centre; the money is not lost.'
      : 'If the money has left already, call the training centre to have it assigned; it is not lost.',
  wordsAgree: () => '',
  wordsDiffer: () => 'Make sure that this is the bank’s own slip, and compare the amount.',
  wordsUnreadable: () => 'Nothing to do; the reviewer looks at the picture.',
  payeeIsOurs: () => '',
  payeeNameOnly: () => '',
  payeeIsOther: () => 'Is it the right slip? If the money went to a wrong account, call your bank or the centre.',
  payeeNotShown: () => 'If the slip shows the payee’s account, take a photo with that part in it.',
  payerIsOrganisation: () => '',
  payerIsAlias: () => '',
  payerIsRelated: () => 'You can submit. A word on who paid for you speeds up the review.',
  payerIsClose: () => 'A branch, or renamed? Please say so. If it was misread, correct it.',
  payerIsPerson: () => 'If an employee paid for the organisation, please say so.',
  payerIsOther: () => 'Is it the right slip? If somebody else paid for you, please say so.',
  payerAdded: () => 'You can submit. The reviewer sees that you added the payer’s name.',
  payerMissing: () => 'Enter the payer’s full name as it stands on the slip.',
  orderNoFound: () => '',
  orderNoOther: () => 'Is it the right slip? Or hand it in with that order instead.',
  orderNoMissing: () =>
    'If the slip does not carry the order number, write it on the slip and take another photo; if it does, copy the reference here.',
  paidAtPlausible: () => '',
  paidInFuture: () => 'Compare the date with the slip and correct it if it is wrong.',
  paidBeforeOrder: () => 'Make sure that this money is for this order; correct the date if it was misread.',
  paidLongAgo: () => 'Make sure that this money is for this order; correct the date if it was misread.',
  paidAtMissing: () => 'Enter the date as it stands on the slip.',
  fileNew: () => '',
  fileUsedBefore: () => 'A transfer counts once. Send the slip that belongs to this order.',
  pictureNew: () => '',
  pictureUsedBefore: () => 'A transfer counts once. Send the slip that belongs to this order.',
  serialNew: () => '',
  serialUsedBefore: () => 'A transfer counts once. Correct the serial number if it was misread.',
  serialMissing: () => '',
  statementNotImported: () => 'The centre compares it with the bank’s statement; nothing for you to do.',
  statementLineAgrees: () => '',
  statementLineMissing: () =>
    'Please make sure that the transfer went through, with the day and amount of the slip. Money sent just now shows on the next day.',
  statementLineOtherPayer: () => 'The centre compares it with the bank’s statement; nothing for you to do.',
  statementLineTaken: () => 'The centre compares it with the bank’s statement; nothing for you to do.',
  statementLineShared: () => 'The centre compares it with the bank’s statement; nothing for you to do.',
}

export const findingReviewEnglish: FindingTexts = {
  amountAgrees: () => '',
  amountBelow: () =>
    'Approved, the order still lacks the difference. To have it paid first, reject as “Amount too low”.',
  amountAbove: () => 'Approved, what is over becomes the organisation’s credit.',
  amountDiffersFromDeclared: () => 'See in the picture which one is right.',
  amountNotRead: () => 'The amount was typed; compare it with the picture.',
  amountMissing: () => 'Nothing can be approved without an amount.',
  amountUncertain: () => 'Compare the amount with the picture.',
  orderTakesNoMoney: () => 'Approved, all of it becomes the organisation’s credit.',
  wordsAgree: () => '',
  wordsDiffer: () => 'The slip may have been altered; enlarge both amounts.',
  wordsUnreadable: () => 'Compare the words with the picture.',
  payeeIsOurs: () => '',
  payeeNameOnly: () => 'The account was not read; the name agrees.',
  payeeIsOther: () => 'The money may not have reached us; look at the picture.',
  payeeNotShown: () => 'See in the picture who was paid.',
  payerIsOrganisation: () => '',
  payerIsAlias: () => '',
  payerIsRelated: () => 'Paid by a parent organisation; please confirm.',
  payerIsClose: () => 'A branch, a new name or a misread character; look at the picture. Approval remembers the name.',
  payerIsPerson: () => 'Perhaps an employee paid; see the note.',
  payerIsOther: () => 'Reject and ask, unless the note says who paid for whom.',
  payerAdded: () =>
    'The uploader added the payer; the slip does not show one. Check the amount, order number and bank statement.',
  payerMissing: () => 'See in the picture who paid.',
  orderNoFound: () => '',
  orderNoOther: () => 'Perhaps handed in with the wrong order; look at the picture.',
  orderNoMissing: () => 'Go by amount and payer.',
  paidAtPlausible: () => '',
  paidInFuture: () => 'The date may be misread or altered; look at the picture.',
  paidBeforeOrder: () => 'Perhaps another payment; see the reference.',
  paidLongAgo: () => 'Perhaps an old slip; compare with the statement.',
  paidAtMissing: () => 'See the date in the picture.',
  fileNew: () => '',
  fileUsedBefore: (v) =>
    v.sameOrganisation
      ? 'The same organisation sent this very file.'
      : 'Another organisation sent this very file: take care.',
  pictureNew: () => '',
  pictureUsedBefore: (v) =>
    v.sameOrganisation
      ? 'The same organisation sent this picture.'
      : 'Another organisation sent this picture: take care.',
  serialNew: () => '',
  serialUsedBefore: (v) =>
    v.sameOrganisation
      ? 'Serial number, amount and date are those of an earlier slip.'
      : 'Another organisation handed in this transfer: take care.',
  serialMissing: () => '',
  statementNotImported: () => 'Compared as soon as a statement is imported.',
  statementLineAgrees: () => '',
  statementLineMissing: () => 'The statement of that day is imported, and no day around it has this amount either.',
  statementLineOtherPayer: () =>
    'Amount and day agree, but the payer is not the one on the slip and has not paid for this organisation before.',
  statementLineTaken: () => 'Approving would count the same money twice: look at that order first.',
  statementLineShared: () => 'Only one of the two vouchers can have this line: compare the slips.',
}

export const rejectReasonsEnglish: Readonly<Record<RejectReason, string>> = {
  amountTooLow: 'Amount too low',
  unclear: 'Picture unclear',
  notASlip: 'Not a transfer slip',
  wrongPayee: 'Payee is not the centre',
  wrongOrder: 'Belongs to another order',
  usedBefore: 'Slip used before',
  payerUnknown: 'Payer does not match',
  other: 'Another reason',
}

export const rejectAdviceEnglish: Readonly<Record<RejectReason, string>> = {
  amountTooLow: 'Transfer the rest and send both slips together.',
  unclear: 'Lay the slip flat in good light and take another photo: amount, order number and payer must be readable.',
  notASlip: 'Send the bank’s transfer slip, or a screenshot of the completed payment.',
  wrongPayee: 'Is it the right slip? If the money went to a wrong account, call your bank or the centre.',
  wrongOrder: 'Hand it in with the order it pays, or send this order’s slip instead.',
  usedBefore: 'A transfer counts once. Send the slip that belongs to this order.',
  payerUnknown:
    'Say how the payer and your organisation belong together (a branch, paid on behalf), then submit again.',
  other: 'Put right what is said below, then submit again.',
}

export const slipFieldsEnglish: Readonly<Record<SlipFieldName, string>> = {
  amountFen: 'Amount',
  amountInWords: 'Amount in words',
  payerName: 'Payer',
  payerAccount: 'Payer’s account',
  payerBank: 'Payer’s bank',
  payeeName: 'Payee',
  payeeAccount: 'Payee’s account',
  payeeBank: 'Payee’s bank',
  orderNo: 'Order number',
  serialNo: 'Serial number',
  paidAt: 'Transfer date',
  remark: 'Reference',
}

export const sourcesEnglish: SourceTexts = {
  slip: 'Slip',
  transfer: 'Sent',
  outstanding: 'Due',
  typed: 'Typed',
  words: 'Words',
  figures: 'Figures',
  organisation: 'Registered',
  centre: 'Centre',
  order: 'Order',
  today: 'Today',
  ordered: 'Ordered',
  statement: 'Statement',
}
