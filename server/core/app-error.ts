/**
 * Every refusal the product can give, in one table: code -> kind. The kind decides the HTTP status and whether a job is
 * worth repeating; the code goes over the wire; the sentence for people is the client's (`web/texts`, typed by code).
 * Nothing reads `message`.
 */
export const errorKinds = {
  // input
  inputInvalid: 'invalid',
  amountInvalid: 'invalid',
  passwordTooWeak: 'invalid',
  creditCodeInvalid: 'invalid',
  // files
  fileEmpty: 'invalid',
  fileTooLarge: 'tooLarge',
  fileTypeRefused: 'invalid',
  fileDamaged: 'invalid',
  pictureTooLarge: 'invalid',
  pdfTooManyPages: 'invalid',
  pdfEncrypted: 'invalid',
  fileTooSlow: 'invalid',
  fileHashMismatch: 'invalid',
  fileNotFound: 'notFound',
  // spreadsheets
  spreadsheetTypeRefused: 'invalid',
  spreadsheetEncrypted: 'invalid',
  spreadsheetDamaged: 'invalid',
  spreadsheetTooLarge: 'tooLarge',
  spreadsheetEmpty: 'invalid',
  spreadsheetTooManyRows: 'tooLarge',
  spreadsheetSheetMissing: 'invalid',
  // who
  notSignedIn: 'unauthenticated',
  logInRefused: 'unauthenticated',
  secondFactorNeeded: 'unauthenticated',
  secondFactorWrong: 'unauthenticated',
  accountDisabled: 'unauthenticated',
  organisationDisabled: 'unauthenticated',
  oneTimePasswordExpired: 'unauthenticated',
  /** A mailed link that was used, replaced, has expired or was never ours (why). */
  linkNotUsable: 'conflict',
  /** Six mailed digits that are wrong or no longer count (why, triesLeft). */
  codeNotRight: 'forbidden',
  accountInUse: 'conflict',
  accountMailMissing: 'conflict',
  accountNotEnabled: 'conflict',
  lastSystemAdmin: 'conflict',
  passwordWrong: 'forbidden',
  passwordChangeNeeded: 'forbidden',
  secondFactorSetupNeeded: 'forbidden',
  notAllowed: 'forbidden',
  originRefused: 'forbidden',
  tooManyAttempts: 'tooMany',
  // things
  notFound: 'notFound',
  conflict: 'conflict',
  logInNameTaken: 'conflict',
  idempotencyKeyReused: 'conflict',
  balanceTooLow: 'conflict',
  orderNotPayable: 'conflict',
  voucherAmountMissing: 'invalid',
  voucherFileMissing: 'invalid',
  voucherTooManyFiles: 'invalid',
  voucherNotEditable: 'conflict',
  voucherFileInWork: 'conflict',
  voucherChanged: 'conflict',
  voucherAlreadyDecided: 'conflict',
  decisionAlreadyEffective: 'conflict',
  // registrations
  registrationCodeInvalid: 'invalid',
  registrationCodeTaken: 'conflict',
  registrationNotFound: 'notFound',
  registrationChanged: 'conflict',
  registrationNotEditable: 'conflict',
  registrationIncomplete: 'invalid',
  registrationTooManyFiles: 'invalid',
  registrationMailMissing: 'conflict',
  registrationAlreadyDecided: 'conflict',
  registrationCreditCodeNeeded: 'invalid',
  memberNoInvalid: 'invalid',
  memberNoTaken: 'conflict',
  // organisations, plans, orders
  billingProfileIncomplete: 'conflict',
  billingTitleMismatch: 'invalid',
  billingTaxNumberMismatch: 'invalid',
  organisationNotActive: 'conflict',
  // the tree and its admins
  treeMoveIntoSelf: 'conflict',
  treeTooDeep: 'invalid',
  unitNameTaken: 'conflict',
  unitIsOwn: 'forbidden',
  unitNeedsParent: 'invalid',
  unitNotEmpty: 'conflict',
  unitClosed: 'conflict',
  registeredNameFixed: 'forbidden',
  codeNeedsStaff: 'forbidden',
  organisationCodeTaken: 'conflict',
  adminNotMatched: 'invalid',
  lastAdmin: 'conflict',
  adminOutOfReach: 'forbidden',
  planNotOpen: 'conflict',
  /** The plan is changed by somebody else meanwhile, or others rely on what is to be changed (field). */
  planFixed: 'conflict',
  planIncomplete: 'invalid',
  planNumberTaken: 'conflict',
  planNotStarted: 'conflict',
  // enrolments
  /** The enrolment window is over or has not begun (why, at). */
  enrolmentClosed: 'conflict',
  /** How many seats are left, and how many were asked for. */
  planFull: 'conflict',
  enrolmentKnown: 'conflict',
  enrolmentLocked: 'conflict',
  enrolmentHasOrder: 'conflict',
  enrolmentSubjectsMissing: 'invalid',
  enrolmentSubjectRetired: 'conflict',
  enrolmentPaid: 'conflict',
  enrolmentNotConfirmed: 'conflict',
  identityLocked: 'conflict',
  attendanceNotToday: 'conflict',
  // hours
  /** Organisations record no hours of a plan that is closed (plan); reviewers do. */
  hoursPlanClosed: 'conflict',
  /** Recorded already: the same training of the same day (name, and of how many more: count). */
  hoursKnown: 'conflict',
  /** Approved, rejected or taken back meanwhile (name). */
  hoursDecided: 'conflict',
  /** Somebody's decision on it has not taken effect (name, by, verdict). */
  hoursBeingDecided: 'conflict',
  /** The decision's ten seconds are over. */
  hoursAlreadyEffective: 'conflict',
  /** Before the decision took effect everything that it was about was taken back. */
  hoursTakenBack: 'conflict',
  /** Nobody approves what they recorded themselves, and of others only what their rule leaves to them (why). */
  hoursNotYours: 'forbidden',
  /** It cannot be corrected or taken away as it is (why, name). */
  hoursNotCorrectable: 'conflict',
  hoursUnchanged: 'invalid',
  orderHasMoney: 'conflict',
  orderNothingToPay: 'invalid',
  ordersDiffer: 'invalid',
  orderOneUnit: 'conflict',
  // payments and refunds
  paymentMethodOff: 'conflict',
  paymentNotLive: 'conflict',
  gatewayUnavailable: 'unavailable',
  gatewayRefused: 'conflict',
  creditTooLow: 'conflict',
  refundTooMuch: 'conflict',
  refundSamePerson: 'forbidden',
  refundChanged: 'conflict',
  refundWayWrong: 'invalid',
  refundPayeeMissing: 'invalid',
  cardsSpent: 'conflict',
  /** Its value ran out, or does so before this is done (expiresOn). */
  cardBatchExpired: 'conflict',
  /** More is to be given than the batch has left (leftFen, wantedFen, missingFen). */
  cardBatchTooLow: 'conflict',
  /** Somebody of the selection is refused (count, why, name). */
  cardPeopleRefused: 'conflict',
  /** The new last day has to be later than this one, and not over (expiresOn). */
  cardDayNotLater: 'invalid',
  /** Nobody can open it (why, planName). */
  courseNotOpenable: 'conflict',
  courseAlreadyOpen: 'conflict',
  /** They take part by an enrolment that is paid. */
  courseEnrolled: 'conflict',
  /** The wallet has less of this plan than it costs (feeFen, balanceFen, missingFen). */
  courseBalanceTooLow: 'conflict',
  /** It costs something else by now (feeFen). */
  courseFeeChanged: 'conflict',
  orderHasVoucherInReview: 'conflict',
  /** Its invoice is approved, being issued or out (state). */
  orderHasInvoice: 'conflict',
  /** An order just like it is open (orderId, orderNumber, amountFen). */
  orderLikeIt: 'conflict',
  /** Its invoice was asked for already (requestId, state). */
  invoiceAlreadyRequested: 'conflict',
  payeeAccountMissing: 'conflict',
  payeeAccountInUse: 'conflict',
  payeeAccountFixed: 'conflict',
  payeeDefaultNeeded: 'invalid',
  // learners
  /** Not the shape of its kind, an impossible date of birth, or a wrong check character (reason, idType). */
  idNumberInvalid: 'invalid',
  learnerKnown: 'conflict',
  learnerElsewhere: 'conflict',
  learnerDisabled: 'conflict',
  proofRefused: 'forbidden',
  proofExpired: 'forbidden',
  selectionChanged: 'conflict',
  selectionTooLarge: 'invalid',
  selectionEmpty: 'invalid',
  /** The account also belongs to staff or to an organisation's admin. */
  accountIsShared: 'conflict',
  // mail
  /** Something in braces that this kind has no value for (field, placeholder). */
  templatePlaceholderUnknown: 'invalid',
  /** Title and sentence name the matter by none of it (placeholder). */
  templatePlaceholderMissing: 'invalid',
  /** Not a returned mail, or not of one of ours (why). */
  returnedMailUnknown: 'invalid',
  // invoices
  invoiceNumberInvalid: 'invalid',
  invoiceNumberTaken: 'conflict',
  invoiceAmountDiffers: 'invalid',
  invoiceKindDiffers: 'invalid',
  invoiceDateInvalid: 'invalid',
  invoiceFileMissing: 'invalid',
  invoiceFileDiffers: 'conflict',
  invoiceFileTypeRefused: 'invalid',
  invoiceTooManyFiles: 'invalid',
  /** A check of the inbox fails (check, found, expected, number, count). */
  inboxCheckFails: 'conflict',
  redReasonMissing: 'invalid',
  invoiceProviderMissing: 'conflict',
  sellerDetailsMissing: 'conflict',
  /** Nothing is known of what was asked; asking again is safe (provider, why). */
  invoiceProviderUnavailable: 'unavailable',
  /** The provider will not deal with the question (provider, code, failure). */
  invoiceProviderRefused: 'conflict',
  // statements
  /** Nobody said which column is the date, and which the amount, and the header does not either. */
  statementColumnsUnknown: 'invalid',
  statementNoLines: 'invalid',
  /** Lines of several own accounts in one file (accounts). */
  statementSeveralAccounts: 'invalid',
  /** The running balance contradicts the headers of money in and out (inColumn, outColumn). */
  statementColumnsSwapped: 'invalid',
  statementTooManyRows: 'tooLarge',
  /** Transactions on more than one sheet of the workbook (sheets). */
  statementSeveralSheets: 'invalid',
  /** The statement is of an account that is none of ours (account, accountName, bank). */
  statementOtherAccount: 'invalid',
  /** Put away by staff (name). */
  statementDiscarded: 'conflict',
  // reconciliation
  /** The line is matched, ignored or of another kind by now (state). */
  lineNotOpen: 'conflict',
  /** More is allocated than the line has left (leftFen). */
  lineTooSmall: 'conflict',
  /** More is allocated to a payment than it brought (leftFen). */
  paymentCovered: 'conflict',
  /** A paid order's transfer is not shown by any line yet: so much of this one shows it (leftFen). */
  orderHasUnseenPayment: 'conflict',
  suggestionGone: 'conflict',
  allocationUndone: 'conflict',
  /** Its money has been used since: for a refund, another order or cards (why). */
  allocationSpent: 'conflict',
  /** A payee account of another order (account). */
  lineOtherAccount: 'conflict',
  /** Between these accounts nothing is corrected (why). */
  correctionNotAllowed: 'invalid',
  /** More than the account holds (leftFen). */
  correctionTooMuch: 'conflict',
  monthNotOver: 'conflict',
  monthClosed: 'conflict',
  /** Months are closed in their order (month). */
  monthEarlierOpen: 'conflict',
  // certificates
  /** Revoked already (number). */
  certificateRevoked: 'conflict',
  /** Another one has taken its place, or the learner has a valid one (number). */
  certificateReplaced: 'conflict',
  /** Not enough hours, not paid, none given by the plan, or the learner was erased (why, hours, requiredHours). */
  certificateNotEarned: 'conflict',
  // imports
  importNotOpen: 'conflict',
  importHasErrors: 'conflict',
  importNothingGood: 'conflict',
  importNeedsMapping: 'conflict',
  importRowsChanged: 'conflict',
  // documents
  /** Too many print at once. */
  printingBusy: 'unavailable',
  /** A list longer than a print is meant for (count, most). */
  listTooLong: 'invalid',
  /** A recharge, take-back or opening that is still going on, or failed (state). */
  operationNotDone: 'conflict',
  /** Neither people nor orders to confirm (plan). */
  letterEmpty: 'conflict',
  /** 确认书 is received or cancelled already (state). */
  letterOver: 'conflict',
  // reports
  /** As many as one page's menu holds (most). */
  savedFiltersFull: 'conflict',
  savedFilterNamed: 'conflict',
  // personal data
  /** What is kept by law is kept longer than that (category, leastDays). */
  retentionTooShort: 'invalid',
  /** They asked for it already, and it is not decided (since). */
  dataRequestOpen: 'conflict',
  dataRequestDecided: 'conflict',
  /** Something of theirs has to end first (why, amountFen, planName, orderNumber). */
  erasureBlocked: 'conflict',
  /** Name, number and addresses of this person were erased. */
  learnerErased: 'conflict',
  // learning platforms
  /** Key or secret of a learning platform that are not right. */
  platformNotKnown: 'unauthenticated',
  platformDisabled: 'forbidden',
  /** A statement that is known under its id and says something else (statementId). */
  statementIdReused: 'conflict',
  /** Work of the worker that failed again and again for a day, and was not done at all. */
  triedInVain: 'unavailable',
  unavailable: 'unavailable',
  internal: 'internal',
} as const satisfies Record<string, ErrorKind>

export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'forbidden'
  | 'notFound'
  | 'conflict'
  | 'tooLarge'
  | 'tooMany'
  | 'unavailable'
  | 'internal'

export type ErrorCode = keyof typeof errorKinds

/** Values that a sentence needs (a name, a time, a limit); JSON-safe, shown to the person who caused the error. */
export type ErrorDetails = Readonly<Record<string, string | number | boolean | null>>

export class AppError extends Error {
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, details: ErrorDetails = {}, options?: { cause?: unknown }) {
    super(code, options)
    this.name = 'AppError'
    this.code = code
    this.details = details
  }

  get kind(): ErrorKind {
    return errorKinds[this.code]
  }
}

export const httpStatus: Record<ErrorKind, 400 | 401 | 403 | 404 | 409 | 413 | 429 | 500 | 503> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  tooMany: 429,
  unavailable: 503,
  internal: 500,
}

/** Whether doing the same again later can succeed: only what was unavailable, or what we do not know. */
export function isRetryable(error: unknown): boolean {
  return !(error instanceof AppError) || error.kind === 'unavailable' || error.kind === 'internal'
}
