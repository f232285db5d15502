import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { hashOfFiles } from './platform/hash-of-files.ts'

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const stampFile = path.join(root, 'web', 'dist', '.stamp')

/** Builds the PWA when its sources are other than those it was built from; returns whether it did. */
export async function ensureWebBuilt(): Promise<boolean> {
  const web = (await readdir(path.join(root, 'web')))
    .filter((name) => name !== 'dist')
    .map((name) => path.join(root, 'web', name))
  const stamp = await hashOfFiles([
    ...web,
    path.join(root, 'server', 'core'),
    path.join(root, 'server', 'features'),
    path.join(root, 'vite.config.ts'),
    path.join(root, 'package-lock.json'),
  ])
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return false
  const vite = path.join(root, 'node_modules', 'vite', 'bin', 'vite.js')
  await promisify(execFile)(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    maxBuffer: 16 * 1024 * 1024,
  })
  await writeFile(stampFile, stamp)
  return true
}

if (import.meta.main) await ensureWebBuilt()
