import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ImportView } from '../../../server/features/imports/imports.schema.ts'
import { readImport } from '../../../server/features/imports/read-import.ts'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { heldOf, leftOf, type MadeBatch, makeBatch, recharge, runCards, startTakeBack } from '../../support/cards.ts'
import { type MadeOrganisation, makeAdmin, makeLearner, makeOrganisation, makeStaff } from '../../support/people.ts'
import { openWorld, type World } from '../../support/world.ts'
import { committed, freshId, previewed, rowsOf, send } from '../imports/arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let batch: MadeBatch
let [one, other] = [] as unknown as Awaited<ReturnType<typeof makeLearner>>[]

beforeAll(async () => {
  world = await openWorld()
})
afterAll(() => world.close())
beforeEach(async () => {
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  batch = await makeBatch(world, organisation, { valueFen: 10_000 })
  one = await makeLearner(world, organisation, { name: '买买提·艾力' })
  other = await makeLearner(world, organisation, { name: '李四' })
})

const headings = ['姓名', '身份证号', '充值金额']
const file = (...rows: (readonly (string | number)[])[]) =>
  writeTableBytes([
    {
      name: '充值',
      columns: headings.map((heading, index) => ({ heading, format: index < 2 ? 'text' : 'general' })),
      rows,
    },
  ])
const learner = (of: { name: string; idNumber: string } | undefined, amount: string | number) =>
  [of?.name ?? '', of?.idNumber ?? '', amount] as const
const preview = async (bytes: Uint8Array): Promise<ImportView> =>
  previewed(world, admin.cookie, bytes, { batchId: batch.id, name: '充值.xlsx' })
const idOf = (of: { id: string } | undefined) => of?.id ?? ''
const issuesOf = async (id: string): Promise<{ row: number; outcome: string; codes: string[] }[]> => {
  const { rows } = await rowsOf(world, admin.cookie, id)
  return rows.map((row: { row: number; outcome: string; issues: { code: string }[] }) => ({
    row: row.row,
    outcome: row.outcome,
    codes: row.issues.map(({ code }) => code),
  }))
}

test('a file becomes one operation with its own id, and the worker does it', async () => {
  const seen = await preview(await file(learner(one, 50), learner(other, '12.5')))
  expect(seen).toMatchObject({
    kind: 'recharges',
    counts: { new: 2, error: 0 },
    batch: { id: batch.id, orderNumber: batch.orderNumber },
    blocked: null,
    canCommit: true,
  })
  const done = await committed(world, admin, seen)
  expect(done).toMatchObject({ state: 'committed', result: { created: 2, updated: 0 } })
  const waiting = (await world.query('studyCards.operation', { id: seen.id }, admin.cookie)).data
  expect(waiting).toMatchObject({ kind: 'recharge', state: 'waiting', people: 2, totalFen: 6_250, importId: seen.id })
  await runCards(world, seen.id)
  expect(await heldOf(world, idOf(one), batch.id)).toBe(5_000)
  expect(await heldOf(world, idOf(other), batch.id)).toBe(1_250)
  expect(await leftOf(world, batch.id)).toBe(3_750)
})

test('each row that cannot be recharged says why', async () => {
  const disabled = await makeLearner(world, organisation, { name: '王停', enabled: false })
  const elsewhere = await makeLearner(world, await makeOrganisation(world), { name: '赵远' })
  const seen = await preview(
    await file(
      learner(one, 50),
      ['没有的人', freshId(), 50],
      learner(elsewhere, 50),
      learner(disabled, 50),
      learner({ name: '别人', idNumber: other?.idNumber ?? '' }, 50),
      learner(await makeLearner(world, organisation, { name: '钱多' }), '0'),
      learner(await makeLearner(world, organisation, { name: '钱多' }), '1.005'),
      learner(await makeLearner(world, organisation, { name: '钱多' }), '五十'),
      learner(await makeLearner(world, organisation, { name: '钱多' }), ''),
      learner(one, 60),
      ['李四', '32010219900101', 50],
    ),
  )
  expect(await issuesOf(seen.id)).toEqual([
    { row: 2, outcome: 'new', codes: [] },
    { row: 3, outcome: 'error', codes: ['personUnknown'] },
    { row: 4, outcome: 'error', codes: ['rechargeElsewhere'] },
    { row: 5, outcome: 'error', codes: ['personDisabled'] },
    { row: 6, outcome: 'error', codes: ['nameDiffers'] },
    { row: 7, outcome: 'error', codes: ['amountFormat'] },
    { row: 8, outcome: 'error', codes: ['amountFormat'] },
    { row: 9, outcome: 'error', codes: ['amountFormat'] },
    { row: 10, outcome: 'error', codes: ['valueMissing'] },
    { row: 11, outcome: 'error', codes: ['personTwice'] },
    { row: 12, outcome: 'error', codes: ['idLength'] },
  ])
  // 别人 of another organisation is not named anywhere.
  const { rows } = await rowsOf(world, admin.cookie, seen.id)
  expect(JSON.stringify(rows)).not.toContain(elsewhere.id)
  await committed(world, admin, seen)
  await runCards(world, seen.id)
  expect(await leftOf(world, batch.id)).toBe(5_000)
})

test('a name is the same without its dot and blanks', async () => {
  const seen = await preview(await file(learner({ name: '买买提 艾力', idNumber: one?.idNumber ?? '' }, 50)))
  expect(seen.counts).toMatchObject({ new: 1, error: 0 })
})

test('amounts that come to more than the batch has left block the whole file until they fit', async () => {
  const seen = await preview(await file(learner(one, 60), learner(other, 40.01)))
  expect(seen).toMatchObject({
    counts: { new: 2, error: 0 },
    canCommit: false,
    blocked: { code: 'cardBatchTooLow', details: { leftFen: 10_000, wantedFen: 10_001, missingFen: 1 } },
  })
  const { id, version } = seen
  const refused = await world.mutate('imports.commit', { id, version, mode: 'goodOnly' }, admin.cookie)
  expect(refused).toMatchObject({ code: 'cardBatchTooLow', details: { missingFen: 1 } })
  const fixed = await world.mutate('imports.fixRow', { id, version, row: 3, values: { amount: '40' } }, admin.cookie)
  const put = (await world.query('imports.get', { id }, admin.cookie)).data
  expect(put).toMatchObject({ version: fixed.data.version, blocked: null, canCommit: true })
  // Somebody else takes of the batch before it is written: then nothing of the file is.
  await recharge(world, admin.cookie, batch.id, [{ id: idOf(one), amountFen: 1 }])
  const again = await world.mutate('imports.commit', { id, version: put.version, mode: 'goodOnly' }, admin.cookie)
  expect(again.code).toBe('cardBatchTooLow')
  expect(await world.deps.db.cardOperation.count({ where: { id } })).toBe(0)
})

test('the same file twice recharges nobody twice, and a corrected one only those who were wrong', async () => {
  const rows = [learner(one, 20), learner({ name: '别人', idNumber: other?.idNumber ?? '' }, 30)] as const
  const first = await preview(await file(...rows))
  await committed(world, admin, first)
  // Not done by the worker yet, and already counted.
  const twice = await preview(await file(...rows))
  expect(await issuesOf(twice.id)).toMatchObject([
    { outcome: 'unchanged', codes: ['alreadyRecharged'] },
    { outcome: 'error', codes: ['nameDiffers'] },
  ])
  await runCards(world, first.id)
  // The user's own file with the reasons in it, put right.
  const report = await world.request(`/api/files/imports/${first.id}/report`, { cookie: admin.cookie })
  expect(report.status).toBe(200)
  const marked = await openTable(new Uint8Array(await report.arrayBuffer()), { fileName: '充值.xlsx' })
  const cells: string[][] = []
  for await (const row of marked.rows()) cells.push(row.cells.map((cell) => cell?.text ?? ''))
  expect(cells[2]?.join(' ')).toContain('原来登记的姓名')
  const corrected = await preview(await file(learner(one, 20), learner(other, 30)))
  expect(corrected.counts).toMatchObject({ new: 1, unchanged: 1, error: 0 })
  await committed(world, admin, corrected)
  await runCards(world, corrected.id)
  expect(await heldOf(world, idOf(one), batch.id)).toBe(2_000)
  expect(await heldOf(world, idOf(other), batch.id)).toBe(3_000)
  // Another amount is another recharge, and said so.
  const more = await preview(await file(learner(one, 5)))
  expect(await issuesOf(more.id)).toMatchObject([{ outcome: 'new', codes: ['rechargedBefore'] }])
  // What was taken back may come again.
  const { data } = await startTakeBack(world, admin.cookie, batch.id, [{ id: idOf(one), amountFen: 2_000 }])
  await runCards(world, data.id)
  const after = await preview(await file(learner(one, 20)))
  expect(await issuesOf(after.id)).toMatchObject([{ outcome: 'new', codes: [] }])
})

test('two of the same file that are committed at once recharge once', async () => {
  const seen = [await preview(await file(learner(one, 20))), await preview(await file(learner(one, 20)))]
  await Promise.all(seen.map((view) => committed(world, admin, view)))
  for (const { id } of seen) await runCards(world, id)
  expect(await heldOf(world, idOf(one), batch.id)).toBe(2_000)
  expect(await world.deps.db.cardOperation.count({ where: { batchId: batch.id } })).toBe(1)
})

test('only a batch of the own subtree can be imported from, and none that has ended', async () => {
  const bytes = await file(learner(one, 50))
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  expect((await send(world, stranger.cookie, bytes, { batchId: batch.id })).code).toBe('notFound')
  const reviewer = await makeStaff(world, 'reviewer')
  const asStaff = { batchId: batch.id, organisationId: organisation.id }
  expect((await send(world, reviewer.cookie, bytes, asStaff)).code).toBe('notAllowed')
  const ended = await makeBatch(world, organisation, { expiresOn: '2020-01-31' })
  expect((await send(world, admin.cookie, bytes, { batchId: ended.id })).code).toBe('cardBatchExpired')
  const sent = await send(world, admin.cookie, bytes, { batchId: batch.id })
  await world.deps.db.studyCardBatch.update({ where: { id: batch.id }, data: { expiresOn: new Date('2020-01-31') } })
  await readImport(world.deps, { importId: sent.id, version: 1 })
  expect(await world.deps.db.import.findUnique({ where: { id: sent.id } })).toMatchObject({
    state: 'failed',
    errorCode: 'cardBatchExpired',
  })
})

test('the template names the batch and what it has left', async () => {
  const answer = await world.request(`/api/templates/recharges.xlsx?batch=${batch.id}`, { cookie: admin.cookie })
  expect(answer.status).toBe(200)
  const table = await openTable(new Uint8Array(await answer.arrayBuffer()), {
    fileName: '充值.xlsx',
    sheet: '填写说明',
  })
  let text = ''
  for await (const row of table.rows()) text += row.cells.map((cell) => cell?.text ?? '').join(' ')
  expect(text).toContain(batch.orderNumber)
  expect(text).toContain('100.00')
  const stranger = await makeAdmin(world, await makeOrganisation(world))
  const refused = await world.request(`/api/templates/recharges.xlsx?batch=${batch.id}`, { cookie: stranger.cookie })
  expect(refused.status).toBe(404)
})
