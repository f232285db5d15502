import { judgeCreditCode, judgeOrganisationCode } from '../../../server/core/ids.ts'
import { charactersAt, type Found } from '../fields/evidence.ts'
import { joinPieces, lineHeight, type Piece } from '../fields/pieces.ts'
import type { ReadCharacter } from '../text-line.ts'
import { type Cell, isSameRow } from './licence-cells.ts'

/** Letters that the alphabet of GB 32100 does not have, and what was printed where a machine saw them. */
const impossible: Readonly<Record<string, string>> = { I: '1', O: '0', S: '5', Z: '2', V: 'YUW', '|': '1' }
/** Where only digits stand (the region, characters 3 to 8). */
const digitFor: Readonly<Record<string, string>> = {
  A: '4',
  B: '8',
  C: '0',
  D: '0',
  G: '6',
  L: '1',
  Q: '0',
  T: '7',
  U: '0',
}
/** What machines take for each other among the characters that may stand there. */
const alike: Readonly<Record<string, string>> = {
  '0': 'DQUC6',
  '1': 'LTJ7',
  '2': '7',
  '3': '8',
  '4': 'A',
  '5': '6',
  '6': 'G05',
  '7': 'T1Y',
  '8': 'B3',
  '9': '8',
  A: '4',
  B: '8R',
  C: 'G0',
  D: '0Q',
  E: 'F',
  F: 'EP',
  G: '6C',
  H: 'MNW',
  J: '1',
  K: 'XH',
  L: '1',
  M: 'NHW',
  N: 'MH',
  P: 'FR',
  Q: '0D',
  R: 'BP',
  T: '17',
  U: '0',
  W: 'MN',
  X: 'KY',
  Y: 'X7T',
}

/** Below this, digits alone do not make a code certain of which only the outer check character agrees. */
const sureCharacter = 0.8
/** Above this a character is not taken for another. */
const doubtfulCharacter = 0.93

/**
 * PURE: the unified social credit code, wherever it stands. Right of its label, under it, or without one. What can be
 * read in several ways is settled by the two check characters: of the whole (GB 32100) and of the organisation's part
 * (GB 11714). Only a code whose check characters agree is "high"; one that cannot be settled is given as it was read.
 */
export function findCreditCode(cells: readonly Cell[]): Found<string> | null {
  const labels = cells.filter((cell) => cell.meaning === 'creditCode').map((cell) => cell.piece)
  const others = cells.filter((cell) => cell.meaning === 'other').flatMap((cell) => (cell.rest ? [cell.rest] : []))
  const found: { code: Found<string>; rank: number }[] = []
  const pieces = cells.flatMap((cell) => (cell.rest ? [cell.rest] : cell.meaning ? [] : [cell.piece]))
  for (const piece of joinParts(pieces)) {
    const isLabelled = labels.some((label) => belongsTo(label, piece))
    for (const run of runsOf(piece)) {
      const code = settle(run, piece)
      // A number of eighteen digits that is not called a code, and is none, is the licence's own number.
      if (!code || (!isLabelled && (code.confidence === 'low' || others.includes(piece)))) continue
      found.push({ code, rank: (isLabelled ? 0 : 2) + (code.confidence === 'high' ? 0 : 1) })
    }
  }
  return found.sort((a, b) => a.rank - b.rank)[0]?.code ?? null
}

const partOfCode = /^[\s0-9A-Za-z|]+$/

/** Glare, or a fold, makes several boxes of one code. */
function joinParts(pieces: readonly Piece[]): Piece[] {
  const rest = [...pieces].sort((a, b) => a.left - b.left)
  return rest.flatMap((first) => {
    if (!rest.includes(first)) return []
    let code = first
    while (partOfCode.test(code.text)) {
      const { right } = code
      const next = rest.find(
        (other) =>
          other.left >= right - 0.6 * lineHeight(first) &&
          other.left - right < 1.6 * lineHeight(first) &&
          partOfCode.test(other.text) &&
          isSameRow(first, other),
      )
      if (!next) break
      rest.splice(rest.indexOf(next), 1)
      code = joinPieces(code, next, 'along')
    }
    return [code]
  })
}

/** In the label's row to its right, or up to three lines under it, over or beside its middle. */
function belongsTo(label: Piece, piece: Piece): boolean {
  const height = lineHeight(label)
  const down = piece.middle - label.middle
  if (Math.abs(down) < 0.7 * height) return piece.left > label.left
  const overlaps = Math.min(label.right, piece.right) - Math.max(label.left, piece.left) > -height
  return down > 0 && down < 4.2 * height && overlaps
}

/** Runs of 17 to 19 letters and digits, blanks between taken out. */
function runsOf(piece: Piece): ReadCharacter[][] {
  const runs: ReadCharacter[][] = []
  for (const match of piece.text.matchAll(
    /[0-9A-Za-z|０-９Ａ-Ｚ](?:[0-9A-Za-z|０-９Ａ-Ｚ]|[\s·.-](?=[0-9A-Za-z|０-９Ａ-Ｚ]))*/g,
  )) {
    const characters = charactersAt(piece, match.index, match.index + match[0].length).filter(({ text }) =>
      /^[0-9A-Za-z|０-９Ａ-Ｚ]$/.test(text),
    )
    if (characters.length >= 17 && characters.length <= 19) runs.push(characters)
  }
  return runs
}

function settle(run: readonly ReadCharacter[], piece: Piece): Found<string> | null {
  const glyphs = run.map(({ text }) => text.normalize('NFKC').toUpperCase())
  const score = run.reduce((sum, character) => sum + character.score, 0) / run.length
  const least = Math.min(...run.map((character) => character.score))
  const asRead = { text: piece.text, score: Math.min(1, Math.max(0, score)), quads: [...piece.quads] }
  const readings = run.length === 18 ? [glyphs] : run.length === 19 ? withoutOne(glyphs) : []
  const settled = readings.flatMap((reading) => possibleCodes(reading, run))
  const fewest = Math.min(...settled.map((one) => one.repairs))
  const best = [...new Set(settled.filter((one) => one.repairs === fewest).map((one) => one.code))]
  const code = best[0]
  if (code && best.length === 1) {
    const both = hasRightPart(code)
    const isSure = run.length === 18 && fewest <= 1 && (both || (fewest === 0 && least >= sureCharacter))
    return { ...asRead, value: code, confidence: isSure ? 'high' : 'low' }
  }
  const repaired = glyphs.map((glyph, index) => forced(glyph, index)[0] ?? glyph).join('')
  return { ...asRead, value: repaired, confidence: 'low' }
}

function withoutOne(glyphs: readonly string[]): string[][] {
  return glyphs.map((_, index) => glyphs.filter((_glyph, other) => other !== index))
}

/** What a character must have been where it cannot be what it seems. */
function forced(glyph: string, index: number): string[] {
  if (impossible[glyph]) {
    const originals = [...impossible[glyph]]
    return index >= 2 && index <= 7 ? originals.filter((one) => /\d/.test(one)) : originals
  }
  if (index >= 2 && index <= 7 && !/\d/.test(glyph)) return [digitFor[glyph] ?? '0']
  return [glyph]
}

interface Possible {
  code: string
  /** Characters taken for others that could have been meant as they were read. */
  repairs: number
}

/** The codes with a right check character that this could be, with up to two characters taken for their likes. */
function possibleCodes(glyphs: readonly string[], run: readonly ReadCharacter[]): Possible[] {
  let bases = ['']
  for (const [index, glyph] of glyphs.entries()) {
    const options = forced(glyph, index)
    bases = bases.flatMap((base) => options.map((option) => base + option)).slice(0, 64)
  }
  const right = bases.filter(isRight)
  if (right.length > 0) return right.map((code) => ({ code, repairs: 0 }))
  const once = bases.flatMap((base) => changes(base, run))
  const repaired = once.filter(isRight)
  // A guess has to satisfy both check characters, or it is one of too many.
  const trusted = repaired.filter((code) => hasRightPart(code))
  if (trusted.length > 0) return trusted.map((code) => ({ code, repairs: 1 }))
  return once
    .flatMap((base) => changes(base, run))
    .filter((code) => isRight(code) && hasRightPart(code))
    .map((code) => ({ code, repairs: 2 }))
}

/** Whether the organisation's part agrees with its own check character as well. */
function hasRightPart(code: string): boolean {
  return judgeOrganisationCode(code.slice(8, 17)) === 'valid'
}

function isRight(code: string): boolean {
  return judgeCreditCode(code) === 'valid'
}

function changes(base: string, run: readonly ReadCharacter[]): string[] {
  return [...base].flatMap((glyph, index) => {
    const character = run.length === base.length ? run[index] : undefined
    const runnerUp = character?.other?.text.normalize('NFKC').toUpperCase()
    // What the machine was sure of it read right; to doubt everything finds a code that agrees in almost anything.
    const likes = character && character.score < doubtfulCharacter ? (alike[glyph] ?? '') : ''
    const originals = new Set([...likes, ...(runnerUp ? forced(runnerUp, index) : [])])
    originals.delete(glyph)
    return [...originals].map((original) => base.slice(0, index) + original + base.slice(index + 1))
  })
}
