import type { Deps } from '../../deps.ts'
import { FileMissing } from '../../platform/file-store.ts'
import { keepDays } from './imports.rules.ts'
import { findKeptFiles, findRowKeys } from './sealed-imports.store.ts'

export { keepDays }

/**
 * How many imports (their file or their rows) each key id seals. They are not sealed anew: `tidyImports` drops them
 * `keepDays` after they ended, and the key can go then.
 */
export async function sealedImports(deps: Pick<Deps, 'db' | 'files'>): Promise<Map<string, number>> {
  const sealed = await findRowKeys(deps.db)
  for (const { id, fileKey } of await findKeptFiles(deps.db)) {
    const keyId = fileKey === null ? null : await keyIdOfFile(deps, fileKey)
    if (keyId !== null) sealed.push({ id, keyId })
  }
  const byKey = Map.groupBy(sealed, (one) => one.keyId)
  return new Map([...byKey].map(([keyId, ones]) => [keyId, new Set(ones.map((one) => one.id)).size]))
}

/** A sealed file begins with its key's id and a colon. */
async function keyIdOfFile(deps: Pick<Deps, 'files'>, fileKey: string): Promise<string | null> {
  try {
    const { body } = await deps.files.stream(fileKey)
    for await (const chunk of body) {
      const head = Buffer.from(chunk).subarray(0, 64)
      return head.toString('latin1', 0, Math.max(0, head.indexOf(':')))
    }
    return null
  } catch (error) {
    if (error instanceof FileMissing) return null
    throw error
  }
}
