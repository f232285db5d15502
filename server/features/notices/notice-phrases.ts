import { type Fen, formatFen } from '../../core/money.ts'
import type { AnnouncementOf } from './notices.schema.ts'

/**
 * The parts of a template whose words depend on what happened: the product's own templates and the placeholders of those
 * that staff write (notice-values.ts) say the same.
 */
export type NoticePhrases = {
  readonly people: (count: number) => string
  /** `张三、李四等 7 人` */
  readonly someOf: (a: { readonly names: readonly string[]; readonly count: number }) => string
  readonly list: (parts: readonly string[]) => string
  /** Why a voucher was rejected, by the codes of vouchers.schema.ts. */
  readonly rejectReasons: Readonly<Record<string, string>>
  readonly reason: (a: { readonly reasonCode: string; readonly reasonNote: string | null }) => string
  /** What an approved voucher leaves to do, a sentence each; none where it paid the order exactly. */
  readonly balance: (a: { readonly creditFen: Fen; readonly outstandingFen: Fen }) => readonly string[]
  /** Whose account is opened. */
  readonly whose: (organisationName: string) => string
  readonly dueState: (overdue: boolean) => string
  readonly feeNote: (fee: Fen) => string
  readonly methods: Readonly<Record<AnnouncementOf<'paymentReceived'>['method'], string>>
  readonly providers: Readonly<Record<AnnouncementOf<'paymentOdd'>['provider'], string>>
  /** What became of the order, and of what was paid beyond it. */
  readonly paymentResult: (a: AnnouncementOf<'paymentReceived'>) => string
  readonly creditNote: (credit: Fen) => readonly string[]
  readonly refundOutcome: (approved: boolean) => string
  readonly refundDecision: (a: { readonly approved: boolean; readonly note: string | null }) => string
  readonly refundNext: (approved: boolean) => string
  readonly refundWays: Readonly<Record<AnnouncementOf<'refundDone'>['way'], string>>
  readonly refundWayNote: (way: AnnouncementOf<'refundDone'>['way']) => readonly string[]
  /** Where the files of invoices are, and which part of them this mail is. */
  readonly filesNote: (count: number, part?: AnnouncementOf<'invoiceIssued'>['part']) => readonly string[]
  readonly severalFilesNote: (count: number) => string
  readonly redReasons: Readonly<Record<AnnouncementOf<'invoiceRedFlushed'>['reason'], string>>
  readonly redFilesNote: (count: number) => readonly string[]
  readonly reissueNote: (reissue: boolean) => string
  readonly cardOperations: Readonly<Record<AnnouncementOf<'cardOperationEnded'>['operation'], string>>
  /** Done, or nothing of it. */
  readonly cardOutcome: (code: string | null) => string
  readonly cardNext: (code: string | null) => string
  readonly statementWhy: (a: Pick<AnnouncementOf<'statementTrouble'>, 'why' | 'count'>) => string
}

export const yuan = (amount: Fen) => `¥${formatFen(amount)}`

/** The link of a fact that only mail carries; none in the app. */
export const openFact = (label: string, revealed: string) => (revealed === '' ? [] : [[label, revealed] as const])
