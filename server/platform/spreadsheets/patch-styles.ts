import { AppError } from '../../core/app-error.ts'
import { badFillColour, reasonFontColour } from './style-book.ts'
import { XmlTokens, xmlClose, xmlNeedsMore, xmlOpen } from './xml-tokens.ts'

/**
 * Adds the look of wrong cells to a workbook's own styles and takes it away again. A wrong cell gets a copy of the style it
 * has, with a red fill; numbers, borders and fonts stay. What fill it had is remembered by a named style that has that fill
 * and that the copy is derived from, because programs renumber styles when they save but keep such links.
 */

const sectionOrder = ['numFmts', 'fonts', 'fills', 'borders', 'cellStyleXfs', 'cellXfs', 'cellStyles'] as const
type SectionName = (typeof sectionOrder)[number]

type Section = { openTag: string; readonly children: string[] }

const rememberedName = '待更正'

export class StylePatch {
  /** What stands before, between and behind the sections that are known here. */
  readonly #sections = new Map<SectionName, Section>()
  readonly #pieces: (string | SectionName)[] = []
  readonly #prefix: string
  readonly #isRed: boolean[] = []
  readonly #red = new Map<number, number>()
  readonly #base = new Map<number, number>()
  #redFill: number
  #reason: number | null = null

  constructor(bytes: Buffer) {
    this.#prefix = readSections(bytes, this.#sections, this.#pieces)
    this.#redFill = this.#section('fills').children.findIndex((fill) => fill.includes(badFillColour))
  }

  /** Whether cells of this style are red because of an earlier import. */
  isRed(style: number): boolean {
    // Asked for every cell of a sheet.
    const known = this.#isRed[style]
    if (known !== undefined) return known
    const format = this.#section('cellXfs').children[style]
    const isRed = format !== undefined && this.#isOurs(numberOf(format, 'fillId'))
    this.#isRed[style] = isRed
    return isRed
  }

  /** The style to give a wrong cell that has this one. */
  redOf(style: number): number {
    const base = this.baseOf(style)
    const known = this.#red.get(base)
    if (known !== undefined) return known
    const format = this.#formatOf(base)
    const red = setAttributes(format, {
      fillId: this.#addRedFill(),
      xfId: this.#rememberFill(numberOf(format, 'fillId')),
      applyFill: 1,
    })
    const number = this.#add('cellXfs', red)
    this.#red.set(base, number)
    return number
  }

  /** The style that a cell had before it was marked, or this one when it is not marked. */
  baseOf(style: number): number {
    if (!this.isRed(style)) return style
    const known = this.#base.get(style)
    if (known !== undefined) return known
    const format = this.#formatOf(style)
    const remembered = this.#rememberedFills().find(({ named }) => named === numberOf(format, 'xfId'))
    const fillId = remembered?.fillId ?? 0
    const changed = setAttributes(format, { fillId, xfId: 0 })
    const base = fillId === 0 ? removeAttribute(changed, 'applyFill') : setAttributes(changed, { applyFill: 1 })
    const number = this.#add('cellXfs', base)
    this.#base.set(style, number)
    return number
  }

  /** For the texts of the reason column. */
  get reasonStyle(): number {
    if (this.#reason === null) {
      const font = this.#add(
        'fonts',
        this.#own(
          `<font><sz val="11"/><color rgb="${reasonFontColour}"/><name val="宋体"/><family val="3"/><charset val="134"/></font>`,
        ),
      )
      this.#reason = this.#add(
        'cellXfs',
        this.#own(
          `<xf numFmtId="49" fontId="${font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>`,
        ),
      )
    }
    return this.#reason
  }

  bytes(): Buffer {
    const text = this.#pieces.map((piece) => {
      const section = sectionOrder.find((name) => name === piece)
      return section === undefined ? piece : this.#sectionXml(section)
    })
    return Buffer.from(text.join(''))
  }

  #sectionXml(name: SectionName): string {
    const section = this.#sections.get(name)
    if (!section || section.children.length === 0) return ''
    const open = setAttributes(section.openTag.replace(/\/>$/, '>'), { count: section.children.length })
    return `${open}${section.children.join('')}</${this.#prefix}${name}>`
  }

  #section(name: SectionName): Section {
    const section = this.#sections.get(name) ?? { openTag: `<${this.#prefix}${name}>`, children: [] }
    this.#sections.set(name, section)
    return section
  }

  #formatOf(style: number): string {
    const plain = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    return this.#section('cellXfs').children[style] ?? this.#own(plain)
  }

  /** The number of an element, added unless an equal one is there. */
  #add(name: SectionName, element: string): number {
    const { children } = this.#section(name)
    const known = children.indexOf(element)
    return known >= 0 ? known : children.push(element) - 1
  }

  /** An element of ours with the prefix that this part uses. */
  #own(xml: string): string {
    return this.#prefix === '' ? xml : xml.replaceAll(/<(\/?)(?=[a-z])/gi, `<$1${this.#prefix}`)
  }

  #isOurs(fillId: number): boolean {
    return this.#section('fills').children[fillId]?.includes(badFillColour) === true
  }

  #addRedFill(): number {
    if (this.#redFill < 0) {
      this.#redFill = this.#add(
        'fills',
        this.#own(
          `<fill><patternFill patternType="solid"><fgColor rgb="${badFillColour}"/><bgColor indexed="64"/></patternFill></fill>`,
        ),
      )
    }
    return this.#redFill
  }

  /** The named styles that remember fills: their numbers among the formats of named styles. */
  #rememberedFills(): { readonly named: number; readonly fillId: number }[] {
    return this.#section('cellStyles').children.flatMap((style) => {
      if (!style.includes(`name="${rememberedName}`)) return []
      const named = numberOf(style, 'xfId')
      const format = this.#section('cellStyleXfs').children[named]
      return format === undefined ? [] : [{ named, fillId: numberOf(format, 'fillId') }]
    })
  }

  #rememberFill(fillId: number): number {
    const remembered = this.#rememberedFills()
    const known = remembered.find((one) => one.fillId === fillId)
    if (known) return known.named
    const formats = this.#section('cellStyleXfs').children
    const styles = this.#section('cellStyles').children
    if (formats.length === 0) formats.push(this.#own('<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'))
    if (styles.length === 0) styles.push(this.#own('<cellStyle name="Normal" xfId="0" builtinId="0"/>'))
    // One of its own, also when an equal one is there.
    const named = formats.push(this.#own(`<xf numFmtId="0" fontId="0" fillId="${fillId}" borderId="0"/>`)) - 1
    const taken = new Set(styles.map((style) => /\bname="([^"]*)"/.exec(style)?.[1]))
    let count = 1
    while (taken.has(`${rememberedName} ${count}`)) count += 1
    styles.push(this.#own(`<cellStyle name="${rememberedName} ${count}" xfId="${named}"/>`))
    return named
  }
}

/** Cuts a style part into its sections and what is around them. Gives the prefix that its elements have. */
function readSections(bytes: Buffer, sections: Map<SectionName, Section>, pieces: (string | SectionName)[]): string {
  const tokens = new XmlTokens()
  tokens.feed(bytes)
  let prefix = ''
  let copiedTo = 0
  let section: { name: SectionName; value: Section } | null = null
  let childStart = 0
  for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
    const { tokenStart, tokenEnd, selfClosing } = tokens
    const isOpen = token === xmlOpen
    const depth = isOpen && !selfClosing ? tokens.depth - 1 : tokens.depth
    if (isOpen && depth === 0) {
      prefix = tokens.prefix
    } else if ((isOpen || token === xmlClose) && depth === 1) {
      const name = sectionOrder.find((one) => tokens.nameIs(one))
      if (name === undefined) continue
      if (isOpen) {
        section = { name, value: { openTag: bytes.toString('utf8', tokenStart, tokenEnd), children: [] } }
        sections.set(name, section.value)
        pieces.push(bytes.toString('utf8', copiedTo, tokenStart), name)
      }
      if (!isOpen || selfClosing) section = null
      copiedTo = tokenEnd
    } else if (section && depth === 2) {
      if (isOpen) childStart = tokenStart
      if (token === xmlClose || (isOpen && selfClosing)) {
        section.value.children.push(bytes.toString('utf8', childStart, tokenEnd))
      }
    }
  }
  tokens.finish()
  pieces.push(bytes.toString('utf8', copiedTo))
  placeMissingSections(pieces, prefix)
  return prefix
}

/** Sections that the part does not have get the place that the format wants them in, should they be filled. */
function placeMissingSections(pieces: (string | SectionName)[], prefix: string): void {
  for (const [index, name] of sectionOrder.entries()) {
    if (pieces.includes(name)) continue
    const before = sectionOrder.slice(0, index).findLast((one) => pieces.includes(one))
    if (before !== undefined) {
      pieces.splice(pieces.indexOf(before) + 1, 0, name)
      continue
    }
    // Nothing before it: it comes right behind the root's own tag.
    const head = pieces[0] ?? ''
    const root = new RegExp(`<${prefix}styleSheet\\b[^>]*>`).exec(head)
    if (!root || root[0].endsWith('/>')) throw new AppError('spreadsheetDamaged')
    const cut = root.index + root[0].length
    pieces.splice(0, 1, head.slice(0, cut), name, head.slice(cut))
  }
}

function numberOf(element: string, name: string): number {
  const openTag = element.slice(0, element.indexOf('>'))
  const match = new RegExp(`\\s${name}\\s*=\\s*["'](\\d+)["']`).exec(openTag)
  return match ? Number(match[1]) : 0
}

/** Sets attributes of an element's own tag. */
export function setAttributes(element: string, values: Readonly<Record<string, string | number>>): string {
  const end = tagEnd(element)
  let tag = element.slice(0, end)
  for (const [name, value] of Object.entries(values)) {
    const pattern = new RegExp(`(\\s${name}\\s*=\\s*)("[^"]*"|'[^']*')`)
    tag = pattern.test(tag) ? tag.replace(pattern, `$1"${value}"`) : `${tag} ${name}="${value}"`
  }
  return tag + element.slice(end)
}

export function removeAttribute(element: string, name: string): string {
  const end = tagEnd(element)
  return element.slice(0, end).replace(new RegExp(`\\s${name}\\s*=\\s*("[^"]*"|'[^']*')`), '') + element.slice(end)
}

/** Where `>` or `/>` of the element's own tag begins; `>` within a value does not count. */
function tagEnd(element: string): number {
  const match = /^<(?:[^"'>]|"[^"]*"|'[^']*')*?(?=\s*\/?>)/.exec(element)
  if (!match) throw new AppError('spreadsheetDamaged')
  return match[0].length
}
