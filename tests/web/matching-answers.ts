import { fen } from '../../server/core/money.ts'
import type { Reason } from '../../server/features/reconciliation/matching.schema.ts'
import type {
  MatchChoice,
  MatchLine,
  MatchLineRow,
  MatchTotals,
  OrderChoice,
} from '../../server/features/reconciliation/matching-desk.schema.ts'

/** A matching desk as the server would show it: lines that are sure, doubtful, split, tied and without a thought. */

const id = (group: string, at: number) => `0192f0c1-2b3c-7000-8${group}-${String(at).padStart(12, '0')}`
export const lineId = (at: number) => id('001', at)
export const orderId = (at: number) => id('002', at)
export const suggestionId = (at: number) => id('003', at)
export const allocationId = (at: number) => id('004', at)
export const accountId = id('005', 1)

const numbers = ['PX26VWDJZ7', 'PX26M4T8RK', 'PX263HK9TQ', 'PX26R7W2ND', 'PX26T6KWE4']
export const payers = [
  '昆明市高新区中正商品混凝土有限责任公司',
  '江苏中正检测集团有限公司',
  '苏州工业园区恒泰建设工程质量检测有限公司',
  '财付通支付科技有限公司',
]

export function orderChoice(at: number, outstandingFen: number, changes: Partial<OrderChoice> = {}): OrderChoice {
  return {
    id: orderId(at),
    number: numbers[at] ?? 'PX26ZZZZZZ',
    state: 'open',
    organisationId: id('006', at),
    organisationName: `常州市第${at}交通工程试验检测有限公司`,
    planName: '2026 年第二期见证取样员培训',
    amountFen: fen(outstandingFen),
    outstandingFen: fen(outstandingFen),
    createdAt: '2026-05-01T02:00:00.000Z',
    otherAccount: false,
    unseenFen: [],
    voucher: null,
    ...changes,
  }
}

export const reason = (slot: Reason['slot'], code: Reason['code'], found: string, expected: string): Reason => ({
  slot,
  code,
  found,
  expected,
  weight: 950,
  orderId: null,
})
export const sure: Reason[] = [
  reason('reference', 'numberExact', 'PX26VWDJZ7', 'PX26VWDJZ7'),
  reason('amount', 'amountExact', '1800000', '1800000'),
  reason('name', 'nameEqual', payers[0] ?? '', payers[0] ?? ''),
]

export function choice(
  at: number,
  parts: readonly [OrderChoice, number][],
  changes: Partial<MatchChoice> = {},
): MatchChoice {
  return {
    score: 990,
    parts: parts.map(([order, amountFen]) => ({
      lineId: lineId(at),
      target: { kind: 'order', orderId: order.id },
      amountFen: fen(amountFen),
      order,
    })),
    partCount: parts.length,
    toCreditFen: fen(0),
    creditOrder: null,
    reasons: sure,
    ...changes,
  }
}

export function line(at: number, amountFen: number, changes: Partial<MatchLine> = {}): MatchLine {
  const choices = changes.choices ?? []
  const [first] = choices
  return {
    id: lineId(at),
    day: `2026-05-0${at + 1}`,
    time: '10:17:00',
    row: 41 + at,
    amountFen: fen(amountFen),
    leftFen: fen(amountFen),
    counterpartyName: payers[at] ?? '',
    counterpartyAccount: '1040668809172235401',
    remark: `付${numbers[at]}培训费`,
    serial: null,
    category: 'payment',
    state: first ? 'suggested' : 'unmatched',
    stateSince: '2026-05-08T00:41:00.000Z',
    ignoredReason: null,
    ignoredByName: null,
    suggestion: first
      ? {
          id: suggestionId(at),
          key: `key-${at}`,
          strength: 'certain',
          score: first.score,
          automatic: false,
          double: false,
          lineCount: 1,
          partCount: first.partCount,
          orders: first.parts.flatMap(({ order }) =>
            order ? [{ id: order.id, number: order.number, organisationName: order.organisationName }] : [],
          ),
          orderCount: first.parts.length,
          toCreditFen: first.toCreditFen,
          reasons: first.reasons,
          runnerUpScore: null,
        }
      : null,
    paid: null,
    direction: 'in',
    balanceFen: null,
    fileId: id('007', 1),
    fileName: '工行五月.xlsx',
    account: { id: accountId, name: '中心', bank: '工商银行', account: '4301020919100345678' },
    allocations: [],
    choices,
    between: null,
    joined: [],
    before: [],
    after: [],
    nearest: [],
    history: [],
    ...changes,
  }
}

/** What the list shows of a line. */
export function rowOf(one: MatchLine): MatchLineRow {
  const { id, day, time, row, amountFen, leftFen, counterpartyName, counterpartyAccount, remark, serial } = one
  const { category, state, stateSince, ignoredReason, ignoredByName, suggestion, paid } = one
  return {
    id,
    day,
    time,
    row,
    amountFen,
    leftFen,
    counterpartyName,
    counterpartyAccount,
    remark,
    serial,
    category,
    state,
    stateSince,
    ignoredReason,
    ignoredByName,
    suggestion,
    paid,
  }
}

export const totals: MatchTotals = {
  states: {
    unmatched: { count: 23, amountFen: fen(11_896_036) },
    suggested: { count: 17, amountFen: fen(18_579_872) },
    matched: { count: 140, amountFen: fen(96_218_000) },
    ignored: { count: 6, amountFen: fen(172_600) },
  },
  automatic: { count: 31, amountFen: fen(5_000_000) },
  autoSettle: false,
  accounts: [{ id: accountId, bank: '工商银行', account: '4301020919100345678' }],
}
