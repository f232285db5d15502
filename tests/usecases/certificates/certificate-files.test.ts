import { createCanvas } from '@napi-rs/canvas'
import { unzipSync } from 'fflate'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { encode } from 'uqr'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTable } from '../../../server/platform/spreadsheets/open-table.ts'
import { makeCertified, makeFreePlan } from '../../support/earned.ts'
import type { MadePlan } from '../../support/enrolments.ts'
import { type MadeOrganisation, makeAccount, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { readPdfText } from '../../support/read-pdf.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeCentre } from '../notices/arrange.ts'

let world: World
let organisation: MadeOrganisation
let admin: { cookie: string }
let plan: MadePlan
beforeAll(async () => {
  world = await openWorld({ linkBase: 'https://xueshi.example.cn' })
  await makeCentre(world)
  world.clock.set('2026-11-22T02:00:00Z')
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  plan = await makeFreePlan(world, '2026 年第三期见证取样员培训')
})
afterAll(() => world.close())

const flat = (text: string | undefined) => (text ?? '').replace(/\s/g, '')
async function download(path: string, cookie: string) {
  const answer = await world.request(path, { cookie })
  const disposition = answer.headers.get('content-disposition') ?? ''
  return {
    status: answer.status,
    bytes: new Uint8Array(await answer.arrayBuffer()),
    type: answer.headers.get('content-type'),
    name: decodeURIComponent(/filename\*=UTF-8''(.*)$/.exec(disposition)?.[1] ?? ''),
  }
}
const pdfOf = (id: string, cookie = admin.cookie) => download(`/api/files/certificates/${id}/certificate.pdf`, cookie)

test('the PDF says what the certificate says, on one page, and its text comes out again, rare characters too', async () => {
  // 𠮷 and 䶮 stand in real names and in few fonts, 㐂 in fewer.
  const { id, number, code } = await makeCertified(world, plan, organisation, { name: '㐂𠮷䶮' })
  const { status, bytes, type, name } = await pdfOf(id)
  expect({ status, type, name }).toEqual({ status: 200, type: 'application/pdf', name: `证书_㐂𠮷䶮_${number}.pdf` })
  const pages = await readPdfText(bytes)
  expect(pages).toHaveLength(1)
  const { idNumberMasked } = await world.deps.db.certificate.findUniqueOrThrow({ where: { id } })
  for (const said of [
    '培训合格证书',
    '㐂𠮷䶮',
    idNumberMasked,
    number,
    '2026 年第三期见证取样员培训',
    plan.number,
    '江苏建科建筑技术培训中心',
    '32.00 学时',
    '必修 20.00，选修 12.00',
    '2026 年度',
    '苏州检测培训中心',
    '2026 年 11 月 22 日',
    code,
    'xueshi.example.cn/check',
  ])
    expect(flat(pages[0])).toContain(flat(said))
  expect(flat(pages[0])).not.toContain('作废')
})

test('what people typed is printed and never read as markup, and the longest names stay on the page', async () => {
  const long = `#import "x" $a$ *b* ${'阿卜杜热合曼·'.repeat(9)}`.slice(0, 80)
  const many = await makeFreePlan(
    world,
    '长江三角洲地区房屋建筑和市政基础设施工程质量检测机构见证取样员继续教育联合培训'.repeat(3).slice(0, 100),
  )
  await world.deps.db.plan.update({
    where: { id: many.id },
    data: {
      certificateTitle: '专业技术人员继续教育培训合格证书',
      publisher: '长江三角洲质量检测行业协会联合会'.repeat(6).slice(0, 90),
    },
  })
  const { id } = await makeCertified(world, many, organisation, { name: long })
  const pages = await readPdfText((await pdfOf(id)).bytes)
  expect(pages).toHaveLength(1)
  expect(flat(pages[0])).toContain(flat(long))
})

test('the same certificate is the same file, whenever it is asked for', async () => {
  const { id } = await makeCertified(world, plan, organisation)
  const first = await pdfOf(id)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  expect(Buffer.compare(first.bytes, (await pdfOf(id)).bytes)).toBe(0)
})

test('its QR code leads to the page that checks it', async () => {
  const { id, code } = await makeCertified(world, plan, organisation)
  const expected = encode(`https://xueshi.example.cn/c/${code}`, { ecc: 'M', border: 0 })
  expect(await qrOn((await pdfOf(id)).bytes, expected.size)).toEqual(expected.data)
})

test('a revoked one has that printed across it, with the day', async () => {
  const { id } = await makeCertified(world, plan, organisation)
  const { cookie } = await makeStaff(world, 'reviewer')
  await world.mutate('certificates.revoke', { id, reason: '姓名有误' }, cookie)
  const [page] = await readPdfText((await pdfOf(id)).bytes)
  expect(flat(page)).toContain('已于2026年11月22日作废')
  expect(flat(page)).toContain('已作废')
})

test('learners, their organisation then and now, and staff have it; nobody else', async () => {
  const account = await makeAccount(world)
  const { id, learner } = await makeCertified(world, plan, organisation, { accountId: account.id })
  const next = await makeOrganisation(world)
  await world.deps.db.learner.update({
    where: { id: learner.id },
    data: { organisationId: next.id, organisationPath: next.path },
  })
  const [nextAdmin, stranger, staff] = [
    await makeAdmin(world, next),
    await makeAdmin(world, await makeOrganisation(world)),
    await makeStaff(world, 'finance'),
  ]
  for (const cookie of [await world.openSession(account.id), admin.cookie, nextAdmin.cookie, staff.cookie])
    expect((await pdfOf(id, cookie)).status).toBe(200)
  const other = await makeAccount(world)
  await makeCertified(world, plan, organisation, { accountId: other.id })
  for (const cookie of [stranger.cookie, await world.openSession(other.id)])
    expect((await pdfOf(id, cookie)).status).toBe(404)
  expect((await world.request(`/api/files/certificates/${id}/certificate.pdf`)).status).toBe(401)
})

test('all valid ones of a unit and plan come in one ZIP, and it is written down who took them', async () => {
  const own = await makeFreePlan(world, '只有这个计划')
  const [firm, elsewhere] = [await makeOrganisation(world), await makeOrganisation(world)]
  const department = await makeOrganisation(world, { parent: firm, billing: false })
  const { cookie } = await makeAdmin(world, firm)
  const made = [
    await makeCertified(world, own, firm, { name: '王芳' }),
    await makeCertified(world, own, department, { name: '李/强:*' }),
    await makeCertified(world, own, department, { name: '𠮷田' }),
  ]
  await makeCertified(world, plan, firm)
  await makeCertified(world, own, elsewhere)
  const revoked = await makeCertified(world, own, firm)
  await world.deps.db.certificate.update({
    where: { id: revoked.id },
    data: { state: 'revoked', revokedAt: new Date(), revokedReason: '姓名有误' },
  })
  const { status, type, name, bytes } = await download(`/api/files/certificates.zip?of=own&planId=${own.id}`, cookie)
  expect({ status, type, name }).toEqual({ status: 200, type: 'application/zip', name: '证书_2026-11-22_3份.zip' })
  const files = unzipSync(bytes)
  const [wang, li, tian] = made.map((one) => one.number)
  expect(Object.keys(files).toSorted()).toEqual(
    [`证书_王芳_${wang}.pdf`, `证书_李强_${li}.pdf`, `证书_𠮷田_${tian}.pdf`].toSorted(),
  )
  expect(flat((await readPdfText(files[`证书_𠮷田_${tian}.pdf`] ?? new Uint8Array()))[0])).toContain('𠮷田')
  const audit = await world.deps.db.auditEntry.findFirst({ where: { action: 'certificates.packed' } })
  expect(audit).toMatchObject({ organisationId: firm.id, after: { planId: own.id, count: 3 } })

  const ofUnit = await download(`/api/files/certificates.zip?of=own&organisationId=${department.id}`, cookie)
  expect(Object.keys(unzipSync(ofUnit.bytes))).toHaveLength(2)
})

test('a ZIP of nothing, or of another’s unit, is refused', async () => {
  const [firm, elsewhere] = [await makeOrganisation(world), await makeOrganisation(world)]
  const { cookie } = await makeAdmin(world, firm)
  const refusal = async (query: string, as = cookie) => {
    const answer = await world.request(`/api/files/certificates.zip?${query}`, { cookie: as })
    return { status: answer.status, ...((await answer.json()) as { app: { code: string } }).app }
  }
  expect(await refusal('of=own')).toMatchObject({ status: 400, code: 'selectionEmpty' })
  expect(await refusal(`of=own&organisationId=${elsewhere.id}`)).toMatchObject({ status: 404 })
  expect(await refusal('of=centre')).toMatchObject({ status: 403, code: 'notAllowed' })
})

test('the list as a workbook: an organisation’s own, and for staff the centre’s with what is doubtful', async () => {
  const own = await makeFreePlan(world, '导出用的计划')
  const { number } = await makeCertified(world, own, organisation, { name: '=1+1' })
  const elsewhere = await makeOrganisation(world)
  await makeCertified(world, own, elsewhere, { name: '外单位' })
  const exported = async (cookie: string, of: 'own' | 'centre') => {
    const answer = await world.request('/api/certificates/export', {
      method: 'POST',
      body: JSON.stringify({ of, filter: { planId: own.id }, locale: 'zh-CN' }),
      cookie,
    })
    expect(answer.status).toBe(200)
    const table = await openTable(new Uint8Array(await answer.arrayBuffer()), { fileName: 'a.xlsx' })
    const rows: string[][] = []
    for await (const row of table.rows()) rows.push(row.cells.map((cell) => cell?.text ?? ''))
    return rows
  }
  const [head, ...rows] = await exported(admin.cookie, 'own')
  expect(head?.slice(0, 3)).toEqual(['证书编号', '姓名', '证件号码'])
  expect(rows).toHaveLength(1)
  expect(rows[0]?.slice(0, 2)).toEqual([number, '=1+1'])
  expect(rows[0]).toContain('32')
  const { cookie } = await makeStaff(world, 'finance')
  expect(await exported(cookie, 'centre')).toHaveLength(3)
})

/** The modules of the QR code at the lower left of the page, as a camera sees them: the darkness at each one's middle. */
async function qrOn(pdf: Uint8Array, modules: number): Promise<boolean[][]> {
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 })
  const page = await (await task.promise).getPage(1)
  const scale = 4
  const viewport = page.getViewport({ scale })
  const canvas = createCanvas(viewport.width, viewport.height)
  const context = canvas.getContext('2d')
  await page.render({ canvasContext: context as never, viewport, canvas: null as never }).promise
  const millimetre = (72 / 25.4) * scale
  const side = 31 * millimetre
  const [left, top] = [30 * millimetre, viewport.height - 20 * millimetre - side]
  const at = (index: number) => ((index + 0.5) * side) / modules
  const dark = (x: number, y: number) => (context.getImageData(left + at(x), top + at(y), 1, 1).data[0] ?? 255) < 128
  const found = Array.from({ length: modules }, (_, y) => Array.from({ length: modules }, (_, x) => dark(x, y)))
  await task.destroy()
  return found
}
