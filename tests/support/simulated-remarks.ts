import { orderNumberAlphabet } from '../../server/core/order-number.ts'
import type { Chance } from './simulated-names.ts'

const courses = [
  '培训费',
  '年会会务费',
  '检测师考前培训费',
  '继续教育费',
  '见证取样员培训费',
  '试验检测人员培训费',
  '技术培训服务费',
]
const silent = [
  '',
  '',
  '培训费',
  '培训费',
  '服务费',
  '货款',
  '往来款',
  '检测培训',
  '2026年第二期',
  '跨行转账',
  '网银转账',
]
const terms = ['一', '二', '四', '五', '六', '七', '八']

/** What people write who give no number. */
export const silentRemark = (chance: Chance) => chance.of(silent)

/** A number in the middle of what people write around it. */
export function remarkWith(chance: Chance, number: string): string {
  const course = chance.of(courses)
  return chance.of([
    () => number,
    () => number,
    () => `培训费${number}`,
    () => `培训费 ${number}`,
    () => `订单号:${number}`,
    () => `订单号 ${number}`,
    () => `付${course}(${number})`,
    () => `${course}/${number}`,
    () => `订单${number} ${course}`,
    () => `${number}${course}${2 + chance.below(9)}人`,
    () => `2026年第${chance.of(terms)}期培训费 ${number}`,
  ])()
}

export type Writing = 'number' | 'lower' | 'mixed' | 'spaced' | 'confused' | 'typo'

/** The number as somebody typed it. */
export function writeNumber(chance: Chance, number: string, writing: Writing): string {
  const [head, tail] = [number.slice(0, 4), number.slice(4)]
  switch (writing) {
    case 'number':
      return number
    case 'lower':
      return number.toLowerCase()
    case 'mixed':
      return `Px26${tail.toLowerCase()}`
    case 'spaced':
      return chance.of([
        () => `PX 26 ${tail.slice(0, 3)} ${tail.slice(3)}`,
        () => `${head}-${tail}`,
        () => `${head} ${tail}`,
        () => [...number].map((letter) => String.fromCodePoint((letter.codePointAt(0) ?? 0) + 0xfee0)).join(''),
      ])()
    case 'confused': {
      const at = [...tail].findIndex((letter) => 'QDTJ7'.includes(letter))
      if (at < 0) return number.toLowerCase()
      const letter = tail[at] ?? ''
      const other = 'QD'.includes(letter) ? chance.of(['0', 'O']) : chance.of(['1', 'I'])
      return head + tail.slice(0, at) + other + tail.slice(at + 1)
    }
    case 'typo': {
      const at = chance.below(6)
      const letter = chance.of([...orderNumberAlphabet])
      return chance.of([
        () => head + tail.slice(0, at) + letter + tail.slice(at + 1),
        () => head + tail.slice(0, at) + tail.slice(at + 1),
        () => head + tail.slice(0, at) + letter + tail.slice(at),
        () => head + tail.slice(0, 4) + (tail[5] ?? '') + (tail[4] ?? ''),
        () => `P${head.slice(2)}${tail}`,
      ])()
    }
  }
}
