import { inflateRawSync } from 'node:zlib'
import { InvoiceUnreadable } from './invoice-reading.ts'

/** An entry as the archive's directory declares it (PKWARE APPNOTE 4.3.12). */
export type ZipEntry = {
  readonly name: string
  readonly sizeBytes: number
  readonly packedBytes: number
  readonly method: number
  readonly offset: number
}

/**
 * An OFD of one invoice has some 30 entries and unpacks to a few hundred KB, with pictures and seals to a few MB. XML
 * packs to a tenth, rarely to a fiftieth; a bomb packs to a thousandth.
 */
const mostEntries = 500
const mostUnpackedBytes = 64 * 1024 * 1024
const mostRatio = 200
/** Below this even a run of blanks is no bomb. */
const ratioCountsFromBytes = 256 * 1024

const endRecordBytes = 22
const directoryEntryBytes = 46
const localHeaderBytes = 30

/**
 * Lists a ZIP's directory and refuses what no invoice file is: too many entries, too large or too densely packed ones,
 * encrypted ones, ZIP64, several disks. Nothing is unpacked for it. Throws InvoiceUnreadable.
 */
export function listZip(bytes: Uint8Array): ZipEntry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const end = findEndRecord(view)
  const count = view.getUint16(end + 10, true)
  let at = view.getUint32(end + 16, true)
  if (count !== view.getUint16(end + 8, true) || count === 0xffff || at === 0xffffffff) refuse()
  if (count > mostEntries) refuse()
  const entries: ZipEntry[] = []
  let unpackedBytes = 0
  for (let i = 0; i < count; i++) {
    if (at + directoryEntryBytes > end || view.getUint32(at, true) !== 0x02014b50) damaged()
    const flags = view.getUint16(at + 8, true)
    const method = view.getUint16(at + 10, true)
    const packedBytes = view.getUint32(at + 20, true)
    const sizeBytes = view.getUint32(at + 24, true)
    const nameBytes = view.getUint16(at + 28, true)
    const moreBytes = view.getUint16(at + 30, true) + view.getUint16(at + 32, true)
    const offset = view.getUint32(at + 42, true)
    if ((flags & 1) !== 0 || (method !== 0 && method !== 8)) refuse()
    unpackedBytes += sizeBytes
    if (unpackedBytes > mostUnpackedBytes) refuse()
    if (sizeBytes > ratioCountsFromBytes && sizeBytes > packedBytes * mostRatio) refuse()
    const start = at + directoryEntryBytes
    if (start + nameBytes > end) damaged()
    const name = new TextDecoder('utf-8').decode(bytes.subarray(start, start + nameBytes))
    entries.push({ name, sizeBytes, packedBytes, method, offset })
    at = start + nameBytes + moreBytes
  }
  return entries
}

/** Unpacks one entry; stops at its declared size, whatever the packed stream holds. Throws InvoiceUnreadable. */
export function unzip(bytes: Uint8Array, entry: ZipEntry): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { offset } = entry
  if (offset + localHeaderBytes > bytes.length || view.getUint32(offset, true) !== 0x04034b50) damaged()
  const start = offset + localHeaderBytes + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true)
  const packed = bytes.subarray(start, start + entry.packedBytes)
  if (packed.length !== entry.packedBytes) damaged()
  if (entry.method === 0) return packed
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(entry.sizeBytes, 1) })
  } catch {
    return damaged()
  }
}

/** From the end backwards over a comment of up to 65,535 bytes. */
function findEndRecord(view: DataView): number {
  const last = view.byteLength - endRecordBytes
  for (let at = last; at >= 0 && at >= last - 0xffff; at--) {
    if (view.getUint32(at, true) === 0x06054b50) return at
  }
  return damaged()
}

function refuse(): never {
  throw new InvoiceUnreadable('archiveRefused')
}

function damaged(): never {
  throw new InvoiceUnreadable('damaged')
}
