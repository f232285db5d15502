import { type Fen, maxFen } from '../../../server/core/money.ts'

/** PURE: amounts of money in a text, with what they are worth as evidence. */

export interface Money {
  fen: Fen
  /** As it stands there. */
  text: string
  start: number
  end: number
  /** A ¥, 元, RMB, CNY or 人民币 stands beside it. */
  hasCurrency: boolean
  /**
   * `exact`: two decimals and separators where they belong; `whole`: a number without decimals; `repaired`: separators
   * that had to be interpreted (a comma read as a point).
   */
  form: 'exact' | 'whole' | 'repaired'
  negative: boolean
  /** Digits only: two readings of one number that differ in separators have the same. */
  digits: string
}

const pattern =
  /(人民币|RMB|CNY|[¥￥Y](?=[\d ])|¥)?\s*:?\s*([-−+]?)\s*(RMB|CNY|人民币|[¥￥])?\s*(\d(?:[\d,.·'， ]*\d)?)\s*(元|圆|万元|RMB|CNY)?/gi

/** Every number of a text that can be money. Times, dates and long codes are not. */
export function findMoneyIn(text: string): Money[] {
  const flat = [...text].map((glyph) => (glyph === '￥' || glyph === '¥' ? '¥' : toHalfWidth(glyph))).join('')
  const found: Money[] = []
  for (const match of flat.matchAll(pattern)) {
    const [whole, before, sign, between, number = '', after] = match
    const start = match.index
    const end = start + whole.length
    if (after === '万元') continue
    const hasCurrency = before !== undefined || between !== undefined || after !== undefined
    if (/[\dA-Za-z*/:-]/.test(flat[start - 1] ?? '') && before === undefined && sign === '') continue
    if (/^[\dA-Za-z*/:%年月日时分号期人次张笔]/.test(flat.slice(end, end + 1)) && after === undefined) continue
    if (/^-\d/.test(flat.slice(end, end + 2))) continue
    const value = worthOf(number.trim(), hasCurrency)
    if (!value) continue
    const digits = number.replace(/\D/g, '')
    found.push({ ...value, text: whole.trim(), start, end, hasCurrency, negative: /[-−]/.test(sign ?? ''), digits })
  }
  return found
}

function toHalfWidth(glyph: string): string {
  if (glyph === '，' || glyph === '、') return ','
  if (glyph === '。') return '.'
  const plain = glyph.normalize('NFKC')
  return plain.length === 1 ? plain : glyph
}

/** What a number with its separators stands for, null when it is no money. */
function worthOf(number: string, hasCurrency: boolean): Pick<Money, 'fen' | 'form'> | null {
  const flat = number.replace(/[\s']/g, '')
  const exact = /^(\d{1,3}(?:,\d{3})+|\d+)\.(\d{2})$/.exec(flat)
  if (exact && !/^0\d/.test(flat)) return inLimits(exact[1] ?? '', exact[2] ?? '', 'exact')
  const grouped = /^\d{1,3}(?:,\d{3})+$/.exec(flat)
  if (grouped) return inLimits(flat, '00', 'whole')
  if (/^\d+$/.test(flat))
    return flat.length <= 9 && hasCurrency && !/^0\d/.test(flat) ? inLimits(flat, '00', 'whole') : null
  const oneDecimal = /^(\d{1,3}(?:,\d{3})+|\d+)\.(\d)$/.exec(flat)
  if (oneDecimal) return hasCurrency ? inLimits(oneDecimal[1] ?? '', `${oneDecimal[2] ?? ''}0`, 'repaired') : null
  // Any separator before two last digits is the point; the others must leave groups of three.
  const confused = /^(\d{1,3}(?:[,.·]\d{3})+|\d+)[,.·](\d{2})$/.exec(flat)
  if (confused) return inLimits(confused[1] ?? '', confused[2] ?? '', 'repaired')
  const thousands = /^\d{1,3}(?:[,.·]\d{3})+$/.exec(flat)
  if (thousands) return inLimits(flat, '00', 'repaired')
  // 12,80000: the point was lost; 3,84000 likewise.
  const noPoint = /^(\d{1,3}(?:[,.]\d{3})*[,.]\d{3})(\d{2})$/.exec(flat)
  if (noPoint) return inLimits(noPoint[1] ?? '', noPoint[2] ?? '', 'repaired')
  return null
}

function inLimits(yuan: string, cents: string, form: Money['form']): Pick<Money, 'fen' | 'form'> | null {
  const value = Number(yuan.replace(/\D/g, '')) * 100 + Number(cents)
  return value >= 0 && value <= maxFen ? { fen: value as Fen, form } : null
}
