import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { commitImport } from '../../../server/features/imports/commit-import.ts'
import type { ImportView } from '../../../server/features/imports/imports.schema.ts'
import { readImport } from '../../../server/features/imports/read-import.ts'
import { tidyImports } from '../../../server/features/imports/tidy-imports.ts'
import { learnerImport } from '../../../server/features/learners/learner-import.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { committed, csv, freshId, makeDepartment, person, previewed, rowsOf, send, view } from './arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

const preview = (...rows: string[][]) => previewed(world, admin.cookie, csv(rows), { name: '学员.csv' })
const learnerBy = (idNumber: string | undefined) =>
  world.deps.db.learner.findUnique({ where: { idNumberHash: world.deps.secrets.hash(`id:${idNumber}`) } })
const fix = (
  one: { id: string; version: number },
  row: number,
  values: Record<string, string>,
  cookie = admin.cookie,
) => world.mutate('imports.fixRow', { id: one.id, version: one.version, row, values }, cookie)
/** Asks for the commit only; the test runs the job when it wants to. */
const start = async (one: ImportView, mode = 'goodOnly') => {
  const answer = await world.mutate('imports.commit', { id: one.id, version: one.version, mode }, admin.cookie)
  expect(answer.code).toBeNull()
  return { importId: one.id, version: answer.data.version as number, accountId: admin.id, ip: '127.0.0.1' }
}

describe('correcting rows in place', () => {
  test('a corrected row is judged at once, and written with the others', async () => {
    const cells = person({ 手机号: '139' })
    const one = await preview(person(), cells)
    expect(one.counts).toMatchObject({ new: 1, error: 1 })
    const answer = await fix(one, 3, { mobile: '13722220001' })
    expect(answer.data).toMatchObject({
      version: one.version + 1,
      corrected: 1,
      counts: { new: 2, error: 0 },
      rows: [{ row: 3, outcome: 'new', corrected: true, issues: [] }],
    })
    const now = await view(world, admin.cookie, one.id)
    expect(now).toMatchObject({ version: one.version + 1, counts: { new: 2, error: 0 }, issues: [] })
    await committed(world, admin, now)
    expect(await learnerBy(cells[2])).toMatchObject({ mobile: '13722220001' })
  })

  test('two people who correct at once: the second one is told', async () => {
    const colleague = await makeAdmin(world, organisation)
    const one = await preview(person({ 手机号: '1' }), person({ 手机号: '2' }))
    expect((await fix(one, 2, { mobile: '13722220002' })).code).toBeNull()
    expect((await fix(one, 3, { mobile: '13722220003' }, colleague.cookie)).code).toBe('conflict')
    expect((await view(world, admin.cookie, one.id)).counts).toMatchObject({ new: 1, error: 1 })
  })

  test('the same person twice: whichever row changes, the other one follows', async () => {
    const [first, second] = [person({ 姓名: '钱一' }), person({ 姓名: '钱二' })]
    second[2] = first[2] ?? ''
    const one = await preview(first, second, person())
    expect(one.issues).toMatchObject([{ code: 'personTwice', count: 1 }])
    // The first row was the wrong one: the second is good as soon as the first is somebody else.
    const other = freshId()
    const freed = await fix(one, 2, { idNumber: other })
    expect(freed.data.rows).toMatchObject([
      { row: 2, outcome: 'new' },
      { row: 3, outcome: 'new', issues: [] },
    ])
    // And back again.
    const bound = await fix({ id: one.id, version: freed.data.version }, 2, { idNumber: first[2] ?? '' })
    expect(bound.data.rows).toMatchObject([
      { row: 2, outcome: 'new' },
      { row: 3, outcome: 'error', issues: [{ code: 'personTwice', details: { row: 2 } }] },
    ])
    expect(bound.data.counts).toMatchObject({ new: 2, error: 1 })
  })

  test('rows with the same mistake are repaired at once', async () => {
    const wrong = [1, 2, 3].map(() => {
      const cells = person()
      cells[2] = (cells[2] ?? '').replace('0', 'O')
      return cells
    })
    const one = await preview(person(), ...wrong, person({ 手机号: '12' }))
    const [issue] = one.issues
    expect(issue).toMatchObject({ code: 'idCharacter', field: 'idNumber', count: 3, repairable: 3 })
    const answer = await world.mutate(
      'imports.repairAlike',
      { id: one.id, version: one.version, code: 'idCharacter' },
      admin.cookie,
    )
    expect(answer.data).toMatchObject({ corrected: 3, counts: { new: 4, error: 1 } })
    expect((await view(world, admin.cookie, one.id)).issues.map((left) => left.code)).toEqual(['mobileFormat'])
  })

  test('a repair that makes two rows the same person is found out', async () => {
    const [first, second] = [person(), person()]
    second[2] = (first[2] ?? '').replace('0', 'O')
    const one = await preview(first, second)
    const answer = await world.mutate(
      'imports.repairAlike',
      { id: one.id, version: one.version, code: 'idCharacter' },
      admin.cookie,
    )
    expect(answer.data.rows).toMatchObject([{ row: 3, outcome: 'error', issues: [{ code: 'personTwice' }] }])
  })

  test('refuses fields that the file has not, rows that it has not, and imports that are over', async () => {
    const one = await preview(person({ 手机号: '1' }), person())
    expect((await fix(one, 2, { nothing: 'x' })).code).toBe('inputInvalid')
    expect((await fix(one, 99, { mobile: 'x' })).code).toBe('notFound')
    const done = await committed(world, admin, one)
    expect((await fix(done, 2, { mobile: '13722220004' })).code).toBe('importNotOpen')
  })
})

describe('people who change between the preview and the commit', () => {
  test('good rows only: whoever somebody else added meanwhile is an error of that row, the rest is written', async () => {
    const [contested, other] = [person({ 姓名: '争议' }), person({ 姓名: '安稳' })]
    const one = await preview(contested, other)
    const job = await start(one)
    const added = await makeLearner(world, organisation, { name: '别人加的', idNumber: contested[2] ?? '' })
    await commitImport(world.deps, job)
    const done = await view(world, admin.cookie, one.id)
    expect(done).toMatchObject({ state: 'committed', result: { created: 1 }, counts: { new: 1, error: 1 } })
    const { rows } = await rowsOf(world, admin.cookie, one.id, { show: 'error' })
    expect(rows).toMatchObject([{ row: 2, issues: [{ code: 'changedMeanwhile' }] }])
    expect(await learnerBy(contested[2])).toMatchObject({ id: added.id, name: '别人加的' })
    expect(await learnerBy(other[2])).toMatchObject({ name: '安稳' })
  })

  test('all or nothing: nothing is written, and the rows are shown', async () => {
    const [contested, other] = [person(), person()]
    const one = await preview(contested, other)
    const job = await start(one, 'allOrNothing')
    await makeLearner(world, organisation, { idNumber: contested[2] ?? '' })
    await commitImport(world.deps, job)
    const back = await view(world, admin.cookie, one.id)
    expect(back).toMatchObject({
      state: 'previewed',
      errorCode: 'importRowsChanged',
      errorDetails: { count: 1 },
      counts: { new: 1, error: 1 },
      result: null,
    })
    expect(await learnerBy(other[2])).toBeNull()
    // Looked at again, the row says what it would do now.
    const again = await world.mutate(
      'imports.repairAlike',
      { id: one.id, version: back.version, code: 'changedMeanwhile' },
      admin.cookie,
    )
    expect(again.data).toMatchObject({ counts: { new: 1, changed: 1, error: 0 } })
    expect(await committed(world, admin, { id: one.id, version: again.data.version }, 'allOrNothing')).toMatchObject({
      state: 'committed',
      result: { created: 1, updated: 1 },
    })
  })

  test('a known person whom somebody else changed is not overwritten', async () => {
    const known = await makeLearner(world, organisation, { name: '郑十' })
    const one = await preview(
      person({ 姓名: '郑十', 身份证号: known.idNumber, 手机号: '13722220005', 职务: '', 学历: '' }),
    )
    const job = await start(one)
    await world.deps.db.learner.update({ where: { id: known.id }, data: { mobile: '13722220006' } })
    await commitImport(world.deps, job)
    expect((await view(world, admin.cookie, one.id)).counts).toMatchObject({ changed: 0, error: 1 })
    expect(await learnerBy(known.idNumber)).toMatchObject({ mobile: '13722220006' })
    const { rows } = await rowsOf(world, admin.cookie, one.id)
    expect(rows[0]).toMatchObject({
      outcome: 'error',
      issues: [{ code: 'changedMeanwhile' }],
      changes: [{ field: 'mobile', before: '13722220006', after: '13722220005' }],
    })
  })

  test('a department that was disabled meanwhile takes nobody in', async () => {
    const department = await makeDepartment(world, organisation, '临时部')
    const cells = person({ 所属部门: '临时部' })
    const one = await preview(cells)
    const job = await start(one)
    await world.deps.db.organisation.update({ where: { id: department.id }, data: { enabled: false } })
    await commitImport(world.deps, job)
    const { rows } = await rowsOf(world, admin.cookie, one.id)
    expect(rows[0]).toMatchObject({ outcome: 'error', issues: [{ code: 'departmentDisabled' }] })
    expect(await learnerBy(cells[2])).toBeNull()
  })

  test('a subtree that moves while it is written into: the people are at its new place', async () => {
    const [one, two] = [
      await makeDepartment(world, organisation, '甲部'),
      await makeDepartment(world, organisation, '乙部'),
    ]
    const rows = Array.from({ length: 1500 }, () => person({ 所属部门: '甲部', 手机号: '' }))
    const job = await start(await preview(...rows))
    const path = `${two.path}${one.id}/`
    await Promise.all([
      commitImport(world.deps, job),
      world.deps.db.organisation.update({ where: { id: one.id }, data: { parentId: two.id, path } }),
    ])
    expect(await world.deps.db.learner.count({ where: { organisationPath: path } })).toBe(1500)
    expect(await view(world, admin.cookie, job.importId)).toMatchObject({ result: { created: 1500 } })
  })
})

describe('the commit as a job', () => {
  test('run twice, also at once, writes once', async () => {
    const rows = [person(), person()]
    const job = await start(await preview(...rows))
    await Promise.all([commitImport(world.deps, job), commitImport(world.deps, job)])
    await commitImport(world.deps, job)
    const audits = await world.deps.db.auditEntry.count({
      where: { subjectId: job.importId, action: 'import.committed' },
    })
    expect(audits).toBe(1)
    expect(await view(world, admin.cookie, job.importId)).toMatchObject({
      result: { created: 2 },
      counts: { error: 0 },
    })
  })

  test('an admin who lost the organisation meanwhile writes nothing', async () => {
    const leaver = await makeAdmin(world, organisation)
    const cells = person()
    const one = await previewed(world, leaver.cookie, csv([cells]))
    const answer = await world.mutate(
      'imports.commit',
      { id: one.id, version: one.version, mode: 'goodOnly' },
      leaver.cookie,
    )
    await world.deps.db.organisationAdmin.deleteMany({ where: { accountId: leaver.id } })
    await commitImport(world.deps, { importId: one.id, version: answer.data.version, accountId: leaver.id, ip: '1' })
    expect(await view(world, admin.cookie, one.id)).toMatchObject({ state: 'previewed', errorCode: 'notAllowed' })
    expect(await learnerBy(cells[2])).toBeNull()
  })

  test('an import that was cancelled is not read and not written', async () => {
    const sent = await send(world, admin.cookie, csv([person()]))
    const cancelled = await world.mutate('imports.cancel', { id: sent.id, version: 1 }, admin.cookie)
    expect(cancelled.data).toMatchObject({ state: 'cancelled' })
    await readImport(world.deps, { importId: sent.id, version: 1 })
    expect(await view(world, admin.cookie, sent.id)).toMatchObject({ state: 'cancelled', rowsTotal: null })
    const commit = { id: sent.id, version: 2, mode: 'goodOnly' }
    expect((await world.mutate('imports.commit', commit, admin.cookie)).code).toBe('importNotOpen')
  })

  test('positive control: without the second look, a changed person would be overwritten', async () => {
    const known = await makeLearner(world, organisation, { name: '冯一' })
    const values = {
      name: '冯一',
      idType: null,
      idNumber: known.idNumber,
      mobile: '13722220007',
      email: null,
      department: null,
      post: null,
      education: null,
    }
    await world.deps.db.learner.update({ where: { id: known.id }, data: { mobile: '13722220008' } })
    await inTransaction(world.deps, async (tx) => {
      const { id: organisationId, path: organisationPath } = organisation
      const scope = { organisationId, organisationPath, organisationName: '', planId: null, batchId: null }
      const context = await learnerImport.loadContext(world.deps, tx, scope, { hold: true })
      const held = (await learnerImport.lockKnown(tx, [known.id], context)).get(known.id)
      if (!held) throw new Error('nobody is held')
      const change = { field: 'mobile', before: known.mobile, after: '13722220007' }
      const actor = {
        kind: 'account' as const,
        accountId: newId(),
        name: 'test',
        ip: '',
        staffRoles: [],
        organisation: null,
        learnerId: null,
      }
      await learnerImport.writeChanged(world.deps, tx, actor, [{ values, known: held, changes: [change] }], context)
    })
    expect(await learnerBy(known.idNumber)).toMatchObject({ mobile: '13722220007' })
  })
})

describe('uploads', () => {
  test('sent again they are the same import; with other bytes or by somebody else they are refused', async () => {
    const bytes = csv([person()])
    const first = await send(world, admin.cookie, bytes)
    const again = await send(world, admin.cookie, bytes, { id: first.id })
    expect(again).toMatchObject({ status: 200, body: { id: first.id } })
    expect(await world.deps.db.import.count({ where: { id: first.id } })).toBe(1)
    expect((await send(world, admin.cookie, csv([person()]), { id: first.id })).code).toBe('idempotencyKeyReused')
    const colleague = await makeAdmin(world, organisation)
    expect((await send(world, colleague.cookie, bytes, { id: first.id })).code).toBe('idempotencyKeyReused')
    const stranger = await makeAdmin(world, await makeOrganisation(world))
    expect((await send(world, stranger.cookie, bytes, { id: first.id })).code).toBe('notFound')
  })

  test('both of two at the same moment are answered', async () => {
    const bytes = csv([person()])
    const id = newId()
    const answers = await Promise.all([
      send(world, admin.cookie, bytes, { id }),
      send(world, admin.cookie, bytes, { id }),
    ])
    expect(answers.map((answer) => answer.code)).toEqual([null, null])
    const row = await world.deps.db.import.findUniqueOrThrow({ where: { id } })
    expect((await world.deps.files.get(row.fileKey ?? '')).length).toBeGreaterThan(0)
  })

  test.each([
    ['nothing', new Uint8Array(), 'fileEmpty'],
    ['a PDF', Buffer.from('%PDF-1.7 x'), 'spreadsheetTypeRefused'],
    [
      'a picture',
      Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]),
      'spreadsheetTypeRefused',
    ],
  ])('%s is refused at once', async (_what, bytes, code) => {
    expect((await send(world, admin.cookie, bytes)).code).toBe(code)
  })

  test('that changed on the way are asked for again', async () => {
    expect((await send(world, admin.cookie, csv([person()]), { sha256: 'a'.repeat(64) })).code).toBe('fileHashMismatch')
  })

  test('staff say whose they are; an admin cannot say another subtree', async () => {
    const reviewer = await makeStaff(world, 'reviewer')
    const cells = person()
    expect((await send(world, reviewer.cookie, csv([cells]))).code).toBe('inputInvalid')
    const one = await previewed(world, reviewer.cookie, csv([cells]), { organisationId: organisation.id })
    await committed(world, reviewer, one)
    expect(await learnerBy(cells[2])).toMatchObject({ organisationId: organisation.id })
    const other = await makeOrganisation(world)
    expect((await send(world, admin.cookie, csv([cells]), { organisationId: other.id })).code).toBe('notFound')
    const template = await world.request(`/api/templates/learners.xlsx?organisation=${other.id}`, {
      cookie: admin.cookie,
    })
    expect(template.status).toBe(404)
  })

  test('an organisation that is closed takes none', async () => {
    const closed = await makeOrganisation(world, { enabled: false })
    const reviewer = await makeStaff(world, 'reviewer')
    expect((await send(world, reviewer.cookie, csv([person()]), { organisationId: closed.id })).code).toBe(
      'organisationNotActive',
    )
  })
})

describe('lists', () => {
  test("show the own subtree's imports and nobody else's", async () => {
    const other = await makeOrganisation(world)
    const stranger = await makeAdmin(world, other)
    const below = await makeAdmin(world, await makeDepartment(world, organisation, '下属部'))
    const theirs = await send(world, stranger.cookie, csv([person()]))
    const mine = await send(world, below.cookie, csv([person()]))
    const ids = async (cookie: string) =>
      (await world.query('imports.list', { limit: 100 }, cookie)).data.rows.map((row: { id: string }) => row.id)
    expect(await ids(admin.cookie)).toContain(mine.id)
    expect(await ids(admin.cookie)).not.toContain(theirs.id)
    expect(await ids(below.cookie)).toEqual([mine.id])
    for (const procedure of ['imports.get', 'imports.rows']) {
      expect((await world.query(procedure, { id: theirs.id }, admin.cookie)).code).toBe('notFound')
    }
  })

  test('page by page, filtered by state and by who uploaded', async () => {
    const own = await makeAdmin(world, await makeOrganisation(world))
    const sent = []
    for (let i = 0; i < 3; i++) sent.push(await send(world, own.cookie, csv([person()])))
    const first = (await world.query('imports.list', { limit: 2, mine: true }, own.cookie)).data
    expect(first.rows.map((row: { id: string }) => row.id)).toEqual([sent[2]?.id, sent[1]?.id])
    const second = (await world.query('imports.list', { limit: 2, cursor: first.nextCursor }, own.cookie)).data
    expect(second.rows.map((row: { id: string }) => row.id)).toEqual([sent[0]?.id])
    expect((await world.query('imports.list', { state: 'committed' }, own.cookie)).data.rows).toEqual([])
  })
})

test('a month after the end the file and the rows are gone, and the import stays', async () => {
  const [ended, waiting] = [await committed(world, admin, await preview(person())), await preview(person())]
  const keyOf = async (id: string) => (await world.deps.db.import.findUniqueOrThrow({ where: { id } })).fileKey
  const key = (await keyOf(ended.id)) ?? ''
  await tidyImports(world.deps)
  expect(await keyOf(ended.id)).toBe(key)
  const now = world.clock.now()
  world.clock.advance(31 * 86_400_000)
  await tidyImports(world.deps)
  world.clock.set(now)
  await expect(world.deps.files.get(key)).rejects.toThrow('no file')
  expect(await world.deps.db.importChunk.count({ where: { importId: { in: [ended.id, waiting.id] } } })).toBe(0)
  const left = await view(world, admin.cookie, ended.id)
  expect(left).toMatchObject({ state: 'committed', counts: { new: 1 }, result: { created: 1 }, hasReport: false })
  expect(await view(world, admin.cookie, waiting.id)).toMatchObject({ state: 'cancelled' })
})
