import { AppError } from '../../core/app-error.ts'

/**
 * Texts of the binary format ([MS-XLS] 2.5.293 XLUnicodeRichExtendedString): one byte a character when all are below 256,
 * else two; formatting runs and phonetic readings behind them. The shared table is cut into records of at most 8,224
 * bytes anywhere, also within a text, which then says anew how wide its characters are.
 */

/** `length` characters at `at`, where their first byte is the flags. */
export function readXlsText(record: Buffer, at: number, length: number): string {
  const isWide = ((record[at] ?? 0) & 1) !== 0
  const end = at + 1 + (isWide ? length * 2 : length)
  if (end > record.length) throw new AppError('spreadsheetDamaged')
  return isWide ? record.toString('utf16le', at + 1, end) : record.toString('latin1', at + 1, end)
}

/** The shared texts from their record and those that continue it. */
export function readXlsSharedTexts(records: readonly Buffer[]): string[] {
  const reader = new ContinuedReader(records)
  reader.skip(4)
  const count = reader.uint32()
  const texts: string[] = []
  for (let index = 0; index < count && !reader.atEnd; index++) texts.push(reader.text())
  return texts
}

class ContinuedReader {
  readonly #records: readonly Buffer[]
  #record = 0
  #at = 0

  constructor(records: readonly Buffer[]) {
    this.#records = records
  }

  get atEnd(): boolean {
    this.#settle()
    return this.#record >= this.#records.length
  }

  text(): string {
    const length = this.#uint16()
    let flags = this.#byte()
    const runs = (flags & 8) !== 0 ? this.#uint16() : 0
    const phoneticBytes = (flags & 4) !== 0 ? this.uint32() : 0
    let text = ''
    let left = length
    while (left > 0) {
      if (this.#left === 0) {
        this.#settle()
        flags = this.#byte()
      }
      const width = (flags & 1) !== 0 ? 2 : 1
      const record = this.#records[this.#record] ?? damaged()
      const taken = Math.min(left, Math.floor(this.#left / width))
      if (taken === 0) damaged()
      const end = this.#at + taken * width
      text += width === 2 ? record.toString('utf16le', this.#at, end) : record.toString('latin1', this.#at, end)
      this.#at = end
      left -= taken
    }
    this.skip(runs * 4 + phoneticBytes)
    return text
  }

  skip(bytes: number): void {
    for (let left = bytes; left > 0; ) {
      this.#settle()
      const taken = Math.min(left, this.#left)
      if (taken === 0) damaged()
      this.#at += taken
      left -= taken
    }
  }

  uint32(): number {
    return this.#uint16() + this.#uint16() * 0x10000
  }

  #uint16(): number {
    return this.#byte() + this.#byte() * 0x100
  }

  #byte(): number {
    this.#settle()
    const byte = this.#records[this.#record]?.[this.#at] ?? damaged()
    this.#at += 1
    return byte
  }

  get #left(): number {
    return (this.#records[this.#record]?.length ?? 0) - this.#at
  }

  #settle(): void {
    while (this.#record < this.#records.length && this.#left === 0) {
      this.#record += 1
      this.#at = 0
    }
  }
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
