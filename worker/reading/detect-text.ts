import { type InferenceSession, Tensor } from 'onnxruntime-node'
import sharp from 'sharp'
import type { Pixels } from './crop-line.ts'
import { type Box, findBoxes } from './find-boxes.ts'

/** The detector halves its input five times. */
const detectorGrid = 32

/** Means and deviations of ImageNet, which the detector was trained with. */
const mean = [0.485, 0.456, 0.406] as const
const deviation = [0.229, 0.224, 0.225] as const

/** Finds where text stands; boxes are in the picture's own pixels. `longSide` is how large the detector sees it. */
export async function detectText(session: InferenceSession, pixels: Pixels, longSide: number): Promise<Box[]> {
  const scale = Math.min(1, longSide / Math.max(pixels.width, pixels.height))
  const width = Math.max(detectorGrid, Math.round((pixels.width * scale) / detectorGrid) * detectorGrid)
  const height = Math.max(detectorGrid, Math.round((pixels.height * scale) / detectorGrid) * detectorGrid)
  const small = await sharp(pixels.data, { raw: { width: pixels.width, height: pixels.height, channels: 3 } })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer()
  const plane = width * height
  const data = new Float32Array(3 * plane)
  for (let channel = 0; channel < 3; channel++) {
    // The models take blue first; the means are applied in the order of the planes, as in training.
    const from = 2 - channel
    const factor = 1 / (255 * (deviation[channel] ?? 1))
    const offset = (mean[channel] ?? 0) / (deviation[channel] ?? 1)
    const base = channel * plane
    for (let i = 0, at = from; i < plane; i++, at += 3) data[base + i] = (small[at] as number) * factor - offset
  }
  const outputs = await session.run({
    [session.inputNames[0] ?? 'x']: new Tensor('float32', data, [1, 3, height, width]),
  })
  const output = outputs[session.outputNames[0] ?? '']
  if (!output) throw new Error('the detection model gave no output')
  const boxes = findBoxes({ data: output.data as Float32Array, width, height })
  output.dispose()
  const toX = pixels.width / width
  const toY = pixels.height / height
  return boxes.map((box) => {
    const [a, b, c, d] = box.corners
    const at = (point: { x: number; y: number }) => ({ x: point.x * toX, y: point.y * toY })
    return { score: box.score, corners: [at(a), at(b), at(c), at(d)] }
  })
}
