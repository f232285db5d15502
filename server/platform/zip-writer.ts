import { Readable } from 'node:stream'
import { crc32, createDeflateRaw } from 'node:zlib'
import type { ZipArchive, ZipEntry } from './zip-archive.ts'

/** A part of a new archive: written piece by piece, or copied as it is packed in another archive. */
export type ZipPart =
  | { readonly name: string; readonly content: Iterable<Buffer> | AsyncIterable<Buffer> }
  | { readonly name: string; readonly copyOf: ZipEntry; readonly from: ZipArchive }

/** 1980-01-01 00:00, the first time of the format: the same contents give the same bytes. */
const noDate = 0x0021
const versionNeeded = 20
const utf8Names = 0x0800
/** Sizes stand behind the contents: they are not known when a streamed part begins. */
const sizesFollow = 0x0008
/** Half the time of the usual 6, for a tenth more bytes. */
const packingLevel = 4

type Written = {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly packedBytes: number
  readonly sizeBytes: number
  readonly header: number
}

/** Writes a ZIP (PKWARE APPNOTE) in one go; memory does not grow with the parts. At most 4 GB and 65,535 parts. */
export async function* writeZip(parts: Iterable<ZipPart> | AsyncIterable<ZipPart>): AsyncGenerator<Buffer, void, void> {
  const written: Written[] = []
  let at = 0
  for await (const part of parts) {
    const name = Buffer.from(part.name)
    const header = at
    let one: Written
    if ('copyOf' in part) {
      const { method, crc32: crc, packedBytes, sizeBytes, start } = part.copyOf
      one = { name, flags: utf8Names, method, crc, packedBytes, sizeBytes, header }
      const packed = part.from.bytes.subarray(start, start + packedBytes)
      yield localHeader(one)
      yield packed
      at += 30 + name.length + packedBytes
    } else {
      one = { name, flags: utf8Names | sizesFollow, method: 8, crc: 0, packedBytes: 0, sizeBytes: 0, header }
      yield localHeader(one)
      const sum = { crc: 0, packedBytes: 0, sizeBytes: 0 }
      yield* pack(part.content, sum)
      one = { ...one, ...sum }
      yield sizesOf(one)
      at += 30 + name.length + sum.packedBytes + 16
    }
    written.push(one)
  }
  const directory = Buffer.concat(written.map(directoryEntry))
  yield directory
  yield endRecord(written.length, directory.length, at)
}

async function* pack(
  content: Iterable<Buffer> | AsyncIterable<Buffer>,
  sum: { crc: number; packedBytes: number; sizeBytes: number },
): AsyncGenerator<Buffer, void, void> {
  async function* counted() {
    for await (const piece of content) {
      sum.crc = crc32(piece, sum.crc)
      sum.sizeBytes += piece.length
      yield piece
    }
  }
  const source = Readable.from(counted(), { objectMode: true, highWaterMark: 1 })
  const deflate = createDeflateRaw({ level: packingLevel, chunkSize: 64 * 1024 })
  source.on('error', (error) => deflate.destroy(error))
  source.pipe(deflate)
  try {
    for await (const piece of deflate as AsyncIterable<Buffer>) {
      sum.packedBytes += piece.length
      yield piece
    }
  } finally {
    source.destroy()
    deflate.destroy()
  }
}

function localHeader(part: Written): Buffer {
  const streamed = (part.flags & sizesFollow) !== 0
  const header = Buffer.alloc(30)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(versionNeeded, 4)
  header.writeUInt16LE(part.flags, 6)
  header.writeUInt16LE(part.method, 8)
  header.writeUInt16LE(noDate, 12)
  header.writeUInt32LE(streamed ? 0 : part.crc, 14)
  header.writeUInt32LE(streamed ? 0 : part.packedBytes, 18)
  header.writeUInt32LE(streamed ? 0 : part.sizeBytes, 22)
  header.writeUInt16LE(part.name.length, 26)
  return Buffer.concat([header, part.name])
}

function sizesOf(part: Written): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(part.crc, 4)
  descriptor.writeUInt32LE(part.packedBytes, 8)
  descriptor.writeUInt32LE(part.sizeBytes, 12)
  return descriptor
}

function directoryEntry(part: Written): Buffer {
  const entry = Buffer.alloc(46)
  entry.writeUInt32LE(0x02014b50, 0)
  entry.writeUInt16LE(versionNeeded, 4)
  entry.writeUInt16LE(versionNeeded, 6)
  entry.writeUInt16LE(part.flags, 8)
  entry.writeUInt16LE(part.method, 10)
  entry.writeUInt16LE(noDate, 14)
  entry.writeUInt32LE(part.crc, 16)
  entry.writeUInt32LE(part.packedBytes, 20)
  entry.writeUInt32LE(part.sizeBytes, 24)
  entry.writeUInt16LE(part.name.length, 28)
  entry.writeUInt32LE(part.header, 42)
  return Buffer.concat([entry, part.name])
}

function endRecord(count: number, directoryBytes: number, directoryStart: number): Buffer {
  const record = Buffer.alloc(22)
  record.writeUInt32LE(0x06054b50, 0)
  record.writeUInt16LE(count, 8)
  record.writeUInt16LE(count, 10)
  record.writeUInt32LE(directoryBytes, 12)
  record.writeUInt32LE(directoryStart, 16)
  return record
}
