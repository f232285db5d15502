import { judgeOrganisationCode } from '../../../server/core/ids.ts'
import { type Found, found, leastScore } from '../fields/evidence.ts'
import { lineHeight, type Piece } from '../fields/pieces.ts'
import { isOrganisationName, nameIn } from '../fields/values.ts'
import type { ReadCharacter } from '../text-line.ts'
import { type Cell, plainText } from './licence-cells.ts'

/** PURE: what the values of a licence's labels say. */

export interface Labelled {
  label: Piece
  value: Piece
  whole: boolean
}

/** As printed: no blanks, and the full-width brackets and commas of Chinese text, whichever the machine gave. */
function asPrinted(text: string): string {
  const flat = text.normalize('NFKC').replace(/\s+/g, '')
  if (!/[一-鿿]/.test(flat)) return flat
  return flat
    .replaceAll('(', '（')
    .replaceAll(')', '）')
    .replaceAll(',', '，')
    .replaceAll(';', '；')
    .replace(/^[:：.。·、，_-]+|[:：.。·、，_-]+$/g, '')
}

/** The first that gives something; one that is certain before others. */
function best<T>(
  labelled: readonly Labelled[],
  read: (value: Piece, whole: boolean) => Found<T> | null,
): Found<T> | null {
  const all = labelled.flatMap(({ value, whole }) => read(value, whole) ?? [])
  return all.find((one) => one.confidence === 'high') ?? all[0] ?? null
}

/** A licence's name is compared character by character: one that the machine was less sure of may be another. */
const sureGlyph = 0.91
/** Chinese characters stand evenly; where two are this much farther apart than the others, one between was not read. */
const hole = 1.5

/** Whether all that belongs to a value was read: no bracket is missing, nothing in the middle, no character doubtful. */
function isComplete(value: Piece): boolean {
  return bracketsMatch(value.text) && !hasHole(value) && leastScore(value.characters) >= sureGlyph
}

/** Whether a character (one that the machine's dictionary lacks, mostly) is missing between two others of a line. */
function hasHole({ characters, quads }: Piece): boolean {
  if (quads.length > 1 && hasGap(quads)) return true
  return runsOf(characters).some((run) => {
    const steps = run.flatMap((character, index) => {
      const next = run[index + 1]
      return next && isChinese(character) && isChinese(next) ? [middleOf(next) - middleOf(character)] : []
    })
    const typical = [...steps].sort((a, b) => a - b)[steps.length >> 1] ?? 0
    return steps.length >= 3 && steps.some((step) => step > typical * hole)
  })
}

const isChinese = (character: ReadCharacter) => /[㐀-鿿豈-﫿]/.test(character.text)
const middleOf = (character: ReadCharacter) => (character.start + character.end) / 2

/** The characters of each box: every box counts its places anew. */
function runsOf(characters: readonly ReadCharacter[]): ReadCharacter[][] {
  const runs: ReadCharacter[][] = []
  let last: ReadCharacter | null = null
  for (const character of characters) {
    if (last === null || middleOf(character) < middleOf(last)) runs.push([])
    runs.at(-1)?.push(character)
    last = character
  }
  return runs
}

/** Whether parts of one row stand so far apart that glare may have eaten what stood between. */
function hasGap(quads: Piece['quads']): boolean {
  return quads.some((quad, index) => {
    const next = quads[index + 1]
    if (!next) return false
    const [, , x1 = 0, y1 = 0, , y2 = 0] = quad
    const [left = 0, top = 0] = next
    const height = Math.abs(y2 - y1)
    // Quads are fractions of width and height; a page is at most half as high again as wide, or the reverse.
    return Math.abs(top - y1) < 0.5 * height && left - x1 > 1.5 * height
  })
}

const traderEnd = /(?:店|铺|馆|厅|摊|坊|室|商行|超市|门诊部|幼儿园|基金会|联合会|促进会|工会)$/

export function findName(labelled: readonly Labelled[], cells: readonly Cell[]): Found<string> | null {
  const fromLabel = best(labelled, (value, whole) => {
    const name = nameIn(value.text)
    if (!name) return null
    const isWhole = isOrganisationName(name) || traderEnd.test(name)
    return found(asPrinted(name), value, whole && isWhole && isComplete(value))
  })
  if (fromLabel) return fromLabel
  // Its label could not be read: the largest line that is a name and no authority's.
  const loose = cells
    .filter((cell) => cell.meaning === null)
    .map((cell) => cell.piece)
    .filter((piece) => {
      const name = plainText(piece)
      return isOrganisationName(name) && name.length >= 6 && !/(?:局|厅|委员会|系统|所|会)$/.test(name)
    })
    .sort((a, b) => lineHeight(b) - lineHeight(a))[0]
  return loose ? found(asPrinted(loose.text), loose, false) : null
}

function bracketsMatch(name: string): boolean {
  return (name.match(/[(（]/g) ?? []).length === (name.match(/[)）]/g) ?? []).length
}

const knownKind =
  /^(?:有限责任公司|股份有限公司|有限公司|个体工商户|普通合伙|有限合伙|特殊普通合伙|个人独资企业|全民所有制|集体所有制|股份合作制|农民专业合作社|外商投资|台港澳|港澳台|中外合[资作]|内资|国有|联营|其他)/

export function findKind(labelled: readonly Labelled[]): Found<string> | null {
  return findText(labelled, (text) => knownKind.test(text))
}

/** Text as printed; certain only where `isKnown` says so of it. */
export function findText(
  labelled: readonly Labelled[],
  isKnown: (text: string) => boolean = () => true,
): Found<string> | null {
  return best(labelled, (value, whole) => {
    const text = asPrinted(value.text)
    if (text.length < 2 || !/[一-鿿]/.test(text)) return null
    return found(text, value, whole && isComplete(value) && isKnown(text))
  })
}

export function findPerson(labelled: readonly Labelled[]): Found<string> | null {
  return best(labelled, (value) => {
    const name = nameIn(value.text)
    return name && [...name].length <= 40 ? found(asPrinted(name), value, isComplete(value)) : null
  })
}

const money =
  /^[¥￥]?(?:人民币|美元|港币|欧元)?[\d,.零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]+[万亿]*(?:元|圆|美元|港元|欧元|日元)?整?(?:人民币|美元|港币|欧元|[(（]?(?:人民币|美元|港元|欧元)[)）]?)?元?整?$/

export function findCapital(labelled: readonly Labelled[]): Found<string> | null {
  return best(labelled, (value) => {
    const text = value.text.normalize('NFKC').replace(/\s+/g, '')
    const isMoney = /[\d零〇一二三四五六七八九十百千壹贰叁肆伍陆柒捌玖拾佰仟]/.test(text) && /万|元|圆|亿/.test(text)
    // 壹佰万元 without its 整 may have lost it.
    const isWhole = money.test(text) && (/\d/.test(text) || /整$/.test(text))
    return isMoney ? found(text, value, isWhole && isComplete(value)) : null
  })
}

/** A 组织机构代码, or the 注册号 of fifteen digits that licences had before 2015; sure when its check digit agrees. */
export function findOldCode(
  organisationCodes: readonly Labelled[],
  registrationNumbers: readonly Labelled[],
): Found<string> | null {
  const organisation = best(organisationCodes, (value) => {
    const code = /[0-9A-Z]{8}-?[0-9X](?![0-9A-Z])/.exec(plainText(value).toUpperCase())?.[0].replace('-', '')
    return code ? sureIf(judgeOrganisationCode(code) === 'valid', code, value) : null
  })
  return (
    organisation ??
    best(registrationNumbers, (value) => {
      const digits = /(?<!\d)\d{15}(?!\d)/.exec(plainText(value))?.[0]
      if (digits) return sureIf(isRegistrationNumber(digits), digits, value)
      const older = /(?<!\d)\d{13}(?!\d)/.exec(plainText(value))?.[0]
      return older ? found(older, value, false) : null
    })
  )
}

function sureIf(isRight: boolean, code: string, value: Piece): Found<string> {
  return { ...found(code, value), confidence: isRight ? 'high' : 'low' }
}

/** GS 15-2006: fifteen digits, the last by ISO 7064 MOD 11,10. */
function isRegistrationNumber(digits: string): boolean {
  let product = 10
  for (const digit of digits.slice(0, 14)) {
    const sum = (product + Number(digit)) % 10 || 10
    product = (sum * 2) % 11
  }
  return (product + Number(digits.charAt(14))) % 10 === 1
}

const numerals = '〇一二三四五六七八九'

/** 二〇一五年三月十二日, as some certificates write it, in digits. */
function digitsOf(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/\s+/g, '')
    .replace(/[零○OoＯ](?=[一二三四五六七八九〇零○]|年)/g, '〇')
    .replace(/[〇一二三四五六七八九]{4}(?=年)/g, (year) => [...year].map((digit) => numerals.indexOf(digit)).join(''))
    .replace(/[一二三四五六七八九]?十[一二三四五六七八九]?(?=[月日])/g, (ten) => {
      const [tens = '', units = ''] = ten.split('十')
      return String((tens ? numerals.indexOf(tens) : 1) * 10 + (units ? numerals.indexOf(units) : 0))
    })
    .replace(/[一二三四五六七八九](?=[月日])/g, (digit) => String(numerals.indexOf(digit)))
}

/** Days as `2015-03-12`, in the order in which they stand. */
function daysIn(text: string): string[] {
  const pattern = /((?:19|20)\d{2})[-/.年](1[0-2]|0?[1-9])[-/.月](3[01]|[12]\d|0?[1-9])(?!\d)/g
  return [...digitsOf(text).matchAll(pattern)].flatMap(([, year = '', month = '', day = '']) => {
    const moment = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
    const parsed = new Date(`${moment}T00:00:00Z`)
    return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(moment) ? [moment] : []
  })
}

export function findDay(labelled: readonly Labelled[]): Found<string> | null {
  return best(labelled, (value) => {
    const days = daysIn(value.text)
    const day = days[0]
    return day ? found(day, value, days.length === 1) : null
  })
}

export interface Period {
  from: Found<string> | null
  until: Found<string> | null
}

/** 2015年03月12日至2035年03月11日, 自…至…, 2015年03月12日至长期, 长期, or one day after 有效期至. */
export function findPeriod(labelled: readonly Labelled[]): Period {
  for (const { label, value } of labelled) {
    const text = digitsOf(value.text)
    const days = daysIn(value.text)
    const [first, second] = days
    const isForever = /长期|永久|永续|无固定期限|不约定/.test(text)
    const endsOnly = /至$/.test(plainText(label)) || /^至/.test(text)
    if (isForever) return { from: first ? found(first, value) : null, until: found('longTerm', value) }
    if (first && second) {
      const isOrdered = first < second && days.length === 2
      return { from: found(first, value, isOrdered), until: found(second, value, isOrdered) }
    }
    if (first && endsOnly) return { from: null, until: found(first, value) }
    if (first) return { from: found(first, value, /至/.test(text)), until: null }
  }
  return { from: null, until: null }
}
