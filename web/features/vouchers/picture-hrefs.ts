import type { VoucherFileView } from '../../../server/features/vouchers/vouchers.schema.ts'

export type PictureForm = 'picture' | 'thumbnail' | 'original'

/**
 * Where a file of a slip is. Browsers keep pictures for ever, and one that got a line under it is another picture: the
 * address says which.
 */
export function filePictureHref(file: Pick<VoucherFileView, 'id' | 'pictureVersion'>, form: PictureForm): string {
  const address = `/api/files/vouchers/${file.id}/${form}`
  return form === 'original' ? address : `${address}?v=${file.pictureVersion}`
}
