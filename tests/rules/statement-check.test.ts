import { describe, expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import type { SlipLine } from '../../server/features/statements/slip-lines.ts'
import {
  checkStatementLine,
  type ShownMoney,
  statementLineForOrganisation,
} from '../../server/features/vouchers/statement-check.rules.ts'
import { effectiveOf } from '../../server/features/vouchers/vouchers.rules.ts'
import { noClaims } from '../support/vouchers.ts'

const order = { id: 'order', number: 'PX26AQV7VZ' }
const payer = { name: '昆明市高新区中正商品混凝土有限责任公司', aliases: [], related: [] }

const line = (changes: Partial<SlipLine> = {}): SlipLine => ({
  id: 'line',
  day: '2026-05-02',
  time: '10:17:00',
  row: 41,
  amountFen: fen(1_800_000),
  counterpartyName: payer.name,
  counterpartyAccount: '3205 4755 1018 4137 0452',
  remark: '技术培训服务',
  serial: '20260502963866431',
  taken: false,
  orders: [],
  ...changes,
})

function check(
  lines: readonly SlipLine[],
  options: {
    covered?: boolean
    claimed?: string[]
    paidAt?: string | null
    payerName?: string
    payerAccount?: string
    aliases?: { payerName: string; payerAccount: string }[]
    related?: string[]
    unknown?: boolean
  } = {},
) {
  const statement: ShownMoney | null = options.unknown
    ? null
    : { covered: options.covered ?? true, lines, claimed: new Set(options.claimed ?? []) }
  return checkStatementLine({
    effective: effectiveOf(
      {
        ...noClaims,
        amountFen: fen(1_800_000),
        paidAt: options.paidAt === undefined ? '2026-05-02' : options.paidAt,
        payerName: options.payerName ?? null,
        payerAccount: options.payerAccount ?? null,
      },
      [],
    ),
    order,
    payer: { ...payer, aliases: options.aliases ?? [], related: options.related ?? [] },
    statement,
  })
}
const said = (...input: Parameters<typeof check>) => {
  const { verdict, finding } = check(...input)
  return `${verdict} ${finding}`
}

describe('a line that agrees', () => {
  test('amount, day and payer: the money is there, and the line stands beside the slip', () => {
    expect(check([line()])).toMatchObject({
      verdict: 'pass',
      finding: 'statementLineAgrees',
      found: '2026-05-02',
      details: { lineId: 'line', lineRow: 41, lineDay: '2026-05-02', lineName: payer.name },
    })
  })
  test.each([
    ['a name that was cut off or misread', line({ counterpartyName: '昆明高新区中正商品混凝土有限责任公司' }), {}],
    ['the payer that the slip names', line({ counterpartyName: '王小明' }), { payerName: '王小明' }],
    ['the account that the slip names', line({ counterpartyName: '' }), { payerAccount: '32054755101841370452' }],
    [
      'a payer that was confirmed before',
      line({ counterpartyName: '云南中正集团' }),
      { aliases: [{ payerName: '云南中正集团有限公司', payerAccount: '' }] },
    ],
    [
      'an account that was confirmed before',
      line({ counterpartyName: '' }),
      { aliases: [{ payerName: '', payerAccount: '32054755101841370452' }] },
    ],
    [
      'an organisation above it',
      line({ counterpartyName: '云南中正集团有限公司' }),
      { related: ['云南中正集团有限公司'] },
    ],
    ['anybody, where the remark quotes the order', line({ counterpartyName: '李四', remark: '付px26aqv7vz' }), {}],
  ])('is by %s', (_name, one, options) => {
    expect(said([one], options)).toBe('pass statementLineAgrees')
  })
  test('may come some days after the slip, and the nearest is taken', () => {
    const lines = [line({ id: 'far', day: '2026-05-07' }), line({ id: 'near', day: '2026-05-04' })]
    expect(check(lines).details['lineId']).toBe('near')
  })
  test('that quotes the order comes before one that is nearer', () => {
    const lines = [line({ id: 'near' }), line({ id: 'quotes', day: '2026-05-05', remark: order.number })]
    expect(check(lines).details['lineId']).toBe('quotes')
  })
  test('that has paid this very order already is its money', () => {
    expect(said([line({ taken: true, orders: [{ id: order.id, number: order.number }] })])).toBe(
      'pass statementLineAgrees',
    )
  })
  test('needs no day on the slip when the payer is known', () => {
    expect(said([line()], { paidAt: null })).toBe('pass statementLineAgrees')
  })
})

describe('money that is not this slip’s', () => {
  test('a line that paid another order fails, and names that order', () => {
    const taken = line({ taken: true, orders: [{ id: 'other', number: 'PX26BBBBBB' }] })
    expect(check([taken])).toMatchObject({
      verdict: 'fail',
      finding: 'statementLineTaken',
      details: { orderNumber: 'PX26BBBBBB' },
    })
    expect(said([taken, line({ id: 'free' })])).toBe('pass statementLineAgrees')
  })
  test('a line that another slip claims asks for a look; one that is free besides is taken', () => {
    expect(said([line()], { claimed: ['line'] })).toBe('warn statementLineShared')
    expect(check([line(), line({ id: 'free' })], { claimed: ['line'] }).details['lineId']).toBe('free')
    expect(said([line({ remark: order.number })], { claimed: ['line'] })).toBe('pass statementLineAgrees')
  })
  test('a line that quotes another order is that order’s, whoever paid it', () => {
    expect(said([line({ remark: 'PX26KKKKKK' })])).toBe('warn statementLineMissing')
  })
  test('the same amount of a stranger asks for a look and shows both names', () => {
    expect(check([line({ counterpartyName: '大连博川检测有限公司', counterpartyAccount: '1' })])).toMatchObject({
      verdict: 'warn',
      finding: 'statementLineOtherPayer',
      found: '大连博川检测有限公司',
      expected: payer.name,
    })
  })
  test('a stranger’s money on a slip without a day says nothing', () => {
    const stranger = line({ counterpartyName: '大连博川检测有限公司', counterpartyAccount: '1' })
    expect(said([stranger], { paidAt: null, covered: false })).toBe('pending statementNotImported')
  })
})

test('no line on an imported day asks for a look; on one that is not imported it waits', () => {
  expect(said([])).toBe('warn statementLineMissing')
  expect(said([], { covered: false })).toBe('pending statementNotImported')
  expect(said([], { unknown: true })).toBe('pending statementNotImported')
})

test('an organisation hears that its money was seen or not, and nothing of others’ money', () => {
  const seen = statementLineForOrganisation(check([line()]))
  expect(seen).toMatchObject({ verdict: 'pass', details: { lineDay: '2026-05-02' } })
  expect(JSON.stringify(seen)).not.toContain('963866431')
  expect(statementLineForOrganisation(check([]))).toMatchObject({ finding: 'statementLineMissing', details: {} })
  for (const others of [
    check([line({ counterpartyName: '大连博川检测有限公司', counterpartyAccount: '1' })]),
    check([line({ taken: true, orders: [{ id: 'other', number: 'PX26BBBBBB' }] })]),
    check([line()], { claimed: ['line'] }),
  ]) {
    expect(statementLineForOrganisation(others)).toEqual({
      code: 'statementLine',
      verdict: 'pending',
      finding: 'statementNotImported',
      found: null,
      expected: null,
      field: null,
      details: {},
    })
  }
})
