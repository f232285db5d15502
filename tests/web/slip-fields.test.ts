import { expect, test } from 'vitest'
import { fen } from '../../server/core/money.ts'
import type { Check, ReviewView } from '../../server/features/vouchers/vouchers.schema.ts'
import { differingTexts, expectedText, readText } from '../../web/features/vouchers/field-texts.ts'
import { type SlipFieldId, slipFields, worstField } from '../../web/features/vouchers/slip-fields.ts'

const quad = [0, 0, 1, 0, 1, 1, 0, 1]
const read = (name: string, value: string) => ({ name, value, confidence: 'high' as const, score: 0.97, quads: [quad] })
const file = (id: string, ...fields: ReturnType<typeof read>[]) => ({ id, fields }) as ReviewView['files'][number]
const check = (change: Partial<Check>): Check => ({
  code: 'amount',
  verdict: 'pass',
  finding: 'amountAgrees',
  found: null,
  expected: null,
  field: null,
  details: {},
  ...change,
})

const noClaims: ReviewView['claims'] = {
  amountFen: null,
  payerName: null,
  payerBank: null,
  payerAccount: null,
  paidAt: null,
  serialNo: null,
  remark: null,
  note: null,
}

function view(change: Partial<ReviewView>): ReviewView {
  return {
    claims: noClaims,
    files: [],
    checks: [],
    effective: { amountFen: null } as ReviewView['effective'],
    ...change,
  } as ReviewView
}

function field(of: ReviewView, id: SlipFieldId, shownFileId: string | null = 'one') {
  const found = slipFields(of, shownFileId).find((one) => one.id === id)
  if (!found) throw new Error(id)
  return found
}

test('the same number means the same field on every voucher, whatever was read', () => {
  const few = slipFields(view({}), null).map((one) => `${one.number} ${one.id}`)
  const many = slipFields(view({ files: [file('one', read('serialNo', 'K1'), read('paidAt', '2026-05-02'))] }), 'one')
  expect(few).toEqual(['1 amount', '2 words', '3 payer', '4 payee', '5 reference', '6 date', '7 serial'])
  expect(many.map((one) => `${one.number} ${one.id}`)).toEqual(few)
})

test('a field shows what the picture in view says, and otherwise what another one says, without a box', () => {
  const two = view({
    files: [file('one', read('payerName', '甲公司')), file('two', read('payerName', '乙公司'), read('serialNo', 'K2'))],
  })
  expect(field(two, 'payer', 'two').read).toBe('乙公司')
  expect(field(two, 'serial', 'one')).toMatchObject({ read: 'K2', here: null })
})

test('what was typed stands beside what was read only where it differs', () => {
  const typed = view({
    claims: { ...noClaims, payerName: '甲 公司', paidAt: '2026-05-02', serialNo: 'K9' },
    files: [file('one', read('payerName', '甲公司'), read('paidAt', '2026-05-02T12:19'), read('serialNo', 'K1'))],
  })
  expect(field(typed, 'payer').typed).toBeNull()
  expect(field(typed, 'date').typed).toBeNull()
  expect(field(typed, 'serial').typed).toBe('K9')
})

test('the amount read is the sum of all slips, and the slip’s own when another one was typed', () => {
  const sum = view({
    files: [file('one', read('amountFen', '100')), file('two', read('amountFen', '200'))],
    effective: { amountFen: { value: fen(300), source: 'read', confidence: 'high' } } as ReviewView['effective'],
  })
  expect(field(sum, 'amount').read).toBe('300')
  const differs = view({
    claims: { ...noClaims, amountFen: fen(6_830_000) },
    files: [file('one', read('amountFen', '6840000'))],
    effective: { amountFen: { value: fen(6_830_000), source: 'typed', confidence: 'high' } } as ReviewView['effective'],
    checks: [check({ verdict: 'fail', finding: 'amountDiffersFromDeclared', found: '6840000', expected: '6830000' })],
  })
  expect(field(differs, 'amount')).toMatchObject({ read: '6840000', typed: '6830000', verdict: 'fail' })
  expect(differingTexts(field(differs, 'amount'))).toEqual({ read: '68,400.00', expected: '68,300.00' })
})

test('a failure is looked at before a doubt, and the amount when nothing is wrong', () => {
  const doubt = check({ code: 'payerName', verdict: 'warn', finding: 'payerIsClose', found: 'a', expected: 'b' })
  const failure = check({ code: 'payeeAccount', verdict: 'fail', finding: 'payeeIsOther', found: 'a', expected: 'b' })
  expect(worstField(slipFields(view({ checks: [doubt, failure] }), null))).toBe('payee')
  expect(worstField(slipFields(view({ checks: [doubt] }), null))).toBe('payer')
  expect(worstField(slipFields(view({ checks: [check({})] }), null))).toBe('amount')
})

test('only one value can be laid beside another: several accounts of ours and moments are not compared by character', () => {
  const payee = check({
    code: 'payeeAccount',
    verdict: 'fail',
    finding: 'payeeIsOther',
    found: '32022727',
    expected: '43010209 11006014',
  })
  const date = check({ code: 'paidAt', verdict: 'warn', finding: 'paidLongAgo', found: '2026-01-01', expected: 'x' })
  const of = view({
    checks: [payee, date],
    files: [file('one', read('payeeAccount', '32022727'), read('paidAt', '2026-01-01T10:00'))],
  })
  expect(expectedText(field(of, 'payee'))).toBeNull()
  expect(differingTexts(field(of, 'date'))).toBeNull()
  expect(readText(field(of, 'date'))).toBe('2026-01-01 10:00')
})

test('in a reference only the order number that was found in it is compared', () => {
  const other = check({
    code: 'orderNo',
    verdict: 'fail',
    finding: 'orderNoOther',
    found: 'PX2635B37W',
    expected: 'PX26M4T8RK',
  })
  const of = view({ checks: [other], files: [file('one', read('remark', '技术培训服务费 PX2635B37W'))] })
  expect(differingTexts(field(of, 'reference'))).toEqual({ read: 'PX2635B37W', expected: 'PX26M4T8RK' })
})
