import type { Quad } from '../files/reading.schema.ts'
import type { SlipReading } from './slip-reading.schema.ts'

/** Of the line under a slip: what a bank form has room for, drawn in at most four rows. */
export const maxLineCharacters = 120

/**
 * 补写: the manual asks that a slip without the payer's full name and the kind of fee gets them added. The line stands
 * on a strip of its own under the slip, never on it, in Chinese whatever language the page has: the centre reads it.
 */
export function lineUnderSlip(payerName: string, orderKind: string): string | null {
  const payer = `付款单位：${payerName.trim()}`
  const fee = `　费用类型：${orderKind === 'studyCards' ? '学习卡费' : '培训费'}`
  if (payerName.trim() === '' || payer.length > maxLineCharacters) return null
  return payer.length + fee.length > maxLineCharacters ? payer : payer + fee
}

/** Whether the picture still has to be made anew: what is to stand under it is not what does. */
export function lineWaits(file: {
  readonly addedText: string | null
  readonly drawnText: string | null
  readonly originalKey: string | null
}): boolean {
  // Without the file as received (the voucher is closed) the picture stays as it is.
  return file.addedText !== file.drawnText && file.originalKey !== null
}

/**
 * A quad of a picture `from` pixels high, as it is on one of `to` pixels that has more or less under it. Its corners are
 * fractions of the picture's size, so the slip's own places change with the height though nothing on it has moved.
 */
export function quadAtHeight(quad: Quad, from: number, to: number): Quad {
  return quad.map((part, index) => (index % 2 === 1 ? (part * from) / to : part))
}

/** Text of a PDF with its places, on a picture of another height. */
export function itemsAtHeight(
  items: readonly { readonly text: string; readonly quad: Quad }[],
  from: number,
  to: number,
): { text: string; quad: Quad }[] {
  return items.map(({ text, quad }) => ({ text, quad: quadAtHeight(quad, from, to) }))
}

/** A reading, with every place that it names, on a picture of another height. */
export function readingAtHeight(reading: SlipReading, from: number, to: number): SlipReading {
  const fields = Object.fromEntries(
    Object.entries(reading.fields).map(([name, field]) => [
      name,
      field && { ...field, quads: field.quads.map((quad) => quadAtHeight(quad, from, to)) },
    ]),
  ) as SlipReading['fields']
  const lines = reading.lines.map((line) => ({ ...line, quad: line.quad && quadAtHeight(line.quad, from, to) }))
  return { ...reading, height: (reading.height * to) / from, fields, lines }
}
