import type { Deps } from '../server/deps.ts'
import type { PrepareFile } from '../server/features/files/work-photos.ts'
import type { ReadPdfText } from '../server/features/invoices/page-text.ts'
import type { MatchLines } from '../server/features/reconciliation/run-matching.ts'
import type { ComparePictures } from '../server/features/vouchers/check-voucher.ts'
import type { PutLineUnder } from '../server/features/vouchers/draw-line.ts'
import type { SlipReader } from '../server/features/vouchers/work-voucher-files.ts'
import type { Mailer } from '../server/platform/mailer.ts'
import type { LicenceReader } from './reading/read-licence.ts'

/** What use-cases get in the worker besides: the programs that only it may run. */
export type WorkerDeps = Deps & {
  readonly prepareFile: PrepareFile
  readonly comparePictures: ComparePictures
  readonly putLineUnder: PutLineUnder
  readonly reader: SlipReader
  readonly matchLines: MatchLines
  readonly licenceReader: LicenceReader
  readonly readPdfText: ReadPdfText
  /** Null without SMTP_URL: mail then waits in the outbox. */
  readonly mailer: Mailer | null
}
