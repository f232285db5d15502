import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { Context } from 'hono'
import { z } from 'zod'
import { idSchema } from '../core/ids.ts'
import type { OpenedFile } from '../features/files/open-stored-file.ts'
import type { Upload } from '../features/files/receive-upload.ts'
import { readBody } from './read-body.ts'

const uploadSchema = z.object({
  fileId: idSchema,
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  name: z.string().max(1000),
})

/** Takes one file, raw in the body, with its id in the path and its hash and name in headers. Throws `fileTooLarge`. */
export async function readUpload(c: Context, maxBytes: number): Promise<Upload> {
  const { fileId, sha256, name } = uploadSchema.parse({
    fileId: c.req.param('fileId'),
    sha256: c.req.header('x-sha256'),
    name: decodeName(c.req.header('x-file-name') ?? ''),
  })
  const bytes = await readBody(c, maxBytes)
  return {
    fileId,
    originalName: name,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    declaredSha256: sha256,
    bytes,
  }
}

/** Headers are ASCII, so the page sends the name URI-encoded; a name that is not is kept as it came. */
function decodeName(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** Answers with a file: in the page what we made ourselves, everything else as a download. */
export function sendFile(c: Context, file: OpenedFile): Response {
  return c.body(Readable.toWeb(file.body) as ReadableStream, 200, {
    'content-type': file.contentType,
    'content-length': String(file.sizeBytes),
    'content-disposition': `${file.inline ? 'inline' : 'attachment'}; filename*=UTF-8''${encodeURIComponent(file.fileName)}`,
    'x-content-type-options': 'nosniff',
    // Ours never changes under one id; it is the person's own browser that keeps it, nobody between.
    'cache-control': file.inline ? 'private, max-age=31536000, immutable' : 'no-store',
  })
}
