import { AppError } from '../../../server/core/app-error.ts'
import { appErrorFrom, requestHeaders } from '../../api.ts'
import { ConnectionLost } from '../../texts/errors.ts'

/**
 * Asks for a file by POST, so that what was asked for stands in no address, and saves it under the name that the server
 * gives it. Throws `AppError` with the server's refusal, or `ConnectionLost`.
 */
export async function downloadByPost(path: string, body: unknown): Promise<void> {
  await save(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...requestHeaders },
    body: JSON.stringify(body),
  })
}

/** The same by GET, for what takes a while or may be refused: a plain link would leave the page for a file of JSON. */
export async function downloadFile(path: string): Promise<void> {
  await save(path, {})
}

async function save(path: string, init: RequestInit): Promise<void> {
  const response = await fetch(path, { ...init, credentials: 'same-origin' }).catch((error: unknown) => {
    throw new ConnectionLost({ cause: error })
  })
  if (!response.ok) {
    const refused = appErrorFrom(await response.json().catch(() => null))
    throw refused ?? new AppError('internal')
  }
  const blob = await response.blob().catch((error: unknown) => {
    throw new ConnectionLost({ cause: error })
  })
  saveBlob(blob, nameOf(response.headers.get('content-disposition')))
}

function nameOf(disposition: string | null): string {
  const encoded = disposition?.match(/filename\*=UTF-8''([^;]+)/i)?.[1]
  return encoded ? decodeURIComponent(encoded) : 'download.xlsx'
}

/** Longer than any browser takes to begin saving, in milliseconds. */
const keepMs = 60_000

function saveBlob(blob: Blob, name: string): void {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), keepMs)
}
