import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { systemActor } from '../../../server/core/actor.ts'
import { newId } from '../../../server/core/ids.ts'
import { verifyAudit } from '../../../server/features/audit/verify-audit.ts'
import { writeAudit } from '../../../server/platform/audit-log.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { sealUntil } from './seal-until.ts'

/** Six entries in six transactions, sealed; then somebody with a superuser's rights. */
let world: World
let ids: bigint[]
beforeEach(async () => {
  world = await openWorld()
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await write(name)
  await sealUntil(world, 6)
  const rows = await world.deps.db.auditSeal.findMany({ orderBy: { position: 'asc' } })
  ids = rows.map((row) => row.entryId)
})
afterEach(() => world.close())

const write = (name: string) =>
  inTransaction(world.deps, (tx) =>
    writeAudit(tx, systemActor('test'), {
      action: 'order.created',
      subjectType: 'order',
      subjectId: newId(),
      organisationId: null,
      before: { name: '' },
      after: { name },
    }),
  )

/** What only the owner of the tables can do, and then leaves no trace in them. */
async function tamper(...statements: string[]): Promise<void> {
  const db = world.deps.db
  for (const table of ['audit_entries', 'audit_seals'])
    await db.$executeRawUnsafe(`ALTER TABLE ${table} DISABLE TRIGGER USER`)
  for (const statement of statements) expect(await db.$executeRawUnsafe(statement), statement).toBeGreaterThan(0)
  for (const table of ['audit_entries', 'audit_seals'])
    await db.$executeRawUnsafe(`ALTER TABLE ${table} ENABLE TRIGGER USER`)
}

const script = fileURLToPath(new URL('../../../server/verify-audit.ts', import.meta.url))
async function runCommand(...args: string[]): Promise<{ code: number; out: string }> {
  const env = { ...process.env, DATABASE_URL: world.databaseUrl }
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [script, ...args], { env })
    return { code: 0, out: stdout }
  } catch (error) {
    const failed = error as { code: number; stdout: string }
    return { code: failed.code, out: failed.stdout }
  }
}

test('an untouched chain holds; what is not sealed yet waits', async () => {
  await write('g')
  const verdict = await verifyAudit(world.deps)
  expect(verdict).toMatchObject({ checked: 6, from: '1', to: '6', waiting: 1, broken: null })
  expect(verdict.head).toMatch(/^[0-9a-f]{64}$/)
})

test.each([
  ["actor_name = 'somebody else'"],
  ["after = jsonb_set(after, '{name}', '\"x\"')"],
  ['before = NULL'],
  ["at = at + interval '1 millisecond'"],
  ["ip = '10.0.0.1'"],
  ["action = 'order.cancelled'"],
  ['organisation_id = subject_id'],
])('an entry whose %s was changed is found', async (change) => {
  await tamper(`UPDATE audit_entries SET ${change} WHERE id = ${ids[2]}`)
  expect((await verifyAudit(world.deps)).broken).toEqual({ position: '3', entryId: String(ids[2]), fault: 'changed' })
})

test('a deleted entry is found', async () => {
  await tamper(`DELETE FROM audit_entries WHERE id = ${ids[3]}`)
  expect(await verifyAudit(world.deps)).toMatchObject({
    checked: 3,
    broken: { position: '4', entryId: String(ids[3]), fault: 'deleted' },
  })
})

test('an entry deleted together with its seal is found', async () => {
  await tamper(`DELETE FROM audit_entries WHERE id = ${ids[3]}`, `DELETE FROM audit_seals WHERE position = 4`)
  expect((await verifyAudit(world.deps)).broken).toMatchObject({ position: '4', fault: 'sealMissing' })
})

test('an entry put in between is found, though no seal knows of it', async () => {
  await tamper(
    `INSERT INTO audit_entries (id, txid, actor_kind, actor_name, action, subject_type, subject_id)
     SELECT 900, txid, 'system', 'x', 'order.paid', 'order', subject_id FROM audit_entries WHERE id = ${ids[2]}`,
  )
  expect((await verifyAudit(world.deps)).broken).toEqual({ position: '4', entryId: '900', fault: 'inserted' })
})

test('an entry put before the first one is found', async () => {
  await tamper(
    `INSERT INTO audit_entries (id, txid, actor_kind, actor_name, action, subject_type, subject_id)
     SELECT 901, 1, 'system', 'x', 'order.paid', 'order', subject_id FROM audit_entries WHERE id = ${ids[2]}`,
  )
  expect((await verifyAudit(world.deps)).broken).toEqual({ position: '1', entryId: '901', fault: 'inserted' })
})

test('two entries that were exchanged are found', async () => {
  await tamper(
    'UPDATE audit_seals SET entry_id = -1 WHERE position = 2',
    `UPDATE audit_seals SET entry_id = ${ids[1]} WHERE position = 3`,
    `UPDATE audit_seals SET entry_id = ${ids[2]} WHERE position = 2`,
  )
  expect((await verifyAudit(world.deps)).broken).toMatchObject({ position: '2', fault: 'reordered' })
})

test('a seal that was made up is found', async () => {
  await tamper(`UPDATE audit_seals SET hash = sha256('x') WHERE position = 5`)
  expect((await verifyAudit(world.deps)).broken).toMatchObject({ position: '5', fault: 'changed' })
})

test('the page looks at the newest part and finds what was changed there', async () => {
  const admin = await makeStaff(world, 'systemAdmin')
  expect((await world.query('audit.verify', undefined, admin.cookie)).data).toMatchObject({ checked: 6, broken: null })
  expect((await verifyAudit(world.deps, { after: 4n })).checked).toBe(2)
  await tamper(`UPDATE audit_entries SET actor_name = 'x' WHERE id = ${ids[5]}`)
  expect((await world.query('audit.verify', undefined, admin.cookie)).data.broken).toMatchObject({ position: '6' })
  // Beginning after it, the chain takes the hash before as given and still notices.
  expect((await verifyAudit(world.deps, { after: 4n })).broken).toMatchObject({ position: '6', fault: 'changed' })
})

test('the command prints count and head and ends with 1 when something is wrong', async () => {
  const whole = await runCommand()
  expect(whole).toMatchObject({ code: 0 })
  const head = /^head {5}(6:[0-9a-f]{64})$/m.exec(whole.out)?.[1] ?? ''
  expect(whole.out).toMatch(/^entries {2}6$/m)
  expect((await runCommand('--noted', head)).out).toContain('still stands')

  // The chain's end was cut off: what is left fits, but not what was noted.
  await tamper(`DELETE FROM audit_seals WHERE position = 6`, `DELETE FROM audit_entries WHERE id = ${ids[5]}`)
  expect(await runCommand()).toMatchObject({ code: 0 })
  const cut = await runCommand('--noted', head)
  expect(cut.code).toBe(1)
  expect(cut.out).toContain('no longer there')

  await tamper(`UPDATE audit_entries SET actor_name = 'x' WHERE id = ${ids[1]}`)
  const broken = await runCommand()
  expect(broken.code).toBe(1)
  expect(broken.out).toContain(`broken   at 2: entry ${ids[1]} was changed`)
  expect(broken.out).toMatch(/^entries {2}1$/m)
})
