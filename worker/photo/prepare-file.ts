import { AppError } from '../../server/core/app-error.ts'
import { isPhotoKind, type PhotoKind, sniffFileKind } from '../../server/core/file-kind.ts'
import { openPdf, type PdfItem } from '../reading/pdf/open-pdf.ts'
import { type CompressedPicture, compressPicture, compressPixels } from './compress-picture.ts'
import { decodeHeic } from './decode-heic.ts'

export type PreparedFile = {
  readonly kind: PhotoKind
  readonly compressed: CompressedPicture
  /** Null for pictures. */
  readonly pageCount: number | null
  /** The visible text of a PDF's first page, empty when that page is only a picture; null for pictures. */
  readonly pdfItems: PdfItem[] | null
}

/**
 * Everything that happens to an uploaded voucher file before it is read: told by its bytes, opened within limits, its
 * (first) page turned into a clean JPEG with a thumbnail. The input is not changed, so a refusal loses nothing.
 *
 * Throws `fileEmpty`, `fileTypeRefused`, `fileDamaged`, `pictureTooLarge`, `fileTooSlow`, `pdfEncrypted` and
 * `pdfTooManyPages`; none of them gets better by trying again.
 */
export async function prepareFile(bytes: Uint8Array): Promise<PreparedFile> {
  if (bytes.length === 0) throw new AppError('fileEmpty')
  const kind = sniffFileKind(bytes)
  if (!isPhotoKind(kind)) throw new AppError('fileTypeRefused', { kind })
  if (kind === 'pdf') return preparePdf(bytes)
  const compressed = kind === 'heic' ? await compressPixels(await decodeHeic(bytes)) : await compressPicture(bytes)
  return { kind, compressed, pageCount: null, pdfItems: null }
}

async function preparePdf(bytes: Uint8Array): Promise<PreparedFile> {
  const pdf = await openPdf(bytes)
  try {
    const compressed = await compressPicture(await pdf.page1.picture())
    return { kind: 'pdf', compressed, pageCount: pdf.pageCount, pdfItems: pdf.page1.items }
  } finally {
    await pdf.close()
  }
}
