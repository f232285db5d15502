import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { sealAudit, verifyAudit } from '../../../server/features/audit/seal-audit.ts'
import { writeAudit } from '../../../server/platform/audit-log.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { waitFor } from '../../support/worker-process.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const write = (action: string) =>
  inTransaction(world.deps, (tx) =>
    writeAudit(tx, systemActor('test'), {
      action,
      subjectType: 'test',
      subjectId: newId(),
      organisationId: null,
      after: { b: 1, a: [2, { z: 1, y: null }] },
    }),
  )

/**
 * Transaction numbers are the whole server's: an older transaction in another test's database holds the seal back for as
 * long as it runs, as it should.
 */
async function sealUntil(entries: number): Promise<void> {
  await waitFor(`${entries} entries are sealed`, async () => {
    await sealAudit(world.deps)
    return (await world.deps.db.auditSeal.count()) >= entries
  })
}

test('what was written is chained, once, in an order that late commits cannot break', async () => {
  await write('one')
  // A transaction that has its place and its id, and commits only after later ones were sealed.
  let commitLate: () => void = () => undefined
  const gate = new Promise<void>((resolve) => {
    commitLate = resolve
  })
  let begun: () => void = () => undefined
  const hasBegun = new Promise<void>((resolve) => {
    begun = resolve
  })
  const late = inTransaction(world.deps, async (tx) => {
    await writeAudit(tx, systemActor('test'), {
      action: 'late',
      subjectType: 'test',
      subjectId: newId(),
      organisationId: null,
    })
    begun()
    await gate
  })
  await hasBegun
  await write('two')
  await sealUntil(1)
  await sealAudit(world.deps)
  expect(await world.deps.db.auditSeal.count()).toBe(1)
  commitLate()
  await late
  await Promise.all([sealAudit(world.deps), sealAudit(world.deps)])
  await sealUntil(3)
  expect(await verifyAudit(world.deps)).toEqual({ sealed: 3, brokenAt: null })
  const order = await world.deps.db.$queryRaw<{ action: string }[]>`
    SELECT e.action FROM audit_seals s JOIN audit_entries e ON e.id = s.entry_id ORDER BY s.position`
  expect(order.map((row) => row.action)).toEqual(['one', 'late', 'two'])
})

test('the database refuses changes, and somebody who gets round that is found out', async () => {
  await write('three')
  await sealUntil(4)
  const db = world.deps.db
  await expect(db.$executeRaw`UPDATE audit_entries SET actor_name = 'x'`).rejects.toThrow(/append-only/)
  await expect(db.$executeRaw`DELETE FROM audit_seals`).rejects.toThrow(/append-only/)
  await db.$executeRawUnsafe('ALTER TABLE audit_entries DISABLE TRIGGER audit_entries_append_only')
  await db.$executeRaw`UPDATE audit_entries SET actor_name = 'somebody else' WHERE action = 'two'`
  expect(await verifyAudit(world.deps)).toEqual({ sealed: 2, brokenAt: 3n })
})
