import { double, record, shorts, wide, workbook } from '../../rules/spreadsheets/make-xls.ts'
import { sheetOf } from '../../rules/spreadsheets/make-xlsx.ts'

/** Lays rows of texts and numbers into the files that banks give out. */
export type Value = string | number | null
export type Grid = readonly (readonly Value[])[]

const escapeXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** `merges` as `A1:C1`. A null leaves its cell out. */
export function xlsxOf(grid: Grid, merges: readonly string[] = []): Uint8Array {
  const rows = grid.map((cells, index) => {
    const inside = cells.map((value) => {
      if (value === null) return '<c/>'
      if (typeof value === 'number') return `<c><v>${value}</v></c>`
      return `<c t="inlineStr"><is><t xml:space="preserve">${escapeXml(value)}</t></is></c>`
    })
    return `<row r="${index + 1}">${inside.join('')}</row>`
  })
  const merged = merges.map((range) => `<mergeCell ref="${range}"/>`).join('')
  return sheetOf(`<sheetData>${rows.join('')}</sheetData>${merged === '' ? '' : `<mergeCells>${merged}</mergeCells>`}`)
}

export function xlsOf(grid: Grid): Uint8Array {
  const cells = grid.flatMap((values, row) =>
    values.flatMap((value, column) => {
      if (value === null || value === '') return []
      if (typeof value === 'number') return [record(0x0203, shorts(row, column, 0), double(value))]
      return [record(0x0204, shorts(row, column, 0), wide(value))]
    }),
  )
  return workbook(cells)
}

export type CsvOptions = {
  readonly encoding?: 'gbk' | 'utf-8' | 'utf-8-bom' | 'utf-16le'
  readonly delimiter?: string
  /** A tab behind every text, as ICBC and Alipay write it. */
  readonly tabs?: boolean
}

export function csvOf(grid: Grid, { encoding = 'gbk', delimiter = ',', tabs = false }: CsvOptions = {}): Uint8Array {
  const field = (value: Value) => {
    const text = value === null ? '' : String(value)
    const quoted = text.includes(delimiter) || text.includes('"') || text.includes('\n')
    return quoted ? `"${text.replaceAll('"', '""')}"` : tabs && text !== '' ? `${text}\t` : text
  }
  const text = grid.map((cells) => `${cells.map(field).join(delimiter)}\r\n`).join('')
  switch (encoding) {
    case 'gbk':
      return encodeGbk(text)
    case 'utf-16le':
      return Buffer.from(`\ufeff${text}`, 'utf16le')
    case 'utf-8-bom':
      return Buffer.from(`\ufeff${text}`)
    default:
      return Buffer.from(text)
  }
}

let gbkBytes: Map<string, number> | null = null

/** Nothing in Node writes GBK, but it can be read: every pair of bytes is decoded once. */
export function encodeGbk(text: string): Uint8Array {
  if (gbkBytes === null) {
    gbkBytes = new Map()
    const decoder = new TextDecoder('gbk')
    for (let lead = 0x81; lead <= 0xfe; lead++) {
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        const character = decoder.decode(Uint8Array.of(lead, trail))
        if (character.length === 1 && character !== '\ufffd') gbkBytes.set(character, lead * 256 + trail)
      }
    }
  }
  const bytes: number[] = []
  for (const character of text) {
    const code = character.charCodeAt(0)
    if (code < 0x80) {
      bytes.push(code)
      continue
    }
    const pair = gbkBytes.get(character)
    if (pair === undefined) throw new Error(`not in GBK: ${character}`)
    bytes.push(pair >> 8, pair & 0xff)
  }
  return Uint8Array.from(bytes)
}
