import { type Fen, formatFen } from '../../server/core/money.ts'
import type { ErrorTexts } from './errors.zh-CN.ts'
import { nameParts } from './name-parts.ts'
import { plural } from './plural.ts'

const megabytes = (bytes: unknown, fallback: number) =>
  typeof bytes === 'number' ? Math.floor(bytes / 1_000_000) : fallback

export const errorsEnglish: ErrorTexts = {
  inputInvalid: () => 'One of the entries is not right. Correct what is marked in red and send it again.',
  amountInvalid: () => 'The amount must be above 0 with at most two decimals.',
  passwordTooWeak: (d) =>
    `That password is easy to guess. Use at least ${d.minLength ?? 10} characters, and no phone number, birthday or run of digits.`,
  creditCodeInvalid: () =>
    'A unified social credit code has 18 digits and capital letters, never I, O, S, V or Z. Please compare it with the licence.',
  fileEmpty: () => 'This file is empty. Take the photo again or choose another file.',
  fileTooLarge: (d) =>
    `The file is too large, at most ${megabytes(d.maxBytes, 30)} MB. Take a photo of it, or send a screenshot.`,
  fileTypeRefused: () => 'This kind of file cannot be read. Send a photo (JPG, PNG, HEIC) or a PDF.',
  fileDamaged: () => 'The file is damaged and does not open. Take the photo again or download the slip once more.',
  pictureTooLarge: () => 'The picture has too many pixels. Take a plain photo, or send a screenshot.',
  pdfTooManyPages: (d) =>
    `The PDF has too many pages, at most ${d.maxPages ?? 20}. Keep only the page with the slip and send that.`,
  pdfEncrypted: () => 'The PDF has a password. Remove it, or send a screenshot.',
  fileTooSlow: () => 'This file took too long and was stopped. Send a screenshot or a new photo instead.',
  fileHashMismatch: () => 'The file changed on its way. Send it again; the original is still on your phone.',
  fileNotFound: () => 'This file is gone, it may have been removed. Reload and look again.',
  spreadsheetTypeRefused: (d) =>
    d.found === 'html'
      ? 'This file is really a web page without a table; the log-in at the bank may have expired. Log in there and export again, or open it in Excel or WPS, save it as .xlsx and send that.'
      : d.found === 'xlsm'
        ? 'Spreadsheets with macros are not taken. Save it as .xlsx and send that.'
        : d.found === 'pdf' || d.found === 'picture'
          ? 'This is a picture or a PDF, not a spreadsheet. Send an .xlsx, .xls or .csv file.'
          : 'This kind of file cannot be read. Save it as .xlsx in Excel or WPS and send that.',
  spreadsheetEncrypted: () =>
    'The spreadsheet has a password, so it cannot be read. Remove the password in Excel or WPS, save it and send it again.',
  spreadsheetDamaged: () =>
    'The spreadsheet is damaged and does not open. Open it in Excel or WPS, save it as .xlsx and send that.',
  spreadsheetTooLarge: (d) =>
    `The spreadsheet is too large, at most ${megabytes(d.maxBytes, 50)} MB. Remove sheets and pictures that are not needed, or split it into several files.`,
  spreadsheetEmpty: () =>
    'There is nothing in this spreadsheet. Check that it is the right file, and save it after filling it in.',
  spreadsheetTooManyRows: (d) =>
    `The spreadsheet has too many rows, at most ${d.maxRows ?? 100000} at a time. Split it into several files.`,
  spreadsheetSheetMissing: (d) =>
    `There is no sheet ${typeof d.sheet === 'string' ? `named “${d.sheet}”` : 'like that'} in this file. Choose another sheet.`,
  notSignedIn: () => 'You were logged out. Log in again and you will come back to this page.',
  logInRefused: () =>
    'The account or the password is wrong. Check both; if you forgot the password, see “Forgotten password”.',
  logInNameTaken: () => 'Somebody already uses this log-in name. Choose another.',
  linkNotUsable: (d) =>
    d.why === 'used'
      ? 'This link has been used already. If you have set your password, just log in; if not, call the training centre.'
      : d.why === 'expired'
        ? 'This link has expired. Please ask for a new one.'
        : d.why === 'replaced'
          ? 'A later mail has replaced this link. Please open the newest one.'
          : 'The link is not complete. Open it from the mail again, or copy the whole address.',
  codeNotRight: (d) =>
    d.why === 'wrong' && typeof d.triesLeft === 'number' && d.triesLeft > 0
      ? `The code is wrong. You can try ${d.triesLeft === 1 ? 'once' : `${d.triesLeft} times`} more.`
      : d.why === 'expired'
        ? 'The code has expired. Have it sent again.'
        : d.why === 'used'
          ? 'This code has been used. Have it sent again.'
          : 'This code cannot be tried any more. Have it sent again.',
  accountInUse: () =>
    'This account has a password already and needs no activation. If it was forgotten, use “Forgotten password”.',
  accountMailMissing: () => 'This account has no e-mail address to send a link to. Give a one-time password instead.',
  accountNotEnabled: () => 'This account is disabled. Enable it first.',
  passwordWrong: () => 'The current password is wrong. Enter it again.',
  oneTimePasswordExpired: () => 'This one-time password has expired. Ask whoever opened the account for a new one.',
  secondFactorNeeded: () => 'Enter the 6 digits from your authenticator as well.',
  secondFactorWrong: () => 'That code is wrong or has expired. Enter the newest 6 digits from your authenticator.',
  accountDisabled: () => 'This account has been disabled. Ask the training centre why.',
  organisationDisabled: (d) =>
    `${typeof d.organisation === 'string' ? d.organisation : 'Your organisation'} has been disabled. Ask the administrator above it or the training centre.`,
  passwordChangeNeeded: () => 'This is your first log-in. Choose a password of your own first.',
  secondFactorSetupNeeded: () => 'Staff have to set up an authenticator before going on.',
  notAllowed: () => 'Your account may not do this. Ask an administrator if you need it.',
  originRefused: () => 'The request came from another place and was stopped. Open the page from Xueshi and try again.',
  tooManyAttempts: (d) =>
    typeof d.retryAfterSeconds === 'number'
      ? `Too many attempts. Try again in ${waitEnglish(d.retryAfterSeconds)}.`
      : 'Too many attempts. Try again in a while.',
  notFound: () => 'Not found. It may have moved, or belong to another organisation. Go back to the list.',
  conflict: (d) =>
    typeof d.by === 'string'
      ? `${d.by} has already dealt with this. Look at its newest state.`
      : 'Somebody has just changed this. Reload to see its newest state first.',
  idempotencyKeyReused: () => 'This was sent before with other contents. Reload the page and fill it in again.',
  balanceTooLow: () => 'The balance is too low for this. Take a smaller amount, or recharge first.',
  orderNotPayable: (d) =>
    d.state === 'paid'
      ? 'This order has been paid in full; no voucher is needed.'
      : d.state === 'expired' || d.state === 'cancelled'
        ? 'This order is no longer open. If the money has been sent, ask the training centre to match it; it is not lost.'
        : 'This order cannot be paid now. Reload to see its state.',
  voucherAmountMissing: () => 'The amount is missing. Enter what the slip says, then submit.',
  voucherFileInWork: () => 'This picture is still being read. Add the line in a few seconds.',
  voucherFileMissing: () => 'There is no picture yet. Take a photo of the slip, or choose one from the album.',
  voucherTooManyFiles: (d) => `A voucher takes at most ${d.max ?? 5} files. Remove one first.`,
  voucherNotEditable: () => 'The voucher has been submitted and cannot be changed. Wait for the review to add to it.',
  voucherChanged: () => 'The voucher has just changed. Look at its newest contents before deciding.',
  registrationCodeInvalid: () =>
    'This is no code of an organisation. A unified social credit code has 18 characters (no I, O, S, V or Z), an organisation code 9, a member number looks like A017. Compare it with the licence.',
  registrationCodeTaken: () => 'This organisation is registered already. Log in, or recover the password.',
  registrationNotFound: () => 'No such application. The code and the mobile must be those it was made with.',
  registrationChanged: () => 'The application has just changed. Look at its newest contents before going on.',
  registrationNotEditable: () =>
    'The organisation was approved, so the application stays as it is. Log in to change its details.',
  registrationIncomplete: (d) =>
    `Still missing: ${nameParts(d.missing, { name: 'full name', contactName: 'contact', email: 'e-mail', address: 'address', licence: 'photo of the licence' }, ', ')}. Add it, then send.`,
  registrationTooManyFiles: (d) =>
    d.purpose === 'qualification'
      ? `At most ${d.max ?? 5} files of qualifications. Remove one first.`
      : `At most ${d.max ?? 3} files of the licence. Remove one first.`,
  registrationMailMissing: () =>
    'This application has no e-mail address to send a code to. Start a new one, or call the training centre.',
  billingProfileIncomplete: () => 'The billing profile is not complete. Fill it in first, then place the order.',
  billingTitleMismatch: (d) =>
    typeof d.registeredName === 'string'
      ? `The invoice title must be the registered name, ${d.registeredName}. Ask the training centre if it really differs.`
      : 'The invoice title must be the registered name. Ask the training centre if it really differs.',
  billingTaxNumberMismatch: () =>
    'The tax number must be the unified social credit code. Ask the training centre if it really differs.',
  organisationNotActive: (d) =>
    `${named(d.organisationName, 'This organisation')} is disabled, so nothing can be done for it now. Ask the unit above it or the training centre to enable it.`,
  treeMoveIntoSelf: (d) =>
    `${named(d.name, 'This unit')} cannot be moved into itself or below itself. Choose another parent.`,
  treeTooDeep: (d) => `The tree would be too deep: at most ${d.most ?? 40} levels. Put it somewhere higher.`,
  unitNameTaken: (d) =>
    `${named(d.parentName, 'This parent')} already has a department called ${named(d.name, 'that')}. Choose another name.`,
  unitIsOwn: (d) =>
    `${named(d.name, 'This organisation')} is the one you act for: an admin above it or the training centre renames, moves or disables it.`,
  unitNeedsParent: (d) => `${named(d.name, 'This unit')} has no code of its own, so it needs an organisation above it.`,
  unitNotEmpty: (d) =>
    `It still has ${nameParts(d.holds, { people: 'learners', units: 'units below it', admins: 'admins', records: 'orders or other records' }, ', ')}, so it cannot be deleted. Disable it instead.`,
  unitClosed: (d) => `${named(d.name, 'This unit')} or something above it is disabled. Enable it first.`,
  registeredNameFixed: () =>
    'This is the registered name that was checked against the licence, and invoices say it: only the training centre changes it. Send them the new licence.',
  codeNeedsStaff: () =>
    'A company with a credit code is checked against its licence first. Let it register itself, then ask the training centre to put it below you; or create it without a code.',
  organisationCodeTaken: (d) =>
    `The code ${d.code ?? ''} belongs to ${named(d.name, 'another organisation')} already. Move that one here instead of making a new one.`,
  adminNotMatched: () =>
    'This mobile has an account, but under another name. Check name and mobile with the person: as they see them after logging in.',
  lastAdmin: () => 'This is the last admin: nobody could manage the organisation any more. Add another one first.',
  adminOutOfReach: () =>
    'This person also manages other organisations, is staff, or has rights you lack, so you cannot reset their password. They or the training centre can.',
  planNotOpen: (d) =>
    `${named(d.planName, 'This plan')} takes no orders: it is not published yet, or closed. Choose another plan.`,
  planNotStarted: () => 'This plan is not published, or has ended, so this cannot be done now.',
  enrolmentClosed: (d) =>
    d.why === 'notOpen'
      ? 'Enrolment for this plan has not opened yet. Come back when it does.'
      : 'Enrolment for this plan has closed. Call the training centre, or choose another plan.',
  planFull: (d) =>
    `There are not enough seats: ${d.left ?? 0} left, ${d.asked ?? 1} asked for. Submit fewer people, or choose another plan.`,
  enrolmentKnown: (d) => `${named(d.learnerName, 'This person')} is enrolled in this plan already.`,
  enrolmentLocked: () =>
    'This enrolment is confirmed and can no longer be changed or deleted. If it must, call the training centre.',
  enrolmentHasOrder: (d) => `This enrolment is part of order ${d.orderNumber ?? ''}. Cancel the order first.`,
  enrolmentSubjectsMissing: (d) => `${named(d.learnerName, 'Somebody')} has no subjects yet. Choose them, then submit.`,
  enrolmentSubjectRetired: (d) => `The subject ${named(d.subjectName, '')} is no longer offered. Choose another.`,
  enrolmentPaid: () => 'This enrolment is paid for. It ends through a refund only.',
  enrolmentNotConfirmed: () => 'This enrolment is not confirmed yet, so this cannot be done now.',
  identityLocked: (d) =>
    `${named(d.learnerName, 'This person')} has a confirmed enrolment, so name and ID stay. If they are wrong, call the training centre.`,
  attendanceNotToday: () => 'Today is not one of this plan’s days, so nobody can be ticked.',
  orderHasMoney: (d) =>
    d.doing === 'mode'
      ? 'Money has arrived for this order, so its payment mode stays as it is. Pay the rest in the same way.'
      : 'Money has arrived for this order, so it cannot be cancelled. Ask for a refund instead.',
  orderNothingToPay: () => 'What you ticked costs nothing, so it needs no order.',
  ordersDiffer: () =>
    'The orders are not all one organisation’s, or are paid into different accounts, so they cannot be merged. Choose again.',
  orderOneUnit: () => 'Everybody in this order is of one unit. There is nothing to split.',
  paymentMethodOff: () => 'This way to pay is switched off now. Choose another, or pay by bank transfer.',
  paymentNotLive: () => 'This payment is over. See the order for its result; if it was not paid, submit it again.',
  gatewayUnavailable: () =>
    'The payment provider cannot be reached. You will not be charged twice. Try again in a minute, or pay another way.',
  gatewayRefused: (d) =>
    `The payment provider refused${d.failure ? `: ${d.failure}` : ''}. Try again, or pay another way.`,
  creditTooLow: (d) =>
    `There is not enough credit${typeof d.balanceFen === 'number' ? `: ${formatFen(d.balanceFen as Fen)} is left` : ''}. Use less of it, or pay another way.`,
  refundTooMuch: (d) =>
    `At most ${typeof d.mostFen === 'number' ? formatFen(d.mostFen as Fen) : 'what was paid'} can go back. Change the amount.`,
  refundWayWrong: () =>
    'This money cannot go back that way. What was paid online goes back to its source; a transfer goes to a bank account or becomes credit.',
  refundPayeeMissing: () => 'Fill in the account name, bank and number that finance is to transfer to.',
  cardsSpent: (d) =>
    `Part of the study cards is used${Number(d.rechargedFen) > 0 ? ` (learners were recharged with ${formatFen(d.rechargedFen as Fen)})` : ''}${typeof d.leftFen === 'number' ? `; ${formatFen(d.leftFen as Fen)} is left` : ''}. Only what is left can go back. For more, take back what learners have not spent first.`,
  orderHasVoucherInReview: (d) =>
    d.doing === 'mode'
      ? 'A voucher of this order is being reviewed. Wait for the result before changing the payment mode.'
      : 'A voucher of this order is being reviewed. Wait for the result before cancelling.',
  orderHasInvoice: (d) =>
    d.state === 'approved'
      ? 'The invoice of this order has been approved and is about to be issued. Ask the training centre to send the request back first.'
      : 'The invoice of this order is being issued or is out already. Pay the order; if the invoice is wrong, ask the training centre to reverse it.',
  orderLikeIt: (d) =>
    `Order ${d.orderNumber ?? ''} for the same plan, organisation and amount is still unpaid. Go on with that one, or confirm once more that you need another.`,
  invoiceAlreadyRequested: () =>
    'The invoice of this order has been requested already. Look under Invoices to see how far it is.',
  payeeAccountMissing: () =>
    'The training centre has no payee account yet, so no order can be placed. Please tell them.',
  importNotOpen: (d) =>
    d.state === 'committed'
      ? 'This import is finished and cannot be changed. Upload the file again to change more.'
      : d.state === 'cancelled'
        ? 'This import was cancelled. Upload the file again to import it.'
        : 'This import cannot be changed right now. Wait until it has been processed.',
  importHasErrors: (d) =>
    `${d.count ?? 'Some'} rows still have errors, and “all or nothing” allows none. Correct them, or import the good rows only.`,
  importNothingGood: () => 'There is no row that could be imported. Correct the rows marked in red first.',
  importNeedsMapping: () => 'A required column was not found. Say which column it is first.',
  importRowsChanged: (d) =>
    `${d.count ?? 'Some'} of these people were added or changed by somebody else just now, so nothing was written. Look at those rows, then import again.`,
  idNumberInvalid: (d) =>
    d.reason === 'birthDate'
      ? 'The date of birth in this ID number is impossible. Compare it with the document.'
      : d.reason === 'checkCharacter'
        ? 'The last character of this ID number does not fit the others: one of them is probably mistyped. Compare it with the document.'
        : d.idType === 'residentId'
          ? 'A resident ID number has 18 characters, the last may be X. Compare it with the document.'
          : 'This is not the shape of such a document’s number. Compare it with the document, and check the kind of document.',
  learnerKnown: (d) =>
    `This ID number is registered already: ${named(d.name, 'one of your learners')}. Open that person instead.`,
  learnerElsewhere: () =>
    'This ID number is registered with another organisation. Confirm the name and mobile to take the person over, or contact the training centre.',
  learnerDisabled: () => 'This learner is disabled. Enable them first.',
  proofRefused: () =>
    'The name or mobile is not what is registered, or no mobile is registered. Ask the person; if it still does not fit, the training centre can move them.',
  proofExpired: () => 'The confirmation has expired. Confirm name and mobile once more.',
  selectionChanged: (d) =>
    `There were ${d.expectedCount ?? 'some'} people, now there are ${d.count ?? 'others'}, so nothing was changed. Look at the list and do it again.`,
  selectionTooLarge: (d) => `At most ${d.most ?? 5000} people at a time. Narrow the list and do it in parts.`,
  selectionEmpty: () => 'Nobody fits, so nothing was done.',
  accountIsShared: () =>
    'This account also belongs to an administrator or to staff, so its password cannot be set here. They can use “Forgotten password”, or contact the training centre.',
  triedInVain: () =>
    'The system tried for a whole day and could not do it, so nothing was changed. Do it again, and tell the training centre if it fails once more.',
  unavailable: () => 'The system cannot be reached just now. What you entered is kept; try again in a while.',
  learnerErased: () =>
    'This learner was erased: name and ID number are gone, and nothing can be done with the entry any more.',
  internal: () =>
    'Something went wrong on our side and has been recorded. Try again in a while, and tell the training centre if it keeps failing.',
  connectionLost: () => 'The network dropped and this was not sent. What you entered is kept; try again with signal.',
}

export function named(name: unknown, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? name : otherwise
}

function waitEnglish(seconds: number): string {
  return seconds < 60 ? plural(Math.ceil(seconds), 'second') : plural(Math.ceil(seconds / 60), 'minute')
}
