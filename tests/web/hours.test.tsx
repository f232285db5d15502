import { describe, expect, test, vi } from 'vitest'
import { missingParts, ruleParts } from '../../web/features/hours/hour-words.ts'
import NewHoursPage from '../../web/features/hours/new-hours-page.tsx'
import { groupId, readGroupId, readTrainingId, trainingId } from '../../web/features/hours/training-key.ts'
import { data, refusal } from './answers.ts'
import { createHourPages } from './hour-pages.tsx'
import { adjustmentRow, approvedRow, group, hourPlan, pendingRow, progress, record, trainings } from './hour-samples.ts'
import { learnerRow } from './people-samples.ts'
import { field, find, type } from './show.ts'

vi.mock('../../web/components/wide.ts', () => ({ isWide: () => false }))
vi.setConfig({ testTimeout: 30_000 })

const { answers, inputsOf, open, openHours, button, soon, words } = createHourPages()

describe('words', () => {
  test('say what a plan asks for, and what somebody lacks and what of it waits', () => {
    expect(ruleParts(hourPlan)).toEqual(['共要 30.00 学时', '必修至少 20.00、最多计 24.00', '选修至少 6.00'])
    expect(missingParts(hourPlan, progress.sums)).toEqual([
      '必修还差 2.00',
      '选修还差 2.00',
      '还差 4.00（必修、选修都行）',
      '3.00 待审核',
    ])
    const plain = { ...hourPlan, compulsoryMin: 0, compulsoryCap: null, electiveMin: 0 }
    expect(ruleParts(plain)).toEqual(['共要 30.00 学时'])
    expect(missingParts(plain, progress.sums)).toEqual(['还差 8.00', '3.00 待审核'])
    expect(missingParts(hourPlan, { ...progress.sums, compulsoryApproved: 2600, electiveApproved: 600 })).toEqual([
      '学时够了',
      '3.00 待审核',
      '2.00 超出上限不计',
    ])
  })

  test('a training and a group in the address are read back as they were, and nothing else is taken for one', () => {
    const [training] = trainings
    if (!training) throw new Error('no training')
    const { kind, title, studiedOn } = training
    expect(readTrainingId(trainingId(training))).toEqual({ kind, title, studiedOn })
    expect(readTrainingId(pendingRow.id)).toBeNull()
    expect(readTrainingId('%%%')).toBeNull()
    const { planId, organisationId, importId, waitsFor } = group
    expect(readGroupId(groupId(group))).toEqual({ planId, organisationId, kind, title, studiedOn, importId, waitsFor })
    expect(readGroupId(trainingId(training))).toBeNull()
  })
})

describe('线下档案管理 on a phone', () => {
  test('shows trainings with their state, whom they wait for and until when, and what waits for me', async () => {
    const place = await openHours()
    for (const said of ['12 条等您审核', pendingRow.title, '待审核', '等培训中心审核', '36.00', '12 人', '1 条被驳回'])
      expect(words(place)).toContain(said)
    expect(words(place)).toContain('必修至少 20.00、最多计 24.00')
    expect(inputsOf('hours.trainings')[0]).toMatchObject({ planId: hourPlan.id })
  })

  test('by learner it says how far each is and what is missing in words', async () => {
    const place = await openHours('/hours?by=person')
    expect(words(place)).toContain('22.00 / 30.00')
    expect(words(place)).toContain('必修还差 2.00，选修还差 2.00')
    expect(words(place)).toContain('已达标')
  })

  test('a training opens its records, and a record says what it is and what can be done', async () => {
    const [training] = trainings
    const place = await openHours(`/hours/${training ? trainingId(training) : ''}?plan=${hourPlan.id}`)
    expect(words(place)).toContain(approvedRow.learner.name)
    expect(inputsOf('hours.list')[0]).toMatchObject({
      planId: hourPlan.id,
      title: pendingRow.title,
      studiedFrom: '2026-05-07',
      studiedTo: '2026-05-07',
    })
  })

  test('a record is corrected with a reason; more hours wait, and the id stays the same when it is sent again', async () => {
    answers['hours.correct'] = () => refusal('unavailable')
    const place = await openHours(`/hours/${approvedRow.id}`)
    button(place, '更正学时').click()
    await soon()
    expect(field(place, '应计学时').input.value).toBe('3')
    type(field(place, '应计学时').input, '3.505')
    find<HTMLFormElement>(place, 'form').requestSubmit()
    await soon()
    expect(field(place, '应计学时').error()).toContain('最多两位小数')
    expect(words(place)).toContain('请写原因')
    type(field(place, '应计学时').input, '4.5')
    type(find<HTMLTextAreaElement>(place, 'textarea'), '签到表上是 4.5')
    find<HTMLFormElement>(place, 'form').requestSubmit()
    await soon()
    answers['hours.correct'] = () => data({ changed: 1, pending: 1, short: [] })
    find<HTMLFormElement>(place, 'form').requestSubmit()
    await soon()
    const [first, second] = inputsOf('hours.correct')
    expect(first).toMatchObject({ correctsId: approvedRow.id, hours: 450, reason: '签到表上是 4.5' })
    expect(second).toEqual(first)
    expect(words(place)).toContain('更正已提交，审核通过后生效')
  })

  test('who would make a certificate short is told that it stays valid and goes to the centre', async () => {
    answers['hours.get'] = () =>
      data(
        record(approvedRow, {
          certificate: { id: approvedRow.id, number: 'XS2026000123' },
          progress: {
            ...progress,
            sums: { ...progress.sums, compulsoryApproved: 2400, electiveApproved: 600 },
          },
        }),
      )
    const place = await openHours(`/hours/${approvedRow.id}`)
    button(place, '作废').click()
    await soon()
    expect(words(place)).toContain('已发的证书 XS2026000123 仍然有效')
    expect(words(place)).toContain('会列给培训中心核对')
  })

  test('what corrected it is told in order, with reasons', async () => {
    answers['hours.get'] = () => data(record({ ...approvedRow, left: 200 }, { trail: [approvedRow, adjustmentRow] }))
    const place = await openHours(`/hours/${approvedRow.id}`)
    for (const said of ['已更正', '录入 3.00', '减少 1.00', '签到表上是 2 学时']) expect(words(place)).toContain(said)
  })
})

describe('录入线下学时 on a phone', () => {
  const openNew = () => open('/hours/new', '/hours/new', NewHoursPage)
  const fill = async (place: HTMLElement) => {
    type(field(place, '培训名称').input, '安全生产专题讲座')
    type(field(place, '培训日期').input, '2026-05-07')
    type(field(place, '每人学时').input, '３．５ 学时')
    find<HTMLFormElement>(place, 'form').requestSubmit()
    await soon()
  }

  test('says what is wrong before it goes on', async () => {
    const place = await openNew()
    find<HTMLFormElement>(place, 'form').requestSubmit()
    await soon()
    expect(field(place, '培训名称').error()).toContain('至少 2 个字')
    expect(field(place, '培训日期').error()).toContain('请选培训日期')
    expect(field(place, '每人学时').error()).toContain('例如 3 或 3.5')
    type(field(place, '培训日期').input, '2026-05-09')
    await soon()
    expect(field(place, '培训日期').error()).toContain('还没有到')
  })

  test('records one training of those who are ticked, says who approves it, and the same ids again after a failure', async () => {
    answers['hours.record'] = () => refusal('unavailable')
    const place = await openNew()
    await fill(place)
    const boxes = [...place.querySelectorAll<HTMLInputElement>('.card input[type="checkbox"]')]
    boxes[0]?.click()
    boxes[1]?.click()
    await soon()
    expect(words(place)).toContain('录入后由培训中心审核')
    button(place, '录入 2 人').click()
    await soon()
    answers['hours.record'] = () => data({ approved: 0, pending: 2, dueAt: '2026-05-11T09:30:00.000Z' })
    button(place, '录入 2 人').click()
    await soon()
    const [first, second] = inputsOf('hours.record')
    expect(first).toMatchObject({
      planId: hourPlan.id,
      kind: 'elective',
      title: '安全生产专题讲座',
      studiedOn: '2026-05-07',
      hours: 350,
      people: [{ learnerId: learnerRow(1).id }, { learnerId: learnerRow(2).id }],
    })
    expect(second).toEqual(first)
    expect(words(place)).toContain('已录入 2 人，等待审核')
  })

  test('who has it already is named and has to be left out; others are only remarked on', async () => {
    answers['hours.check'] = ({ learnerIds }) =>
      data({
        outsidePlan: true,
        approval: null,
        people: [
          { learnerId: learnerRow(1).id, name: '张三', remark: 'known' },
          { learnerId: learnerRow(2).id, name: '李四', remark: 'notInPlan' },
        ].filter((one) => (learnerIds as string[]).includes(one.learnerId)),
      })
    const place = await openNew()
    await fill(place)
    const boxes = [...place.querySelectorAll<HTMLInputElement>('.card input[type="checkbox"]')]
    boxes[0]?.click()
    boxes[1]?.click()
    await soon()
    for (const said of ['张三的这次培训已经录过', '李四还没有参加这个计划', '不在计划的起止日期里', '录入后马上计学时'])
      expect(words(place)).toContain(said)
    expect(button(place, '录入 2 人').disabled).toBe(true)
    button(place, '去掉这 1 人').click()
    await soon()
    expect(button(place, '录入 1 人').disabled).toBe(false)
  })
})
