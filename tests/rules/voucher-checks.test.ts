import { describe, expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import {
  type CheckFacts,
  forOrganisation,
  runChecks,
  sameAccount,
} from '../../server/features/vouchers/voucher-checks.rules.ts'
import { distinctSlips, effectiveOf, readAmount } from '../../server/features/vouchers/vouchers.rules.ts'
import type { VoucherClaims } from '../../server/features/vouchers/vouchers.schema.ts'
import { noClaims, reading } from '../support/vouchers.ts'

const organisation = '常州市高新区中正交通工程试验检测有限公司'
const good = {
  amountFen: 680_000,
  amountInWords: '陆仟捌佰元整',
  payerName: organisation,
  payeeName: '江苏建科建筑技术培训中心',
  payeeAccount: '4301020919100345678',
  orderNo: 'PX26AQV7VZ',
  serialNo: 'Z20260417437740421',
  paidAt: '2026-04-17',
  remark: '付继续教育费(PX26AQV7VZ)',
}

function facts(
  slip: Parameters<typeof reading>[0],
  options: { claims?: Partial<VoucherClaims>; low?: Parameters<typeof reading>[1] } = {},
): CheckFacts {
  const files = [{ fileId: 'a', reading: reading(slip, options.low) }]
  const claims: VoucherClaims = { ...noClaims, ...options.claims }
  return {
    effective: effectiveOf(claims, files),
    declaredFen: claims.amountFen,
    readAmount: readAmount(files),
    readPayers: slip.payerName ? [slip.payerName] : [],
    order: {
      id: 'order',
      number: 'PX26AQV7VZ',
      state: 'open',
      outstandingFen: fen(680_000),
      createdAt: new Date('2026-04-10T01:00:00Z'),
    },
    payees: [{ name: '江苏建科建筑技术培训中心', account: '4301020919100345678' }],
    payer: { name: organisation, aliases: [], related: [] },
    seen: { file: null, picture: null, comparedPictures: 0, serial: null },
    statement: null,
    now: new Date('2026-04-20T02:00:00Z'),
  }
}

const finding = (input: CheckFacts, code: string) => {
  const check = runChecks(input).find((one) => one.code === code)
  return check && `${check.verdict} ${check.finding}`
}

test('a slip that agrees in everything passes every check but the statement, which waits', () => {
  const checks = runChecks(facts(good))
  expect(checks.filter((check) => check.verdict !== 'pass').map((check) => check.code)).toEqual(['statementLine'])
})

describe('amount', () => {
  test('less than outstanding fails and says by how much', () => {
    const check = runChecks(facts({ ...good, amountFen: 640_000, amountInWords: '陆仟肆佰元整' })).find(
      (one) => one.code === 'amount',
    )
    expect(check).toMatchObject({
      verdict: 'fail',
      finding: 'amountBelow',
      found: '640000',
      expected: '680000',
      details: { differenceFen: 40_000 },
    })
  })
  test('more than outstanding is a doubt: the rest becomes credit', () => {
    expect(finding(facts({ ...good, amountFen: 700_000, amountInWords: '柒仟元整' }), 'amount')).toBe(
      'warn amountAbove',
    )
  })
  test('typed and read differ', () => {
    expect(finding(facts({ ...good, amountFen: 640_000 }, { claims: { amountFen: fen(680_000) } }), 'amount')).toBe(
      'fail amountDiffersFromDeclared',
    )
    expect(
      finding(
        facts({ ...good, amountFen: 640_000 }, { claims: { amountFen: fen(680_000) }, low: ['amountFen'] }),
        'amount',
      ),
    ).toBe('warn amountDiffersFromDeclared')
  })
  test('typed but not to be read, read without certainty, and neither', () => {
    const { amountFen: _amount, amountInWords: _words, ...rest } = good
    expect(finding(facts(rest, { claims: { amountFen: fen(680_000) } }), 'amount')).toBe('warn amountNotRead')
    expect(finding(facts(good, { low: ['amountFen'] }), 'amount')).toBe('warn amountUncertain')
    expect(finding(facts(rest), 'amount')).toBe('fail amountMissing')
  })
  test('an order that is not open takes no money', () => {
    const paid = facts(good)
    expect(finding({ ...paid, order: { ...paid.order, state: 'paid', outstandingFen: fen(0) } }, 'amount')).toBe(
      'fail orderTakesNoMoney',
    )
  })
})

test('words and digits that differ fail; words that are not there give no row', () => {
  expect(finding(facts({ ...good, amountInWords: '陆仟肆佰元整' }), 'amountInWords')).toBe('fail wordsDiffer')
  const { amountInWords: _words, ...rest } = good
  expect(finding(facts(rest), 'amountInWords')).toBeUndefined()
})

test('the payee account is ours, also masked; another one fails', () => {
  expect(finding(facts({ ...good, payeeAccount: '4301****5678' }), 'payeeAccount')).toBe('pass payeeIsOurs')
  expect(finding(facts({ ...good, payeeAccount: '3202272795030623888' }), 'payeeAccount')).toBe('fail payeeIsOther')
  const { payeeAccount: _account, ...named } = good
  expect(finding(facts(named), 'payeeAccount')).toBe('pass payeeNameOnly')
  const { payeeName: _name, ...bare } = named
  expect(finding(facts(bare), 'payeeAccount')).toBe('warn payeeNotShown')
})

test.each([
  ['4301 0209 1910 0345 678', true],
  ['4301 **** **** 5678', true],
  ['****5678', true],
  ['5678', true],
  ['4301 **** **** 9999', false],
  ['**78', false],
  ['43010209191003456789', false],
])('account %s is ours: %s', (shown, expected) => {
  expect(sameAccount(shown, '4301020919100345678')).toBe(expected)
})

describe('payer', () => {
  const { payerName: _none, ...unnamed } = good
  const claiming = (payerName: string) => ({ claims: { payerName } })

  test('whom only the uploader names is said to be added, also when it is the organisation or an alias', () => {
    const added = facts(unnamed, claiming(organisation))
    expect(finding(added, 'payerName')).toBe('warn payerAdded')
    const known = facts(unnamed, claiming('沈明'))
    const aliases = [{ payerName: '沈明', payerAccount: '' }]
    expect(finding({ ...known, payer: { ...known.payer, aliases } }, 'payerName')).toBe('warn payerAdded')
  })
  test('whom the slip shows as well, misread or cut off, is not added', () => {
    for (const shown of [organisation, '常州市高新区中正交通工程试验检则有限公司', '常州市高新区中正交通工程']) {
      expect(finding(facts({ ...good, payerName: shown }, claiming(organisation)), 'payerName')).toBe(
        'pass payerIsOrganisation',
      )
    }
  })
  test('whom the slip calls by another name is added', () => {
    expect(finding(facts({ ...good, payerName: '沈明' }, claiming(organisation)), 'payerName')).toBe('warn payerAdded')
  })
  test('an added stranger is still a stranger', () => {
    expect(finding(facts(unnamed, claiming('扬州瘦西湖酒店管理有限公司')), 'payerName')).toBe('fail payerIsOther')
  })

  test.each([
    [organisation, 'pass payerIsOrganisation'],
    ['常州市高新区中正交通工程试验检测', 'pass payerIsOrganisation'],
    [`${organisation}第二分公司`, 'warn payerIsClose'],
    ['常州高新区中正交通工程试验检测有限公司', 'warn payerIsClose'],
    ['沈明', 'warn payerIsPerson'],
    ['扬州瘦西湖酒店管理有限公司', 'fail payerIsOther'],
  ])('%s: %s', (payerName, expected) => {
    expect(finding(facts({ ...good, payerName }), 'payerName')).toBe(expected)
  })
  test('an alias that was confirmed before passes, a parent is a doubt, none is asked for', () => {
    const known = facts({ ...good, payerName: '沈明' })
    expect(
      finding({ ...known, payer: { ...known.payer, aliases: [{ payerName: '沈明', payerAccount: '' }] } }, 'payerName'),
    ).toBe('pass payerIsAlias')
    const parent = facts({ ...good, payerName: '江苏中正检测集团有限公司' })
    expect(finding({ ...parent, payer: { ...parent.payer, related: ['江苏中正检测集团有限公司'] } }, 'payerName')).toBe(
      'warn payerIsRelated',
    )
    const { payerName: _payer, ...rest } = good
    expect(finding(facts(rest), 'payerName')).toBe('warn payerMissing')
  })
})

test('the order number: found, another, misread, in the remark, missing', () => {
  expect(finding(facts({ ...good, orderNo: 'PX26M4T8RK' }), 'orderNo')).toBe('fail orderNoOther')
  expect(finding(facts({ ...good, orderNo: 'PX26AQV7VY' }, { low: ['orderNo'] }), 'orderNo')).toBe('warn orderNoOther')
  const { orderNo: _number, ...rest } = good
  expect(finding(facts({ ...rest, remark: 'px26 aqv 7vz' }), 'orderNo')).toBe('pass orderNoFound')
  expect(finding(facts({ ...rest, remark: '培训费' }), 'orderNo')).toBe('warn orderNoMissing')
})

test('the time of transfer is plausible between the order and today', () => {
  expect(finding(facts({ ...good, paidAt: '2026-04-10' }), 'paidAt')).toBe('pass paidAtPlausible')
  expect(finding(facts({ ...good, paidAt: '2026-04-21' }), 'paidAt')).toBe('pass paidAtPlausible')
  expect(finding(facts({ ...good, paidAt: '2026-04-22T08:00' }), 'paidAt')).toBe('fail paidInFuture')
  expect(finding(facts({ ...good, paidAt: '2026-04-09' }), 'paidAt')).toBe('warn paidBeforeOrder')
  expect(finding(facts({ ...good, paidAt: '2025-04-17' }), 'paidAt')).toBe('warn paidLongAgo')
})

test('what was used before fails, and the organisation learns nothing of somebody else', () => {
  const theirs = { voucherId: 'v', orderNumber: 'PX26M4T8RK', sameOrganisation: false }
  const base = facts(good)
  const checks = runChecks({
    ...base,
    seen: { file: theirs, picture: theirs, comparedPictures: 12, serial: { ...theirs, sameOrganisation: true } },
  })
  const seen = checks.filter((check) => check.code.endsWith('Seen'))
  expect(seen.map((check) => check.verdict)).toEqual(['fail', 'fail', 'fail'])
  expect(seen.map((check) => forOrganisation(check).details)).toEqual([
    { sameOrganisation: false },
    { sameOrganisation: false, compared: 12 },
    { sameOrganisation: true, orderNumber: 'PX26M4T8RK' },
  ])
})

describe('several slips', () => {
  const first = reading({ amountFen: 640_000, serialNo: 'A1', paidAt: '2026-04-17' })
  test('two parts of one payment add up', () => {
    const second = reading({ amountFen: 40_000, serialNo: 'A2', paidAt: '2026-04-18' })
    expect(
      readAmount([
        { fileId: 'a', reading: first },
        { fileId: 'b', reading: second },
      ])?.value,
    ).toBe(680_000)
  })
  test('the same slip photographed twice counts once', () => {
    const again = reading({ amountFen: 640_000, serialNo: 'A1', paidAt: '2026-04-17' })
    expect(
      distinctSlips([
        { fileId: 'a', reading: first },
        { fileId: 'b', reading: again },
      ]),
    ).toHaveLength(1)
  })
  test('what was typed is never overwritten by what was read', () => {
    const effective = effectiveOf({ ...noClaims, payerName: '手填的名称' }, [{ fileId: 'a', reading: reading(good) }])
    expect(effective.payerName).toEqual({ value: '手填的名称', source: 'typed', confidence: 'high' })
    expect(effective.payeeName).toMatchObject({ value: good.payeeName, source: 'read' })
  })
})
