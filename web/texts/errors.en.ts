import { type Fen, formatFen } from '../../server/core/money.ts'
import type { ErrorTexts } from './errors.zh-CN.ts'
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
  notSignedIn: () => 'You were logged out. Log in again and you will come back to this page.',
  logInRefused: () =>
    'The account or the password is wrong. Check both; if you forgot the password, see “Forgotten password”.',
  logInNameTaken: () => 'Somebody already uses this log-in name. Choose another.',
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
  voucherFileMissing: () => 'There is no picture yet. Take a photo of the slip, or choose one from the album.',
  voucherTooManyFiles: (d) => `A voucher takes at most ${d.max ?? 5} files. Remove one first.`,
  voucherNotEditable: () => 'The voucher has been submitted and cannot be changed. Wait for the review to add to it.',
  voucherChanged: () => 'The voucher has just changed. Look at its newest contents before deciding.',
  voucherAlreadyDecided: (d) =>
    typeof d.by === 'string'
      ? `${d.by} has already ${decidedEnglish(d.verdict)} this one. Go on to the next.`
      : 'Somebody has already decided this one. Go on to the next.',
  decisionAlreadyEffective: () =>
    'The 10 seconds are over and the decision has taken effect. Correct it by a refund or another review.',
  billingProfileIncomplete: () => 'The billing profile is not complete. Fill it in first, then place the order.',
  billingTitleMismatch: (d) =>
    typeof d.registeredName === 'string'
      ? `The invoice title must be the registered name, ${d.registeredName}. Ask the training centre if it really differs.`
      : 'The invoice title must be the registered name. Ask the training centre if it really differs.',
  billingTaxNumberMismatch: () =>
    'The tax number must be the unified social credit code. Ask the training centre if it really differs.',
  organisationNotActive: (d) =>
    `${named(d.organisationName, 'This organisation')} cannot place orders now. Ask the training centre to enable it.`,
  planNotOpen: (d) =>
    `${named(d.planName, 'This plan')} takes no orders: it is not published yet, or closed. Choose another plan.`,
  orderHasMoney: () => 'Money has arrived for this order, so it cannot be cancelled. Ask for a refund instead.',
  orderHasVoucherInReview: () => 'A voucher of this order is being reviewed. Wait for the result before cancelling.',
  payeeAccountMissing: () =>
    'The training centre has no payee account yet, so no order can be placed. Please tell them.',
  payeeAccountInUse: () => 'This payee account is already in the list.',
  payeeAccountFixed: () => 'An account number cannot be changed later. Disable this one and add another.',
  payeeDefaultNeeded: () => 'One enabled account must be the default. Make another one the default first.',
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
  unavailable: () => 'The system cannot be reached just now. What you entered is kept; try again in a while.',
  internal: () =>
    'Something went wrong on our side and has been recorded. Try again in a while, and tell the training centre if it keeps failing.',
  connectionLost: () => 'The network dropped and this was not sent. What you entered is kept; try again with signal.',
}

function yuan(fen: unknown): string {
  return typeof fen === 'number' ? ` (¥${formatFen(fen as Fen)})` : ''
}

function named(name: unknown, otherwise: string): string {
  return typeof name === 'string' && name !== '' ? name : otherwise
}

function decidedEnglish(verdict: unknown): string {
  return verdict === 'approve' ? 'approved' : verdict === 'reject' ? 'rejected' : 'decided'
}

function waitEnglish(seconds: number): string {
  return seconds < 60 ? plural(Math.ceil(seconds), 'second') : plural(Math.ceil(seconds / 60), 'minute')
}
