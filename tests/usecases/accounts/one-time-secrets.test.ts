import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { codeOf, linkTokenOf, type OneTimePurpose } from '../../../server/features/accounts/one-time-secrets.rules.ts'
import {
  type CheckedSecret,
  checkCode,
  checkLink,
  issueSecret,
  spendSecret,
  voidLinks,
} from '../../../server/features/accounts/one-time-secrets.ts'
import {
  createOneTimePassword,
  hashOneTimePassword,
  hashPassword,
  verifyPassword,
} from '../../../server/features/accounts/passwords.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const minuteMs = 60_000

async function issue(purpose: OneTimePurpose, subjectId = newId(), payload?: { mobile: string }) {
  const { id } = await inTransaction(world.deps, (tx) =>
    issueSecret(world.deps, tx, { purpose, subjectId, payload, lifeMs: 10 * minuteMs }),
  )
  return { id, purpose, subjectId }
}
const spend = (checked: CheckedSecret) => inTransaction(world.deps, (tx) => spendSecret(world.deps, tx, checked))
const link = (token: string, purpose: OneTimePurpose = 'activation') => checkLink(world.deps, purpose, token)
const code = (subjectId: string, typed: string) => checkCode(world.deps, 'mobileChange', subjectId, typed)
/** A code that is certainly another. */
const wrong = (digits: string) => String((Number(digits) + 1) % 1_000_000).padStart(6, '0')

test('a link says what it was issued for, as often as it is looked at, and is spent once', async () => {
  const issued = await issue('activation')
  const token = linkTokenOf(world.deps.secrets, issued)
  expect(token).toMatch(/^[\w-]{64}$/)
  await link(token)
  const checked = await link(token)
  expect(checked).toMatchObject({ id: issued.id, subjectId: issued.subjectId })
  await spend(checked)
  await expect(link(token)).rejects.toMatchObject({ code: 'linkNotUsable', details: { why: 'used' } })
  await expect(spend(checked)).rejects.toMatchObject({ code: 'linkNotUsable' })
})

test('nothing that opens it stands in the database', async () => {
  const issued = await issue('mobileChange')
  const rows = await world.deps.db.$queryRaw<
    { text: string }[]
  >`SELECT to_jsonb(s)::text AS text FROM one_time_secrets s`
  const text = rows.map((row) => row.text).join()
  expect(text).toContain(issued.id)
  expect(text).not.toContain(linkTokenOf(world.deps.secrets, issued))
  expect(text).not.toContain(`"${codeOf(world.deps.secrets, issued)}"`)
})

test('a link of one purpose opens nothing of another, and neither does a changed one', async () => {
  const token = linkTokenOf(world.deps.secrets, await issue('activation'))
  await expect(link(token, 'passwordReset')).rejects.toMatchObject({ details: { why: 'unknown' } })
  const changed = (token.startsWith('A') ? 'B' : 'A') + token.slice(1)
  await expect(link(changed)).rejects.toMatchObject({ details: { why: 'unknown' } })
  await expect(link(token.slice(0, 63))).rejects.toMatchObject({ details: { why: 'unknown' } })
  await expect(link('')).rejects.toMatchObject({ details: { why: 'unknown' } })
})

test('a newer one takes the place of the earlier, for its purpose and subject only', async () => {
  const [first, other] = [await issue('activation'), await issue('activation')]
  const reset = await issue('passwordReset', first.subjectId)
  const second = await issue('activation', first.subjectId)
  await expect(link(linkTokenOf(world.deps.secrets, first))).rejects.toMatchObject({ details: { why: 'replaced' } })
  await link(linkTokenOf(world.deps.secrets, second))
  await link(linkTokenOf(world.deps.secrets, other))
  await link(linkTokenOf(world.deps.secrets, reset), 'passwordReset')
})

test('two issued at the same moment leave one', async () => {
  const subjectId = newId()
  const both = await Promise.all([issue('activation', subjectId), issue('activation', subjectId)])
  const answers = await Promise.allSettled(both.map((one) => link(linkTokenOf(world.deps.secrets, one))))
  expect(answers.map((answer) => answer.status).toSorted()).toEqual(['fulfilled', 'rejected'])
})

test('after its time a link opens nothing, also when it was looked at before', async () => {
  const token = linkTokenOf(world.deps.secrets, await issue('activation'))
  world.clock.advance(10 * minuteMs - 1)
  const checked = await link(token)
  world.clock.advance(1)
  await expect(link(token)).rejects.toMatchObject({ details: { why: 'expired' } })
  await expect(spend(checked)).rejects.toMatchObject({ code: 'linkNotUsable' })
})

test('a link that is taken back is as if it had been replaced', async () => {
  const issued = await issue('passwordReset')
  await inTransaction(world.deps, (tx) => voidLinks(tx, issued.subjectId))
  await expect(link(linkTokenOf(world.deps.secrets, issued), 'passwordReset')).rejects.toMatchObject({
    details: { why: 'replaced' },
  })
})

test('a code carries what it confirms, may be typed with blanks or full-width digits, and works once', async () => {
  const issued = await issue('mobileChange', newId(), { mobile: '13812345678' })
  const digits = codeOf(world.deps.secrets, issued)
  const typed = `${digits.slice(0, 3)} ${digits.slice(3)}`.replace(/\d/g, (digit) =>
    String.fromCharCode(digit.charCodeAt(0) + 0xfee0),
  )
  const checked = await code(issued.subjectId, typed)
  expect(checked.payload).toEqual({ mobile: '13812345678' })
  await spend(checked)
  await expect(code(issued.subjectId, digits)).rejects.toMatchObject({ code: 'codeNotRight', details: { why: 'used' } })
})

test('after five tries the right code is refused too; a new one has five of its own', async () => {
  const { subjectId, ...issued } = await issue('mobileChange')
  const digits = codeOf(world.deps.secrets, issued)
  for (const triesLeft of [4, 3, 2, 1, 0]) {
    await expect(code(subjectId, wrong(digits))).rejects.toMatchObject({ details: { why: 'wrong', triesLeft } })
  }
  await expect(code(subjectId, digits)).rejects.toMatchObject({ details: { why: 'tooManyTries' } })
  const next = await issue('mobileChange', subjectId)
  await expect(code(subjectId, wrong(codeOf(world.deps.secrets, next)))).rejects.toMatchObject({
    details: { triesLeft: 4 },
  })
  await code(subjectId, codeOf(world.deps.secrets, next))
})

test('letters, nothing, and a code that was never issued are no codes', async () => {
  const { subjectId } = await issue('mobileChange')
  await expect(code(subjectId, '')).rejects.toMatchObject({ details: { why: 'wrong' } })
  await expect(code(subjectId, '------')).rejects.toMatchObject({ details: { why: 'wrong' } })
  await expect(code(newId(), '123456')).rejects.toMatchObject({ details: { why: 'unknown' } })
})

test('of a hundred guesses at once five are compared', async () => {
  const { subjectId, ...issued } = await issue('mobileChange')
  const guesses = Array.from({ length: 100 }, () => code(subjectId, wrong(codeOf(world.deps.secrets, issued))))
  const whys = (await Promise.allSettled(guesses)).map((one) =>
    one.status === 'rejected' ? one.reason.details.why : 'right',
  )
  expect(whys.filter((why) => why === 'wrong')).toHaveLength(5)
  expect(whys.filter((why) => why === 'tooManyTries')).toHaveLength(95)
})

test('of many who spend it at the same moment one succeeds', async () => {
  const checked = await link(linkTokenOf(world.deps.secrets, await issue('activation')))
  const spent = await Promise.allSettled(Array.from({ length: 20 }, () => spend(checked)))
  expect(spent.filter((one) => one.status === 'fulfilled')).toHaveLength(1)
})

test('positive control: looked up and written in two steps, the same race lets several through', async () => {
  const { id } = await issue('activation')
  const careless = async () => {
    const row = await world.deps.db.oneTimeSecret.findUniqueOrThrow({ where: { id } })
    if (row.usedAt) throw new Error('used')
    await world.deps.db.oneTimeSecret.update({ where: { id }, data: { usedAt: world.clock.now() } })
  }
  const spent = await Promise.allSettled(Array.from({ length: 20 }, careless))
  expect(spent.filter((one) => one.status === 'fulfilled').length).toBeGreaterThan(1)
})

test('a secret that was spent is remembered for a month', async () => {
  const issued = await issue('activation')
  await spend(await link(linkTokenOf(world.deps.secrets, issued)))
  world.clock.advance(29 * 24 * 60 * minuteMs)
  await issue('activation')
  await expect(link(linkTokenOf(world.deps.secrets, issued))).rejects.toMatchObject({ details: { why: 'used' } })
  world.clock.advance(2 * 24 * 60 * minuteMs)
  for (let i = 0; i < 6; i++) await issue('activation')
  expect(await world.deps.db.oneTimeSecret.findUnique({ where: { id: issued.id } })).toBeNull()
})

test('a one-time password with a keyed hash opens the account while it is due, however it is typed', async () => {
  const password = createOneTimePassword()
  const account = { passwordHash: hashOneTimePassword(world.deps, password), mustChangePassword: true }
  expect(account.passwordHash).toMatch(/^\$hmac-sha256\$[0-9a-f]{64}$/)
  expect(await verifyPassword(world.deps, account, password)).toBe(true)
  expect(await verifyPassword(world.deps, account, password.replaceAll('-', ' ').toLowerCase())).toBe(true)
  expect(await verifyPassword(world.deps, account, createOneTimePassword())).toBe(false)
  expect(await verifyPassword(world.deps, account, account.passwordHash)).toBe(false)
})

test('a keyed hash is no password of choice', async () => {
  const password = createOneTimePassword()
  const passwordHash = hashOneTimePassword(world.deps, password)
  expect(await verifyPassword(world.deps, { passwordHash, mustChangePassword: false }, password)).toBe(false)
  const chosen = { passwordHash: await hashPassword(world.deps, password), mustChangePassword: false }
  expect(await verifyPassword(world.deps, chosen, password)).toBe(true)
})

test('whatever is stored, and if nothing is, the slow hash is computed exactly once', async () => {
  let computed = 0
  const { passwords } = world.deps
  const deps = {
    ...world.deps,
    passwords: {
      ...passwords,
      verify: (stored: string, typed: string) => {
        computed += 1
        expect(stored).toMatch(/^\$argon2id\$/)
        return passwords.verify(stored, typed)
      },
    },
  }
  const password = createOneTimePassword()
  const passwordHash = await hashPassword(deps, password)
  const accounts = [
    { passwordHash: hashOneTimePassword(deps, password), mustChangePassword: true },
    { passwordHash: hashOneTimePassword(deps, password), mustChangePassword: false },
    { passwordHash, mustChangePassword: true },
    { passwordHash: 'none', mustChangePassword: false },
    null,
  ]
  for (const account of accounts) {
    for (const typed of [password, 'wrong']) {
      computed = 0
      await verifyPassword(deps, account, typed)
      expect(computed).toBe(1)
    }
  }
})
