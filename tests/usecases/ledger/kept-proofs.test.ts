import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { shanghaiDay } from '../../../server/core/working-time.ts'
import { proveLedgerByJob } from '../../../server/features/ledger/prove-ledger.ts'
import { makeStaff } from '../../support/people.ts'
import { type UsedBooks, useBooks } from '../../support/used-books.ts'
import { openWorld, type World } from '../../support/world.ts'

const execute = promisify(execFile)

let world: World
let books: UsedBooks
beforeAll(async () => {
  world = await openWorld()
  books = await useBooks(world)
})
afterAll(() => world.close())

describe('the proof that is kept', () => {
  const proofs = () => world.deps.db.ledgerProof.findMany({ orderBy: { startedAt: 'asc' } })
  const alarm = async () => {
    const { cookie } = await makeStaff(world, 'finance')
    return (await world.query('ledger.alarm', undefined, cookie)).data
  }
  /** A moment of Shanghai's clock, so many days from now. */
  const goTo = (days: number, time: string) => {
    const day = shanghaiDay(new Date(Date.now() + days * 86_400_000))
    world.clock.set(`${day}T${time}:00+08:00`)
  }

  test('somebody asks for one: a job, their name, and once however often it is sent', async () => {
    const id = newId()
    world.clock.advance(1000)
    const sent = await Promise.all([1, 2].map(() => world.mutate('ledger.prove', { id }, books.finance.cookie)))
    expect(sent.map(({ data }) => data)).toEqual([{ id }, { id }])
    expect((await world.query('ledger.proof', { id }, books.finance.cookie)).code).toBe('notFound')
    const jobs = await world.boss.fetch<{ proofId: string; askedById: string }>('ledger.prove', { batchSize: 10 })
    for (const job of jobs) await proveLedgerByJob(world.deps, job.data)
    const { data } = await world.query('ledger.proof', { id }, books.finance.cookie)
    expect(data).toMatchObject({ id, problemCount: 0, problems: [], askedBy: books.finance.name })
    expect(data.accounts).toBeGreaterThan(10)
    expect((await proofs()).filter((proof) => proof.id === id)).toHaveLength(1)
    expect(await alarm()).toMatchObject({ state: 'holds', count: 0, proofId: id })
  })

  test('by the clock one is made every night, and made up for when a night was missed', async () => {
    const proveAt = async (days: number, time: string) => {
      const before = (await proofs()).length
      goTo(days, time)
      await proveLedgerByJob(world.deps, {})
      return (await proofs()).length - before
    }
    expect(await proveAt(3, '02:20')).toBe(1)
    expect(await proveAt(3, '02:30')).toBe(0)
    expect(await proveAt(3, '18:00')).toBe(0)
    expect(await proveAt(4, '01:50')).toBe(0)
    expect(await proveAt(4, '02:00')).toBe(1)
    // The machine was off at night.
    expect(await proveAt(5, '09:00')).toBe(1)
  })

  test('none for 36 hours is an alarm of its own', async () => {
    goTo(6, '20:59')
    expect(await alarm()).toMatchObject({ state: 'holds', count: 0 })
    goTo(6, '21:01')
    expect(await alarm()).toMatchObject({ state: 'late', count: 1 })
  })

  test('of a centre that has just begun nobody is alarmed', async () => {
    const fresh = await openWorld()
    try {
      const finance = await makeStaff(fresh, 'finance')
      const said = async () => (await fresh.query('ledger.alarm', undefined, finance.cookie)).data
      expect(await said()).toEqual({ state: 'none', lastAt: null, proofId: null, problemCount: 0, count: 0 })
      fresh.clock.advance(37 * 3_600_000)
      finance.cookie = await fresh.openSession(finance.id)
      expect(await said()).toMatchObject({ state: 'late', count: 1 })
    } finally {
      await fresh.close()
    }
  })

  test('what is found is kept, said to finance and logged, and proofs are only added to', async () => {
    await world.deps.db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = 'replica'`
      await tx.$executeRaw`UPDATE payments SET received_fen = received_fen + 1 WHERE id = ${books.paymentId}::uuid`
    })
    goTo(7, '02:20')
    await proveLedgerByJob(world.deps, {})
    const said = await alarm()
    expect(said).toMatchObject({ state: 'problems', problemCount: 1, count: 1 })
    const { cookie } = await makeStaff(world, 'finance')
    const { data } = await world.query('ledger.proof', { id: said.proofId }, cookie)
    expect(data.problems).toMatchObject([{ code: 'paymentDiffers', id: books.paymentId }])
    expect((await world.query('ledger.proofs', { limit: 2 }, cookie)).data.rows[0]).toMatchObject({ id: said.proofId })
    expect(world.logged.some((line) => line.includes('ledger.problems'))).toBe(true)
    const reviewer = await makeStaff(world, 'reviewer')
    expect((await world.query('ledger.alarm', undefined, reviewer.cookie)).code).toBe('notAllowed')
    await expect(world.deps.db.$executeRaw`UPDATE ledger_proofs SET problem_count = 0`).rejects.toThrow(/append-only/)
    await expect(world.deps.db.$executeRaw`DELETE FROM ledger_proofs`).rejects.toThrow(/append-only/)
  })

  test('the command says each problem in a line and ends with 1, and with 0 when the books hold', async () => {
    const run = async () => {
      const env = { ...process.env, DATABASE_URL: world.databaseUrl, DATA_DIR: world.folder }
      try {
        const { stdout } = await execute(process.execPath, ['server/verify-ledger.ts'], { env })
        return { code: 0, stdout }
      } catch (error) {
        const { code, stdout } = error as { code: number; stdout: string }
        return { code, stdout }
      }
    }
    const broken = await run()
    expect(broken.code).toBe(1)
    expect(broken.stdout).toMatch(
      new RegExp(`problem +paymentDiffers ${books.paymentId} PX\\w{8} expected 7001 found 7000`),
    )
    await world.deps.db.$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = 'replica'`
      await tx.$executeRaw`UPDATE payments SET received_fen = received_fen - 1 WHERE id = ${books.paymentId}::uuid`
    })
    expect(await run()).toMatchObject({ code: 0, stdout: expect.stringContaining('the books hold') })
  })
})
