import { createSignal } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import type { DropProgress } from '../../../server/features/invoices/inbox.schema.ts'
import { api } from '../../api.ts'
import { sendFile } from './send-invoice-file.ts'

/** The server's own limit (inbox.schema.ts), which the page cannot import without all of zod. */
const maxDroppedBytes = 100 * 1024 * 1024
/** The line is busy with four, and the server's disk too. */
const atOnce = 4
const askMs = 1_000

export type Failed = { readonly name: string; readonly error: unknown }
export type DropState =
  | { readonly phase: 'sending'; readonly sent: number; readonly total: number; readonly name: string }
  | { readonly phase: 'reading'; readonly read: number; readonly total: number }
  | { readonly phase: 'done'; readonly progress: DropProgress }

export interface Drop {
  /** Null until something is dropped, and after what came of it was put away. */
  state(): DropState | null
  failed(): readonly Failed[]
  send(files: readonly File[], issueAlone: boolean): Promise<void>
  putAway(): void
}

/**
 * Sends what was dropped, four files at a time, says that all of it is there, and follows the reading. One file that is
 * refused holds up no other.
 */
export function createDrop(onRead: () => void): Drop {
  const [state, setState] = createSignal<DropState | null>(null)
  const [failed, setFailed] = createSignal<readonly Failed[]>([])
  const fail = (name: string, error: unknown) => setFailed((all) => [...all, { name, error }])

  async function sendAll(dropId: string, files: readonly File[]): Promise<void> {
    let sent = 0
    const queue = files.values()
    const lanes = Array.from({ length: atOnce }, async () => {
      for (const file of queue) {
        setState({ phase: 'sending', sent, total: files.length, name: file.name })
        await sendDropped(dropId, file).catch((error: unknown) => fail(file.name, error))
        sent += 1
      }
    })
    await Promise.all(lanes)
  }

  async function follow(dropId: string, first: DropProgress): Promise<void> {
    let progress = first
    for (;;) {
      const { received } = progress.files
      const total = Object.values(progress.files).reduce((sum, count) => sum + count, 0)
      const unplaced = progress.files.read > 0 && standingOf(progress) === 0
      if (received === 0 && !unplaced) break
      setState({ phase: 'reading', read: total - received, total })
      await new Promise((resolve) => setTimeout(resolve, askMs))
      progress = await api.inbox.getDrop.query({ id: dropId })
    }
    setState({ phase: 'done', progress })
    onRead()
  }

  return {
    state,
    failed,
    async send(files, issueAlone) {
      setFailed([])
      const id = newId()
      try {
        await api.inbox.startDrop.mutate({ id, issueAlone })
        await sendAll(id, files)
        await follow(id, await api.inbox.finishDrop.mutate({ id }))
      } catch (error) {
        setState(null)
        fail('', error)
      }
    },
    putAway() {
      setState(null)
      setFailed([])
    },
  }
}

function standingOf({ invoices }: DropProgress): number {
  return invoices.ready + invoices.check + invoices.unmatched + invoices.waiting
}

async function sendDropped(dropId: string, file: File): Promise<void> {
  if (file.size === 0) throw new AppError('fileEmpty')
  if (file.size > maxDroppedBytes) throw new AppError('fileTooLarge', { maxBytes: maxDroppedBytes })
  await sendFile(`/api/uploads/invoice-drops/${dropId}/files/${newId()}`, file)
}
