import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { runInBox } from '../../../worker/photo/boxed-process.ts'
import { slowness } from '../../support/pace.ts'

const script = new URL('../../support/box-script.ts', import.meta.url)
const limits = { timeMs: 10_000, memoryMib: 256 }

function attempt(name: string, own: Partial<typeof limits> = {}): Promise<unknown> {
  return runInBox(script, Buffer.from(name), { ...limits, ...own })
}

test('answers what the process answers', async () => {
  expect(await attempt('echo')).toBe('echo')
})

test('passes nothing of the environment: no keys, no database address', async () => {
  process.env.SECRET_OF_THE_WORKER = 'secret'
  try {
    const names = await attempt('environment')
    expect(names).not.toContain('SECRET_OF_THE_WORKER')
    expect(names).not.toContain('PATH')
    expect(names).not.toContain('DATABASE_URL')
  } finally {
    delete process.env.SECRET_OF_THE_WORKER
  }
})

test.each(['readPackage', 'readPasswd', 'write', 'spawn'])('does not let it %s', async (name) => {
  const refused = await attempt(name).catch((error: unknown) => error)
  expect(refused).toMatchObject({ code: 'fileDamaged' })
  expect(String((refused as Error).cause)).toContain('Access to this API has been restricted')
  expect(existsSync(new URL('../../../.cache/box-was-here', import.meta.url))).toBe(false)
})

test('leaves it no fetch', async () => {
  expect(await attempt('network')).toBe('undefined')
})

test('ends it at its time, even in the middle of a loop', async () => {
  const startMs = performance.now()
  await expect(attempt('loop', { timeMs: 1_500 })).rejects.toMatchObject({
    code: 'fileTooSlow',
    details: { limit: 'time', limitMs: 1_500 },
  })
  const ms = performance.now() - startMs
  expect(ms).toBeLessThan(10_000 * (await slowness()))
})

test('ends it when its memory grows past the limit', async () => {
  await expect(attempt('memory')).rejects.toMatchObject({
    code: 'fileTooSlow',
    details: { limit: 'memory', limitMib: 256 },
  })
})

test('a reader that crashes costs the file, not the worker', async () => {
  await expect(attempt('crash')).rejects.toMatchObject({ code: 'fileTooSlow' })
  await expect(attempt('unknown')).rejects.toMatchObject({ code: 'fileDamaged' })
})

test('a process that cannot answer for another reason is a fault of ours and may be tried again', async () => {
  await expect(attempt('leave')).rejects.toThrow('exit code 3')
})
