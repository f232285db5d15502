import type { Component } from 'solid-js'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { HoursApproval } from '../../web/features/hours/desk-hours-approval.tsx'
import DeskHoursPage from '../../web/features/hours/desk-hours-page.tsx'
import HourReviewPage from '../../web/features/hours/hour-review-page.tsx'
import { missingParts, ruleParts } from '../../web/features/hours/hour-words.ts'
import HoursPage from '../../web/features/hours/hours-page.tsx'
import NewHoursPage from '../../web/features/hours/new-hours-page.tsx'
import { groupId, readGroupId, readTrainingId, trainingId } from '../../web/features/hours/training-key.ts'
import { createAnswers, data, refusal } from './answers.ts'
import { deskFinance, deskReviewer } from './desk-enrolment-answers.ts'
import {
  adjustmentRow,
  approvedRow,
  group,
  groupRows,
  hourAnswers,
  hourPlan,
  pendingRow,
  progress,
  record,
  settledDecision,
  trainings,
} from './hour-samples.ts'
import { learnerRow, organisationAdmin } from './people-samples.ts'
import { field, find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

vi.mock('../../web/components/wide.ts', () => ({ isWide: () => false }))

const { answers, inputsOf, calls } = createAnswers()

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    now: new Date('2026-05-08T02:00:00Z'),
  })
  localStorage.clear()
  for (const [path, answer] of Object.entries(hourAnswers)) answers[path] = (input) => data(answer(input))
  answers['accounts.me'] = () => data(organisationAdmin)
  answers['learners.list'] = () => data({ rows: [learnerRow(1), learnerRow(2), learnerRow(3)], nextCursor: null })
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 6; turn++) await vi.advanceTimersByTimeAsync(50)
}
const words = (element: Element) => element.textContent ?? ''

async function open(address: string, path: string, component: Component, me = deskReviewer): Promise<HTMLElement> {
  const { place } = showPage(address, { [path]: component, '*': () => <p>{'elsewhere'}</p> }, me)
  // The parts of a page that come in chunks of their own.
  await vi.dynamicImportSettled()
  await soon()
  return place
}
const button = (place: HTMLElement, word: string) => {
  const found = [...place.querySelectorAll('button')].find((one) => words(one).includes(word))
  if (!found) throw new Error(`there is no button ${word}`)
  return found
}
const openHours = (address = '/hours') => open(address, '/hours/:id?', HoursPage)
const openDesk = (address = '/desk/hours', me = deskReviewer) => open(address, '/desk/hours/:id?', DeskHoursPage, me)

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

const decided = (count: number) => (input: Record<string, unknown>) =>
  data({ decisionId: input.id, decided: count, effectiveAt: new Date(Date.now() + 10_000).toISOString() })

describe('a second admin on a phone', () => {
  test('opens a training that waits, ticks some of it, and approves only those', async () => {
    answers['hours.decide'] = decided(1)
    const place = await open('/hours/review', '/hours/review', HourReviewPage)
    expect(words(place)).toContain(group.title)
    find<HTMLButtonElement>(place, 'button.card-entry').click()
    await soon()
    expect(words(place)).toContain('全部通过（12 条）')
    find<HTMLInputElement>(place, '.card input[type="checkbox"]').click()
    await soon()
    button(place, '通过勾选的 1 条').click()
    await soon()
    expect(inputsOf('hours.decide')).toMatchObject([{ verdict: 'approve', selection: { ids: [groupRows[0]?.id] } }])
  })

  test('rejects all of it with a reason', async () => {
    answers['hours.decide'] = decided(12)
    const place = await open('/hours/review', '/hours/review', HourReviewPage)
    find<HTMLButtonElement>(place, 'button.card-entry').click()
    await soon()
    button(place, '驳回').click()
    await soon()
    button(place, '全部驳回').click()
    await soon()
    expect(words(place)).toContain('请写原因')
    type(find<HTMLTextAreaElement>(place, 'textarea'), '没有证明')
    button(place, '全部驳回').click()
    await soon()
    const { planId, organisationId, kind, title, studiedOn, importId } = group
    expect(inputsOf('hours.decide')).toMatchObject([
      {
        verdict: 'reject',
        selection: {
          group: { planId, organisationId, kind, title, studiedOn, importId, waitsFor: 'secondAdmin' },
          expectedCount: 12,
        },
        reason: '没有证明',
      },
    ])
  })
})

describe('学时审核 on the desk', () => {
  const openGroup = () => openDesk(`/desk/hours/${groupId(group)}`)

  test('lists what waits by due time; A approves the whole of the open one, as many as were seen', async () => {
    answers['hours.decide'] = decided(12)
    const place = await openGroup()
    for (const said of [group.title, group.organisation.name, '12 人，36.00 学时', '每人 3.00', group.evidence])
      expect(words(place)).toContain(said)
    press('a')
    await soon()
    const { planId, organisationId, kind, title, studiedOn, importId, waitsFor } = group
    expect(inputsOf('hours.decide')).toMatchObject([
      {
        verdict: 'approve',
        selection: { group: { planId, organisationId, kind, title, studiedOn, importId, waitsFor }, expectedCount: 12 },
      },
    ])
    expect(words(place)).toContain('已通过 12 条')
  })

  test('R and a number reject those that are ticked, with a sentence that can be changed', async () => {
    answers['hours.decide'] = decided(1)
    const place = await openGroup()
    const pane = find(place, '[aria-label="待审核"]')
    const boxes = [...pane.querySelectorAll<HTMLInputElement>('tbody input[type="checkbox"]')]
    boxes[1]?.click()
    await soon()
    press('r')
    await soon()
    press('1')
    await soon()
    press('Enter', find(place, '.verdict-bar input'))
    await soon()
    expect(inputsOf('hours.decide')).toMatchObject([
      {
        verdict: 'reject',
        selection: { ids: [groupRows[1]?.id] },
        reason: '没有写明证明，请补上签到表或证书编号后重新录入。',
      },
    ])
  })

  test('what was decided here makes way for the next at once; Z takes it back until it takes effect', async () => {
    const other = { ...group, title: '另一次培训' }
    let made: string | null = null
    answers['hours.decide'] = (input) => {
      made = String(input.id)
      return decided(12)(input)
    }
    answers['hours.undo'] = (input) => {
      made = null
      return data(input)
    }
    answers['hours.reviewGroups'] = () => {
      const decision = { id: made, verdict: 'approve', byName: '王审核', mine: true, effectiveAt: group.createdAt }
      const taken = made === null ? {} : { free: 0, freeHours: 0, decisions: [decision] }
      return data({ rows: [{ ...group, ...taken }, other], nextCursor: null })
    }
    const place = await openGroup()
    press('a')
    await soon()
    const list = () => words(find(place, 'table'))
    expect(list()).not.toContain(group.title)
    expect(list()).toContain(other.title)
    expect(words(find(place, '[aria-label="待审核"]'))).toContain(other.title)
    const decision = made
    press('z')
    await soon()
    expect(inputsOf('hours.undo')).toEqual([{ decisionId: decision }])
    expect(list()).toContain(group.title)
    expect(words(find(place, '[aria-label="待审核"]'))).toContain(group.title)
  })

  const beingDecided = (mine: boolean) => {
    const decision = { id: newId(), verdict: 'approve', byName: '王审核', mine, effectiveAt: group.createdAt }
    answers['hours.reviewGroups'] = () =>
      data({ rows: [{ ...group, free: 0, freeHours: 0, decisions: [decision] }], nextCursor: null })
    answers['hours.reviewRows'] = () => data({ rows: groupRows.map((row) => ({ ...row, decision })), nextCursor: null })
    return decision
  }

  test('what another reviewer is deciding on says so, and is nobody else’s to decide on or to undo', async () => {
    beingDecided(false)
    const place = await openGroup()
    const pane = find(place, '[aria-label="待审核"]')
    expect(words(find(place, 'table'))).toContain('王审核刚刚通过')
    expect(words(pane)).toContain('王审核刚刚通过，10 秒内还能由本人撤销')
    expect([...pane.querySelectorAll('button')].map(words)).not.toContain('撤销')
    press('a')
    press('r')
    await soon()
    expect(inputsOf('hours.decide')).toEqual([])
    expect(pane.querySelectorAll('tbody input[type="checkbox"]:not(:disabled)')).toHaveLength(0)
  })

  test('one’s own decision can be undone after a reload too', async () => {
    const decision = beingDecided(true)
    answers['hours.undo'] = (input) => data(input)
    const place = await openGroup()
    button(find(place, '[aria-label="待审核"]'), '撤销').click()
    await soon()
    expect(inputsOf('hours.undo')).toEqual([{ decisionId: decision.id }])
  })

  test.each([
    [{ state: 'effective', settledCount: 10 }, '2 条在生效前被录入的人撤回了，其余 10 条已通过'],
    [{ state: 'failed', settledCount: null, errorCode: 'hoursTakenBack' }, '生效前录入的人把这些学时都撤回了'],
  ])('what came of it otherwise is said when its time is over: %o', async (ended, said) => {
    answers['hours.decide'] = decided(12)
    answers['hours.decision'] = () => data({ ...settledDecision, ...ended })
    const place = await openGroup()
    press('a')
    await soon()
    expect(words(place)).not.toContain(said)
    await vi.advanceTimersByTimeAsync(12_000)
    expect(words(place)).toContain(said)
  })

  test('who was slower hears why, and nothing is claimed', async () => {
    answers['hours.decide'] = () => refusal('hoursDecided', { name: '周立新' })
    const place = await openGroup()
    press('a')
    await soon()
    expect(words(place)).toContain('刚被别人处理过')
    expect(words(place)).not.toContain('已通过 12 条')
  })

  test('finance see the records and decide nothing', async () => {
    const place = await openDesk('/desk/hours', deskFinance)
    expect(words(place)).toContain(approvedRow.title)
    expect(words(place)).not.toContain('等单位审核')
    press('n')
    await soon()
    expect(place.querySelector('form')).toBeNull()
    expect(calls.some(({ path }) => path === 'hours.reviewGroups')).toBe(false)
  })

  test('all records are cut by the filters of the address, with sums', async () => {
    const place = await openDesk(`/desk/hours?tab=records&state=pending&kind=elective&q=${encodeURIComponent('周')}`)
    expect(inputsOf('hours.staffList')[0]).toMatchObject({ state: 'pending', kind: 'elective', search: '周' })
    expect(words(place)).toContain('已通过 2.00')
    expect(words(place)).toContain('待审核 3.00')
  })
})

describe('who approves an organisation’s hours', () => {
  const approval = (answer: object) => {
    answers['hours.approval'] = () => data(answer)
    return open('/', '/', () => <HoursApproval organisationId={group.organisationId} mayChange={false} />)
  }

  test('is said in words, with where it comes from', async () => {
    const place = await approval({ own: null, approval: 'secondAdmin', from: { id: 'x', name: '总公司' }, admins: 2 })
    expect(words(place)).toContain('同上级：本单位另一位管理员（来自“总公司”）')
  })

  test('an admin who is alone is warned about', async () => {
    const place = await approval({ own: 'secondAdmin', approval: 'secondAdmin', from: null, admins: 1 })
    expect(words(place)).toContain('只有一位管理员')
  })
})
