/** What the rules need to know of a cell; the cells of a spreadsheet are such cells. */
export type StatementCell = {
  readonly text: string
  readonly kind: 'text' | 'number' | 'date' | 'boolean' | 'error'
  readonly precisionLost: boolean
}

export type StatementCells = readonly (StatementCell | undefined)[]

const plain = /^[!-~\u4e00-\u9fff]*$/
const invisible = /[\p{Cf}\u3164]/gu
/** What exports put before a value so that it stays text: WeChat's grave accent, the apostrophe of spreadsheets. */
const textMark = /^(?:`|['‘’](?=[-+\d¥￥(（*]|$))/u
/** What banks write for "nothing". */
const nothing = /^(?:[-—–−－_/\\*]+|null|nil|none|n\/a|#n\/a|undefined|无)$/iu

/** The cell as a person reads it: without invisible characters, marks of exports and blanks at the ends. */
export function textOf(cell: StatementCell | undefined): string {
  if (cell === undefined) return ''
  const text = plain.test(cell.text) ? cell.text : cell.text.replace(invisible, '').trim()
  return text.replace(textMark, '')
}

/** `textOf`, and empty for `--`, `null` and their like. */
export function valueIn(cell: StatementCell | undefined): string {
  const text = textOf(cell)
  return nothing.test(text) ? '' : text
}

/** NFKC and without any blanks: how numbers and dates are looked at. */
export function compact(text: string): string {
  return plain.test(text) ? text : text.normalize('NFKC').replace(/\s+/gu, '')
}

/** A name as written, on one line. */
export function nameOf(cell: StatementCell | undefined): string {
  return valueIn(cell).replace(/[\r\n\t]+/gu, '')
}

/** What was said, on one line. */
export function phraseOf(cell: StatementCell | undefined): string {
  return valueIn(cell)
    .replace(/[\r\n\t]+/gu, ' ')
    .trim()
}

/** An account number without the blanks that people and banks put between its groups; e-mail addresses and masks stay. */
export function accountOf(cell: StatementCell | undefined): string {
  const text = valueIn(cell)
  const close = text.normalize('NFKC').replace(/\s+/gu, '')
  return /^[\d*xX-]+$/u.test(close) ? close : text.replace(/[\r\n\t]+/gu, '')
}

/** Whether two account numbers can be one: masks (`6222****1234`) and dashes are looked through. */
export function sameAccount(one: string, other: string): boolean {
  if (one === '' || other === '') return false
  const a = accountKey(one)
  const b = accountKey(other)
  if (a === b) return true
  if (!a.includes('*') && !b.includes('*')) return false
  const shorter = (text: string) => /^([^*]*)\*+([^*]*)$/u.exec(text)
  const mask = shorter(a) ?? shorter(b)
  const whole = a.includes('*') ? b : a
  if (!mask) return false
  const [, head = '', tail = ''] = mask
  return head.length + tail.length >= 4 && whole.startsWith(head) && whole.endsWith(tail)
}

export function accountKey(account: string): string {
  return account.normalize('NFKC').replace(/[\s-]/gu, '').toUpperCase()
}
