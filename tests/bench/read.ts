import { readFile } from 'node:fs/promises'
import { createSlipReader } from '../../worker/reading/read-slip.ts'
import { comparable, labelledFields, readLabels, voucherPath } from '../worker/reading/labelled-slips.ts'
import { makeTwelveMegapixelJpegs } from './compress.ts'
import type { Measure } from './measure.ts'

/** What reading has to reach on the voucher pictures, in shares of the pictures; the rest is reported against all. */
const limits: Partial<Record<(typeof labelledFields)[number], number>> = {
  amountFen: 0.98,
  orderNo: 0.95,
  payerName: 0.95,
  payeeName: 0.95,
  paidAt: 0.95,
}
const limitOfOthers = 0.9
const medianSeconds = 1.5
/** Worker and reading process together stay under 1.5 GB; the worker's part is up to 600 MB. */
const processBytes = 900_000_000

/**
 * Reads every labelled voucher picture, then a few of 12 megapixels, in one warm process: right fields, wrong amounts
 * that were called sure, seconds a picture, memory of the process.
 */
export async function benchRead(): Promise<Measure[]> {
  const reader = createSlipReader()
  try {
    await reader.ocr.warmUp()
    const labels = await readLabels()
    const right = new Map<string, number>()
    const seconds: number[] = []
    let wrongAndSure = 0
    for (const label of labels) {
      const bytes = await readFile(voucherPath(label.file))
      const started = performance.now()
      const { fields } = await reader.read({ bytes })
      seconds.push((performance.now() - started) / 1000)
      for (const field of labelledFields) {
        const isRight = comparable(field, fields[field]?.value) === comparable(field, label[field])
        if (isRight) right.set(field, (right.get(field) ?? 0) + 1)
        else if (field === 'amountFen' && fields.amountFen?.confidence === 'high') wrongAndSure++
      }
    }
    for (const bytes of await makeTwelveMegapixelJpegs(6)) await reader.read({ bytes })
    const median = middle(seconds)
    const { peakBytes } = reader.ocr.memory()
    return [
      ...labelledFields.map((field) => {
        const ours = (right.get(field) ?? 0) / labels.length
        const limit = limits[field] ?? limitOfOthers
        const note = `${right.get(field) ?? 0} of ${labels.length}`
        return {
          name: `read ${field}`,
          ours,
          limit,
          unit: 'share right',
          ratio: ours / limit,
          better: 'higher',
          note,
        } as const
      }),
      {
        name: 'read wrong amounts called sure',
        ours: wrongAndSure,
        limit: 0,
        unit: 'pictures',
        // Nothing divides by none: 1 is "as allowed", more is worse.
        ratio: 1 + wrongAndSure,
        better: 'lower',
      },
      {
        name: 'read seconds a picture, median',
        ours: median,
        limit: medianSeconds,
        unit: 's',
        ratio: median / medianSeconds,
        better: 'lower',
        note: `slowest ${Math.max(...seconds).toFixed(2)} s`,
      },
      {
        name: 'read memory of the process after a picture, most',
        ours: peakBytes,
        limit: processBytes,
        unit: 'B resident',
        ratio: peakBytes / processBytes,
        better: 'lower',
        note: 'vouchers, then 12-megapixel pictures',
      },
    ]
  } finally {
    await reader.close()
  }
}

function middle(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  const half = sorted.length >> 1
  const upper = sorted[half] ?? 0
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? upper)) / 2
}
