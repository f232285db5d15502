import { AppError } from '../../core/app-error.ts'
import type { RetentionCategory } from './retention.schema.ts'

/**
 * PURE. How long what is kept, and why. Personal data is kept for the shortest time that its purpose needs (个人信息保护法
 * art. 19) and is erased by itself after that (art. 47); where another law asks for a time, nothing is erased sooner.
 *
 * What is never erased here, whatever is set:
 *   books and their vouchers: orders, payments, refunds, slips that paid something, statements, invoices, ledger. 会计凭证 and
 *     账簿 30 years, 银行对账单 10 years (会计档案管理办法, 财政部 国家档案局令第 79 号, annex 1): longer than this product runs.
 *   the audit trail: its entries are the log of who did what; logs of networks at least six months (网络安全法). It holds no
 *     whole ID numbers.
 *   hours and certificates: the training file 培训档案 that certificates are checked against (专业技术人员继续教育规定,
 *     人力资源社会保障部令第 25 号).
 */
export type RetentionRule = {
  /** Holds until staff set another. */
  readonly proposedDays: number
  /** Nobody can set less. */
  readonly leastDays: number
}

/** Six months, as logs of networks are kept. */
const halfYear = 183
const year = 365

export const retentionRules: Readonly<Record<RetentionCategory, RetentionRule>> = {
  /** Uploaded workbooks and their rows, from the end of the import: time to correct what was wrong. */
  importFiles: { proposedDays: 30, leastDays: 7 },
  /** xAPI statements as they came, from their receipt; what was made of them stays. They are the log of the interface. */
  learningStatements: { proposedDays: year, leastDays: halfYear },
  /** Notices in the app and mail with their tries, from their making. */
  notices: { proposedDays: 2 * year, leastDays: halfYear },
  /** Sessions with address and browser, one-time links and codes, failed log-ins, from their end. */
  sessions: { proposedDays: halfYear, leastDays: halfYear },
  /** Answers kept so that a form that is sent twice does nothing twice: phones come back within days. */
  repeatedAnswers: { proposedDays: 30, leastDays: 7 },
  /** Pictures of licences, and contacts, of registrations that were rejected and not handed in again. */
  rejectedRegistrations: { proposedDays: halfYear, leastDays: 30 },
  /** Slips that never paid anything: drafts that were left, and rejected ones. */
  unusedSlips: { proposedDays: year, leastDays: halfYear },
  /** Learners who were entered and never came: no enrolment, no hours, no card, no account that was used. */
  idleLearners: { proposedDays: 3 * year, leastDays: year },
  /** Requests about personal data that were decided: as long as somebody can sue over them (民法典 art. 188). */
  dataRequests: { proposedDays: 3 * year, leastDays: 3 * year },
  /** Jobs that gave up, with what was to be done and why it failed. */
  givenUpJobs: { proposedDays: year, leastDays: halfYear },
}

/** Throws `retentionTooShort` (category, leastDays). */
export function checkKeepDays(category: RetentionCategory, keepDays: number): void {
  const { leastDays } = retentionRules[category]
  if (keepDays < leastDays) throw new AppError('retentionTooShort', { category, leastDays })
}

/** What is older than this goes. */
export function outdatedBefore(now: Date, keepDays: number): Date {
  return new Date(now.getTime() - keepDays * 86_400_000)
}
