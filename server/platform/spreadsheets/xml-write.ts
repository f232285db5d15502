/** Excel keeps 32,767 characters of a cell and calls a workbook with more damaged. */
const mostCellCharacters = 32_767

// What XML cannot hold, what it needs written otherwise, and what would be taken for an escape of the format.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const special = /[&<>"\x00-\x1f\ufffe\uffff]|_x(?=[0-9A-F]{4}_)/i
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const everySpecial = /[&<>"\x00-\x1f\ufffe\uffff]|_(?=x[0-9A-F]{4}_)/gi

/** A cell's text as it stands in XML: what XML cannot hold is written as `_x0001_` (ECMA-376 part 1, 22.9.2.19). */
export function cellXmlText(text: string): string {
  const cut = text.length > mostCellCharacters ? text.slice(0, mostCellCharacters) : text
  if (!special.test(cut)) return cut
  return cut.replaceAll(everySpecial, (character) => {
    switch (character) {
      case '&':
        return '&amp;'
      case '<':
        return '&lt;'
      case '>':
        return '&gt;'
      case '"':
        return '&quot;'
      case '\n':
      case '\t':
        return character
      case '_':
        return '_x005F_'
      default:
        return `_x${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
    }
  })
}

/** A text in an attribute or an element outside cells: what XML cannot hold is left out. */
export function xmlEscape(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is left out
  return text.replaceAll(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '').replaceAll(/[&<>"\n\r\t]/g, (character) => {
    const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
    return names[character] ?? `&#${character.charCodeAt(0)};`
  })
}

export const xmlHead = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
export const mainNamespace = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
export const relationNamespace = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
export const packageNamespace = 'http://schemas.openxmlformats.org/package/2006'
