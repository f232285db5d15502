import { type InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import { distance, drawCrop, type Pixels } from './crop-line.ts'
import type { Box } from './find-boxes.ts'

/** What the classifier was trained on. */
const cropWidth = 192
const cropHeight = 48
/** The longest lines tell best; nine cost 20 ms and can not be tied. */
const asked = 9

/** Whether most of the text runs up or down: a sheet photographed sideways, without an EXIF orientation. */
export function isMostlySideways(boxes: readonly Box[]): boolean {
  let along = 0
  let across = 0
  for (const { corners } of boxes) {
    const width = distance(corners[0], corners[1])
    const height = distance(corners[0], corners[3])
    if (Math.max(width, height) < 2.5 * Math.min(width, height)) continue
    if (height > width) across += height
    else along += width
  }
  return across > along * 1.5
}

/** Asks the classifier about the longest lines; most of them have to be sure. */
export async function isUpsideDown(session: InferenceSession, pixels: Pixels, boxes: readonly Box[]): Promise<boolean> {
  const longest = boxes
    .filter(({ corners }) => distance(corners[0], corners[1]) > 2 * distance(corners[0], corners[3]))
    .sort((a, b) => distance(b.corners[0], b.corners[1]) - distance(a.corners[0], a.corners[1]))
    .slice(0, asked)
  if (longest.length < 2) return false
  const size = 3 * cropHeight * cropWidth
  const data = new Float32Array(longest.length * size)
  longest.forEach(({ corners }, slot) => {
    const natural = (distance(corners[0], corners[1]) / Math.max(1, distance(corners[0], corners[3]))) * cropHeight
    // The first characters of a line, not the whole line squeezed: that is what it saw in training.
    const part = Math.min(1, (cropWidth * 1.6) / natural)
    const [a, b, c, d] = corners
    const to = (from: { x: number; y: number }, end: { x: number; y: number }) => ({
      x: from.x + (end.x - from.x) * part,
      y: from.y + (end.y - from.y) * part,
    })
    const width = Math.min(cropWidth, Math.max(1, Math.round(natural)))
    const target = { data, offset: slot * size, stride: cropWidth }
    drawCrop(pixels, [a, to(a, b), to(d, c), d], { width, height: cropHeight }, target)
  })
  const input = new Tensor('float32', data, [longest.length, 3, cropHeight, cropWidth])
  const outputs = await session.run({ [session.inputNames[0] ?? 'x']: input })
  const output = outputs[session.outputNames[0] ?? '']
  if (!output) throw new Error('the classification model gave no output')
  const scores = output.data as Float32Array
  let turned = 0
  for (let slot = 0; slot < longest.length; slot++) if ((scores[slot * 2 + 1] ?? 0) > 0.8) turned++
  output.dispose()
  return turned * 3 > longest.length * 2
}

/** Clockwise. */
export async function turnPixels(pixels: Pixels, degrees: 90 | 180): Promise<Pixels> {
  const { data, info } = await sharp(pixels.data, {
    raw: { width: pixels.width, height: pixels.height, channels: 3 },
  })
    .rotate(degrees)
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
