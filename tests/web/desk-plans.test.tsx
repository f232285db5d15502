import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { DeskPlan, UpdatePlanInput } from '../../server/features/plans/plans.schema.ts'
import DeskPlansPage from '../../web/features/plans/desk-plans-page.tsx'
import { draftOf, formOf, newDraft } from '../../web/features/plans/plan-draft.ts'
import { createAnswers, data, refusal } from './answers.ts'
import { deskFinance, deskReviewer } from './desk-enrolment-answers.ts'
import { field, find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

const { answers, calls, inputsOf } = createAnswers()

const planId = '0192f0c1-2b3c-7000-8000-00000000a001'
const subject = (at: number, name: string, feeFen: number, takenBy = 0) => ({
  id: `0192f0c1-2b3c-7000-8000-00000000b00${at}`,
  name,
  feeFen,
  takenBy,
})
const base: DeskPlan = {
  id: planId,
  number: '20260301161802103',
  name: '2026年第三期见证取样员培训班',
  publisher: '江苏建科建筑技术培训中心',
  standard: 'hours',
  requiredHours: 3000,
  compulsoryMin: 0,
  compulsoryCap: null,
  electiveMin: 0,
  electiveCap: null,
  year: 2026,
  startsAt: '2026-05-31T16:00:00.000Z',
  endsAt: '2026-12-31T15:59:59.000Z',
  mode: 'offline',
  capacity: 60,
  seatsLeft: 60,
  lateChangesAllowed: false,
  feePerLearnerFen: 0,
  openingFeeFen: null,
  certificates: true,
  certificateTitle: '培训合格证书',
  certificateNeedsPayment: true,
  subjects: [subject(1, '法律法规', 20_000), subject(2, '专业知识', 60_000)],
  retiredSubjects: [],
  place: '南京市北京西路 12 号',
  enrolmentOpensAt: null,
  enrolmentClosesAt: '2026-05-24T09:00:00.000Z',
  enrolment: { open: false, why: 'notOpen', until: '2026-05-24T09:00:00.000Z', late: false },
  state: 'draft',
  takesOrders: false,
  version: 3,
  counts: { drafts: 0, submitted: 0, confirmed: 0, orders: 0 },
  relied: false,
  stateSince: '2026-05-01T01:00:00.000Z',
  createdAt: '2026-05-01T01:00:00.000Z',
  copiedFrom: null,
}

let plan: DeskPlan
beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    now: new Date('2026-05-08T02:00:00Z'),
  })
  plan = base
  answers['plans.listAll'] = () => data({ rows: [plan], nextCursor: null })
  answers['plans.getForStaff'] = () => data(plan)
  answers['plans.proposeNumber'] = () => data({ number: '20260508100000123' })
  answers['centre.get'] = () => data({ name: '江苏建科建筑技术培训中心' })
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 3; turn++) await vi.advanceTimersByTimeAsync(50)
}

async function open(address = `/desk/plans/${planId}`, me = deskReviewer): Promise<HTMLElement> {
  const { place } = showPage(address, { '/desk/plans/:id?': DeskPlansPage }, me)
  await soon()
  return place
}
const pane = (place: HTMLElement, label = '计划详情') => find(place, `[aria-label="${label}"]`)
const labelled = (place: HTMLElement, label: string) => find<HTMLInputElement>(place, `[aria-label="${label}"]`)
const words = (element: Element) => element.textContent ?? ''
const submit = (place: HTMLElement) => {
  find<HTMLFormElement>(place, '#plan-form').requestSubmit()
  return soon()
}

test('P asks and Enter publishes, with the version that is shown', async () => {
  answers['plans.publish'] = () => data({ ...plan, state: 'published', version: 4 })
  const place = await open()
  press('p')
  await soon()
  expect(words(pane(place))).toContain('发布以后各单位都能看到')
  expect(inputsOf('plans.publish')).toEqual([])
  press('Enter')
  await soon()
  expect(inputsOf('plans.publish')).toEqual([{ id: planId, version: 3 }])
  expect(words(place)).toContain('已发布，各单位可以看到了')
})

test('what is missing is said before publishing is tried, and Enter does nothing', async () => {
  plan = { ...base, publisher: '', place: '' }
  const place = await open()
  press('p')
  await soon()
  expect(words(pane(place))).toContain('还缺：发布单位、地点')
  press('Enter')
  await soon()
  expect(inputsOf('plans.publish')).toEqual([])
})

test('ticking subjects shows what one person pays', async () => {
  const place = await open()
  expect(words(pane(place))).toContain('¥800.00')
  const box = find<HTMLInputElement>(pane(place), 'input[type="checkbox"]')
  box.click()
  await soon()
  expect(words(pane(place))).toContain('选 1 科，每人¥600.00')
})

test('E edits; what was typed is sent whole, subjects in their new order', async () => {
  answers['plans.update'] = () => data({ ...plan, version: 4 })
  const place = await open()
  press('e')
  await soon()
  const form = pane(place, '修改计划')
  type(field(form, '名额').input, '')
  type(labelled(form, '第 2 科费用'), '650.5')
  labelled(form, '上移 专业知识').click()
  await soon()
  await submit(place)
  const { id, version, capacity, subjects, startsAt, endsAt, ...rest } = inputsOf('plans.update')[0] as UpdatePlanInput
  expect([id, version, capacity]).toEqual([planId, 3, null])
  expect(subjects.map(({ name, feeFen }) => [name, feeFen])).toEqual([
    ['专业知识', 65_050],
    ['法律法规', 20_000],
  ])
  expect([startsAt, endsAt]).toEqual([base.startsAt, base.endsAt])
  expect(rest).toMatchObject({ number: base.number, enrolmentClosesAt: base.enrolmentClosesAt, mode: 'offline' })
})

test('what others rely on cannot be typed over, and says why', async () => {
  plan = {
    ...base,
    state: 'published',
    relied: true,
    counts: { drafts: 0, submitted: 2, confirmed: 1, orders: 0 },
    subjects: [subject(1, '法律法规', 20_000, 3), subject(2, '专业知识', 60_000)],
  }
  const place = await open()
  press('e')
  await soon()
  const form = pane(place, '修改计划')
  for (const label of ['计划编号', '所属年份', '考核值（学时）', '必修至少', '选修最多计', '方式']) {
    expect(field(form, label).input.disabled, label).toBe(true)
  }
  expect([labelled(form, '第 1 科名称').disabled, labelled(form, '第 2 科名称').disabled]).toEqual([true, false])
  expect(words(form)).toContain('已提交的 3 人仍按提交时的费用')
  expect(form.querySelector('[aria-label="停用 法律法规"]')).not.toBeNull()
})

test('the rule about hours, opening and the certificate is read, changed and sent', async () => {
  plan = { ...base, compulsoryMin: 2000, compulsoryCap: 2400, openingFeeFen: 60_000, certificateNeedsPayment: false }
  answers['plans.update'] = () => data({ ...plan, version: 4 })
  const place = await open()
  expect(words(pane(place))).toContain('至少 20.00，最多计 24.00')
  expect(words(pane(place))).toContain('培训合格证书，学时达标就发')
  expect(words(pane(place))).toContain('¥600.00')
  press('e')
  await soon()
  const form = pane(place, '修改计划')
  expect(field(form, '必修至少').input.value).toBe('20.00')
  type(field(form, '选修至少').input, '10.01')
  await submit(place)
  expect(field(form, '选修至少').error()).toContain('加起来超过了考核值')
  type(field(form, '选修至少').input, '6')
  type(field(form, '选修最多计').input, '五')
  await submit(place)
  expect(field(form, '选修最多计').error()).toContain('请填学时数')
  type(field(form, '选修最多计').input, '')
  type(field(form, '必修最多计').input, '')
  type(field(form, '开通课程扣学习卡').input, '0')
  await submit(place)
  expect(inputsOf('plans.update')[0]).toMatchObject({
    requiredHours: 3000,
    compulsoryMin: 2000,
    compulsoryCap: null,
    electiveMin: 600,
    electiveCap: null,
    openingFeeFen: 0,
    certificates: true,
    certificateTitle: '培训合格证书',
    certificateNeedsPayment: false,
  })
})

test('a change by somebody else meanwhile is said, and what was typed stays', async () => {
  answers['plans.update'] = () => refusal('conflict')
  const place = await open()
  press('e')
  await soon()
  const form = pane(place, '修改计划')
  type(field(form, '培训计划名称').input, '另一个名称')
  await submit(place)
  expect(form.querySelector('[role="alert"], .error-note, .note-rejected')).not.toBeNull()
  expect(field(form, '培训计划名称').input.value).toBe('另一个名称')
})

test('Esc leaves an untouched form at once and asks before it drops what was typed', async () => {
  const place = await open()
  press('e')
  await soon()
  press('Escape')
  await soon()
  expect(place.querySelector('[aria-label="修改计划"]')).toBeNull()
  press('e')
  await soon()
  labelled(place, '下移 法律法规').click()
  await soon()
  press('Escape')
  await soon()
  expect(words(pane(place, '修改计划'))).toContain('改动还没有保存')
  press('Escape')
  await soon()
  expect(place.querySelector('[aria-label="修改计划"]')).toBeNull()
})

test('a new plan has the proposed number and the centre as publisher, and says what is wrong field by field', async () => {
  const place = await open('/desk/plans')
  press('n')
  await soon()
  const form = pane(place, '新建计划')
  expect(field(form, '计划编号').input.value).toBe('20260508100000123')
  expect(field(form, '发布单位').input.value).toBe('江苏建科建筑技术培训中心')
  await submit(place)
  expect(field(form, '培训计划名称').error()).toContain('请填计划名称')
  expect(field(form, '开始日期').error()).toContain('请选开始日期')
  expect(words(form)).toContain('请填科目名称')
  type(field(form, '开始日期').input, '2026-06-01')
  type(field(form, '结束日期').input, '2026-05-01')
  await soon()
  expect(field(form, '结束日期').error()).toContain('结束日期要在开始日期之后')
  expect(calls.filter(({ path }) => path === 'plans.create')).toEqual([])
})

test('finance look and change nothing', async () => {
  const place = await open(`/desk/plans/${planId}`, deskFinance)
  expect(words(pane(place))).toContain(base.name)
  expect(words(place)).not.toContain('新建计划')
  press('e')
  press('n')
  await soon()
  expect(place.querySelector('form')).toBeNull()
})

test('a draft that is read back is sent as it was', () => {
  const { form, problems } = formOf(draftOf(base))
  expect(problems).toEqual({})
  expect(form).toMatchObject({
    startsAt: base.startsAt,
    endsAt: base.endsAt,
    enrolmentOpensAt: null,
    enrolmentClosesAt: base.enrolmentClosesAt,
    requiredHours: 3000,
    capacity: 60,
  })
  expect(form.subjects).toEqual(base.subjects.map(({ takenBy, ...rest }) => rest))
})

test.each([
  ['30', 3000],
  ['30.5', 3050],
  ['３０.00', 3000],
  ['0', undefined],
  ['30.123', undefined],
  ['三十', undefined],
])('%s hours', (hours, hundredths) => {
  const { form, problems } = formOf({ ...newDraft(2026), hours })
  expect(problems.requiredHours).toBe(hundredths === undefined ? 'wrongHours' : undefined)
  if (hundredths !== undefined) expect(form.requiredHours).toBe(hundredths)
})
