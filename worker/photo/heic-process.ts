import sharp from 'sharp'
import { AppError } from '../../server/core/app-error.ts'
import type { DecodedPixels } from './compress-picture.ts'
import { serveBox } from './serve-box.ts'

/**
 * The process that decodes HEIC (see `decode-heic.ts`). heic-decode carries libheif and libde265, which are LGPL: they
 * are used as they come from npm, in this one file, and can be replaced by replacing the package.
 */

/** What fits into the process's memory; phones write HEIC of 12 or 24 megapixels, and of 48 only in a mode switched on by hand. */
const maxPixels = 30_000_000
const longSidePx = 2000

serveBox(answerHeic)

async function answerHeic(bytes: Uint8Array): Promise<DecodedPixels> {
  const { default: decode } = await import('heic-decode')
  const [first] = await decode.all({ buffer: bytes })
  if (!first) throw new AppError('fileDamaged')
  const pixels = first.width * first.height
  if (pixels > maxPixels) throw new AppError('pictureTooLarge', { pixels, maxPixels })
  // libheif has applied the file's own rotation and mirroring here; the EXIF orientation beside it says the same again
  // and must not be applied.
  const { data, width, height } = await first.decode()
  const small = await sharp(new Uint8Array(data.buffer), { raw: { width, height, channels: 4 } })
    .flatten({ background: '#ffffff' })
    .resize(longSidePx, longSidePx, { fit: 'inside', withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true })
  return {
    data: small.data,
    width: small.info.width,
    height: small.info.height,
    originalWidth: width,
    originalHeight: height,
  }
}
