import { afterAll, beforeAll, expect, test } from 'vitest'
import { announce } from '../../../server/features/notices/announce.ts'
import { phrasesEnglish } from '../../../server/features/notices/phrases.en.ts'
import { phrasesChinese } from '../../../server/features/notices/phrases.zh-cn.ts'
import { rejectReasons } from '../../../server/features/vouchers/vouchers.schema.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { makeAccount, makeAdmin, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { announceIn, queuedMailIds, rejectionOf } from './arrange.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())

const rowsOf = (organisationId: string) =>
  world.deps.db.notice.findMany({ where: { organisationId }, orderBy: [{ channel: 'asc' }, { recipient: 'asc' }] })

test('every enabled admin of the organisation is told in the app, and nobody else', async () => {
  const organisation = await makeOrganisation(world)
  const parentAdmin = await makeAdmin(world, await makeOrganisation(world))
  const [first, second] = [await makeAdmin(world, organisation), await makeAdmin(world, organisation)]
  const disabled = await makeAdmin(world, organisation)
  await world.deps.db.account.update({ where: { id: disabled.id }, data: { enabled: false } })

  await announceIn(world, rejectionOf(organisation))

  const told = (await rowsOf(organisation.id)).filter((row) => row.channel === 'app').map((row) => row.accountId)
  expect(told.toSorted()).toEqual([first.id, second.id].toSorted())
  const unread = await Promise.all(
    [first, second, parentAdmin].map((admin) => world.query('notices.unreadCount', undefined, admin.cookie)),
  )
  expect(unread.map((answer) => answer.data.unread)).toEqual([1, 1, 0])
})

test('a department without admins or an address of its own is told through the nearest organisation above it', async () => {
  const top = await makeOrganisation(world)
  const middle = await makeOrganisation(world, { parent: top })
  const department = await makeOrganisation(world, { parent: middle })
  await makeAdmin(world, top)
  const nearest = await makeAdmin(world, middle)
  await world.deps.db.organisation.update({ where: { id: department.id }, data: { email: '' } })
  const middleRow = await world.deps.db.organisation.findUniqueOrThrow({ where: { id: middle.id } })

  await announceIn(world, rejectionOf(department))

  expect((await rowsOf(department.id)).map((row) => row.recipient).toSorted()).toEqual(
    [middleRow.email, nearest.id].toSorted(),
  )
})

test('a rejected voucher is mailed to the organisation, with its job in the same transaction', async () => {
  const organisation = await makeOrganisation(world)
  await announceIn(world, rejectionOf(organisation))
  const mail = (await rowsOf(organisation.id)).find((row) => row.channel === 'email')
  expect(mail).toMatchObject({ state: 'queued', locale: 'zh-CN', attempts: 0 })
  expect(await queuedMailIds(world)).toContain(mail?.id)
})

test('a transaction that is rolled back leaves neither notices nor jobs', async () => {
  const organisation = await makeOrganisation(world)
  await makeAdmin(world, organisation)
  const before = await queuedMailIds(world)
  const failed = inTransaction(world.deps, async (tx) => {
    await announce(world.deps, tx, rejectionOf(organisation))
    throw new Error('the rest went wrong')
  })
  await expect(failed).rejects.toThrow('the rest went wrong')
  expect(await rowsOf(organisation.id)).toEqual([])
  expect(await queuedMailIds(world)).toEqual(before)
})

test('the same event announced twice, or by two workers at once, tells everybody once; the next rejection is told again', async () => {
  const organisation = await makeOrganisation(world)
  await makeAdmin(world, organisation)
  const rejection = rejectionOf(organisation)
  const before = (await queuedMailIds(world)).length
  await Promise.all([announceIn(world, rejection), announceIn(world, rejection)])
  await announceIn(world, rejection)
  expect(await rowsOf(organisation.id)).toHaveLength(2)
  expect(await queuedMailIds(world)).toHaveLength(before + 1)

  // The control: another version is another event.
  await Promise.all([announceIn(world, { ...rejection, version: 2 }), announceIn(world, { ...rejection, version: 3 })])
  expect(await rowsOf(organisation.id)).toHaveLength(6)
  expect(await queuedMailIds(world)).toHaveLength(before + 3)
})

test('an address that is none shows as failed instead of vanishing, and has no job', async () => {
  const organisation = await makeOrganisation(world)
  await world.deps.db.organisation.update({
    where: { id: organisation.id },
    data: { email: 'a@b.cn\r\nBcc: thief@evil.example' },
  })
  await announceIn(world, rejectionOf(organisation))
  const mail = (await rowsOf(organisation.id)).find((row) => row.channel === 'email')
  expect(mail).toMatchObject({ state: 'failed', lastError: 'addressInvalid' })
  expect(await queuedMailIds(world)).not.toContain(mail?.id)
})

test('people read their own notices only, in the language they ask for, the newest first', async () => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  await announceIn(world, rejectionOf(organisation))
  await announceIn(world, { ...rejectionOf(organisation), reasonCode: 'other', reasonNote: '请附上代付说明。' })

  const chinese = await world.query('notices.list', {}, admin.cookie)
  expect(chinese.data.rows.map((row: { sentence: string }) => row.sentence)).toEqual([
    '订单 PX26W3N8PX 的缴费凭证被退回：请附上代付说明。',
    '订单 PX26W3N8PX 的缴费凭证被退回：图片看不清，金额、付款单位或订单号认不出来；右下角被手指挡住。',
  ])
  const english = await world.query('notices.list', { locale: 'en', limit: 1 }, admin.cookie)
  expect(english.data.rows).toHaveLength(1)
  expect(english.data.rows[0].title).toBe('Transfer slip sent back: order PX26W3N8PX')
  const rest = await world.query(
    'notices.list',
    { locale: 'en', limit: 1, cursor: english.data.nextCursor },
    admin.cookie,
  )
  expect(rest.data).toMatchObject({
    nextCursor: null,
    rows: [{ subjectType: 'voucher', organisationName: organisation.name }],
  })
})

test('reading marks what was shown and leaves what came since; others cannot mark it', async () => {
  const organisation = await makeOrganisation(world)
  const [admin, other] = [await makeAdmin(world, organisation), await makeAdmin(world, await makeOrganisation(world))]
  await announceIn(world, rejectionOf(organisation))
  const shown = await world.query('notices.list', {}, admin.cookie)
  await announceIn(world, rejectionOf(organisation))
  const upToId = shown.data.rows[0].id

  await world.mutate('notices.markRead', { ids: [upToId] }, other.cookie)
  expect((await world.query('notices.unreadCount', undefined, admin.cookie)).data.unread).toBe(2)
  expect((await world.mutate('notices.markRead', { upToId }, admin.cookie)).data).toEqual({ unread: 1 })
  expect((await world.query('notices.list', { unreadOnly: true }, admin.cookie)).data.rows).toHaveLength(1)
})

test('whose admin right ended no longer sees what was told about the organisation', async () => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  await announceIn(world, rejectionOf(organisation))
  expect((await world.query('notices.list', {}, admin.cookie)).data.rows).toHaveLength(1)
  await world.deps.db.organisationAdmin.deleteMany({ where: { accountId: admin.id } })
  expect((await world.query('notices.list', {}, admin.cookie)).data.rows).toHaveLength(0)
  expect((await world.query('notices.unreadCount', undefined, admin.cookie)).data.unread).toBe(0)
})

test('every reason a reviewer can give has words in both languages', () => {
  for (const code of rejectReasons) {
    expect(phrasesChinese.rejectReasons[code], code).toBeTruthy()
    expect(phrasesEnglish.rejectReasons[code], code).toBeTruthy()
  }
})

test('notices want a session', async () => {
  await makeAccount(world)
  for (const answer of [
    await world.query('notices.list', {}),
    await world.query('notices.unreadCount'),
    await world.mutate('notices.markRead', { ids: ['0192f0c1-2b3c-7000-8000-000000000000'] }),
  ]) {
    expect(answer.code).toBe('notSignedIn')
  }
})
