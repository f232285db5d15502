import type { CellLook, ColumnFormat } from './sheet-to-write.ts'
import { mainNamespace, xmlHead } from './xml-write.ts'

/** The red of cells to be corrected. No program's palette has it, so cells that have it were marked by us. */
export const badFillColour = 'FFFFB3AD'
export const reasonFontColour = 'FFC00000'

export type Style = {
  readonly look?: CellLook | undefined
  readonly format?: ColumnFormat | undefined
  readonly wrap?: boolean
  /** The cell's text begins like a formula: it must stay text also when somebody edits it. */
  readonly quoted?: boolean
}

const numberFormatIds: Record<ColumnFormat, number> = {
  general: 0,
  integer: 1,
  amount: 4,
  text: 49,
  date: 164,
  dateTime: 165,
}

const fontName = '<name val="宋体"/><family val="3"/><charset val="134"/>'
const fonts = {
  plain: `<font><sz val="11"/>${fontName}</font>`,
  bold: `<font><b/><sz val="11"/>${fontName}</font>`,
  title: `<font><b/><sz val="14"/>${fontName}</font>`,
  reason: `<font><sz val="11"/><color rgb="${reasonFontColour}"/>${fontName}</font>`,
  muted: `<font><i/><sz val="11"/><color rgb="FF808080"/>${fontName}</font>`,
}
const solid = (colour: string) =>
  `<fill><patternFill patternType="solid"><fgColor rgb="${colour}"/><bgColor indexed="64"/></patternFill></fill>`
const fills = {
  none: '<fill><patternFill patternType="none"/></fill>',
  // The format wants this one in the second place, used or not.
  gray: '<fill><patternFill patternType="gray125"/></fill>',
  bad: solid(badFillColour),
  heading: solid('FFE8EEF7'),
  required: solid('FFFFF0C2'),
}

const looks: Record<CellLook | 'plain', { readonly font: keyof typeof fonts; readonly fill: keyof typeof fills }> = {
  plain: { font: 'plain', fill: 'none' },
  bad: { font: 'plain', fill: 'bad' },
  reason: { font: 'reason', fill: 'none' },
  heading: { font: 'bold', fill: 'heading' },
  requiredHeading: { font: 'bold', fill: 'required' },
  title: { font: 'title', fill: 'none' },
  muted: { font: 'muted', fill: 'none' },
}

/** Numbers the styles that a workbook's cells use, and writes them when all are known. */
export class StyleBook {
  readonly #numbers = new Map<string, number>()
  readonly #styles: Style[] = []

  constructor() {
    this.number({})
  }

  number(style: Style): number {
    const key = `${style.look ?? ''}|${style.format ?? ''}|${style.wrap === true}|${style.quoted === true}`
    const known = this.#numbers.get(key)
    if (known !== undefined) return known
    this.#styles.push(style)
    this.#numbers.set(key, this.#styles.length - 1)
    return this.#styles.length - 1
  }

  xml(): string {
    const formats = this.#styles.map(({ look, format, wrap, quoted }) => {
      const { font, fill } = looks[look ?? 'plain']
      const isHeading = look === 'heading' || look === 'requiredHeading'
      const alignment = `<alignment vertical="${isHeading ? 'center' : 'top'}"${wrap === true || isHeading ? ' wrapText="1"' : ''}/>`
      return (
        `<xf numFmtId="${numberFormatIds[format ?? 'general']}" fontId="${indexOf(fonts, font)}" ` +
        `fillId="${indexOf(fills, fill)}" borderId="0" xfId="0"${quoted === true ? ' quotePrefix="1"' : ''} ` +
        `applyNumberFormat="1" applyFont="1" applyFill="1" applyAlignment="1">${alignment}</xf>`
      )
    })
    return (
      `${xmlHead}<styleSheet xmlns="${mainNamespace}">` +
      '<numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>' +
      '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts>' +
      `<fonts count="${Object.keys(fonts).length}">${Object.values(fonts).join('')}</fonts>` +
      `<fills count="${Object.keys(fills).length}">${Object.values(fills).join('')}</fills>` +
      '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>' +
      '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>' +
      `<cellXfs count="${formats.length}">${formats.join('')}</cellXfs>` +
      '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>' +
      '</styleSheet>'
    )
  }
}

function indexOf(table: object, key: string): number {
  return Object.keys(table).indexOf(key)
}
