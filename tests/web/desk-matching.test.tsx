import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { fen } from '../../server/core/money.ts'
import type { MatchLine } from '../../server/features/reconciliation/matching-desk.schema.ts'
import DeskMatchingPage from '../../web/features/reconciliation/desk-matching-page.tsx'
import { createAnswers, data, refusal } from './answers.ts'
import { deskFinance } from './desk-enrolment-answers.ts'
import {
  allocationId,
  choice,
  line,
  lineId,
  orderChoice,
  orderId,
  payers,
  reason,
  rowOf,
  suggestionId,
  sure,
  totals,
} from './matching-answers.ts'
import { find, press, type } from './show.ts'
import { showPage } from './show-page.tsx'

const { answers, inputsOf } = createAnswers()

let lines: MatchLine[]
const settled = (ids: readonly unknown[]) => ({
  parts: ids.map((id) => ({
    allocationId: id,
    lineId: lineId(0),
    orderId: orderId(0),
    orderNumber: 'PX26VWDJZ7',
    paymentId: id,
    how: 'settled',
    amountFen: 1,
    toOrderFen: 1,
    toCreditFen: 0,
    outstandingFen: 0,
  })),
})
const done = new Set<string>()

beforeEach(() => {
  vi.useFakeTimers({
    toFake: ['setTimeout', 'setInterval', 'clearTimeout', 'clearInterval', 'Date'],
    now: new Date('2026-05-08T02:00:00Z'),
  })
  done.clear()
  const group = [orderChoice(1, 1_280_000), orderChoice(2, 320_000), orderChoice(3, 800_000)] as const
  lines = [
    line(0, 1_800_000, { choices: [choice(0, [[orderChoice(0, 1_800_000), 1_800_000]])] }),
    line(1, 2_560_000, {
      choices: [
        choice(
          1,
          [
            [group[0], 1_280_000],
            [group[1], 320_000],
            [group[2], 800_000],
          ],
          {
            score: 930,
            toCreditFen: fen(160_000),
            creditOrder: group[0],
            reasons: [
              ...sure.slice(0, 1),
              reason('amount', 'amountOver', '2560000', '2400000'),
              reason('name', 'nameAbove', payers[1] ?? '', '常州'),
            ],
          },
        ),
      ],
    }),
  ]
  answers['matching.lines'] = (input) =>
    data({
      rows: lines.filter((one) => one.state === input['state'] && !done.has(one.id)).map(rowOf),
      nextCursor: null,
    })
  answers['matching.totals'] = () => data(totals)
  answers['matching.counts'] = () => data({ unmatched: 23, suggested: 17 })
  answers['matching.line'] = (input) => data(lines.find((one) => one.id === input['id']))
  answers['matching.findOrders'] = () => data([])
  answers['reconciliation.confirm'] = (input) => {
    for (const one of lines) if (one.suggestion?.id === input['suggestionId']) done.add(one.id)
    return data(settled(input['allocationIds'] as unknown[]))
  }
  answers['reconciliation.allocate'] = (input) => {
    done.add(String(input['lineId']))
    return data(settled((input['parts'] as { allocationId: string }[]).map((part) => part.allocationId)))
  }
  answers['reconciliation.undo'] = () => {
    done.clear()
    return data({ lineId: lineId(0) })
  }
})
afterEach(async () => {
  await vi.advanceTimersByTimeAsync(60_000)
  vi.useRealTimers()
})
vi.setConfig({ testTimeout: 30_000 })

const soon = async () => {
  for (let turn = 0; turn < 4; turn++) await vi.advanceTimersByTimeAsync(80)
}

async function open(address: string): Promise<HTMLElement> {
  const { place } = showPage(address, { '/desk/matching/:id?': DeskMatchingPage }, deskFinance)
  await soon()
  return place
}
const openLine = (at: number, tab = '') => open(`/desk/matching/${lineId(at)}${tab ? `?tab=${tab}` : ''}`)
const pane = (place: HTMLElement) => find(place, '[aria-label="流水"]')
const words = (element: Element) => element.textContent ?? ''
const row = (place: HTMLElement, at: number) => place.querySelector(`tr[data-row="${lineId(at)}"]`)
const slots = (place: HTMLElement, at: number) =>
  [...(row(place, at)?.querySelectorAll('.reason-slot') ?? [])].map((slot) =>
    slot.className.replace('reason-slot reason-slot-', ''),
  )
const amountBoxes = (place: HTMLElement) => [...pane(place).querySelectorAll<HTMLInputElement>('.split-row input')]
const left = (place: HTMLElement) => words(find(pane(place), '.split-left'))
const key = async (name: string, more: KeyboardEventInit = {}) => {
  press(name, document.body, more)
  await soon()
}

test('the reasons stand in three slots, each in its own shape and with its sentence; the score is quiet when it is sure', async () => {
  const place = await open('/desk/matching')
  expect(slots(place, 0)).toEqual(['agrees', 'agrees', 'agrees'])
  expect(slots(place, 1)).toEqual(['agrees', 'doubt', 'doubt'])
  expect(row(place, 1)?.querySelector('.reason-slot-doubt')?.getAttribute('title')).toBe(
    '比待缴的 ¥24,000.00 多 ¥1,600.00',
  )
  expect(words(row(place, 1) ?? place)).toContain('3 个订单，预存')
  expect(find(place, `tr[data-row="${lineId(0)}"] .score`).className).toContain('score-sure')
  for (const text of ['已建议', '17', '待对账', '23', '185,798.72', '962,180.00', '自动对账已关闭'])
    expect(words(place)).toContain(text)
})

describe('confirming', () => {
  test('Enter opens, A confirms as it was seen, the next one is shown, and Z takes it back', async () => {
    const place = await open('/desk/matching')
    await key('j')
    press('Enter', row(place, 0) ?? document.body)
    await soon()
    expect(words(pane(place))).toContain('18,000.00')
    expect(left(place)).toContain('0.00')
    await key('a')
    expect(inputsOf('reconciliation.confirm')).toEqual([
      {
        suggestionId: suggestionId(0),
        key: 'key-0',
        choice: 0,
        allocationIds: [expect.stringMatching(/^[0-9a-f-]{36}$/)],
        otherAccountAccepted: false,
      },
    ])
    expect(row(place, 0)).toBeNull()
    expect(words(pane(place))).toContain('江苏中正检测集团')
    expect(words(place)).toContain('已认领 ¥18,000.00，昆明市高新区')
    await key('z')
    const [id] = inputsOf('reconciliation.confirm').flatMap((input) => input['allocationIds'] as string[])
    expect(inputsOf('reconciliation.undo')).toEqual([{ allocationId: id, reason: '确认后马上撤销' }])
    expect(row(place, 0)).not.toBeNull()
  })

  test('Enter on the open row confirms, a click on it does not', async () => {
    const place = await openLine(0)
    row(place, 0)?.dispatchEvent(new MouseEvent('click', { bubbles: true }))
    await soon()
    expect(inputsOf('reconciliation.confirm')).toEqual([])
    press('Enter', row(place, 0) ?? document.body)
    await soon()
    expect(inputsOf('reconciliation.confirm')).toHaveLength(1)
  })

  test('what somebody else was faster with stays in the list, and it is said why', async () => {
    answers['reconciliation.confirm'] = () => refusal('suggestionGone')
    const place = await openLine(0)
    await key('a')
    expect(row(place, 0)).not.toBeNull()
    expect(words(place)).toContain('没有认领')
  })

  test('X ticks, Shift A confirms all that are ticked, each once', async () => {
    const place = await open('/desk/matching')
    await key('j')
    await key('x')
    await key('j')
    await key('x')
    expect(words(find(place, '.bulk-bar'))).toContain('已勾 2 笔，其中 1 笔有疑点')
    expect(words(find(place, '.bulk-bar'))).toContain('43,600.00')
    await key('A', { shiftKey: true })
    expect(inputsOf('reconciliation.confirm').map((input) => input['suggestionId'])).toEqual([
      suggestionId(0),
      suggestionId(1),
    ])
    // Three orders and what is over: the rest goes with the part of the order whose organisation gets it.
    expect(inputsOf('reconciliation.confirm')[1]?.['allocationIds']).toHaveLength(3)
    expect(words(place)).toContain('已认领 2 笔，¥43,600.00')
    expect(place.querySelector('.bulk-bar')).toBeNull()
  })

  test('a lost connection sends the same ids again', async () => {
    let sends = 0
    const answer = answers['reconciliation.confirm']
    answers['reconciliation.confirm'] = (input) => {
      if (++sends === 1) throw new TypeError('network')
      return answer?.(input) ?? data(null)
    }
    await openLine(0)
    await key('a')
    const [first, second] = inputsOf('reconciliation.confirm')
    expect(second?.['allocationIds']).toEqual(first?.['allocationIds'])
  })
})

describe('splitting by hand', () => {
  test('a line over three orders and credit goes down to 0.00; changed, it is allocated as it stands', async () => {
    const place = await openLine(1)
    expect(amountBoxes(place).map((box) => box.value)).toEqual(['12,800.00', '3,200.00', '8,000.00', '1,600.00'])
    expect(left(place)).toContain('还没分的0.00')
    expect(words(pane(place))).toContain('分到 3 个订单，3 个单位')
    const [, , third, credit] = amountBoxes(place)
    if (!third || !credit) throw new Error('there are not four boxes')
    type(third, '5000')
    await soon()
    expect(left(place)).toContain('还没分的3,000.00')
    type(credit, '5000')
    await soon()
    expect(left(place)).toContain('多分了400.00')
    expect(find<HTMLButtonElement>(pane(place), '.button-primary').disabled).toBe(true)
    type(credit, '4600')
    await soon()
    expect(left(place)).toContain('还没分的0.00')
    await key('a')
    expect(inputsOf('reconciliation.confirm')).toEqual([])
    // Credit goes with the order whose organisation gets it.
    expect(inputsOf('reconciliation.allocate')).toMatchObject([
      {
        lineId: lineId(1),
        parts: [
          { orderId: orderId(1), amountFen: 1_740_000 },
          { orderId: orderId(2), amountFen: 320_000 },
          { orderId: orderId(3), amountFen: 500_000 },
        ],
      },
    ])
  })

  test('what an order cannot take is said to become credit', async () => {
    const place = await openLine(0)
    lines[0] = line(0, 1_800_000, { choices: [choice(0, [[orderChoice(0, 1_500_000), 1_800_000]])] })
    const again = await openLine(0)
    expect(words(pane(again))).toContain('转入预存款 3,000.00')
    expect(words(pane(place))).not.toContain('转入预存款')
  })

  test('S finds an order by any word, Enter takes it with what is left, Enter in its amount confirms', async () => {
    lines = [line(3, 384_000)]
    answers['matching.findOrders'] = (input) => data(input['search'] === '徐州' ? [orderChoice(4, 500_000)] : [])
    const place = await openLine(3, 'unmatched')
    await key('s')
    const box = document.activeElement
    if (!(box instanceof HTMLInputElement)) throw new Error('no box has the focus')
    type(box, '徐州')
    await soon()
    expect(words(pane(place))).toContain('PX26T6KWE4')
    press('Enter', box)
    await soon()
    const [amount] = amountBoxes(place)
    expect(amount?.value).toBe('3,840.00')
    expect(document.activeElement).toBe(amount)
    press('Enter', amount ?? document.body)
    await soon()
    expect(inputsOf('reconciliation.allocate')).toMatchObject([
      { lineId: lineId(3), parts: [{ orderId: orderId(4), amountFen: 384_000 }] },
    ])
  })

  test('C puts what is left to credit; a part for an order that takes nothing says so', async () => {
    lines = [line(3, 384_000, { nearest: [orderChoice(4, 300_000), orderChoice(0, 384_000, { state: 'expired' })] })]
    const place = await openLine(3, 'unmatched')
    await key('1')
    expect(left(place)).toContain('840.00')
    await key('c')
    expect(amountBoxes(place).map((box) => box.value)).toEqual(['3,000.00', '840.00'])
    expect(left(place)).toContain('还没分的0.00')
    await key('1')
    expect(words(pane(place))).toContain('订单不再收款')
  })

  test('a part of just the sum of a confirmed transfer only shows it', async () => {
    lines = [line(3, 384_000, { nearest: [orderChoice(4, 0, { state: 'paid', unseenFen: [fen(384_000)] })] })]
    const place = await openLine(3, 'unmatched')
    await key('1')
    expect(words(pane(place))).toContain('已按凭证确认过')
    expect(words(pane(place))).not.toContain('转入预存款')
  })
})

describe('when it is not plain', () => {
  test('a tie is chosen by its number; until then A does nothing', async () => {
    const tied = line(2, 365_000, {
      choices: [choice(2, [[orderChoice(1, 365_000), 365_000]]), choice(2, [[orderChoice(2, 365_000), 365_000]])],
      between: 'targets',
    })
    if (tied.suggestion)
      lines = [{ ...tied, state: 'unmatched', suggestion: { ...tied.suggestion, strength: 'tie', orderCount: 2 } }]
    const place = await openLine(2, 'unmatched')
    expect(words(row(place, 2) ?? place)).toContain('2 个都像')
    expect(words(pane(place))).toContain('系统不替您选')
    await key('a')
    expect(inputsOf('reconciliation.allocate')).toEqual([])
    await key('2')
    await key('a')
    expect(inputsOf('reconciliation.allocate')).toMatchObject([
      { lineId: lineId(2), parts: [{ orderId: orderId(2), amountFen: 365_000 }] },
    ])
  })

  test('2 takes the runner-up, which is confirmed as such', async () => {
    lines = [
      line(0, 1_800_000, {
        choices: [
          choice(0, [[orderChoice(0, 1_800_000), 1_800_000]]),
          choice(0, [[orderChoice(4, 1_800_000), 1_800_000]], { score: 710 }),
        ],
      }),
    ]
    const place = await openLine(0)
    expect(words(pane(place))).toContain('第二可能')
    await key('2')
    await key('a')
    expect(inputsOf('reconciliation.confirm')).toMatchObject([{ suggestionId: suggestionId(0), choice: 1 }])
  })

  test('another account of ours is confirmed only when it was seen', async () => {
    lines = [
      line(0, 1_800_000, { choices: [choice(0, [[orderChoice(0, 1_800_000, { otherAccount: true }), 1_800_000]])] }),
    ]
    const place = await openLine(0)
    expect(words(pane(place))).toContain('中心的另一个收款账户')
    await key('a')
    expect(inputsOf('reconciliation.confirm')).toEqual([])
    await key('o')
    await key('a')
    expect(inputsOf('reconciliation.confirm')).toMatchObject([{ otherAccountAccepted: true }])
  })

  test('D says not this one, I ignores with a reason, and other reasons need words', async () => {
    answers['reconciliation.dismiss'] = () => data({ dismissed: 1 })
    answers['statements.ignoreLine'] = () => data({})
    const place = await openLine(0)
    await key('d')
    expect(inputsOf('reconciliation.dismiss')).toEqual([{ suggestionId: suggestionId(0), key: 'key-0' }])
    await key('i')
    await key('4')
    await key('Enter')
    expect(words(place)).toContain('写一句为什么')
    expect(inputsOf('statements.ignoreLine')).toEqual([])
    await key('1')
    expect(inputsOf('statements.ignoreLine')).toEqual([{ lineId: lineId(0), reason: 'otherIncome' }])
  })

  test('an ignored line is taken up with T', async () => {
    answers['statements.takeUpLine'] = () => data({})
    lines = [line(3, 172_600, { state: 'ignored', ignoredReason: 'interest' })]
    const place = await openLine(3, 'ignored')
    expect(words(pane(place))).toContain('利息')
    await key('t')
    expect(inputsOf('statements.takeUpLine')).toEqual([{ lineId: lineId(3) }])
  })

  test('a matched line shows what it paid; U undoes the chosen part with a reason', async () => {
    const allocated = (at: number) => ({
      id: allocationId(at),
      lineId: lineId(0),
      orderId: orderId(at),
      orderNumber: `PX26AAAAA${at + 2}`,
      organisationName: '常州',
      paymentId: allocationId(at),
      amountFen: fen(900_000),
      settled: true,
      automatic: false,
      score: null,
      reasons: [],
      decidedByName: '周敏',
      createdAt: '2026-05-07T02:00:00.000Z',
      undoneAt: null,
      undoneByName: null,
      undoneReason: null,
    })
    lines = [line(0, 1_800_000, { state: 'matched', leftFen: fen(0), allocations: [allocated(0), allocated(1)] })]
    const place = await openLine(0, 'matched')
    await key('u')
    expect(words(pane(place))).toContain('撤销 PX26AAAAA2 的 ¥9,000.00')
    await key('u')
    expect(words(pane(place))).toContain('撤销 PX26AAAAA3 的 ¥9,000.00')
    await key('Enter')
    expect(inputsOf('reconciliation.undo')).toEqual([])
    await key('1')
    await key('Enter')
    expect(inputsOf('reconciliation.undo')).toEqual([{ allocationId: allocationId(1), reason: '认错了订单' }])
  })
})

test('what a hand has begun stays while the line is asked for again', async () => {
  const place = await openLine(1)
  const [first] = amountBoxes(place)
  if (!first) throw new Error('there is no box')
  type(first, '100')
  await vi.advanceTimersByTimeAsync(45_000)
  await soon()
  expect(amountBoxes(place)[0]?.value).toBe('100')
})
