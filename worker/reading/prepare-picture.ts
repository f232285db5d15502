import sharp from 'sharp'
import { AppError } from '../../server/core/app-error.ts'
import type { Pixels } from './crop-line.ts'

/**
 * Lines are cut out of a picture of this size: print that a phone can photograph legibly is 20 pixels high in it, and it
 * is what compressing leaves, so nothing is gained by more.
 */
export const longSidePx = 2000

/** 100 megapixels: twice what phones take today; a PNG bomb of 30,000 × 30,000 is refused by its header. */
export const maxInputPixels = 100_000_000

/** A picture's pixels, upright by its EXIF orientation, transparent parts white. Throws `fileDamaged`, `pictureTooLarge`. */
export async function preparePicture(bytes: Uint8Array): Promise<Pixels> {
  try {
    const { data, info } = await sharp(bytes, { limitInputPixels: maxInputPixels, failOn: 'error' })
      .autoOrient()
      .resize(longSidePx, longSidePx, { fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#fff' })
      .toColourspace('srgb')
      .raw()
      .toBuffer({ resolveWithObject: true })
    return { data, width: info.width, height: info.height }
  } catch (error) {
    if (error instanceof Error && /pixel limit/i.test(error.message)) {
      throw new AppError('pictureTooLarge', { maxPixels: maxInputPixels }, { cause: error })
    }
    throw new AppError('fileDamaged', {}, { cause: error })
  }
}
