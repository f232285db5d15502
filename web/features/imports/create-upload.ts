import { createSignal } from 'solid-js'
import { AppError, isRetryable } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { putFile } from '../../offline/send-file.ts'
import { sha256Hex } from '../../offline/sha256.ts'
import { ConnectionLost } from '../../texts/errors.ts'
import { type ImportTarget, targetQuery } from './import-kinds.ts'

/** As the server takes them: .xlsx, .xls, .csv. Some phones know these files by their type only. */
export const importTypes =
  '.xlsx,.xls,.csv,.txt,.htm,.html,.xml,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,application/vnd.ms-excel,text/csv,text/plain,text/html'

interface Attempt {
  readonly id: string
  readonly file: File
  readonly sha256: string
  readonly organisationId: string | null
  readonly target: ImportTarget
}

function addressOf({ id, organisationId, target }: Attempt): string {
  const query = targetQuery(target, organisationId)
  query.set('kind', target.kind)
  return `/api/uploads/imports/${id}?${query}`
}

const sameTarget = (one: ImportTarget, other: ImportTarget) =>
  one.kind === other.kind && one.planId === other.planId && one.batchId === other.batchId

/** Sends one file for import; `share` is 0..1 while it is on its way. Sent again after a failure it is the same import. */
export function createUpload(onSent: (importId: string) => void, target: () => ImportTarget) {
  const [share, setShare] = createSignal<number | null>(null)
  const [error, setError] = createSignal<unknown>(null)
  const [attempt, setAttempt] = createSignal<Attempt | null>(null)

  const put = async (attempt: Attempt) => {
    const { id, file, sha256 } = attempt
    setShare(0)
    setError(null)
    try {
      const type = file.type || 'application/octet-stream'
      await putFile(addressOf(attempt), { name: file.name, type, blob: file, sha256 }, setShare)
      setAttempt(null)
      onSent(id)
    } catch (thrown) {
      setError(thrown)
    } finally {
      setShare(null)
    }
  }
  return {
    share,
    error,
    async send(file: File, organisationId: string | null): Promise<void> {
      setShare(0)
      setError(null)
      let sha256: string
      try {
        sha256 = await sha256Hex(new Uint8Array(await file.arrayBuffer()))
      } catch (thrown) {
        // Taken away or changed since it was chosen: a phone's cloud folder does that.
        setError(thrown)
        setShare(null)
        return
      }
      // The answer may have got lost rather than the file: the same bytes are the same import.
      const last = attempt()
      const wanted = target()
      const same =
        last !== null &&
        last.sha256 === sha256 &&
        last.organisationId === organisationId &&
        sameTarget(last.target, wanted)
      const next = { id: same ? last.id : newId(), file, sha256, organisationId, target: wanted }
      setAttempt(next)
      await put(next)
    },
    /** Sends once more what did not arrive; null where sending again would change nothing. */
    retry(): (() => void) | null {
      const last = attempt()
      const failure = error()
      const lost = failure instanceof ConnectionLost || (failure instanceof AppError && isRetryable(failure))
      return last !== null && lost ? () => void put(last) : null
    },
  }
}

export type Upload = ReturnType<typeof createUpload>
