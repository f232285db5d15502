import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { serveBox } from '../../worker/photo/serve-box.ts'

/** What a hijacked reader would try, one command a run; answers with what came of it. */
const attempts: Record<string, () => unknown> = {
  echo: () => 'echo',
  environment: () => Object.keys(process.env).sort(),
  readPackage: () => readFileSync(new URL('../../package.json', import.meta.url), 'utf8'),
  readPasswd: () => readFileSync('/etc/passwd', 'utf8'),
  write: () => writeFileSync(new URL('../../.cache/box-was-here', import.meta.url), 'x'),
  spawn: () => spawnSync(process.execPath, ['--version']).status,
  network: () => typeof fetch,
  loop: () => {
    for (;;) if (Date.now() < 0) return
  },
  memory: () => {
    const kept: Buffer[] = []
    for (;;) kept.push(Buffer.alloc(8 * 1024 * 1024, 1))
  },
  crash: () => process.abort(),
  leave: () => process.exit(3),
}

serveBox(async (input) => {
  const attempt = attempts[Buffer.from(input).toString()]
  if (!attempt) throw new Error('no such attempt')
  return attempt()
})
