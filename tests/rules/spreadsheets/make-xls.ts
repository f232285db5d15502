/** Writes compound files ([MS-CFB]) and workbooks of the binary format ([MS-XLS]) as small as they can be. */

const sectorBytes = 512

/** A compound file with these streams; each is filled up to 4,096 bytes, below which streams lie elsewhere. */
export function compoundFile(streams: Readonly<Record<string, Buffer>>): Buffer {
  const padded = Object.entries(streams).map(([name, bytes]) => {
    const length = Math.max(4096, Math.ceil(bytes.length / sectorBytes) * sectorBytes)
    return { name, bytes: Buffer.concat([bytes, Buffer.alloc(length - bytes.length)]) }
  })
  // Sector 0 is the directory (at most 4 entries), then the streams, the allocation table last.
  const next: number[] = [0xfffffffe]
  const starts = padded.map(({ bytes }) => {
    const start = next.length
    const count = bytes.length / sectorBytes
    for (let index = 1; index <= count; index++) next.push(index === count ? 0xfffffffe : start + index)
    return start
  })
  const fatSectors = Math.ceil((next.length + 8) / 128)
  const firstFat = next.length
  for (let index = 0; index < fatSectors; index++) next.push(0xfffffffd)
  const fat = Buffer.alloc(fatSectors * sectorBytes, 0xff)
  for (const [index, value] of next.entries()) fat.writeUInt32LE(value, index * 4)

  const header = Buffer.alloc(sectorBytes)
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header)
  header.writeUInt16LE(3, 0x1a)
  header.writeUInt16LE(0xfffe, 0x1c)
  header.writeUInt16LE(9, 0x1e)
  header.writeUInt16LE(6, 0x20)
  header.writeUInt32LE(fatSectors, 0x2c)
  header.writeUInt32LE(4096, 0x38)
  header.writeUInt32LE(0xfffffffe, 0x3c)
  header.writeUInt32LE(0xfffffffe, 0x44)
  header.fill(0xff, 0x4c)
  for (let index = 0; index < fatSectors; index++) header.writeUInt32LE(firstFat + index, 0x4c + index * 4)

  const entry = (name: string, kind: number, start: number, sizeBytes: number) => {
    const bytes = Buffer.alloc(128)
    bytes.write(name, 'utf16le')
    bytes.writeUInt16LE((name.length + 1) * 2, 64)
    bytes.writeUInt8(kind, 66)
    bytes.writeUInt32LE(start, 116)
    bytes.writeUInt32LE(sizeBytes, 120)
    return bytes
  }
  const entries = [
    entry('Root Entry', 5, 0xfffffffe, 0),
    ...padded.map(({ name, bytes }, index) => entry(name, 2, starts[index] ?? 0, bytes.length)),
  ]
  const directory = Buffer.concat([...entries, Buffer.alloc(sectorBytes - entries.length * 128)])
  return Buffer.concat([header, directory, ...padded.map(({ bytes }) => bytes), fat])
}

export function record(id: number, ...parts: (Buffer | readonly number[])[]): Buffer {
  const body = Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : Buffer.from(part))))
  const head = Buffer.alloc(4)
  head.writeUInt16LE(id, 0)
  head.writeUInt16LE(body.length, 2)
  return Buffer.concat([head, body])
}

export function shorts(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 2)
  for (const [index, value] of values.entries()) bytes.writeUInt16LE(value, index * 2)
  return bytes
}

export function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}

export function wide(text: string): Buffer {
  return Buffer.concat([shorts(text.length), Buffer.from([1]), Buffer.from(text, 'utf16le')])
}

const begin = (kind: number, version = 0x0600) => record(0x0809, shorts(version, kind, 0, 0, 0, 0, 0, 0))
const end = record(0x000a)

export type Globals = { readonly records?: readonly Buffer[]; readonly version?: number }

/** A workbook of one sheet that holds these records. */
export function workbook(sheet: readonly Buffer[], { records = [], version = 0x0600 }: Globals = {}): Buffer {
  const name = Buffer.concat([Buffer.from([2, 1]), Buffer.from('名单', 'utf16le')])
  const bound = (start: number) => {
    const at = Buffer.alloc(4)
    at.writeUInt32LE(start)
    return record(0x0085, at, [0, 0], name)
  }
  const globals = (start: number) => Buffer.concat([begin(5, version), ...records, bound(start), end])
  const stream = Buffer.concat([globals(globals(0).length), begin(0x10, version), ...sheet, end])
  return compoundFile({ Workbook: stream })
}
