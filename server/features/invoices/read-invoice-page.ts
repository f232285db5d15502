import { codeOf, nothingSaid, readAmount, readDay, redReferenceOf, type Said } from './invoice-reading.ts'
import { type Label, type LabelKind, type LabelledPage, labelledPage } from './page-labels.ts'
import { type Glyph, keyOf, type Line, linesOf, readText, untilHole } from './page-lines.ts'
import type { PageText } from './page-text.ts'
import { kindOfWords, readWords } from './read-invoice-xml.ts'
import type { Statement } from './say-together.ts'

/**
 * Reads printed invoices from the places of their texts: 数电票, with buyer and seller beside each other, and the older
 * 增值税电子发票, with the seller below. Labels are found first, whatever they are cut into; a value stands right of its
 * label, as far as the next label or the next box. One statement for each invoice: pages without a number of their own, or
 * with the same, go on with the one before.
 */
export function sayInvoicePages(pages: readonly PageText[]): Statement[] {
  const found: { said: Said; wordsFen: Statement['wordsFen'] }[] = []
  for (const page of pages) {
    const one = sayPage(page)
    const last = found.at(-1)
    if (last && (one.said.number === null || one.said.number === last.said.number)) {
      found[found.length - 1] = { said: filledUp(last.said, one.said), wordsFen: last.wordsFen ?? one.wordsFen }
    } else if (one.said.number !== null) found.push(one)
  }
  return found.map(({ said, wordsFen }) => ({ from: 'page', said, ...(wordsFen ? { wordsFen } : {}) }))
}

function filledUp(said: Said, more: Said): Said {
  const fields = Object.keys(said) as (keyof Said)[]
  return Object.fromEntries(fields.map((field) => [field, said[field] ?? more[field]])) as Said
}

function sayPage(page: PageText): { said: Said; wordsFen: Statement['wordsFen'] } {
  const view = labelledPage(page)
  const number = numberOf(view, page)
  const code = matchBeside(view, 'code', /\d{10}(?:\d{2})?(?!\d)/)
  const [buyer, seller] = partiesOf(view)
  const amounts = totalsOf(view)
  const words = labelsOf(view, 'words').map((label) => readText(textBeside(view, label, 0.9), 'betweenWords'))
  const remark = remarkOf(view, page)
  const said: Said = {
    ...nothingSaid,
    number,
    code: codeOf(number, number?.length === 20 ? '' : code),
    kind: kindOf(view, page),
    issuedOn: dayOf(view),
    ...amounts,
    buyerName: buyer.name,
    buyerTaxNumber: buyer.taxNumber,
    sellerName: seller.name,
    sellerTaxNumber: seller.taxNumber,
    remark,
    redReference: redReferenceOf(remark),
  }
  return { said, wordsFen: words.map(readWords).find((value) => value !== null) }
}

function labelsOf(view: LabelledPage, kind: LabelKind): Label[] {
  return view.labels.filter((label) => label.kind === kind)
}

/**
 * What stands right of a label at its height, give or take some of it: values are set in another size than labels, and
 * by another program. The label's own width is not to be relied upon, so all from its middle on that is not itself counts.
 */
function textBeside(view: LabelledPage, label: Label, sizes: number): Glyph[] {
  const limit = limitOf(view, label)
  const tolerance = label.size * sizes
  const candidates = view.values.filter(
    (glyph) =>
      Math.abs(glyph.middle - label.middle) <= tolerance && glyph.x > (label.x + label.right) / 2 && glyph.x < limit,
  )
  const lines = linesOf(candidates)
  return [...(nearest(lines, label.middle)?.glyphs ?? [])]
}

function nearest(lines: readonly Line[], middle: number): Line | undefined {
  return lines.toSorted((one, other) => Math.abs(one.middle - middle) - Math.abs(other.middle - middle))[0]
}

/** Where the next label or the next box begins. */
function limitOf(view: LabelledPage, label: Label): number {
  const beside = view.labels
    .filter(
      (other) =>
        other.x > label.right && Math.abs(other.middle - label.middle) < Math.max(other.size, label.size) * 0.9,
    )
    .map((other) => other.x)
  const boxes = view.markers
    .filter(
      ({ x, top, bottom }) =>
        x > label.right && top - label.size * 2 < label.middle && bottom + label.size * 2 > label.middle,
    )
    .map((marker) => marker.x)
  return Math.min(Number.POSITIVE_INFINITY, ...beside, ...boxes)
}

function matchBeside(view: LabelledPage, kind: LabelKind, pattern: RegExp): string | null {
  for (const label of labelsOf(view, kind)) {
    for (const sizes of [0.5, 1]) {
      const match = pattern.exec(keyOf(textBeside(view, label, sizes)).text)
      if (match) return match[0]
    }
  }
  return null
}

function numberOf(view: LabelledPage, page: PageText): string | null {
  const beside = matchBeside(view, 'number', /\d{20}(?!\d)|\d{8}(?!\d)/)
  if (beside) return beside
  // Set far off its label, or without one: 20 digits that begin with a year since 2021 are nothing else in an invoice's
  // head. A check code has as many, in groups; an account may have as many further down.
  const whole = headOf(view, page)
    .flatMap((line) => runsOf(line.glyphs))
    .filter((run) => /^2[1-9]\d{18}$/.test(run))
  return new Set(whole).size === 1 ? (whole[0] ?? null) : null
}

/** What stands in one piece. */
function runsOf(glyphs: readonly Glyph[]): string[] {
  const runs: Glyph[][] = []
  for (const glyph of glyphs) {
    const run = runs.at(-1)
    const before = run?.at(-1)
    const isApart = !before || glyph.spaced || glyph.x - before.right > glyph.size * 0.8
    if (isApart) runs.push([glyph])
    else run?.push(glyph)
  }
  return runs.map((run) => keyOf(run).text.replace(/^.*:/, ''))
}

function dayOf(view: LabelledPage): string | null {
  for (const label of labelsOf(view, 'day')) {
    for (const sizes of [0.5, 1]) {
      const text = keyOf(textBeside(view, label, sizes)).text
      const [, year, month = '', day = ''] = /(\d{4})[年/.-]?(\d{2}|\d(?=\D))[月/.-]?(\d{1,2})日?/.exec(text) ?? []
      if (year) return readDay(`${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
    }
  }
  return null
}

type Party = { readonly name: string | null; readonly taxNumber: string | null }

/** The first of both is the buyer: it stands left of the seller, or above it. What says so itself is believed first. */
function partiesOf(view: LabelledPage): [Party, Party] {
  const names = inOrder(labelsOf(view, 'name'))
  const taxNumbers = inOrder(labelsOf(view, 'taxNumber'))
  const sideOf = (label: Label | undefined, side: 'buyer' | 'seller') => (label?.side ?? side) === side
  const pick = (labels: readonly Label[], index: 0 | 1, side: 'buyer' | 'seller') =>
    labels.find((label) => label.side === side) ?? (sideOf(labels[index], side) ? labels[index] : undefined)
  const party = (index: 0 | 1, side: 'buyer' | 'seller'): Party => ({
    name: nameAt(view, pick(names, index, side)),
    taxNumber: taxNumberAt(view, pick(taxNumbers, index, side)),
  })
  return [party(0, 'buyer'), party(1, 'seller')]
}

function inOrder(labels: readonly Label[]): Label[] {
  return labels.toSorted((one, other) =>
    Math.abs(one.middle - other.middle) < Math.max(one.size, other.size) * 2
      ? one.x - other.x
      : one.middle - other.middle,
  )
}

/** A name goes on under itself where it is long, down to the next label of its box. */
function nameAt(view: LabelledPage, label: Label | undefined): string | null {
  if (!label) return null
  const limit = limitOf(view, label)
  const below = view.labels
    .filter(
      (other) =>
        other.middle > label.middle + label.size * 0.9 && other.x < limit && other.right > label.x - label.size,
    )
    .map((other) => other.middle - other.size * 0.7)
  const bottom = Math.min(label.middle + label.size * 3, ...below)
  const inBox = view.values.filter(
    (glyph) =>
      glyph.middle > label.middle - label.size * 0.95 &&
      glyph.middle < bottom &&
      glyph.x > (label.x + label.right) / 2 &&
      glyph.x < limit,
  )
  const lines = linesOf(inBox).map((line) => untilHole(line.glyphs, 4))
  const first = lines.find((line) => line.length > 0)?.[0]
  if (!first) return null
  // Lines of one name begin below one another.
  const own = lines.filter((line) => Math.abs((line[0]?.x ?? 0) - first.x) < first.size * 2)
  const name = own.map((line) => readText(line, 'betweenWords')).join('')
  return name === '' ? null : name
}

function taxNumberAt(view: LabelledPage, label: Label | undefined): string | null {
  if (!label) return null
  for (const sizes of [0.5, 1]) {
    const match = /^[0-9A-Z]{15,20}(?![0-9A-Z])/i.exec(keyOf(textBeside(view, label, sizes)).text)
    if (match) return match[0].toUpperCase()
  }
  return null
}

const money = /[-−]?[¥]?[-−]?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d{2}/g

/** 合计 with amount and tax in its row, and （小写） with both together. Tax is `***` where there is none. */
function totalsOf(view: LabelledPage): Pick<Said, 'amountFen' | 'amountWithoutTaxFen' | 'taxFen'> {
  const total = labelsOf(view, 'total')
    .map((label) => moneyBeside(view, label)[0])
    .find((text) => text !== undefined)
  const inWordsRow = labelsOf(view, 'totalRow')
    .map((label) => moneyBeside(view, label).at(-1))
    .find((text) => text !== undefined)
  const sums =
    labelsOf(view, 'sum')
      .map((label) => moneyBeside(view, label))
      .find((texts) => texts.length > 0) ?? []
  return {
    amountFen: readAmount(total ?? inWordsRow ?? null),
    amountWithoutTaxFen: readAmount(sums[0] ?? null),
    taxFen: readAmount(sums[1] ?? null),
  }
}

function moneyBeside(view: LabelledPage, label: Label): string[] {
  for (const sizes of [0.5, 0.9, 1.2]) {
    const found = keyOf(textBeside(view, label, sizes)).text.match(money)
    if (found) return [...found]
  }
  return []
}

/** The title stands in the upper third; words of a remark say nothing about the kind. */
function kindOf(view: LabelledPage, page: PageText): Said['kind'] {
  for (const line of headOf(view, page)) {
    const kind = kindOfWords(keyOf(line.glyphs).text)
    if (kind) return kind
  }
  return null
}

function headOf(view: LabelledPage, page: PageText): Line[] {
  return view.lines.filter((line) => page.height === 0 || line.middle < page.height / 3)
}

/** All that stands in the box right of 备注, between the total and the names of those who issued it. */
function remarkOf(view: LabelledPage, page: PageText): string | null {
  const marker = view.markers.find(({ word }) => word === '备注')
  const label = labelsOf(view, 'remark')[0]
  const place =
    marker ?? (label && { right: label.right, top: label.middle - label.size, bottom: label.middle + label.size })
  if (!place) return null
  const middle = (place.top + place.bottom) / 2
  const rows = [...labelsOf(view, 'total'), ...labelsOf(view, 'totalRow'), ...labelsOf(view, 'words')]
  const top = Math.max(0, ...rows.filter((row) => row.middle < middle).map((row) => row.middle + row.size * 0.9))
  const feet = labelsOf(view, 'foot').filter((foot) => foot.middle > middle)
  const bottom = Math.min(page.height || Number.POSITIVE_INFINITY, ...feet.map((foot) => foot.middle - foot.size * 0.7))
  const inBox = view.all.filter((glyph) => glyph.x >= place.right && glyph.middle > top && glyph.middle < bottom)
  const lines = linesOf(inBox)
  if (lines.length === 0) return ''
  let remark = ''
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    // A line that reaches the box's end was wrapped there; a shorter one was ended.
    const wrapped = before && (before.glyphs.at(-1)?.right ?? 0) > page.width * 0.9
    remark += `${index === 0 || wrapped ? '' : '\n'}${readText(line.glyphs, 'asWritten')}`
  }
  return remark
}
