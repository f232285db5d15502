import { AppError } from '../../core/app-error.ts'

/**
 * Reads streams out of a compound file ([MS-CFB]): the container of .xls, of password-protected .xlsx and of other
 * programs' documents. Every chain is followed for at most as many sectors as the file has.
 */
export type CompoundFile = {
  readonly names: readonly string[]
  /** Null when there is no stream of this name. Throws AppError `spreadsheetDamaged`. */
  readonly stream: (name: string) => Buffer | null
}

const endOfChain = 0xfffffffe
const mostRegularSector = 0xfffffffa
const directoryEntryBytes = 128
const headerFatSectors = 109

type DirectoryEntry = {
  readonly name: string
  readonly kind: number
  readonly first: number
  readonly sizeBytes: number
}

export function openCompoundFile(input: Uint8Array): CompoundFile {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  if (bytes.length < 512) damaged()
  const sectorBytes = 2 ** bytes.readUInt16LE(0x1e)
  if (sectorBytes !== 512 && sectorBytes !== 4096) damaged()
  const sectorCount = Math.ceil(bytes.length / sectorBytes)
  const sector = (index: number): Buffer => {
    const start = (index + 1) * sectorBytes
    return start < bytes.length ? bytes.subarray(start, start + sectorBytes) : damaged()
  }
  const fat = readFat(bytes, sector, sectorBytes, sectorCount)
  const follow = (first: number, table: readonly Buffer[], most: number): number[] => {
    const chain: number[] = []
    for (let at = first; at !== endOfChain; at = entryOf(table, sectorBytes, at)) {
      if (at > mostRegularSector || chain.length > most) damaged()
      chain.push(at)
    }
    return chain
  }
  const chained = (first: number) => Buffer.concat(follow(first, fat, sectorCount).map(sector))
  const entries = readDirectory(chained(bytes.readUInt32LE(0x30)))
  const root = entries.find(({ kind }) => kind === 5) ?? damaged()
  const miniCutoffBytes = bytes.readUInt32LE(0x38)

  const miniStream = (entry: DirectoryEntry): Buffer => {
    const miniBytes = 2 ** bytes.readUInt16LE(0x20)
    const firstMini = bytes.readUInt32LE(0x3c)
    const miniFat = firstMini > mostRegularSector ? [] : follow(firstMini, fat, sectorCount).map(sector)
    const container = chained(root.first)
    const pieces = follow(entry.first, miniFat, Math.ceil(container.length / miniBytes)).map((index) =>
      container.subarray(index * miniBytes, (index + 1) * miniBytes),
    )
    return Buffer.concat(pieces)
  }
  return {
    names: entries.map(({ name }) => name),
    stream: (name) => {
      const entry = entries.find((one) => one.kind === 2 && one.name.toLowerCase() === name.toLowerCase())
      if (!entry) return null
      if (entry.sizeBytes === 0) return Buffer.alloc(0)
      const whole = entry.sizeBytes < miniCutoffBytes ? miniStream(entry) : chained(entry.first)
      return whole.length < entry.sizeBytes ? damaged() : whole.subarray(0, entry.sizeBytes)
    },
  }
}

/** The allocation table: 109 of its sectors are listed in the header, the others in a chain of lists. */
function readFat(
  bytes: Buffer,
  sector: (index: number) => Buffer,
  sectorBytes: number,
  sectorCount: number,
): readonly Buffer[] {
  const indexes: number[] = []
  for (let index = 0; index < headerFatSectors; index++) indexes.push(bytes.readUInt32LE(0x4c + index * 4))
  let next = bytes.readUInt32LE(0x44)
  for (let read = 0; next <= mostRegularSector; read++) {
    if (read > sectorCount) damaged()
    const list = sector(next)
    if (list.length < sectorBytes) damaged()
    for (let at = 0; at < sectorBytes - 4; at += 4) indexes.push(list.readUInt32LE(at))
    next = list.readUInt32LE(sectorBytes - 4)
  }
  return indexes.filter((index) => index <= mostRegularSector).map(sector)
}

function entryOf(table: readonly Buffer[], sectorBytes: number, index: number): number {
  const perSector = sectorBytes / 4
  const part = table[Math.floor(index / perSector)] ?? damaged()
  const at = (index % perSector) * 4
  return at + 4 <= part.length ? part.readUInt32LE(at) : damaged()
}

function readDirectory(bytes: Buffer): DirectoryEntry[] {
  const entries: DirectoryEntry[] = []
  for (let at = 0; at + directoryEntryBytes <= bytes.length; at += directoryEntryBytes) {
    const kind = bytes.readUInt8(at + 66)
    if (kind === 0) continue
    const nameBytes = Math.min(Math.max(bytes.readUInt16LE(at + 64) - 2, 0), 62)
    entries.push({
      name: bytes.toString('utf16le', at, at + nameBytes),
      kind,
      first: bytes.readUInt32LE(at + 116),
      sizeBytes: bytes.readUInt32LE(at + 120),
    })
  }
  return entries
}

function damaged(): never {
  throw new AppError('spreadsheetDamaged')
}
