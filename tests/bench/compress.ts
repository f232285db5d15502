import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'
import { compressPicture } from '../../worker/photo/compress-picture.ts'
import type { Measure } from './measure.ts'

/**
 * The limit of everything that compresses pictures: sharp in a bare loop, with nothing around it. What is compared with
 * it (the function here, the whole job elsewhere) works on the same files, with as many at once.
 */

const vouchers = new URL('../fixtures/vouchers/', import.meta.url)
const cache = new URL('../../.cache/bench-pictures/', import.meta.url)

/** How many pictures are under way at once: the cores of the smallest machine that this runs on. */
export const picturesAtOnce = 2

/**
 * Photographs of 4000 x 3000 pixels at quality 92, as phones write them: voucher pictures enlarged to fill the frame,
 * with the noise of a small sensor. Made once into the cache folder, the same bytes in every run; 0.6 to 5 MB each.
 */
export async function makeTwelveMegapixelJpegs(count: number): Promise<Buffer[]> {
  await mkdir(cache, { recursive: true })
  const names = (await readdir(vouchers)).filter((name) => /^voucher-\d+\.(?:jpg|png)$/.test(name)).sort()
  const pictures: Buffer[] = []
  for (let index = 0; index < count; index += 1) {
    const name = names[index % names.length]
    if (name === undefined) throw new Error('no voucher pictures to make photographs of')
    pictures.push(await cachedPhotograph(name))
  }
  return pictures
}

async function cachedPhotograph(name: string): Promise<Buffer> {
  const file = new URL(`${name}-12mp.jpg`, cache)
  const known = await readFile(file).catch(() => null)
  if (known) return known
  const made = await photographOf(fileURLToPath(new URL(name, vouchers)))
  const partial = new URL(`${name}-12mp.${process.pid}.part`, cache)
  await writeFile(partial, made)
  await rename(partial, file)
  return made
}

async function photographOf(file: string): Promise<Buffer> {
  const [width, height] = [4000, 3000]
  const pixels = await sharp(file)
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize(width, height, { fit: 'cover' })
    .removeAlpha()
    .raw()
    .toBuffer()
  let seed = 12_345
  for (let index = 0; index < pixels.length; index += 1) {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff
    const noise = ((seed >> 16) % 13) - 6
    // Paper under a lamp is never quite white; noise on pure white would be cut off at one side.
    pixels[index] = Math.min(255, Math.max(0, (pixels[index] ?? 0) * 0.93 + 8 + noise))
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 92 })
    .toBuffer()
}

/** Pictures per second of sharp alone. */
export function bareSharpLoop(pictures: readonly Buffer[]): Promise<number> {
  return picturesPerSecond(pictures, (picture) =>
    sharp(picture).rotate().resize(2000, 2000, { fit: 'inside' }).jpeg({ quality: 80 }).toBuffer(),
  )
}

export async function picturesPerSecond(
  pictures: readonly Buffer[],
  work: (picture: Buffer) => Promise<unknown>,
): Promise<number> {
  const waiting = [...pictures]
  const startMs = performance.now()
  await Promise.all(
    Array.from({ length: picturesAtOnce }, async () => {
      for (let picture = waiting.shift(); picture; picture = waiting.shift()) await work(picture)
    }),
  )
  return pictures.length / ((performance.now() - startMs) / 1000)
}

/**
 * The function alone: compressing, thumbnail and perceptual hash, without job, file store and database. Both sides work
 * on the same few pictures in short turns and their times are summed, so that a busy machine is equally busy for both.
 */
export async function measureCompressFunction(): Promise<Measure[]> {
  const pictures = await makeTwelveMegapixelJpegs(24)
  const few = 4
  let bareSeconds = 0
  let ourSeconds = 0
  for (let start = 0; start < pictures.length * 2; start += few) {
    const turn = pictures.slice(start % pictures.length, (start % pictures.length) + few)
    bareSeconds += turn.length / (await bareSharpLoop(turn))
    ourSeconds += turn.length / (await picturesPerSecond(turn, (picture) => compressPicture(picture)))
  }
  const ours = (pictures.length * 2) / ourSeconds
  const limit = (pictures.length * 2) / bareSeconds
  return [{ name: 'compress function', ours, limit, unit: 'pictures/s', ratio: ours / limit, better: 'higher' }]
}

/**
 * Resident memory of this process in MiB while `rounds` times all pictures stream through: the peak, and how much the
 * last round's level is above the second's (the first fills the allocator's pools).
 */
export async function compressMemory(
  pictures: readonly Buffer[],
  rounds: number,
): Promise<{ peakMib: number; growthMib: number }> {
  const levels: number[] = []
  let peak = 0
  for (let round = 0; round < rounds; round += 1) {
    await picturesPerSecond(pictures, async (picture) => {
      await compressPicture(picture)
      peak = Math.max(peak, process.memoryUsage.rss())
    })
    levels.push(process.memoryUsage.rss())
  }
  const mib = 1024 * 1024
  return { peakMib: peak / mib, growthMib: ((levels.at(-1) ?? 0) - (levels[1] ?? 0)) / mib }
}
