import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import type { AuditAction } from '../../../server/core/audit-actions.ts'
import { newId } from '../../../server/core/ids.ts'
import { sealAudit } from '../../../server/features/audit/seal-audit.ts'
import { verifyAudit } from '../../../server/features/audit/verify-audit.ts'
import { writeAudit } from '../../../server/platform/audit-log.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { openWorld, type World } from '../../support/world.ts'
import { sealUntil } from './seal-until.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const write = (action: AuditAction) =>
  inTransaction(world.deps, (tx) =>
    writeAudit(tx, systemActor('test'), {
      action,
      subjectType: 'test',
      subjectId: newId(),
      organisationId: null,
      after: { b: 1, a: [2, { z: 1, y: null }] },
    }),
  )

test('what was written is chained, once, in an order that late commits cannot break', async () => {
  await write('order.created')
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
      action: 'order.expired',
      subjectType: 'test',
      subjectId: newId(),
      organisationId: null,
    })
    begun()
    await gate
  })
  await hasBegun
  await write('order.paid')
  await sealUntil(world, 1)
  await sealAudit(world.deps)
  expect(await world.deps.db.auditSeal.count()).toBe(1)
  commitLate()
  await late
  await Promise.all([sealAudit(world.deps), sealAudit(world.deps)])
  await sealUntil(world, 3)
  expect(await verifyAudit(world.deps)).toMatchObject({ checked: 3, to: '3', broken: null, waiting: 0 })
  const order = await world.deps.db.$queryRaw<{ action: string }[]>`
    SELECT e.action FROM audit_seals s JOIN audit_entries e ON e.id = s.entry_id ORDER BY s.position`
  expect(order.map((row) => row.action)).toEqual(['order.created', 'order.expired', 'order.paid'])
})

test('the database refuses changes of entries and seals', async () => {
  const db = world.deps.db
  await expect(db.$executeRaw`UPDATE audit_entries SET actor_name = 'x'`).rejects.toThrow(/append-only/)
  await expect(db.$executeRaw`DELETE FROM audit_entries`).rejects.toThrow(/append-only/)
  await expect(db.$executeRaw`UPDATE audit_seals SET position = position + 1`).rejects.toThrow(/append-only/)
  await expect(db.$executeRaw`DELETE FROM audit_seals`).rejects.toThrow(/append-only/)
})
