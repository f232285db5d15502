import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Deps } from '../../../server/deps.ts'
import { resealTotpSecret } from '../../../server/features/accounts/second-factor.ts'
import { openIdNumber } from '../../../server/features/learners/id-numbers.ts'
import { learnerKeys, rotateLearnerKeys } from '../../../server/features/learners/rotate-learner-keys.ts'
import { createFieldEncryption } from '../../../server/platform/field-encryption.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'

const [oldKey, newKey, hashKey] = [7, 8, 9].map((byte) => new Uint8Array(32).fill(byte)) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
/** As FIELD_KEYS=`k2:…,k1:…` makes it. */
const both = createFieldEncryption({
  keys: new Map([
    ['k2', newKey],
    ['k1', oldKey],
  ]),
  currentId: 'k2',
  hashKey,
})
const onlyNew = createFieldEncryption({ keys: new Map([['k2', newKey]]), currentId: 'k2', hashKey })

let world: World
let company: MadeOrganisation
let rotated: Deps
beforeAll(async () => {
  world = await openWorld()
  company = await makeOrganisation(world)
  rotated = { ...world.deps, secrets: both }
})
afterAll(() => world.close())

const find = (id: string) => world.deps.db.learner.findUniqueOrThrow({ where: { id } })

test('every number is sealed with the new key, masks are filled in, and a second run does nothing', async () => {
  const people = await Promise.all([1, 2, 3].map(() => makeLearner(world, company)))
  const first = people[0]
  if (!first) throw new Error('nobody')
  await world.deps.db.learner.update({ where: { id: first.id }, data: { idNumberMasked: '' } })
  expect(await learnerKeys(rotated)).toEqual({ keys: new Map([['k1', 3]]), withoutMask: 1 })
  expect(await rotateLearnerKeys(rotated)).toBe(3)
  expect(await learnerKeys(rotated)).toEqual({ keys: new Map([['k2', 3]]), withoutMask: 0 })
  for (const { id, idNumber } of people) {
    const row = await find(id)
    expect(openIdNumber({ secrets: onlyNew }, row)).toBe(idNumber)
    expect(row.idNumberMasked).toBe(`${idNumber.slice(0, 6)}********${idNumber.slice(-4)}`)
  }
  expect(await rotateLearnerKeys(rotated)).toBe(0)
  const trail = await world.deps.db.auditEntry.findMany({ where: { action: 'learners.keysRotated' } })
  expect(trail.map((one) => one.after)).toEqual([{ keyId: 'k2', count: 3 }])
})

test('who is being changed at the moment is left for the next run, and what was changed is kept', async () => {
  const learner = await makeLearner(world, company)
  let finish = () => {}
  const held = new Promise<void>((resolve) => {
    finish = resolve
  })
  let locked = () => {}
  const isLocked = new Promise<void>((resolve) => {
    locked = resolve
  })
  const change = world.deps.db.$transaction(async (tx) => {
    await tx.learner.update({ where: { id: learner.id }, data: { post: '检测员' } })
    locked()
    await held
  })
  await isLocked
  expect(await rotateLearnerKeys(rotated)).toBe(0)
  finish()
  await change
  expect(await rotateLearnerKeys(rotated)).toBe(1)
  expect((await find(learner.id)).post).toBe('检测员')
})

test('without the old key nothing is changed and the run says so', async () => {
  const learner = await makeLearner(world, company)
  const before = await find(learner.id)
  await expect(rotateLearnerKeys({ ...world.deps, secrets: onlyNew })).rejects.toThrow(
    'no encryption key with the id k1',
  )
  expect(await find(learner.id)).toEqual(before)
})

test('the command lists the keys, covers second factors, and says what may go', async () => {
  const admin = await makeAdmin(world, company)
  const sealed = world.deps.secrets.encrypt('ABCDEFGH', `accounts.totp_secret:${admin.id}`)
  await world.deps.db.account.update({ where: { id: admin.id }, data: { totpSecret: sealed } })
  const base64 = (key: Uint8Array) => Buffer.from(key).toString('base64')
  const run = async (...args: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, ['server/rotate-keys.ts', ...args], {
      env: {
        ...process.env,
        DATABASE_URL: world.databaseUrl,
        DATA_DIR: world.folder,
        FIELD_KEYS: `k2:${base64(newKey)},k1:${base64(oldKey)}`,
        FIELD_HASH_KEY: base64(hashKey),
      },
    })
    return stdout
  }
  const listed = await run('--list')
  expect(listed).toContain(
    'k1: 1 ID numbers, 1 second factors, 0 learning statements, 0 uploaded workbooks. Still needed',
  )
  const done = await run()
  expect(done).toContain('Sealed with k2: 1 ID numbers, 1 second factors, 0 learning statements.')
  expect(done).toContain(
    'k1: 0 ID numbers, 0 second factors, 0 learning statements, 0 uploaded workbooks. No longer needed',
  )
  const account = await world.deps.db.account.findUniqueOrThrow({ where: { id: admin.id } })
  expect(onlyNew.decrypt(account.totpSecret ?? '', `accounts.totp_secret:${admin.id}`)).toBe('ABCDEFGH')
  expect(resealTotpSecret({ secrets: onlyNew }, admin.id, account.totpSecret ?? '')).toMatch(/^k2:/)
  expect(await run('--new-key')).toMatch(/^k\d{8}:[A-Za-z0-9+/]{43}=\n$/)
}, 60_000)
