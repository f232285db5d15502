import type { Context } from 'hono'
import { AppError } from '../core/app-error.ts'

/** Reads a raw body of at most `maxBytes`; a longer one is refused before it is taken in. Throws `fileTooLarge`. */
export async function readBody(c: Context, maxBytes: number): Promise<Uint8Array> {
  const declared = Number(c.req.header('content-length') ?? 0)
  if (declared > maxBytes) throw new AppError('fileTooLarge', { maxBytes })
  const chunks: Uint8Array[] = []
  let size = 0
  const body = c.req.raw.body
  if (!body) return new Uint8Array()
  for await (const chunk of body) {
    size += chunk.byteLength
    // A body without a length, or with a false one, is cut off as soon as it has grown too long.
    if (size > maxBytes) throw new AppError('fileTooLarge', { maxBytes })
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
