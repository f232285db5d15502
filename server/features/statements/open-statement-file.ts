import type { Deps } from '../../deps.ts'
import { type OpenedFile, openStored } from '../files/open-stored-file.ts'
import { loadFile } from './load-statements.ts'

/** The file as the bank exported it. Throws `notFound`, `fileNotFound`. */
export async function openStatementFile(
  deps: Pick<Deps, 'db' | 'files'>,
  { fileId }: { fileId: string },
): Promise<OpenedFile> {
  const file = await loadFile(deps, fileId)
  const opened = await openStored(deps, file.fileKey)
  return { ...opened, contentType: 'application/octet-stream', fileName: file.originalName, inline: false }
}
