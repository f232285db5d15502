import { createInflateRaw, inflateRawSync } from 'node:zlib'

/** An entry as the archive's directory declares it (PKWARE APPNOTE 4.3.12, 4.5.3). */
export type ZipEntry = {
  readonly name: string
  readonly sizeBytes: number
  readonly packedBytes: number
  /** 0 stored, 8 deflated. */
  readonly method: number
  /** Of the packed bytes. */
  readonly start: number
  readonly crc32: number
}

/** `encrypted` also where only the directory is. */
export type ZipProblem = 'tooLarge' | 'damaged' | 'encrypted'

export type ZipArchive = {
  readonly bytes: Buffer
  readonly rules: ZipRules
  readonly entries: readonly ZipEntry[]
  /** By name in small letters, without a first `/`: part names are compared so (ECMA-376 part 2, 6.2.2.3). */
  readonly byName: ReadonlyMap<string, ZipEntry>
}

/** What an archive of one kind may hold, and what is thrown where it holds something else. */
export type ZipRules = {
  readonly mostEntries: number
  readonly mostUnpackedBytes: number
  readonly mostRatio: number
  /** Below this even a run of blanks is no bomb. */
  readonly ratioCountsFromBytes: number
  /** Of an entry that is unpacked as a whole. */
  readonly mostWholeBytes: number
  readonly errorOf: (problem: ZipProblem, cause?: unknown) => Error
  /** How names are read; without it, those that are not marked as UTF-8 as Latin-1: part names are ASCII. */
  readonly readName?: (bytes: Uint8Array, isUtf8: boolean) => string
  /** Archives that people made may hold a name twice; in a package, that shows one part to the checker and another to the reader. */
  readonly sameNames?: 'allowed'
}

const endRecordBytes = 22
const directoryEntryBytes = 46
const localHeaderBytes = 30

/**
 * Reads a ZIP's directory and refuses bombs by what it declares: too many entries, too much in total, too densely packed,
 * entries that share bytes with others. Nothing is unpacked; that the declared sizes are kept to is seen to while
 * unpacking. Throws what the rules make of `tooLarge`, `damaged`, `encrypted`.
 */
export function openZip(input: Uint8Array, rules: ZipRules): ZipArchive {
  const { damaged, tooLarge }: Refusals = refusals(rules)
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const { count, directoryStart, directoryEnd } = findDirectory(bytes, damaged)
  if (count > rules.mostEntries) tooLarge()
  const entries: (ZipEntry & { readonly header: number })[] = []
  const names = new Set<string>()
  let unpackedBytes = 0
  let at = directoryStart
  for (let index = 0; index < count; index++) {
    if (at + directoryEntryBytes > directoryEnd || bytes.readUInt32LE(at) !== 0x02014b50) damaged()
    const flags = bytes.readUInt16LE(at + 8)
    const method = bytes.readUInt16LE(at + 10)
    const nameStart = at + directoryEntryBytes
    const nameEnd = nameStart + bytes.readUInt16LE(at + 28)
    const extraEnd = nameEnd + bytes.readUInt16LE(at + 30)
    const next = extraEnd + bytes.readUInt16LE(at + 32)
    if (next > directoryEnd) damaged()
    if ((flags & 0x2041) !== 0) throw rules.errorOf('encrypted')
    if (method !== 0 && method !== 8) damaged()
    const { sizeBytes, packedBytes, header } = sizesOf(bytes, { at, extraStart: nameEnd, extraEnd }, damaged)
    unpackedBytes += sizeBytes
    if (unpackedBytes > rules.mostUnpackedBytes) tooLarge()
    if (sizeBytes > rules.ratioCountsFromBytes && sizeBytes > packedBytes * rules.mostRatio) tooLarge()
    if (method === 0 && sizeBytes !== packedBytes) damaged()
    const isUtf8 = (flags & 0x800) !== 0
    const nameBytes = bytes.subarray(nameStart, nameEnd)
    const named = rules.readName?.(nameBytes, isUtf8) ?? nameBytes.toString(isUtf8 ? 'utf8' : 'latin1')
    const name = named.replaceAll('\\', '/')
    if (rules.sameNames !== 'allowed' && names.has(partName(name))) damaged()
    names.add(partName(name))
    entries.push({ name, sizeBytes, packedBytes, method, header, start: 0, crc32: bytes.readUInt32LE(at + 16) })
    at = next
  }
  const all = placed(bytes, entries, directoryStart, damaged)
  return { bytes, rules, entries: all, byName: new Map(all.map((entry) => [partName(entry.name), entry])) }
}

/**
 * An entry's contents in pieces of up to 128 KB, unpacked off the main thread and only as fast as they are taken. Ends
 * with `damaged` as soon as more comes out than was declared.
 */
export async function* unpackEntry(archive: ZipArchive, entry: ZipEntry): AsyncGenerator<Buffer, void, void> {
  const { errorOf } = archive.rules
  const packed = archive.bytes.subarray(entry.start, entry.start + entry.packedBytes)
  if (entry.method === 0) {
    for (let at = 0; at < packed.length; at += pieceBytes) yield packed.subarray(at, at + pieceBytes)
    return
  }
  const inflate = createInflateRaw({ chunkSize: pieceBytes })
  inflate.end(packed)
  let seenBytes = 0
  try {
    for await (const piece of inflate as AsyncIterable<Buffer>) {
      seenBytes += piece.length
      if (seenBytes > entry.sizeBytes) break
      yield piece
    }
  } catch (error) {
    throw errorOf('damaged', error)
  } finally {
    inflate.destroy()
  }
  if (seenBytes !== entry.sizeBytes) throw errorOf('damaged')
}

const pieceBytes = 128 * 1024

/** A small part as a whole. Throws what the rules make of `tooLarge`, `damaged`. */
export function unpackWhole(archive: ZipArchive, entry: ZipEntry): Buffer {
  const { errorOf, mostWholeBytes } = archive.rules
  if (entry.sizeBytes > mostWholeBytes) throw errorOf('tooLarge')
  const packed = archive.bytes.subarray(entry.start, entry.start + entry.packedBytes)
  if (entry.method === 0) return packed
  let whole: Buffer
  try {
    whole = inflateRawSync(packed, { maxOutputLength: Math.max(entry.sizeBytes, 1) })
  } catch (error) {
    throw errorOf('damaged', error)
  }
  if (whole.length !== entry.sizeBytes) throw errorOf('damaged')
  return whole
}

export function partName(name: string): string {
  return name.toLowerCase().replace(/^\//, '')
}

function findDirectory(
  bytes: Buffer,
  damaged: Refuse,
): { count: number; directoryStart: number; directoryEnd: number } {
  const last = bytes.length - endRecordBytes
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (bytes.readUInt32LE(at) !== 0x06054b50) continue
    const count = bytes.readUInt16LE(at + 10)
    const directoryStart = bytes.readUInt32LE(at + 16)
    if (count !== 0xffff && directoryStart !== 0xffffffff) {
      return directoryStart > at ? damaged() : { count, directoryStart, directoryEnd: at }
    }
    return findDirectory64(bytes, at, damaged)
  }
  return damaged()
}

/** The directory of the 64-bit format, which streaming writers use for small archives too (APPNOTE 4.3.14, 4.3.15). */
function findDirectory64(bytes: Buffer, endRecord: number, damaged: Refuse) {
  const locator = endRecord - 20
  if (locator < 0 || bytes.readUInt32LE(locator) !== 0x07064b50) damaged()
  const at = bigAt(bytes, locator + 8, damaged)
  if (at + 56 > locator || bytes.readUInt32LE(at) !== 0x06064b50) damaged()
  const directoryStart = bigAt(bytes, at + 48, damaged)
  if (directoryStart > at) damaged()
  return { count: bigAt(bytes, at + 32, damaged), directoryStart, directoryEnd: at }
}

function sizesOf(
  bytes: Buffer,
  { at, extraStart, extraEnd }: { at: number; extraStart: number; extraEnd: number },
  damaged: Refuse,
) {
  let packedBytes = bytes.readUInt32LE(at + 20)
  let sizeBytes = bytes.readUInt32LE(at + 24)
  let header = bytes.readUInt32LE(at + 42)
  for (let extra = extraStart; extra + 4 <= extraEnd; ) {
    const end = extra + 4 + bytes.readUInt16LE(extra + 2)
    if (bytes.readUInt16LE(extra) === 1 && end <= extraEnd) {
      let value = extra + 4
      const take = (): number => {
        if (value + 8 > end) damaged()
        value += 8
        return bigAt(bytes, value - 8, damaged)
      }
      if (sizeBytes === 0xffffffff) sizeBytes = take()
      if (packedBytes === 0xffffffff) packedBytes = take()
      if (header === 0xffffffff) header = take()
    }
    extra = end
  }
  return { sizeBytes, packedBytes, header }
}

function bigAt(bytes: Buffer, at: number, damaged: Refuse): number {
  const value = bytes.readBigUInt64LE(at)
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : damaged()
}

/** Finds each entry's bytes behind its local header; entries that overlap multiply what one stream unpacks to. */
function placed(
  bytes: Buffer,
  entries: readonly (ZipEntry & { readonly header: number })[],
  directoryStart: number,
  damaged: Refuse,
): ZipEntry[] {
  let freeFrom = 0
  const starts = new Map<ZipEntry, number>()
  for (const entry of entries.toSorted((one, other) => one.header - other.header)) {
    const { header } = entry
    if (header < freeFrom || header + localHeaderBytes > directoryStart) damaged()
    if (bytes.readUInt32LE(header) !== 0x04034b50) damaged()
    const start = header + localHeaderBytes + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
    freeFrom = start + entry.packedBytes
    if (freeFrom > directoryStart) damaged()
    starts.set(entry, start)
  }
  return entries.map(({ header: _, ...entry }, index) => {
    const own = entries[index]
    return { ...entry, start: (own && starts.get(own)) ?? damaged() }
  })
}

type Refuse = () => never
type Refusals = { readonly damaged: Refuse; readonly tooLarge: Refuse }

function refusals(rules: ZipRules): Refusals {
  const refuse = (problem: ZipProblem) => (): never => {
    throw rules.errorOf(problem)
  }
  return { damaged: refuse('damaged'), tooLarge: refuse('tooLarge') }
}
