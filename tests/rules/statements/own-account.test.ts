import { expect, test } from 'vitest'
import { recogniseAccount } from '../../../server/features/statements/own-account.rules.ts'

const ours = [
  { id: 'ccb', name: '江苏建科建筑技术培训中心', account: '32050188600012345678' },
  { id: 'icbc', name: '江苏建科建筑技术培训中心', account: '4301020919100345678' },
  { id: 'boc', name: '国培网(北京)教育科技有限公司', account: '434008725233' },
]
const recognise = (account: string | null, accountName: string | null = null) =>
  recogniseAccount({ account, accountName }, ours)

test.each([
  ['434008725233', 'boc'],
  ['4340 0872 5233', 'boc'],
  ['４３４００８７２５２３３', 'boc'],
  ['4301020919100345678', 'icbc'],
  ['3205****5678', 'ccb'],
  ['3205 **** **** 5678', 'ccb'],
  ['尾号5233', 'boc'],
  ['*****5233', 'boc'],
])('%s is ours', (account, id) => {
  expect(recognise(account)).toEqual({ kind: 'ours', id })
})

test('a number that is none of ours is another account, also when it only begins or ends like ours', () => {
  for (const account of ['434008725234', '43400872523', '0434008725233', '434008725233001', '6222****0001']) {
    expect(recognise(account)).toEqual({ kind: 'another' })
  }
})

test('a masked number that fits two is decided by the name, else by staff', () => {
  const two = [
    { id: 'a', name: '甲培训中心', account: '11112222333345678' },
    { id: 'b', name: '乙培训中心', account: '99992222333345678' },
  ]
  expect(recogniseAccount({ account: '****5678', accountName: '乙培训中心' }, two)).toEqual({ kind: 'ours', id: 'b' })
  expect(recogniseAccount({ account: '****5678', accountName: null }, two)).toEqual({ kind: 'unknown' })
})

test('a file that says nothing is for staff to tell', () => {
  expect(recognise(null)).toEqual({ kind: 'unknown' })
  expect(recognise('')).toEqual({ kind: 'unknown' })
  expect(recogniseAccount({ account: '123456789', accountName: null }, [])).toEqual({ kind: 'another' })
})
