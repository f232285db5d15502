import { unzipSync } from 'fflate'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { readPdfText } from '../../support/read-pdf.ts'
import { openWorld, type World } from '../../support/world.ts'
import { type ArrangedPerson, arrangePerson } from './arrange-person.ts'

let world: World
let person: ArrangedPerson
beforeAll(async () => {
  world = await openWorld()
  person = await arrangePerson(world)
  await arrangePerson(world)
})
afterAll(() => world.close())

const take = (cookie: string, body: object = {}) =>
  world.request('/api/privacy/export', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    cookie,
  })
const refusal = async (cookie: string, body: object = {}) => {
  const answer = await take(cookie, body)
  return ((await answer.json()) as { app: { code: string } }).app.code
}
const unpack = async (answer: Response) => unzipSync(new Uint8Array(await answer.arrayBuffer()))

test('a learner takes everything that is kept about them, and nothing about anybody else', async () => {
  const answer = await take(person.cookie)
  expect(answer.status).toBe(200)
  expect(decodeURIComponent(answer.headers.get('content-disposition') ?? '')).toContain(`个人数据-${person.name}-`)
  const files = await unpack(answer)
  const names = Object.keys(files)
  expect(names).toContain('个人数据.json')
  expect(names).toContain('个人数据.xlsx')
  expect(names.filter((name) => name.startsWith('学时证明'))).toHaveLength(1)
  expect(names.filter((name) => /^证书\/XS2026\d+\.pdf$/.test(name))).toHaveLength(1)
  const text = new TextDecoder().decode(files['个人数据.json'])
  const data = JSON.parse(text)
  expect(data.person).toMatchObject({
    name: person.name,
    idNumber: person.idNumber,
    mobile: person.mobile,
    education: '硕士研究生',
  })
  expect(data.account).toMatchObject({ logsInBy: expect.arrayContaining(['idNumber']) })
  expect(data.enrolments).toMatchObject([
    { plan: person.plan.name, state: 'confirmed', feeFen: 80_000, orderState: 'paid' },
  ])
  expect(data.hours).toHaveLength(2)
  expect(data.progress).toMatchObject([{ sums: { compulsoryApproved: 2000, electiveApproved: 1000 } }])
  expect(data.certificates).toHaveLength(1)
  expect(data.openings).toHaveLength(1)
  // What a platform said is sealed in the tables and opened for its own person.
  expect(data.statements).toMatchObject([{ body: { actor: { name: `${person.name} ${person.idNumber}` } } }])
  expect(data.notices.length).toBe(2)
  expect(
    data.trail.some(
      (row: { action: string; by: string }) => row.action === 'learner.updatedThemselves' && row.by === 'self',
    ),
  ).toBe(true)
  // Nothing that opens the account, no keys, nobody else.
  for (const secret of ['passwordHash', 'tokenHash', 'totpSecret', 'idNumberHash', 'sealed"'])
    expect(text).not.toContain(secret)
  expect(text).not.toContain('欧阳靖雯2')
  const admin = await world.deps.db.organisationAdmin.findFirstOrThrow({
    where: { organisationId: person.organisation.id },
    include: { account: true },
  })
  expect(text).not.toContain(admin.account.name)

  const workbook = await openTable(files['个人数据.xlsx'] ?? new Uint8Array(), { fileName: 'a.xlsx' })
  expect(workbook).toBeTruthy()
  const [statement = ''] = names.filter((name) => name.startsWith('学时证明'))
  const said = (await readPdfText(files[statement] ?? new Uint8Array())).join('').replaceAll(' ', '')
  expect(said).toContain(person.name)
})

test('it is written down, by the learner and in the trail, and stands among their requests', async () => {
  const { db } = world.deps
  const entry = await db.auditEntry.findFirstOrThrow({
    where: { action: 'learner.dataExported', subjectId: person.learnerId },
  })
  expect(entry).toMatchObject({ actorId: person.accountId, after: { own: true } })
  expect(
    await db.personalDataRequest.count({ where: { learnerId: person.learnerId, kind: 'export', state: 'done' } }),
  ).toBe(1)
})

test('system admins take somebody else’s with a reason, in either language; nobody else does', async () => {
  const boss = (await makeStaff(world, 'systemAdmin')).cookie
  const of = { learnerId: person.learnerId }
  expect(await refusal(boss, of)).toBe('inputInvalid')
  const answer = await take(boss, { ...of, reason: '本人来信索取', locale: 'en' })
  const files = await unpack(answer)
  expect(Object.keys(files)).toContain('Personal data.json')
  expect(Object.keys(files).some((name) => name.startsWith('Certificates/'))).toBe(true)
  const reviewer = (await makeStaff(world, 'reviewer', 'finance')).cookie
  expect(await refusal(reviewer, { ...of, reason: '好奇想看看' })).toBe('notAllowed')
  expect(await refusal(person.admin, { ...of, reason: '好奇想看看' })).toBe('notAllowed')
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect(await refusal(stranger.cookie)).toBe('notAllowed')
})
