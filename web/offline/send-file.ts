import { AppError } from '../../server/core/app-error.ts'
import { appErrorFrom, requestHeaders } from '../api.ts'
import { ConnectionLost } from '../texts/errors.ts'
import { type UploadTarget, uploadAddress } from './upload-target.ts'

export interface FileToSend {
  /** Made here, UUIDv7: the idempotency key. Sending the same id with the same hash again is fine. */
  readonly id: string
  readonly target: UploadTarget
  readonly name: string
  readonly type: string
  readonly blob: Blob
  readonly sha256: string
}

/** A stalled connection is given up after this long without a byte moving, in milliseconds. */
const stallMs = 45_000

/** Sends one file to what it belongs to; see `putFile`. */
export function sendFile(
  file: FileToSend,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  return putFile(uploadAddress(file.target, file.id), file, onProgress, signal)
}

/**
 * Sends one file to an address. Resolves with the server's answer; throws `AppError` when it was refused (sending again
 * will not help unless `isRetryable`), `ConnectionLost` when it did not arrive. XMLHttpRequest, because fetch does not
 * say how far an upload is.
 */
export function putFile(
  address: string,
  file: Pick<FileToSend, 'name' | 'type' | 'blob' | 'sha256'>,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    let stall: ReturnType<typeof setTimeout> | undefined
    const watch = () => {
      clearTimeout(stall)
      stall = setTimeout(() => request.abort(), stallMs)
    }
    const lost = () => {
      clearTimeout(stall)
      reject(new ConnectionLost())
    }
    request.open('PUT', address)
    request.setRequestHeader('content-type', file.type)
    request.setRequestHeader('x-sha256', file.sha256)
    request.setRequestHeader('x-file-name', encodeURIComponent(file.name))
    for (const [name, value] of Object.entries(requestHeaders)) request.setRequestHeader(name, value)
    request.upload.onprogress = (event) => {
      watch()
      if (event.lengthComputable && event.total > 0) onProgress(event.loaded / event.total)
    }
    request.onerror = lost
    request.onabort = lost
    request.ontimeout = lost
    request.onload = () => {
      clearTimeout(stall)
      const body = parseJson(request.responseText)
      if (request.status >= 200 && request.status < 300) resolve(body)
      else reject(refusal(request.status, body))
    }
    signal?.addEventListener('abort', () => request.abort())
    watch()
    request.send(file.blob)
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The server answers `{ app: { code, details } }`; a proxy in between may answer anything. */
function refusal(status: number, body: unknown): Error {
  const app = appErrorFrom(body)
  if (app) return app
  if (status === 413) return new AppError('fileTooLarge')
  if (status === 401) return new AppError('notSignedIn')
  if (status === 429 || status === 408 || status >= 500) return new AppError('unavailable')
  return new AppError('internal')
}
