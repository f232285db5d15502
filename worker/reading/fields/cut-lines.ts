import type { FlatLine } from './flat-page.ts'
import {
  almostLabel,
  type LabelMeaning,
  labelEndingBefore,
  labelMeaning,
  labelStartingAt,
  normaliseLabelCharacter,
} from './labels.ts'
import { findMoneyIn } from './money.ts'
import { joinPieces, lineHeight, type Piece, pieceOf, sameRow } from './pieces.ts'
import { bankIn, codeIn, findAccount, findMoment, nameIn, plain } from './values.ts'

/** Takes lines apart into labels and values: one line may hold several pairs, and one label several boxes. */
export function cutLines(lines: readonly FlatLine[]): Piece[] {
  const pieces = lines.flatMap((line) => segmentsOf(line).flatMap(([from, to]) => cutSegment(line, from, to)))
  return joinNumberParts(joinSpacedLabels(joinStackedHeadings(pieces)))
}

/** Where a line has a hole as wide as two characters and more, it is several things side by side. */
export function segmentsOf(line: FlatLine): [number, number][] {
  const { characters } = line
  if (line.vertical) return [[0, characters.length]]
  const typical = (line.height * 0.8) / Math.max(1, line.right - line.left)
  const segments: [number, number][] = []
  let from = 0
  let end = characters[0]?.end ?? 0
  for (let i = 1; i < characters.length; i++) {
    const character = characters[i]
    if (!character || character.text.trim() === '') continue
    if (character.start - end > typical * 2.2) {
      segments.push([from, i])
      from = i
    }
    end = character.end
  }
  segments.push([from, characters.length])
  return segments
}

interface Span {
  start: number
  /** After the label, before its colon. */
  end: number
  /** After the colon, if there is one. */
  next: number
  colon: boolean
  meaning: LabelMeaning
}

function cutSegment(line: FlatLine, from: number, to: number): Piece[] {
  const glyphs = line.characters.slice(from, to).map((character) => character.text)
  const text = glyphs.join('')
  if (text.trim() === '') return []
  const whole = labelMeaning(text) ?? (/[:：]\s*$/.test(text) ? almostLabel(text) : null)
  if (whole) return [asLabel(pieceOf(line, from, to, whole), /[:：]\s*$/.test(text))]
  const spans = findSpans(glyphs)
  if (spans.length === 0 && isHeadingBeforeLabel(glyphs)) {
    // 款|账号: a heading written downwards, so close to the labels that both came in one box.
    return [pieceOf(line, from, from + 1), pieceOf(line, from + 1, to, labelMeaning(glyphs.slice(1).join('')))]
  }
  if (spans.length === 0) {
    const almost = glyphs.length >= 4 && glyphs.length <= 8 ? almostLabel(text) : null
    return [almost ? pieceOf(line, from, to, almost) : pieceOf(line, from, to)]
  }
  const pieces: Piece[] = []
  const first = spans[0]
  if (first && first.start > 0) pushValue(pieces, line, from, from + first.start)
  spans.forEach((span, index) => {
    const label = asLabel(pieceOf(line, from + span.start, from + span.end, span.meaning), span.colon)
    pieces.push(label)
    const until = spans[index + 1]?.start ?? glyphs.length
    const value = pushValue(pieces, line, from + span.next, from + until)
    if (value) {
      label.inline = value
      value.owner = label
    }
  })
  return pieces
}

function isHeadingBeforeLabel(glyphs: readonly string[]): boolean {
  if (!/^[付收款人方单位]$/.test(glyphs[0] ?? '')) return false
  const meaning = labelMeaning(glyphs.slice(1).join(''))
  return meaning !== null && meaning.party === null && ['name', 'account', 'bank'].includes(meaning.attribute)
}

function asLabel(piece: Piece, colon: boolean): Piece {
  return { ...piece, colon }
}

function pushValue(pieces: Piece[], line: FlatLine, from: number, to: number): Piece | null {
  let start = from
  let end = to
  const isEdge = (index: number) => /^[\s:：]*$/.test(line.characters[index]?.text ?? '')
  while (start < end && isEdge(start)) start++
  while (end > start && isEdge(end - 1)) end--
  const text = line.characters.slice(start, end).map((character) => character.text)
  // (小写)¥ with the figure in the next box: the sign is no value.
  if (start >= end || /^\s*(?:[¥￥]|RMB|CNY)\s*$/i.test(text.join(''))) return null
  const piece = pieceOf(line, start, end)
  pieces.push(piece)
  return piece
}

function findSpans(glyphs: readonly string[]): Span[] {
  const normalised = glyphs.map(normaliseLabelCharacter)
  const spans: Span[] = []
  const isColon = (index: number) => glyphs[index] === ':' || glyphs[index] === '：'
  const weak = weakLabelAtStart(glyphs, normalised)
  if (weak) spans.push(weak)
  for (let at = 0; at < glyphs.length; at++) {
    if (!isColon(at)) continue
    // 12:19 is a time.
    if (/\d/.test(glyphs[at - 1] ?? '') && /\d/.test(glyphs[at + 1] ?? '')) continue
    const previous = spans.at(-1)
    const begin = previous?.next ?? 0
    const found = labelEndingBefore(normalised.slice(begin), at - begin)
    let span: Span | null = null
    if (found) span = { start: begin + found.start, end: at, next: at + 1, colon: true, meaning: found.meaning }
    else if (begin === 0) span = unknownLabel(glyphs, at)
    if (!span) continue
    // 摘要：订单号：PX… is a remark that says 订单号.
    const isQuoted = span.meaning.attribute === 'orderNo' && previous?.meaning.attribute === 'remark'
    if (isQuoted) continue
    if (previous && !previous.colon && span.start <= previous.start) spans.pop()
    spans.push(span)
  }
  return spans
}

/** Up to a dozen characters before a line's first colon, a label that no list has: its value is spoken for. */
function unknownLabel(glyphs: readonly string[], colonAt: number): Span | null {
  const text = glyphs.slice(0, colonAt).join('')
  const almost = almostLabel(text)
  if (almost) return { start: 0, end: colonAt, next: colonAt + 1, colon: true, meaning: almost }
  if (colonAt > 12 || !/^[^\d¥￥*]{2,}$/.test(text)) return null
  return {
    start: 0,
    end: colonAt,
    next: colonAt + 1,
    colon: true,
    meaning: { attribute: 'other', party: null, rank: 9 },
  }
}

/** A label without a colon, if what follows it is what such a label is followed by. */
function weakLabelAtStart(glyphs: readonly string[], normalised: readonly string[]): Span | null {
  const found = labelStartingAt(normalised, 0)
  if (!found || found.length >= glyphs.length) return null
  let next = found.length
  // Brackets of 金额（大写） belong to the label.
  while (next < glyphs.length && /^[)）\]】]$/.test(glyphs[next] ?? '')) next++
  const isColon = /^[:：]$/.test(glyphs[next] ?? '')
  if (isColon) return null
  const rest = glyphs.slice(next).join('')
  const blank = /^\s/.test(rest)
  if (!fits(found.meaning, rest, normalised.slice(0, found.length).join('').length, blank)) return null
  return { start: 0, end: next, next, colon: false, meaning: found.meaning }
}

function fits(meaning: LabelMeaning, rest: string, labelLength: number, blank: boolean): boolean {
  switch (meaning.attribute) {
    case 'amount':
      return findMoneyIn(rest).length > 0 && !/[一-鿿]{4}/.test(rest.replace(/人民币/g, ''))
    case 'amountInWords':
      return /[壹贰叁肆伍陆柒捌玖拾佰仟万元圆整角分]{2}/.test(rest)
    case 'account':
      return findAccount(rest) !== null
    case 'accountOrName':
      return findAccount(rest) !== null || (blank && nameIn(rest) !== null)
    case 'paidAt':
      return findMoment(rest) !== null
    case 'serial':
    case 'orderNo':
      return codeIn(rest) !== null
    case 'party':
    case 'name':
      return (
        (blank || labelLength >= 4 || meaning.party !== null) &&
        labelLength >= 3 &&
        nameIn(rest) !== null &&
        (blank || labelLength >= 4)
      )
    case 'bank':
      return bankIn(rest) !== null && (blank || labelLength >= 3)
    case 'remark':
      return blank || (meaning.rank !== 1 && labelLength === 2 && plain(rest).length >= 3)
    case 'other':
      return blank || findMoneyIn(rest).length > 0 || /^[\d*]/.test(rest)
  }
}

/** 户　名, 金　额: one label whose characters stand so far apart that each got a box of its own. */
function joinSpacedLabels(pieces: readonly Piece[]): Piece[] {
  const rest = [...pieces].sort((a, b) => a.left - b.left)
  const joined: Piece[] = []
  while (rest.length > 0) {
    const piece = rest.shift()
    if (!piece) break
    if (piece.vertical || !isShortChinese(piece.text) || piece.label) {
      joined.push(piece)
      continue
    }
    const followers = rest
      .filter((other) => !other.label && !other.vertical && isShortChinese(other.text) && sameRow(piece, other))
      .filter((other) => other.left > piece.left && other.left - piece.right < 4 * lineHeight(piece))
      .sort((a, b) => a.left - b.left)
      .slice(0, 3)
    let best: { piece: Piece; used: number } | null = null
    let text = piece
    for (const [index, follower] of followers.entries()) {
      text = joinPieces(text, follower, 'along')
      const meaning = labelMeaning(text.text)
      if (meaning) best = { piece: { ...text, label: meaning, colon: /[:：]$/.test(text.text) }, used: index + 1 }
    }
    joined.push(best?.piece ?? piece)
    for (const used of followers.slice(0, best?.used ?? 0)) rest.splice(rest.indexOf(used), 1)
  }
  return joined
}

function isShortChinese(text: string): boolean {
  return /^[㐀-鿿]{1,2}[:：]?$/.test(text.trim())
}

/** 付/款/人 written downwards beside its fields, each character in a box of its own, some of them not found. */
function joinStackedHeadings(pieces: readonly Piece[]): Piece[] {
  const single = pieces.filter((piece) => /^[付收款人方单位户]$/.test(piece.text.trim()) && !piece.label)
  const stacks: Piece[] = []
  const used = new Set<Piece>()
  for (const piece of [...single].sort((a, b) => a.middle - b.middle)) {
    if (used.has(piece)) continue
    let stack = piece
    used.add(piece)
    for (const next of [...single].sort((a, b) => a.middle - b.middle)) {
      if (used.has(next)) continue
      const pitch = next.middle - stack.lastMiddle
      const aligned = Math.abs((next.left + next.right) / 2 - (piece.left + piece.right) / 2) < 0.7 * lineHeight(piece)
      if (!aligned || pitch < 0.6 * lineHeight(piece) || pitch > 2.6 * lineHeight(piece)) continue
      // 付/款/人 right above 收/款/人: 付, 收 and a character that is there already are of the next heading.
      if (/[付收]/.test(next.text) || stack.text.includes(next.text.trim())) break
      stack = joinPieces(stack, next, 'down')
      used.add(next)
    }
    stacks.push({ ...stack, vertical: true })
  }
  const headings = stacks.flatMap((stack) => {
    const party = partyOfStack(stack, stacks)
    if (party === null) return [stack]
    return [{ ...stack, label: { attribute: 'party', party, rank: 0 } as const }]
  })
  const tall = pieces.map((piece): Piece => {
    if (!piece.vertical || piece.label) return piece
    const party = /^付款?[人方单位户]*$/.test(piece.text)
      ? 'payer'
      : /^收款?[人方单位户]*$/.test(piece.text)
        ? 'payee'
        : null
    return party ? { ...piece, label: { attribute: 'party', party, rank: 0 } } : piece
  })
  // 户 and 名 of one label stand in a row, not in a stack: they go on as single pieces.
  const inStack = new Set(
    [...used].filter((piece) => stacks.some((stack) => stack.quads.length > 1 && contains(stack, piece))),
  )
  const alone = headings.filter((heading) => heading.quads.length > 1 || (heading.label && /[付收]/.test(heading.text)))
  const replaced = new Set([
    ...inStack,
    ...single.filter((piece) => alone.some((heading) => heading.quads[0] === piece.quads[0])),
  ])
  return [...tall.filter((piece) => !replaced.has(piece)), ...alone]
}

/** Where only 款/人 was found in the column of 付/款/人, it is the rest of 收/款/人. */
function partyOfStack(stack: Piece, stacks: readonly Piece[]): 'payer' | 'payee' | null {
  if (/付/.test(stack.text)) return 'payer'
  if (/收/.test(stack.text)) return 'payee'
  if (!/款./.test(stack.text)) return null
  const named = stacks.filter(
    (other) => /[付收]款/.test(other.text) && other.left < stack.right && stack.left < other.right,
  )
  if (named.length !== 1) return null
  return named[0]?.text.includes('付') ? 'payee' : 'payer'
}

function contains(stack: Piece, piece: Piece): boolean {
  return piece.quads.every((quad) => stack.quads.includes(quad))
}

/** 6222 **** | 8061: stars are so thin that a detector may see several pieces of one number. */
function joinNumberParts(pieces: readonly Piece[]): Piece[] {
  const result = [...pieces].sort((a, b) => a.left - b.left)
  for (let i = 0; i < result.length; i++) {
    for (;;) {
      const first = result[i]
      if (!first || !isNumberPart(first)) break
      const next = result.findIndex(
        (other, index) =>
          index > i &&
          isNumberPart(other) &&
          !other.owner &&
          sameRow(first, other) &&
          other.left - first.right < 2.4 * lineHeight(first) &&
          other.left - first.right > -0.5 * lineHeight(first) &&
          (/[*＊]/.test(first.text + other.text) || (isDigitGroup(first) && isDigitGroup(other))),
      )
      const follower = result[next]
      if (!follower) break
      const joined = joinPieces(first, follower, 'along')
      if (joined.owner) joined.owner.inline = joined
      result[i] = joined
      result.splice(next, 1)
    }
  }
  return result
}

function isNumberPart(piece: Piece): boolean {
  return (
    piece.label === null &&
    !piece.vertical &&
    /^[\d*＊·.\s-]{2,24}$/.test(piece.text) &&
    !/\d[.]\d{2}$/.test(piece.text)
  )
}

function isDigitGroup(piece: Piece): boolean {
  return /^\d{3,5}(?:\s\d{3,5})*$/.test(piece.text.trim())
}
