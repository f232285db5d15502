import { AppError } from '../../core/app-error.ts'

/**
 * Reads XML of spreadsheets piece by piece off its UTF-8 bytes. Written by hand because a sheet has millions of tags and
 * most of them matter only by their first letters: a general parser that makes strings of all of them is six times slower.
 * It knows what OOXML uses: tags, attributes, text, CDATA, comments. A document type is refused wherever it stands: with
 * it come entities that grow without end. Names are given without their namespace prefix, which writers disagree about.
 */

/** No value of a cell comes near it (32,767 characters); what has no end within it is damage or an attack. */
const mostTokenBytes = 4 * 1024 * 1024
const mostAttributes = 64

export const xmlOpen = 1
export const xmlClose = 2
export const xmlText = 3
/** The bytes at hand hold no whole token any more. */
export const xmlNeedsMore = 0

export class XmlTokens {
  buffer: Buffer = Buffer.alloc(0)
  /** Where the current token begins and ends in `buffer`; valid until the next `feed`. */
  tokenStart = 0
  tokenEnd = 0
  selfClosing = false
  /** Of the element's local name, or of the text. */
  start = 0
  end = 0
  attributeCount = 0
  depth = 0
  /** Where the name begins with its prefix, when an element has one; else equal to `start`. */
  nameStart = 0
  #needsDecoding = false
  #wide = false
  readonly #attributes = new Int32Array(mostAttributes * 4)

  /** Appends a piece; what was not read of the one before is kept. */
  feed(piece: Buffer): void {
    const rest = this.buffer.subarray(this.tokenEnd)
    if (rest.length > mostTokenBytes) damaged()
    this.buffer = rest.length === 0 ? piece : Buffer.concat([rest, piece])
    this.tokenStart = 0
    this.tokenEnd = 0
  }

  next(): typeof xmlOpen | typeof xmlClose | typeof xmlText | typeof xmlNeedsMore {
    const { buffer } = this
    const length = buffer.length
    let at = this.tokenEnd
    for (;;) {
      if (at >= length) {
        this.tokenEnd = at
        return xmlNeedsMore
      }
      this.tokenEnd = at
      if (buffer[at] !== 0x3c) {
        const end = this.#textEnd(at)
        if (end < 0) return xmlNeedsMore
        this.tokenStart = at
        this.tokenEnd = end
        this.start = at
        this.end = end
        return xmlText
      }
      if (at + 1 >= length) return xmlNeedsMore
      const second = buffer[at + 1]
      if (second === 0x2f) return this.#closeTag(at)
      if (second === 0x3f) {
        const end = buffer.indexOf('?>', at + 2, 'latin1')
        if (end < 0) return xmlNeedsMore
        at = end + 2
        continue
      }
      if (second === 0x21) {
        if (at + 9 > length) return xmlNeedsMore
        const isComment = buffer[at + 2] === 0x2d && buffer[at + 3] === 0x2d
        if (!isComment && buffer.toString('latin1', at, at + 9) !== '<![CDATA[') damaged()
        const end = buffer.indexOf(isComment ? '-->' : ']]>', at + (isComment ? 4 : 9), 'latin1')
        if (end < 0) return xmlNeedsMore
        at = end + 3
        if (isComment) continue
        this.tokenStart = this.tokenEnd
        this.start = this.tokenStart + 9
        this.end = end
        this.tokenEnd = at
        this.#needsDecoding = false
        this.#wide = true
        return xmlText
      }
      return this.#openTag(at)
    }
  }

  /** After the last piece: throws `spreadsheetDamaged` when elements are still open or a token was cut off. */
  finish(): void {
    for (let at = this.tokenEnd; at < this.buffer.length; at++) {
      const byte = this.buffer[at] ?? 0
      if (byte > 0x20) damaged()
    }
    if (this.depth !== 0) damaged()
  }

  nameIs(name: string): boolean {
    if (this.end - this.start !== name.length) return false
    for (let index = 0; index < name.length; index++) {
      if (this.buffer[this.start + index] !== name.charCodeAt(index)) return false
    }
    return true
  }

  get nameLength(): number {
    return this.end - this.start
  }

  /** The prefix with its colon, or nothing. */
  get prefix(): string {
    return this.buffer.toString('latin1', this.nameStart, this.start)
  }

  /** The index of an attribute by its whole name, or by the name that follows any prefix; -1 when there is none. */
  attribute(name: string, prefixed = false): number {
    const attributes = this.#attributes
    for (let index = 0; index < this.attributeCount; index++) {
      const nameEnd = attributes[index * 4 + 1] ?? 0
      const start = prefixed ? nameEnd - name.length : (attributes[index * 4] ?? 0)
      if (nameEnd - start !== name.length || (prefixed && this.buffer[start - 1] !== 0x3a)) continue
      let same = true
      for (let i = 0; same && i < name.length; i++) same = this.buffer[start + i] === name.charCodeAt(i)
      if (same) return index
    }
    return -1
  }

  /** Where the attribute's value begins and ends in `buffer`. */
  valueStart(index: number): number {
    return this.#attributes[index * 4 + 2] ?? 0
  }

  valueEnd(index: number): number {
    return this.#attributes[index * 4 + 3] ?? 0
  }

  attributeText(name: string, prefixed = false): string | null {
    const index = this.attribute(name, prefixed)
    if (index < 0) return null
    return decodeXmlText(this.buffer.toString('utf8', this.valueStart(index), this.valueEnd(index)))
  }

  /** Of a whole number of up to 9 digits, else -1. */
  attributeInteger(name: string): number {
    const index = this.attribute(name)
    if (index < 0) return -1
    return integerAt(this.buffer, this.valueStart(index), this.valueEnd(index))
  }

  attributeTrue(name: string): boolean {
    const text = this.attributeText(name)
    return text === '1' || text === 'true' || text === 'on'
  }

  /** The current text token as a string. */
  text(): string {
    const text = this.#wide
      ? this.buffer.toString('utf8', this.start, this.end)
      : this.buffer.toString('latin1', this.start, this.end)
    return this.#needsDecoding ? decodeXmlText(text) : text
  }

  #textEnd(from: number): number {
    const { buffer } = this
    const length = buffer.length
    let special = false
    let bits = 0
    for (let at = from; at < length; at++) {
      const byte = buffer[at] ?? 0
      if (byte === 0x3c) {
        this.#needsDecoding = special
        this.#wide = bits > 0x7f
        return at
      }
      if (byte === 0x26 || byte === 0x0d) special = true
      bits |= byte
    }
    return -1
  }

  #closeTag(at: number) {
    const { buffer } = this
    const length = buffer.length
    let end = at + 2
    let start = end
    while (end < length && buffer[end] !== 0x3e) {
      if (buffer[end] === 0x3a) start = end + 1
      end++
    }
    if (end >= length) return xmlNeedsMore
    this.tokenStart = at
    this.tokenEnd = end + 1
    this.nameStart = at + 2
    this.start = start
    while (end > start && (buffer[end - 1] ?? 0) <= 0x20) end--
    this.end = end
    this.depth -= 1
    if (this.depth < 0) damaged()
    return xmlClose
  }

  #openTag(from: number) {
    const { buffer } = this
    const length = buffer.length
    let at = from + 1
    let start = at
    for (; at < length; at++) {
      const byte = buffer[at] ?? 0
      if (byte === 0x3a) start = at + 1
      else if (byte <= 0x20 || byte === 0x2f || byte === 0x3e) break
    }
    const nameEnd = at
    let count = 0
    for (;;) {
      while (at < length && (buffer[at] ?? 0) <= 0x20) at++
      if (at >= length) return xmlNeedsMore
      if (buffer[at] === 0x3e) break
      if (buffer[at] === 0x2f) {
        if (at + 1 >= length) return xmlNeedsMore
        if (buffer[at + 1] !== 0x3e) damaged()
        break
      }
      const attributeStart = at
      while (at < length && buffer[at] !== 0x3d && (buffer[at] ?? 0) > 0x20) at++
      const attributeEnd = at
      while (at < length && buffer[at] !== 0x22 && buffer[at] !== 0x27) {
        const byte = buffer[at] ?? 0
        if (byte !== 0x3d && byte > 0x20) damaged()
        at++
      }
      if (at >= length) return xmlNeedsMore
      const quote = buffer[at]
      const valueStart = at + 1
      at = valueStart
      while (at < length && buffer[at] !== quote) at++
      if (at >= length) return xmlNeedsMore
      if (count < mostAttributes) {
        const attributes = this.#attributes
        attributes[count * 4] = attributeStart
        attributes[count * 4 + 1] = attributeEnd
        attributes[count * 4 + 2] = valueStart
        attributes[count * 4 + 3] = at
        count++
      }
      at++
    }
    this.selfClosing = buffer[at] === 0x2f
    this.tokenStart = from
    this.tokenEnd = this.selfClosing ? at + 2 : at + 1
    this.nameStart = from + 1
    this.start = start
    this.end = nameEnd
    this.attributeCount = count
    if (!this.selfClosing) this.depth += 1
    return xmlOpen
  }
}

/** A whole number of up to 9 digits off the bytes, else -1. */
export function integerAt(buffer: Buffer, start: number, end: number): number {
  if (end === start || end - start > 9) return -1
  let value = 0
  for (let at = start; at < end; at++) {
    const digit = (buffer[at] ?? 0) - 0x30
    if (digit < 0 || digit > 9) return -1
    value = value * 10 + digit
  }
  return value
}

const namedEntities: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: '\u00a0',
}

/** Resolves the five entities of XML, the `nbsp` that portals write without declaring it, and character numbers, nothing else, and makes every line end `\n`. */
export function decodeXmlText(text: string): string {
  const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text
  if (!lines.includes('&')) return lines
  return lines.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (_whole, hex, decimal, name) => {
    if (name !== undefined) return namedEntities[name] ?? damaged()
    const code = hex !== undefined ? Number.parseInt(hex, 16) : Number(decimal)
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : damaged()
  })
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
