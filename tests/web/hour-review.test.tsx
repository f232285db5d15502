import { describe, expect, test, vi } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { HoursApproval } from '../../web/features/hours/desk-hours-approval.tsx'
import HourReviewPage from '../../web/features/hours/hour-review-page.tsx'
import { groupId } from '../../web/features/hours/training-key.ts'
import { data, refusal } from './answers.ts'
import { deskFinance } from './desk-enrolment-answers.ts'
import { createHourPages } from './hour-pages.tsx'
import { approvedRow, group, groupRows, settledDecision } from './hour-samples.ts'
import { find, press, type } from './show.ts'

vi.mock('../../web/components/wide.ts', () => ({ isWide: () => false }))
vi.setConfig({ testTimeout: 30_000 })

const { answers, calls, inputsOf, open, openDesk, button, soon, words } = createHourPages()

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
