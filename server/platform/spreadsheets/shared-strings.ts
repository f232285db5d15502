import { AppError } from '../../core/app-error.ts'
import { unpackEntry, type ZipArchive, type ZipEntry } from '../zip-archive.ts'
import { XmlTokens, xmlClose, xmlNeedsMore, xmlOpen, xmlText } from './xml-tokens.ts'

/** 100,000 rows of 8 different texts have some 40 MB; the texts are the one thing that is kept whole. */
const mostTextBytes = 100 * 1024 * 1024

/**
 * The texts that cells point to by number. Kept as bytes one after the other and made into strings when asked for: half a
 * million of them as strings cost ten times as much memory.
 */
export class SharedStrings {
  #bytes = Buffer.allocUnsafe(64 * 1024)
  #used = 0
  #ends = new Uint32Array(4096)
  count = 0

  add(text: string): void {
    const most = text.length * 3
    if (this.#used + most > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#used + most))
      this.#bytes.copy(larger, 0, 0, this.#used)
      this.#bytes = larger
    }
    this.#used += this.#bytes.write(text, this.#used, 'utf8')
    this.#end()
  }

  /** Throws AppError `spreadsheetDamaged` for a number that is not in the table. */
  get(index: number): string {
    if (index < 0 || index >= this.count) throw new AppError('spreadsheetDamaged')
    return this.#bytes.toString('utf8', index === 0 ? 0 : this.#ends[index - 1], this.#ends[index])
  }

  #end(): void {
    if (this.count === this.#ends.length) {
      const larger = new Uint32Array(this.#ends.length * 2)
      larger.set(this.#ends)
      this.#ends = larger
    }
    this.#ends[this.count] = this.#used
    this.count += 1
  }
}

/**
 * Reads the table of texts: runs of rich text joined, phonetic readings left out. Throws AppError `spreadsheetTooLarge`,
 * `spreadsheetDamaged`.
 */
export async function readSharedStrings(archive: ZipArchive, entry: ZipEntry | null): Promise<SharedStrings> {
  const strings = new SharedStrings()
  if (!entry) return strings
  if (entry.sizeBytes > mostTextBytes) throw new AppError('spreadsheetTooLarge', { part: entry.name })
  const tokens = new XmlTokens()
  let text = ''
  let inText = false
  let inPhonetic = false
  for await (const piece of unpackEntry(archive, entry)) {
    tokens.feed(piece)
    for (let token = tokens.next(); token !== xmlNeedsMore; token = tokens.next()) {
      if (token === xmlText) {
        if (inText) text += tokens.text()
        continue
      }
      if (tokens.nameIs('t')) {
        inText = token === xmlOpen && !tokens.selfClosing && !inPhonetic
      } else if (tokens.nameIs('si')) {
        if (token === xmlClose || tokens.selfClosing) strings.add(unescapeText(text))
        text = ''
      } else if (tokens.nameIs('rPh')) {
        inPhonetic = token === xmlOpen && !tokens.selfClosing
      }
    }
  }
  tokens.finish()
  return strings
}

/** `_x000D_` stands for a character that XML cannot hold, and `_x005F_` for the underscore before what looks like one. */
export function unescapeText(text: string): string {
  if (!text.includes('_x')) return text
  return text.replaceAll(/_x([0-9A-F]{4})_/gi, (_whole, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
}
