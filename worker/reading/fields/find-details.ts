import { findOrderNumbers } from '../../../server/core/order-number.ts'
import type { ReadCharacter } from '../text-line.ts'
import type { Association, Pair } from './associate.ts'
import { charactersAt, type Found, found } from './evidence.ts'
import { lineHeight, type Piece } from './pieces.ts'
import { codeIn, findAccount, findMoment, plain } from './values.ts'

/** PURE: order number, serial number, time and remark. */

function pairsOf(association: Association, attribute: string): Pair[] {
  return association.pairs
    .filter((pair) => pair.meaning.attribute === attribute)
    .sort((a, b) => a.meaning.rank - b.meaning.rank || a.label.middle - b.label.middle)
}

/** Our own order number, wherever it stands: in the remark, as the merchant's order number, in the goods' description. */
export function findOrderNo(pieces: readonly Piece[]): Found<string> | null {
  let best: Found<string> | null = null
  for (const piece of pieces) {
    for (const hit of findOrderNumbers(piece.text)) {
      const characters = charactersAt(piece, hit.start, hit.end)
      const least = Math.min(1, ...characters.map(surenessInAnyCase))
      const exact = hit.repairs === 0
      const sure = hit.candidates.length === 1 && least >= (exact ? 0.85 : 0.9)
      const score = exact ? least : least * 0.5
      if (best && (best.confidence === 'high' || !sure) && best.score >= score) continue
      const confidence = sure ? 'high' : 'low'
      best = {
        value: settleTail(hit.orderNumber, hit.candidates, characters),
        text: piece.text,
        confidence,
        score,
        quads: [...piece.quads],
      }
    }
  }
  return best
}

/** 5 or S, 2 or Z: a rival that is another letter makes doubt; the same letter in the other case does not. */
function surenessInAnyCase({ text, score, other }: ReadCharacter): number {
  return other && other.text.toUpperCase() === text.toUpperCase() ? score + other.score : score
}

/** Of several originals of a character that cannot be, the one that the machine itself held second likeliest. */
function settleTail(first: string, candidates: readonly string[], characters: readonly ReadCharacter[]): string {
  if (candidates.length < 2) return first
  const visible = characters.filter((character) => character.text.trim() !== '')
  return (
    candidates.find((candidate) =>
      [...candidate].every((glyph, index) => {
        const character = visible[index]
        return character?.text.toUpperCase() === glyph || character?.other?.text.toUpperCase() === glyph
      }),
    ) ?? first
  )
}

/** The bank's or the app's number of the transaction. */
export function findSerial(association: Association, taken: readonly (string | undefined)[]): Found<string> | null {
  const isTaken = (code: string) => findOrderNumbers(code).length > 0 || taken.includes(code)
  const ranked = pairsOf(association, 'serial')
  for (const { value } of ranked) {
    const code = codeIn(value.text)
    if (code && !isTaken(code)) return found(code, value)
  }
  // Payment apps call the number of the transaction 订单号; ours is not all digits.
  for (const { value } of pairsOf(association, 'orderNo')) {
    const code = codeIn(value.text)
    if (code && /^\d{14,32}$/.test(code)) return found(code, value, false)
  }
  for (const piece of association.loose) {
    const code = /^\d{16,30}$/.exec(plain(piece.text))?.[0]
    if (code && !isTaken(code) && findAccount(code) && /^(?:20\d{6}|4200|EB|1000)/.test(code))
      return found(code, piece, false)
  }
  return null
}

/** When the money moved: not when the slip was printed, not when the money will arrive. */
export function findPaidAt(association: Association, pieces: readonly Piece[]): Found<string> | null {
  const dated = pairsOf(association, 'paidAt').flatMap((pair) => {
    const moment = findMoment(pair.value.text)
    return moment ? [{ pair, moment }] : []
  })
  const best = dated[0]
  if (best) {
    // Another label of the same day may know the time as well: 记账日期 and 时间戳.
    const finer = dated.find(({ moment }) => moment.length > best.moment.length && moment.startsWith(best.moment))
    const chosen = finer ?? best
    return found(chosen.moment, chosen.pair.value)
  }
  const heights = pieces.map(lineHeight).sort((a, b) => a - b)
  const typical = heights[heights.length >> 1] ?? 0
  const free = association.loose
    .filter((piece) => !piece.owner && lineHeight(piece) > typical * 0.6)
    .flatMap((piece) => {
      const moment = findMoment(piece.text)
      const rest = plain(piece.text).replace(/[\d年月日时分秒:./\-T星期一二三四五六日上下午()]/g, '')
      return moment && rest.length <= 4 ? [{ piece, moment }] : []
    })
    .sort((a, b) => a.piece.middle - b.piece.middle)
  const [first] = free
  if (!first) return null
  const oneDay = free.every(({ moment }) => moment.slice(0, 10) === first.moment.slice(0, 10))
  return found(first.moment, first.piece, oneDay)
}

/** What banks write into 摘要 and 备注 by themselves. */
const boilerplate =
  /^(?:电子汇[出划入兑]|网转|网银转账|跨行转[出账入]|行内转[出账]|转账|汇款|汇兑|普通汇[兑款]|转账汇款|同城转账|异地转账|电子汇划|汇出|转出|往账|来账|网上转账|网上支付|消费|跨行汇款|对公转账|企业网银|企业转账|转账支出|转账取款|客户附言|客户附言电子汇划|无|-+|\/|—+|支付结算|实时|普通|款|单位|货款|报文种类.*|支付交易序号.*|代发|网络转账|网银|手机银行|手机转账|ATM转账|柜台转账|[A-Z]?\d{1,10})$/

/** 附言, 用途, 备注, 商品 or 摘要: the one in which people write. */
export function findRemark(association: Association, orderNo: string | null): Found<string> | null {
  const remarks = pairsOf(association, 'remark').flatMap((pair) => {
    const text = pair.value.text.normalize('NFKC').trim()
    if (text === '' || /^[-—/无]$/.test(text)) return []
    return [{ pair, text, own: holds(text, orderNo), boilerplate: boilerplate.test(plain(text)) }]
  })
  const chosen =
    remarks.find((remark) => remark.own) ??
    remarks.find((remark) => !remark.boilerplate && remark.pair.meaning.rank < 4) ??
    remarks.find((remark) => remark.pair.meaning.rank === 0)
  return chosen ? found(chosen.text, chosen.pair.value) : null
}

function holds(text: string, orderNo: string | null): boolean {
  return orderNo !== null && findOrderNumbers(text).some((hit) => hit.candidates.includes(orderNo))
}
