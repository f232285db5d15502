import { createStore, produce } from 'solid-js/store'
import { AppError, isRetryable } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { putFile } from '../../offline/send-file.ts'
import { sha256Hex } from '../../offline/sha256.ts'
import { ConnectionLost } from '../../texts/errors.ts'

/** As banks export them. Some programs name these files by their type only. */
export const statementTypes =
  '.xlsx,.xls,.csv,.txt,.htm,.html,.xml,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel,text/csv,text/plain,text/html'

export interface SendingFile {
  /** Made here: sent again after a failure it is the same file. */
  readonly id: string
  readonly file: File
  state: 'waiting' | 'sending' | 'failed' | 'refused' | 'done'
  /** 0..1 while it is on its way. */
  share: number
  error: unknown
  /** Under which id the server has it: another one where the same bytes were sent before. */
  fileId: string | null
  /** Its name then. */
  knownAs: string | null
}

/** More at once only share the same line. */
const atOnce = 2

/** Statements on their way to the server, any number; each can fail and be sent again by itself. */
export function createSending(onSent: () => void) {
  const [files, setFiles] = createStore<SendingFile[]>([])
  const change = (id: string, what: Partial<SendingFile>) =>
    setFiles(
      (one) => one.id === id,
      produce((one) => void Object.assign(one, what)),
    )

  const send = async ({ id, file }: SendingFile) => {
    change(id, { state: 'sending', share: 0, error: null })
    try {
      const sha256 = await sha256Hex(new Uint8Array(await file.arrayBuffer()))
      const type = file.type || 'application/octet-stream'
      const upload = { name: file.name, type, blob: file, sha256 }
      const answer = await putFile(`/api/uploads/statements/${id}`, upload, (share) => change(id, { share }))
      const { id: fileId, known, fileName } = answer as { id: string; known: boolean; fileName: string }
      change(id, { state: 'done', fileId, knownAs: known ? fileName : null })
      onSent()
    } catch (error) {
      const lost = error instanceof ConnectionLost || (error instanceof AppError && isRetryable(error))
      change(id, { state: lost ? 'failed' : 'refused', error })
    }
    sendNext()
  }
  const sendNext = () => {
    const free = atOnce - files.filter(({ state }) => state === 'sending').length
    for (const one of files.filter(({ state }) => state === 'waiting').slice(0, Math.max(0, free))) void send(one)
  }
  return {
    files,
    add(added: readonly File[]): void {
      const fresh = added.map(
        (file): SendingFile => ({
          id: newId(),
          file,
          state: 'waiting',
          share: 0,
          error: null,
          fileId: null,
          knownAs: null,
        }),
      )
      setFiles((before) => [...fresh, ...before])
      sendNext()
    },
    retry(id: string): void {
      change(id, { state: 'waiting' })
      sendNext()
    },
    remove(id: string): void {
      setFiles((before) => before.filter((one) => one.id !== id))
    },
    /** Forgets those that are through. */
    clear(): void {
      setFiles((before) => before.filter(({ state }) => state === 'waiting' || state === 'sending'))
    },
  }
}

export type Sending = ReturnType<typeof createSending>
