import { readFile } from 'node:fs/promises'
import { type InferenceSession, Tensor } from 'onnxruntime-node'
import { drawCrop, type Pixels, widthAtHeight } from './crop-line.ts'
import type { Box } from './find-boxes.ts'
import type { ReadCharacter } from './text-line.ts'

/** What the recogniser was trained on. */
const lineHeight = 48
/** One output step covers eight columns of pixels. */
const stepWidth = 8
/** Pixels of one batch: enough to keep two cores busy, small enough not to be felt in memory. */
const batchPixels = 48 * 3200
/** Longer lines are drawn narrower: 3,200 columns hold more than 80 Chinese characters. */
const maxLineWidth = 3200

export interface RecognisedText {
  text: string
  score: number
  characters: ReadCharacter[]
}

/** PaddleOCR's dictionary: step output 0 is "nothing", n is line n of the file, the last one is the blank. */
export async function loadDictionary(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8')
  return ['', ...text.split(/\r?\n/).filter((entry) => entry !== ''), ' ']
}

/** Reads each box; the answer has the order of the boxes. */
export async function recogniseLines(
  session: InferenceSession,
  dictionary: readonly string[],
  pixels: Pixels,
  boxes: readonly Box[],
): Promise<RecognisedText[]> {
  const results: RecognisedText[] = boxes.map(() => ({ text: '', score: 0, characters: [] }))
  const jobs = boxes
    .map((box, index) => ({ box, index, width: Math.min(maxLineWidth, widthAtHeight(box.corners, lineHeight)) }))
    .sort((a, b) => a.width - b.width)
  let next = 0
  while (next < jobs.length) {
    const batch: typeof jobs = []
    let width = 0
    for (const job of jobs.slice(next)) {
      // A batch is as wide as its widest line; a line much wider than the others would make all of them pay.
      const widened = Math.ceil(Math.max(job.width, stepWidth * 4) / 32) * 32
      if (batch.length > 0 && (widened * lineHeight * (batch.length + 1) > batchPixels || widened > width * 1.35)) break
      width = widened
      batch.push(job)
    }
    next += batch.length
    const size = 3 * lineHeight * width
    const data = new Float32Array(batch.length * size)
    batch.forEach((job, slot) => {
      drawCrop(
        pixels,
        job.box.corners,
        { width: job.width, height: lineHeight },
        { data, offset: slot * size, stride: width },
      )
    })
    const input = new Tensor('float32', data, [batch.length, 3, lineHeight, width])
    const outputs = await session.run({ [session.inputNames[0] ?? 'x']: input })
    const output = outputs[session.outputNames[0] ?? '']
    if (!output) throw new Error('the recognition model gave no output')
    const steps = Number(output.dims[1])
    const classes = Number(output.dims[2])
    const scores = output.data as Float32Array
    batch.forEach((job, slot) => {
      const from = slot * steps * classes
      results[job.index] = decode(scores.subarray(from, from + steps * classes), classes, dictionary, job.width / width)
    })
    output.dispose()
  }
  return results
}

/**
 * CTC, greedily: the best class of each step, repeats merged, "nothing" dropped. A character's score is the best of its
 * steps; the runner-up among the other characters is kept where the choice was not clear.
 */
export function decode(
  scores: Float32Array,
  classes: number,
  dictionary: readonly string[],
  usedWidth = 1,
): RecognisedText {
  const steps = Math.floor(scores.length / classes)
  const characters: (ReadCharacter & { first: number; last: number })[] = []
  let previous = 0
  for (let step = 0; step < steps; step++) {
    const from = step * classes
    let best = 0
    let bestScore = scores[from] ?? 0
    let second = 0
    let secondScore = 0
    for (let i = 1; i < classes; i++) {
      const score = scores[from + i] as number
      if (score > bestScore) {
        if (best !== 0) {
          second = best
          secondScore = bestScore
        }
        best = i
        bestScore = score
      } else if (score > secondScore) {
        second = i
        secondScore = score
      }
    }
    if (best !== 0) {
      const last = characters.at(-1)
      if (best === previous && last) {
        last.last = step
        last.score = Math.max(last.score, bestScore)
      } else {
        const text = dictionary[best] ?? ''
        characters.push({ text, score: bestScore, start: 0, end: 0, first: step, last: step })
      }
      const current = characters.at(-1)
      if (current && secondScore > 0.02 && secondScore > (current.other?.score ?? 0)) {
        current.other = { text: dictionary[second] ?? '', score: secondScore }
      }
    }
    previous = best
  }
  const used = Math.max(1, steps * usedWidth)
  const placed = characters.map(({ first, last, ...character }) => ({
    ...character,
    start: Math.min(1, Math.max(0, (first - 0.5) / used)),
    end: Math.min(1, (last + 1.5) / used),
  }))
  const visible = placed.filter((character) => character.text !== ' ')
  const score = visible.length ? visible.reduce((sum, character) => sum + character.score, 0) / visible.length : 0
  return { text: placed.map((character) => character.text).join(''), score, characters: placed }
}
