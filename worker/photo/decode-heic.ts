import { z } from 'zod'
import { type BoxLimits, runInBox } from './boxed-process.ts'
import type { DecodedPixels } from './compress-picture.ts'

/**
 * Measured with heic-decode 2.1.0: 12 megapixels take 0.6 s and less than 300 MiB, 24 megapixels (what iPhones write by
 * default) 1.2 s and 450 MiB.
 */
const defaultLimits: BoxLimits = { timeMs: 10_000, memoryMib: 640 }

const decodedSchema: z.ZodType<DecodedPixels> = z.object({
  data: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
  originalWidth: z.number().int().positive(),
  originalHeight: z.number().int().positive(),
})

const script = new URL('./heic-process.ts', import.meta.url)

/**
 * Decodes the first picture of a HEIC file, upright and already shrunk to 2000 px, in a process of its own: sharp's
 * prebuilt binary reads no HEVC, and the decoder used instead is WebAssembly that takes hundreds of megabytes.
 *
 * Throws `fileDamaged`, `pictureTooLarge` (`pixels`, `maxPixels`) and `fileTooSlow` (`limit`: `time` or `memory`).
 */
export async function decodeHeic(bytes: Uint8Array, limits: Partial<BoxLimits> = {}): Promise<DecodedPixels> {
  return decodedSchema.parse(await runInBox(script, bytes, { ...defaultLimits, ...limits }))
}
