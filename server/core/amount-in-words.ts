import { type Fen, maxFen } from './money.ts'

/**
 * Chinese capital amounts (大写金额) as bank slips carry them: `叁万壹仟肆佰贰拾元零柒分`. The rules of writing are those
 * of 中国人民银行《正确填写票据和结算凭证的基本规定》; reading also accepts what those rules leave free (零 written or not,
 * 元 or 圆, 整 or 正 or neither) and what a machine confuses.
 */

const digitNames = ['零', '壹', '贰', '叁', '肆', '伍', '陆', '柒', '捌', '玖'] as const

/** The other ways in which people write the same character. */
const variants: Readonly<Record<string, string>> = {
  〇: '零',
  '○': '零',
  一: '壹',
  壱: '壹',
  弌: '壹',
  二: '贰',
  貳: '贰',
  贰: '贰',
  弍: '贰',
  两: '贰',
  三: '叁',
  叄: '叁',
  參: '叁',
  参: '叁',
  弎: '叁',
  四: '肆',
  五: '伍',
  六: '陆',
  陸: '陆',
  七: '柒',
  八: '捌',
  九: '玖',
  十: '拾',
  百: '佰',
  千: '仟',
  萬: '万',
  億: '亿',
  圆: '元',
  圓: '元',
  正: '整',
}

/** What is read for it when print is small or a stamp lies over it. Only characters that an amount cannot hold. */
const confusions: Readonly<Record<string, string>> = {
  无: '元',
  兀: '元',
  园: '元',
  员: '元',
  圜: '元',
  任: '仟',
  什: '仟',
  件: '仟',
  仠: '仟',
  仔: '仟',
  阡: '仟',
  伯: '佰',
  值: '佰',
  侑: '佰',
  陌: '佰',
  舍: '拾',
  抬: '拾',
  恰: '拾',
  捨: '拾',
  台: '壹',
  壶: '壹',
  臺: '壹',
  壼: '壹',
  贷: '贰',
  貮: '贰',
  武: '贰',
  货: '贰',
  渗: '叁',
  掺: '叁',
  叅: '叁',
  肄: '肆',
  律: '肆',
  仵: '伍',
  陡: '陆',
  随: '陆',
  染: '柒',
  柴: '柒',
  梁: '柒',
  扒: '捌',
  别: '捌',
  玫: '玖',
  致: '玖',
  玟: '玖',
  方: '万',
  亏: '万',
  忆: '亿',
  甬: '角',
  鱼: '角',
  负: '角',
  份: '分',
  芬: '分',
  雯: '零',
  棸: '整',
  敕: '整',
  憋: '整',
}

const digitOf = new Map<string, number>(digitNames.map((name, value) => [name, value]))
const smallUnits = new Map([
  ['仟', 1000],
  ['佰', 100],
  ['拾', 10],
])

/** What was read of an amount in words. */
export interface AmountInWords {
  fen: Fen
  /** The words as they stand on the paper (元 or 圆 as printed), confusions put right. */
  words: string
  /** How many characters had to be put right. */
  repairs: number
}

/** `3142007` -> `叁万壹仟肆佰贰拾元零柒分`. Throws RangeError for what no slip can carry: nothing, a debt, over `maxFen`. */
export function formatAmountInWords(amount: Fen): string {
  if (amount <= 0 || amount > maxFen) throw new RangeError(`no amount for a slip: ${amount}`)
  const yuan = Math.floor(amount / 100)
  const jiao = Math.floor(amount / 10) % 10
  const cents = amount % 10
  let words = ''
  if (yuan > 0) {
    const groups: [number, string][] = [
      [Math.floor(yuan / 100_000_000), '亿'],
      [Math.floor(yuan / 10_000) % 10_000, '万'],
      [yuan % 10_000, ''],
    ]
    let gap = false
    for (const [value, unit] of groups) {
      if (value === 0) {
        gap = words !== ''
        continue
      }
      // A zero before the group's first digit, or at the end of the group before, is spoken once.
      if (words !== '' && (gap || value < 1000 || endsInZero(yuan, unit))) words += '零'
      words += groupInWords(value) + unit
      gap = false
    }
    words += '元'
  }
  if (jiao === 0 && cents === 0) return `${words}整`
  if (jiao > 0) words += `${digitNames[jiao]}角`
  else if (words !== '') words += '零'
  return cents > 0 ? `${words}${digitNames[cents]}分` : `${words}整`
}

/** Whether the group before the one of this unit ends in 0, as 10 in 10,3600. */
function endsInZero(yuan: number, unit: string): boolean {
  return Math.floor(yuan / (unit === '万' ? 100_000_000 : 10_000)) % 10 === 0
}

function groupInWords(value: number): string {
  let words = ''
  let gap = false
  for (const [unit, size] of [...smallUnits, ['', 1] as const]) {
    const digit = Math.floor(value / size) % 10
    if (digit === 0) {
      gap = words !== ''
      continue
    }
    words += `${gap ? '零' : ''}${digitNames[digit]}${unit}`
    gap = false
  }
  return words
}

/**
 * Reads one amount in words, from its first character to its last; `人民币` before it and blanks are let pass. Null when
 * it is no amount, or when units do not descend: a piece lost in the middle must not become another amount.
 */
export function parseAmountInWords(text: string): AmountInWords | null {
  const plain = text
    .normalize('NFKC')
    .replace(/[\s()[\]【】:：,，.。]/g, '')
    .replace(/^(?:人民币|币)/, '')
  let repairs = 0
  let words = ''
  let canonical = ''
  for (const glyph of plain) {
    const right = confusions[glyph]
    if (right !== undefined) repairs++
    const shown = right ?? glyph
    const plainest = variants[shown] ?? shown
    // Both 元 and 圆, 整 and 正 are right; the numerals have one form on slips, and 参 is how 叁 is misread.
    words += /[圆圓元正]/.test(shown) ? shown.replace('圓', '圆') : plainest
    canonical += plainest
  }
  const value = worthOf(canonical)
  if (value === null || value <= 0 || value > maxFen) return null
  return { fen: value as Fen, words, repairs }
}

function worthOf(canonical: string): number | null {
  const match =
    /^(?:([零壹贰叁肆伍陆柒捌玖拾佰仟万亿]+)元)?(?:零?([壹贰叁肆伍陆柒捌玖])角|零角)?(?:零?([壹贰叁肆伍陆柒捌玖])分|零分)?整?$/.exec(
      canonical,
    )
  if (!match || canonical.length < 2) return null
  const [, whole, jiao, cents] = match
  if (whole === undefined && jiao === undefined && cents === undefined) return null
  const yuan = whole === undefined ? 0 : wholeValue(whole)
  if (yuan === null) return null
  return yuan * 100 + (digitOf.get(jiao ?? '零') ?? 0) * 10 + (digitOf.get(cents ?? '零') ?? 0)
}

function wholeValue(words: string): number | null {
  let total = 0
  let rest = words
  for (const [unit, size] of [
    ['亿', 100_000_000],
    ['万', 10_000],
    ['', 1],
  ] as const) {
    const at = unit === '' ? rest.length : rest.indexOf(unit)
    if (at < 0) continue
    const group = rest.slice(0, at)
    rest = rest.slice(at + unit.length)
    if (group === '' && unit === '') continue
    const value = groupValue(group)
    if (value === null || (value === 0 && unit !== '')) return null
    total += value * size
  }
  return rest === '' ? total : null
}

/**
 * Up to 9999; 拾 may stand without its 壹, as people say it. A unit that is passed over needs its 零 (the rule of writing):
 * without it a character was lost, and 壹佰伍 could be 105 as well as 150.
 */
function groupValue(group: string): number | null {
  let value = 0
  let lastSize = 10_000
  let zero = false
  let digit: number | null = null
  const take = (size: number): boolean => {
    if (size >= lastSize) return false
    if (value > 0 && size * 10 < lastSize && !zero) return false
    value += (digit ?? 1) * size
    lastSize = size
    zero = false
    digit = null
    return true
  }
  for (const glyph of group) {
    const size = smallUnits.get(glyph)
    if (size !== undefined) {
      if (digit === null && size !== 10) return null
      if (!take(size)) return null
      continue
    }
    const named = digitOf.get(glyph)
    if (named === undefined || digit !== null) return null
    if (named === 0) zero = true
    else digit = named
  }
  if (digit !== null && !take(1)) return null
  return value
}

/** Whether a character can stand in an amount in words, read rightly or confused: for finding where one begins and ends. */
export function isAmountWordCharacter(glyph: string): 'yes' | 'confusable' | 'no' {
  const canonical = variants[glyph] ?? glyph
  if (/^[零壹贰叁肆伍陆柒捌玖拾佰仟万亿元角分整]$/.test(canonical)) return 'yes'
  return confusions[glyph] === undefined ? 'no' : 'confusable'
}
