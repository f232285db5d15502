import { type Glyph, glyphsOf, keyOf, type Line, linesOf, type Marker } from './page-lines.ts'
import type { PageText } from './page-text.ts'

export type LabelKind =
  | 'number'
  | 'code'
  | 'day'
  | 'name'
  | 'taxNumber'
  | 'sum'
  | 'totalRow'
  | 'words'
  | 'total'
  | 'remark'
  | 'foot'
  | 'other'

export type Label = {
  readonly kind: LabelKind
  /** Where the label itself says whose it is. */
  readonly side: 'buyer' | 'seller' | null
  readonly x: number
  readonly right: number
  readonly middle: number
  readonly size: number
}

export type LabelledPage = {
  readonly labels: readonly Label[]
  readonly markers: readonly Marker[]
  readonly lines: readonly Line[]
  /** Every character, and those that belong to no label. */
  readonly all: readonly Glyph[]
  readonly values: readonly Glyph[]
}

/**
 * The words of a printed invoice, as they read without blanks and with half-width marks. Longer ones first: what one has
 * taken, another does not take again.
 */
const labelWords: readonly (readonly [LabelKind, RegExp])[] = [
  ['other', /货物或应税劳务、?服务名称|(?:项目|服务|商品|货物|劳务|车辆)名称/g],
  ['name', /(?:购买方|销售方|购方|销方)?名称:/g],
  ['name', /(?:购买方|销售方|购方|销方)名称/g],
  ['taxNumber', /(?:购买方|销售方|购方|销方)?(?:统一社会信用代码\/)?纳税人识别号:?|统一社会信用代码:?/g],
  ['number', /发票号码:?/g],
  ['code', /发票代码:?/g],
  ['day', /开票日期:?/g],
  ['totalRow', /价税合计/g],
  ['words', /\(大写\)|价税合计大写/g],
  ['total', /\(小写\)/g],
  ['sum', /(?<!税)合计/g],
  ['foot', /开票人:?|收款人:?|复核人?:?/g],
  ['other', /机器编号:?|校验码:?|地址、?电话:?|开户行及账号:?|下载次数:?|(?:规格型号|计量单位|税率\/征收率)/g],
  ['remark', /备注:?/g],
]

export function labelledPage(page: PageText): LabelledPage {
  const { glyphs, markers } = glyphsOf(page)
  const lines = linesOf(glyphs)
  const { labels, taken } = findLabels(lines)
  return { labels, markers, lines, all: glyphs, values: glyphs.filter((glyph) => !taken.has(glyph)) }
}

export function findLabels(lines: readonly Line[]): { labels: Label[]; taken: Set<Glyph> } {
  const labels: Label[] = []
  const taken = new Set<Glyph>()
  for (const { glyphs } of lines) {
    const { text, at } = keyOf(glyphs)
    for (const [kind, pattern] of labelWords) {
      for (const match of text.matchAll(pattern)) {
        const own = glyphs.slice(at[match.index] ?? 0, (at[match.index + match[0].length - 1] ?? 0) + 1)
        const [first, last] = [own[0], own.at(-1)]
        if (!first || !last || own.some((glyph) => taken.has(glyph))) continue
        for (const glyph of own) taken.add(glyph)
        const side = /^购/.test(match[0]) ? 'buyer' : /^销/.test(match[0]) ? 'seller' : null
        const middle = own.reduce((sum, glyph) => sum + glyph.middle, 0) / own.length
        labels.push({ kind, side, x: first.x, right: last.right, middle, size: first.size })
      }
    }
  }
  return { labels, taken }
}
