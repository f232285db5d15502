import { guardZip } from '../../../server/platform/spreadsheets/guard-zip.ts'
import { sheetParts, zipOf } from './make-xlsx.ts'

/** Puts packed bytes in the place of the stored contents of a workbook's sheet. */
export function bombOf(packed: Buffer, declaredBytes: number): Buffer {
  const tidy = Buffer.from(zipOf(sheetParts('')))
  const { entries } = guardZip(tidy)
  const names = entries.map(({ name }) => name)
  const bodies = entries.map((entry) => ({
    packed:
      entry.name === 'xl/worksheets/sheet1.xml' ? packed : tidy.subarray(entry.start, entry.start + entry.packedBytes),
    sizeBytes: entry.name === 'xl/worksheets/sheet1.xml' ? declaredBytes : entry.sizeBytes,
    method: entry.name === 'xl/worksheets/sheet1.xml' ? 8 : entry.method,
  }))
  return zipFrom(names.map((name, index) => ({ name, ...(bodies[index] ?? { packed, sizeBytes: 0, method: 8 }) })))
}

export type Packed = { name: string; packed: Buffer; sizeBytes: number; method: number; header?: number }

/** An archive that says of itself whatever it is told to. */
export function zipFrom(parts: readonly Packed[]): Buffer {
  const locals: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, packed, sizeBytes, method, header } of parts) {
    const local = Buffer.alloc(30 + name.length)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(method, 8)
    local.writeUInt16LE(name.length, 26)
    local.write(name, 30)
    const entry = Buffer.alloc(46 + name.length)
    entry.writeUInt32LE(0x02014b50, 0)
    entry.writeUInt16LE(method, 10)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(sizeBytes, 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(header ?? at, 42)
    entry.write(name, 46)
    directory.push(entry)
    if (header !== undefined) continue
    locals.push(local, packed)
    at += local.length + packed.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(parts.length, 8)
  end.writeUInt16LE(parts.length, 10)
  end.writeUInt32LE(list.length, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...locals, list, end])
}
