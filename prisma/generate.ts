import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { hashOfFiles } from '../server/platform/hash-of-files.ts'

const prismaDir = path.dirname(fileURLToPath(import.meta.url))
const stampFile = path.join(prismaDir, 'generated', '.stamp')

/** Generates the Prisma client when the schema files (or Prisma's version) are other than those it was made from. */
export async function ensureClient(): Promise<void> {
  const lock = path.join(prismaDir, '..', 'node_modules', 'prisma', 'package.json')
  const stamp = await hashOfFiles([path.join(prismaDir, 'schema'), lock])
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return
  const cli = path.join(prismaDir, '..', 'node_modules', 'prisma', 'build', 'index.js')
  await promisify(execFile)(process.execPath, [cli, 'generate'], {
    cwd: path.join(prismaDir, '..'),
    // Any executable will do: generating needs no engine, but the CLI downloads one unless it is told of one.
    env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, CHECKPOINT_DISABLE: '1' },
  })
  await writeFile(stampFile, stamp)
}

if (import.meta.main) await ensureClient()
