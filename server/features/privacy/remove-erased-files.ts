import type { Deps } from '../../deps.ts'

/** Removes files that held somebody who was erased. One that is gone already is no error, so it may be done again. */
export async function removeErasedFiles(
  deps: Pick<Deps, 'files'>,
  { keys }: { readonly keys: readonly string[] },
): Promise<void> {
  for (const key of keys) await deps.files.remove(key)
}
