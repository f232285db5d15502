import { expect, test } from 'vitest'
import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import type { VoucherView } from '../../server/features/vouchers/vouchers.schema.ts'
import { previewWindow } from '../../web/components/slip-preview.tsx'
import { homeOf, safeReturn } from '../../web/features/accounts/session.ts'
import { missingFields } from '../../web/features/vouchers/missing-fields.tsx'
import { stepsOf } from '../../web/features/vouchers/voucher-steps.ts'

const at = (minute: number) => `2026-05-08T02:${String(minute).padStart(2, '0')}:00Z`
const entry = (action: string, minute: number, details: Record<string, unknown> = {}) => ({
  at: at(minute),
  action,
  actorName: '陈雨桐',
  actorKind: 'account',
  details,
})

const nothingRead: VoucherView['effective'] = {
  amountFen: null,
  amountInWords: null,
  payerName: null,
  payerBank: null,
  payerAccount: null,
  payeeName: null,
  payeeAccount: null,
  orderNo: null,
  serialNo: null,
  paidAt: null,
  remark: null,
}

function voucher(change: Partial<VoucherView>): VoucherView {
  return { state: 'draft', files: [], trail: [], dueAt: null, effective: nothingRead, ...change } as VoucherView
}

const titles = (view: VoucherView) => stepsOf(view, null).map((step) => `${step.state} ${String(step.title)}`)

test('photos that came one after another are one step, and so are corrections', () => {
  const trail = [
    entry('voucher.begun', 1),
    entry('voucherFile.received', 1),
    entry('voucherFile.received', 2),
    entry('voucher.corrected', 3),
    entry('voucher.submitted', 4),
    entry('voucher.corrected', 5),
    entry('voucher.corrected', 6),
  ]
  expect(titles(voucher({ state: 'submitted', dueAt: at(30), trail }))).toEqual([
    'done 上传 2 张',
    'done 陈雨桐 提交',
    'done 陈雨桐 改了内容',
    'now 等中心审核',
    'later 缴费入账，申请电子发票',
  ])
})

test('a line under the picture is a step, however often it was rewritten, and none when it was taken away', () => {
  const trail = [
    entry('voucherFile.received', 1),
    entry('voucherFile.lineAdded', 2),
    entry('voucherFile.lineAdded', 3),
    entry('voucherFile.received', 4),
  ]
  const rest = ['now 等您提交', 'later 等中心审核', 'later 缴费入账，申请电子发票']
  expect(titles(voucher({ trail }))).toEqual([
    'done 上传 1 张',
    'done 陈雨桐 在图片下面补写了一行',
    'done 上传 1 张',
    ...rest,
  ])
  const taken = [...trail.slice(0, 2), entry('voucherFile.lineRemoved', 3)]
  expect(titles(voucher({ trail: taken }))).toEqual(['done 上传 1 张', ...rest])
})

test('a rejection stands in the line with its reason, and what was sent afterwards follows it', () => {
  const trail = [
    entry('voucherFile.received', 1),
    entry('voucher.submitted', 2),
    entry('voucher.rejected', 3, { reasonCode: 'unclear', reasonNote: '金额看不清' }),
    entry('voucherFile.received', 4),
    entry('voucher.submitted', 5),
    entry('voucher.approved', 6),
  ]
  const steps = stepsOf(voucher({ state: 'approved', trail }), 'issued')
  expect(steps.map((step) => `${step.state} ${String(step.title)}`)).toEqual([
    'done 上传 1 张',
    'done 陈雨桐 提交',
    'failed 中心驳回',
    'done 上传 1 张',
    'done 陈雨桐 重新提交',
    'done 中心审核通过',
    'done 发票已开出',
  ])
  expect(steps[2]?.note).toBe('图片看不清：金额看不清')
})

test('what the manual stars is asked for, and the order number counts when the reference holds it', () => {
  const order = { number: 'PX26M4T8RK' } as VoucherView['order']
  const typed = (value: string) => ({ value, source: 'typed' as const, confidence: 'high' as const })
  expect(missingFields(voucher({ order }))).toEqual([
    'amountFen',
    'orderNo',
    'payerName',
    'payerBank',
    'payerAccount',
    'paidAt',
  ])
  const effective = {
    ...nothingRead,
    remark: typed('培训费 px26 m4t8rk'),
    payerName: typed('某公司'),
    payerBank: typed('工行'),
  }
  expect(missingFields(voucher({ order, effective }))).toEqual(['amountFen', 'payerAccount', 'paidAt'])
})

const box = (verdict: 'pass' | 'warn' | 'fail', top: number) => ({
  verdict,
  quads: [[0.1, top, 0.4, top, 0.4, top + 0.03, 0.1, top + 0.03]],
})

test('the strip of a tall screenshot shows the failed box, and stays inside the picture', () => {
  const picture = { width: 800, height: 1700 }
  const frame = previewWindow(picture, [box('pass', 0.05), box('fail', 0.9), box('warn', 0.4)])
  expect(frame.y).toBeLessThanOrEqual(0.9 * picture.height)
  expect(frame.y + frame.height).toBeGreaterThanOrEqual(0.93 * picture.height)
  expect(frame.x).toBeGreaterThanOrEqual(0)
  expect(frame.y + frame.height).toBeLessThanOrEqual(picture.height)
  expect(frame.width / frame.height).toBeCloseTo(2)
})

test('a picture without anything read is shown from its middle', () => {
  const frame = previewWindow({ width: 1000, height: 1000 }, [])
  expect(frame).toEqual({ x: 0, y: 250, width: 1000, height: 500 })
})

test('an address to come back to is one of ours', () => {
  expect(safeReturn('/orders/new?x=1')).toBe('/orders/new?x=1')
  for (const foreign of [
    undefined,
    '',
    'https://x.cn',
    '//x.cn',
    '/\\x.cn',
    'javascript:alert(1)',
    '/log-in?return=/',
  ]) {
    expect(safeReturn(foreign)).toBeNull()
  }
})

test('everybody has the home of their role, after the page that their session lacks', () => {
  const person = { gate: 'open', staffRoles: [], organisation: null, learner: null } as unknown as Me
  const someone = { id: '1', name: '某' }
  expect(homeOf(person)).toBe('/')
  expect(homeOf({ ...person, learner: someone })).toBe('/learner')
  expect(homeOf({ ...person, learner: someone, organisation: someone })).toBe('/home')
  expect(homeOf({ ...person, organisation: someone, staffRoles: ['finance'] })).toBe('/desk')
  expect(homeOf({ ...person, staffRoles: ['finance'], gate: 'secondFactor' })).toBe('/log-in/code')
  expect(homeOf({ ...person, organisation: someone, gate: 'passwordChange' })).toBe('/log-in/password')
})
