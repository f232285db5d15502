import { createHash } from 'node:crypto'
import { readdir, readFile, stat } from 'node:fs/promises'
import path from 'node:path'

/** One hash over files and whole folders, by path and content: equal as long as nothing below them has changed. */
export async function hashOfFiles(roots: readonly string[]): Promise<string> {
  const files = (await Promise.all(roots.map(filesBelow))).flat().sort()
  const hash = createHash('sha256')
  for (const file of files) {
    hash.update(path.basename(file))
    hash.update('\0')
    hash.update(await readFile(file))
    hash.update('\0')
  }
  return hash.digest('hex')
}

async function filesBelow(root: string): Promise<string[]> {
  if ((await stat(root)).isFile()) return [root]
  const entries = await readdir(root, { recursive: true, withFileTypes: true })
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name))
}
