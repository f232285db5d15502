import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { type MadeOrganisation, makeAccount, makeAdmin, makeLearner, makeOrganisation } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { committed, csv, headings, makeDepartment, person, previewed, rowsOf, view, workbook } from './arrange.ts'

let world: World
let organisation: MadeOrganisation
let department: MadeOrganisation
let admin: { id: string; cookie: string }

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world, { name: '苏州检测集团' })
  department = await makeDepartment(world, organisation, '研发部')
  admin = await makeAdmin(world, organisation)
})
afterAll(() => world.close())

const learnerBy = (idNumber: string) =>
  world.deps.db.learner.findUnique({ where: { idNumberHash: world.deps.secrets.hash(`id:${idNumber}`) } })
const countLearners = () => world.deps.db.learner.count()
const auditsOf = (subjectId: string) =>
  world.deps.db.auditEntry.findMany({ where: { subjectId }, orderBy: { id: 'asc' } })

describe('a file of new people', () => {
  test('is previewed row by row, and written when the person says so', async () => {
    const [first, second] = [person({ 姓名: '王 芳', 所属部门: '研发部' }), person({ 姓名: '李雷', 学历: '硕士' })]
    const before = await countLearners()
    const one = await previewed(world, admin.cookie, await workbook([first, second]))
    expect(one).toMatchObject({
      state: 'previewed',
      counts: { new: 2, changed: 0, unchanged: 0, error: 0, warning: 0 },
      canCommit: true,
      needsMapping: false,
      headerRow: 1,
      sheetName: '学员',
      rowsDone: 2,
      rowsTotal: 2,
      hasReport: false,
    })
    expect(await countLearners()).toBe(before)

    const done = await committed(world, admin, one)
    expect(done).toMatchObject({ state: 'committed', mode: 'goodOnly', result: { created: 2, updated: 0 } })
    const stored = await learnerBy(first[2] ?? '')
    expect(stored).toMatchObject({
      name: '王芳',
      nameKey: '王芳',
      organisationId: department.id,
      organisationPath: department.path,
      education: '本科',
      mobile: first[3],
      enabled: true,
      accountId: null,
    })
    expect(stored?.idNumberMasked).toMatch(/^\d{6}\*{8}.{4}$/)
    expect(world.deps.secrets.decrypt(stored?.idNumberEncrypted ?? '', `learners.id_number:${stored?.id}`)).toBe(
      first[2],
    )
    // An empty department is the organisation that the import is for, as the template says.
    expect(await learnerBy(second[2] ?? '')).toMatchObject({ organisationId: organisation.id, education: '硕士研究生' })
    expect((await auditsOf(one.id)).map((entry) => entry.action)).toEqual([
      'import.received',
      'import.commitStarted',
      'import.committed',
    ])
    expect((await auditsOf(one.id)).at(-1)?.after).toMatchObject({ created: 2, updated: 0, unchanged: 0, errors: 0 })
  })

  test('keeps ID numbers sealed until then: neither the file nor the rows show one in the database or on the disk', async () => {
    const cells = person()
    const one = await previewed(world, admin.cookie, csv([cells]), { name: '学员.csv' })
    const row = await world.deps.db.import.findUniqueOrThrow({ where: { id: one.id }, include: { chunks: true } })
    const file = await world.deps.files.get(row.fileKey ?? '')
    const chunk = Buffer.from(row.chunks[0]?.sealed ?? '')
    for (const bytes of [file, chunk, Buffer.from(JSON.stringify([row.columns, row.notes]))]) {
      expect(bytes.includes(cells[2] ?? 'x')).toBe(false)
    }
  })
})

describe('the same file twice', () => {
  test('changes nothing the second time, in whatever form it comes', async () => {
    const rows = [person({ 所属部门: '研发部' }), person(), person({ 邮箱: 'a@example.com' })]
    await committed(world, admin, await previewed(world, admin.cookie, await workbook(rows)))
    const before = await world.deps.db.learner.findMany({ orderBy: { id: 'asc' } })
    const again = await previewed(world, admin.cookie, csv(rows), { name: '学员.csv' })
    expect(again).toMatchObject({ fileKind: 'csv', counts: { new: 0, changed: 0, unchanged: 3, error: 0 } })
    expect(await committed(world, admin, again)).toMatchObject({ result: { created: 0, updated: 0 } })
    expect(await world.deps.db.learner.findMany({ orderBy: { id: 'asc' } })).toEqual(before)
  })
})

describe('known people', () => {
  test('change cell by cell, with what was there before; empty cells and missing columns change nothing', async () => {
    const known = await makeLearner(world, organisation, { name: '张三' })
    const unique = '13712340001'
    const one = await previewed(
      world,
      admin.cookie,
      await workbook([
        person({ 姓名: '张三', 身份证号: known.idNumber, 手机号: unique, 职务: '', 学历: '', 所属部门: '研发部' }),
      ]),
    )
    expect(one.counts).toMatchObject({ changed: 1, error: 0 })
    const page = await rowsOf(world, admin.cookie, one.id, { show: 'changed' })
    expect(page.rows).toMatchObject([
      {
        row: 2,
        outcome: 'changed',
        subjectId: known.id,
        changes: [
          { field: 'mobile', before: known.mobile, after: unique },
          { field: 'department', before: '苏州检测集团', after: '苏州检测集团/研发部' },
        ],
      },
    ])
    // Good rows show nobody's whole number, not even to whoever uploaded them.
    expect(page.rows[0].cells.idNumber).toMatch(/^\d{6}\*{8}.{4}$/)

    const before = await learnerBy(known.idNumber)
    expect(await committed(world, admin, one)).toMatchObject({ result: { created: 0, updated: 1 } })
    const after = await learnerBy(known.idNumber)
    expect(after).toMatchObject({ mobile: unique, organisationId: department.id, organisationPath: department.path })
    expect({ ...after, mobile: '', organisationId: '', organisationPath: '', updatedAt: 0 }).toEqual({
      ...before,
      mobile: '',
      organisationId: '',
      organisationPath: '',
      updatedAt: 0,
    })
    expect(after?.updatedAt.getTime()).toBeGreaterThan(before?.updatedAt.getTime() ?? 0)
    expect(await auditsOf(known.id)).toMatchObject([
      {
        action: 'learner.imported',
        actorId: admin.id,
        before: { mobile: known.mobile, department: '苏州检测集团' },
        after: { mobile: unique, department: '苏州检测集团/研发部' },
      },
    ])
  })

  test('with an account keep it in step: the new mobile logs in', async () => {
    const account = await makeAccount(world, { name: '赵六' })
    const known = await makeLearner(world, organisation, { name: '赵六', accountId: account.id })
    await world.deps.db.logInName.create({ data: { value: known.mobile, kind: 'mobile', accountId: account.id } })
    const one = await previewed(
      world,
      admin.cookie,
      await workbook([person({ 姓名: '赵六', 身份证号: known.idNumber, 手机号: '13712340002', 职务: '', 学历: '' })]),
    )
    await committed(world, admin, one)
    const names = await world.deps.db.logInName.findMany({ where: { accountId: account.id } })
    expect(names.map((name) => name.value)).toEqual(['13712340002'])
  })
})

describe('rows that cannot be imported', () => {
  test('say why, and the good ones are written without them', async () => {
    const elsewhere = await makeLearner(world, await makeOrganisation(world, { name: '无锡保密研究院' }))
    const disabled = await makeLearner(world, organisation, { enabled: false })
    const twice = person({ 姓名: '孙七' })
    const rows = [
      person({ 姓名: '好人' }),
      person({ 所属部门: '研发布' }),
      twice,
      person({ 姓名: '孙七', 身份证号: twice[2] ?? '' }),
      person({ 身份证号: elsewhere.idNumber }),
      person({ 身份证号: disabled.idNumber }),
      person({ 身份证号: '' }),
    ]
    const one = await previewed(world, admin.cookie, await workbook(rows))
    expect(one.counts).toMatchObject({ new: 2, error: 5 })
    const { rows: wrong } = await rowsOf(world, admin.cookie, one.id, { show: 'error' })
    expect(wrong.map((row: { row: number; issues: { code: string }[] }) => [row.row, row.issues[0]?.code])).toEqual([
      [3, 'departmentUnknown'],
      [5, 'personTwice'],
      [6, 'personElsewhere'],
      [7, 'personDisabled'],
      [8, 'valueMissing'],
    ])
    expect(wrong[0].issues[0].details).toEqual({ nearest: '苏州检测集团/研发部' })
    expect(wrong[1].issues[0].details).toEqual({ row: 4 })
    expect(JSON.stringify(wrong)).not.toContain('无锡')
    expect(wrong[2].subjectId).toBeNull()

    const refused = await world.mutate(
      'imports.commit',
      { id: one.id, version: one.version, mode: 'allOrNothing' },
      admin.cookie,
    )
    expect(refused).toMatchObject({ code: 'importHasErrors', details: { count: 5 } })
    expect(await committed(world, admin, one)).toMatchObject({ result: { created: 2 }, counts: { error: 5 } })
    expect(await learnerBy(elsewhere.idNumber)).toMatchObject({ id: elsewhere.id, name: elsewhere.name })
    expect(await learnerBy(disabled.idNumber)).toMatchObject({ enabled: false, name: disabled.name })
  })

  test('are marked in the own file, which applies only what was corrected when it comes back', async () => {
    const wrong = person({ 姓名: '周八', 手机号: '1381234' })
    const good = person({ 姓名: '吴九' })
    const one = await previewed(world, admin.cookie, await workbook([good, wrong]), { name: '九月学员.xlsx' })
    await committed(world, admin, one)
    const response = await world.request(`/api/files/imports/${one.id}/report`, { cookie: admin.cookie })
    expect(response.status).toBe(200)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(decodeURIComponent(response.headers.get('content-disposition') ?? '')).toBe(
      "attachment; filename*=UTF-8''九月学员-错误报告.xlsx",
    )
    const report = new Uint8Array(await response.arrayBuffer())
    const table = await openTable(report, { fileName: 'x.xlsx' })
    const texts: string[][] = []
    for await (const row of table.rows()) texts.push(row.cells.map((cell) => cell?.text ?? ''))
    expect(texts[0]).toEqual([...headings, '错误原因'])
    expect(texts[1]?.[8] ?? '').toBe('')
    expect(texts[2]?.[8]).toBe('手机号要 11 位、1 开头，这里有 7 位数字，请核对。')

    const corrected = texts.map((row, index) =>
      row.map((text, column) => (index === 2 && column === 3 ? '13712340003' : text)),
    )
    const [heads = [], ...rows] = corrected
    const again = await previewed(
      world,
      admin.cookie,
      await writeTableBytes([
        { name: '学员', columns: heads.map((heading) => ({ heading, format: 'text' as const })), rows },
      ]),
    )
    expect(again.counts).toMatchObject({ new: 1, unchanged: 1, error: 0 })
    expect(again.notes.map((note) => note.code)).toContain('reasonColumn')
    expect(await committed(world, admin, again)).toMatchObject({ result: { created: 1, updated: 0 } })
    expect(await learnerBy(wrong[2] ?? '')).toMatchObject({ name: '周八', mobile: '13712340003' })
  })

  test('the error report is for whoever uploaded the file', async () => {
    const one = await previewed(world, admin.cookie, await workbook([person({ 身份证号: '123' })]))
    const colleague = await makeAdmin(world, organisation)
    expect((await world.request(`/api/files/imports/${one.id}/report`, { cookie: colleague.cookie })).status).toBe(403)
    const whole = await rowsOf(world, admin.cookie, one.id, { show: 'error' })
    expect(whole.rows[0].cells.idNumber).toBe('123')
    const masked = await rowsOf(world, colleague.cookie, one.id, { show: 'error' })
    expect(masked.rows[0].cells.idNumber).not.toBe('123')
    expect(await view(world, colleague.cookie, one.id)).toMatchObject({ mine: false, hasReport: false })
  })
})
