/** What people and programs leave in cells: full-width forms, blanks of all kinds, invisible marks, line breaks. */

/** Printable ASCII and the common Chinese characters: nothing to normalise, which is nearly every cell. */
const plain = /^[!-~\u4e00-\u9fff]*$/
const invisible = /[\p{Cf}\u3164]/gu
const blanks = /[\s\p{Cc}]+/gu

/** NFKC, one space for any blanks, none at the ends, no invisible characters. */
export function cleanText(text: string): string {
  if (plain.test(text)) return text
  return text.normalize('NFKC').replace(invisible, '').replace(blanks, ' ').trim()
}

const plainNumber = /^[0-9A-Z]*$/
/** The apostrophe with which people keep a program from taking digits for a number. */
const leadingQuotes = /^['‘’`´]+/

/** A number that is no amount (identity card, mobile): cleaned, without blanks and the leading apostrophe, upper case. */
export function cleanNumber(text: string): string {
  if (plainNumber.test(text)) return text
  return cleanText(text).replace(leadingQuotes, '').replaceAll(' ', '').toUpperCase()
}

const headingMarks = /[*★☆:：#]|[([【{](?:必填|选填|必选|可选|非必填|required|optional)[^)\]】}]*[)\]】}]/gi

/** A heading or a name as comparisons see it: cleaned, without blanks, marks such as `*` and `（必填）`, upper case. */
export function matchKey(text: string): string {
  return cleanText(text).replace(headingMarks, '').replaceAll(' ', '').toUpperCase()
}
