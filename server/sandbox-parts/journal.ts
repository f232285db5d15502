import { type FileHandle, open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** What a sandbox remembers: events in the order in which they were decided. */
export type Journal<Event> = {
  /** Takes the event at once; it is durable when `settled` resolves. */
  append(event: Event): void
  /** Resolves when everything that was appended before the call is on disk. Nothing may be answered before. */
  settled(): Promise<void>
  close(): Promise<void>
}

export class JournalDamaged extends Error {}

/**
 * A file of lines `<crc32> <json>`, written with fsync; events that come while one write is under way share the next.
 * A last line that was torn by a crash was never answered for, so it is cut off. A damaged line before the end throws
 * `JournalDamaged`. `onFailure` is told when the disk refuses: memory is then ahead of it, and only a restart is right.
 */
export async function openJournal<Event>(
  file: string,
  replay: (event: Event) => void,
  onFailure: (error: unknown) => void,
): Promise<Journal<Event>> {
  const handle = await open(file, 'a+', 0o600)
  await cutTornEnd(handle, file, replay)
  let waiting: string[] = []
  let writing: Promise<void> | null = null
  let failed = false

  async function write(): Promise<void> {
    while (waiting.length > 0) {
      const lines = waiting.join('')
      waiting = []
      await handle.appendFile(lines)
      await handle.datasync()
    }
  }

  function flush(): Promise<void> {
    writing ??= write()
      .catch((error) => {
        failed = true
        onFailure(error)
        throw error
      })
      .finally(() => {
        writing = null
      })
    return writing
  }

  async function settled(): Promise<void> {
    // A write that has just looked for more and found none is still here for a moment: hence again.
    while (waiting.length > 0 || writing) await flush()
  }

  return {
    append(event) {
      if (failed) throw new Error('the journal cannot be written')
      const json = JSON.stringify(event)
      waiting.push(`${checksum(json)} ${json}\n`)
    },
    settled,
    async close() {
      if (!failed) await settled()
      await handle.close()
    },
  }
}

async function cutTornEnd<Event>(handle: FileHandle, file: string, replay: (event: Event) => void): Promise<void> {
  const bytes = await handle.readFile()
  let from = 0
  while (from < bytes.length) {
    const end = bytes.indexOf(10, from)
    const line = bytes.subarray(from, end === -1 ? bytes.length : end).toString('utf8')
    const json = line.slice(9)
    const whole = end !== -1 && line.slice(0, 8) === checksum(json)
    if (!whole) {
      if (end !== -1 && bytes.indexOf(10, end + 1) !== -1) {
        throw new JournalDamaged(`The journal ${file} is damaged at byte ${from}; delete it to start anew.`)
      }
      await handle.truncate(from)
      await handle.datasync()
      return
    }
    replay(JSON.parse(json) as Event)
    from = end + 1
  }
}

const checksum = (json: string) => crc32(json).toString(16).padStart(8, '0')
