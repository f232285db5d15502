import { describe, expect, test } from 'vitest'
import { AppError } from '../../server/core/app-error.ts'
import { canGo } from '../../server/core/transitions.ts'
import {
  decideEnrolment,
  type EnrolmentImportContext,
  judgeEnrolmentCells,
  type KnownPerson,
} from '../../server/features/enrolments/enrolment-import.rules.ts'
import {
  checkDecisions,
  checkRevocable,
  checkSeats,
  checkSubjects,
  checkWindow,
  enrolmentTransitions,
  makeFormCodes,
} from '../../server/features/enrolments/enrolments.rules.ts'
import { type EnrolmentState, enrolmentStates } from '../../server/features/enrolments/enrolments.schema.ts'
import { createDepartments } from '../../server/features/learners/learner-departments.rules.ts'

const refusal = (work: () => unknown) => {
  try {
    work()
    return null
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return { code: error.code, details: error.details }
  }
}

test('what is confirmed is only ever revoked, and what ended stays so', () => {
  const goes = (from: EnrolmentState) => enrolmentStates.filter((to) => canGo(enrolmentTransitions, from, to))
  expect(Object.fromEntries(enrolmentStates.map((state) => [state, goes(state)]))).toEqual({
    draft: ['submitted', 'withdrawn'],
    submitted: ['draft', 'confirmed', 'rejected'],
    confirmed: ['revoked'],
    rejected: ['draft', 'submitted', 'withdrawn'],
    withdrawn: [],
    revoked: [],
  })
})

describe('the enrolment window', () => {
  const at = (day: number) => new Date(Date.UTC(2026, 4, day))
  const plan = {
    name: '培训',
    state: 'published' as const,
    endsAt: at(30),
    enrolmentOpensAt: at(10),
    enrolmentClosesAt: at(20),
    lateChangesAllowed: false,
  }
  test.each([
    [plan, at(9), { code: 'enrolmentClosed', details: { why: 'notOpen', at: at(10).toISOString() } }],
    [plan, at(10), null],
    [plan, at(20), { code: 'enrolmentClosed', details: { why: 'closed', at: at(20).toISOString() } }],
    [{ ...plan, lateChangesAllowed: true }, at(20), null],
    [
      { ...plan, lateChangesAllowed: true },
      at(30),
      { code: 'enrolmentClosed', details: { why: 'closed', at: at(30).toISOString() } },
    ],
    [{ ...plan, enrolmentOpensAt: null, enrolmentClosesAt: null }, at(29), null],
    [{ ...plan, state: 'closed' as const }, at(15), { code: 'planNotOpen', details: { planName: '培训' } }],
    [{ ...plan, state: 'draft' as const }, at(15), { code: 'planNotOpen', details: { planName: '培训' } }],
  ])('case %#', (one, now, expected) => {
    expect(refusal(() => checkWindow(one, now))).toEqual(expected)
  })
})

test('seats do for all who ask or for nobody', () => {
  expect(refusal(() => checkSeats(10, 7, 3))).toBeNull()
  expect(refusal(() => checkSeats(10, 7, 4))).toEqual({ code: 'planFull', details: { left: 3, asked: 4 } })
  // A capacity that was lowered under what is taken leaves nothing.
  expect(refusal(() => checkSeats(5, 7, 1))).toEqual({ code: 'planFull', details: { left: 0, asked: 1 } })
})

test('only subjects that the plan offers can be taken', () => {
  const subjects = [
    { id: 'a', name: '低应变', retired: false },
    { id: 'b', name: '静载', retired: true },
  ]
  expect(refusal(() => checkSubjects(subjects, ['a']))).toBeNull()
  expect(refusal(() => checkSubjects(subjects, ['a', 'b']))).toEqual({
    code: 'enrolmentSubjectRetired',
    details: { name: '静载' },
  })
  expect(refusal(() => checkSubjects(subjects, ['c']))?.code).toBe('notFound')
})

test('nobody is decided on twice, and somebody is', () => {
  const [a, b] = [{ id: 'a' }, { id: 'b' }]
  expect(refusal(() => checkDecisions({ confirm: [a], reject: [b] }))).toBeNull()
  expect(refusal(() => checkDecisions({ confirm: [a], reject: [a] }))?.code).toBe('inputInvalid')
  expect(refusal(() => checkDecisions({ confirm: [], reject: [] }))?.code).toBe('selectionEmpty')
})

test('staff revoke what is confirmed and asked for by no order', () => {
  const one = { learnerName: '王芳', state: 'confirmed' as const, orderNumber: null, orderPaid: false }
  expect(refusal(() => checkRevocable(one))).toBeNull()
  expect(refusal(() => checkRevocable({ ...one, state: 'submitted' }))?.code).toBe('enrolmentNotConfirmed')
  expect(refusal(() => checkRevocable({ ...one, orderNumber: 'PX26' }))?.code).toBe('enrolmentHasOrder')
  expect(refusal(() => checkRevocable({ ...one, orderNumber: 'PX26', orderPaid: true }))?.code).toBe('enrolmentPaid')
})

test('codes of confirmation forms are ten characters that survive a photo, and differ', () => {
  const codes = makeFormCodes(5000)
  expect(new Set(codes).size).toBe(5000)
  for (const code of codes) expect(code).toMatch(/^[23456789ABCDEFGHJKMNPQRSTUVWXYZ]{10}$/)
})

describe('a row of an enrolment file', () => {
  const root = { id: 'root', path: '/root/', name: '集团', namePath: '集团', codes: [], open: true }
  const context: EnrolmentImportContext = {
    today: new Date('2026-05-01T00:00:00Z'),
    departments: createDepartments([root]),
    plan: {
      id: 'plan',
      name: '桩基检测',
      subjects: [
        { id: 'low', name: '低应变', retired: false },
        { id: 'load', name: '静载 试验', retired: false },
        { id: 'old', name: '高应变', retired: true },
      ],
    },
  }
  const judge = (subjects: string) =>
    judgeEnrolmentCells(
      {
        number: 2,
        hidden: false,
        cells: ['张三', '', '11010519491231002X', '', '', '', '', '', subjects],
        flags: null,
      },
      context,
    )

  test.each([
    ['低应变', ['low']],
    ['静载试验，低应变', ['low', 'load']],
    [' 低应变 ; 静载 试验 ', ['low', 'load']],
    ['全部', ['low', 'load']],
    ['低应变、低应变', ['low']],
  ])('%s', (text, expected) => {
    const { values, issues } = judge(text)
    expect(values.subjectIds).toEqual(expected)
    expect(issues).toEqual([])
  })

  test('names what the plan does not offer, and takes none without a word', () => {
    expect(judge('低应变、高应变').issues).toMatchObject([
      { code: 'subjectUnknown', level: 'error', details: { name: '高应变', known: '低应变、静载 试验' } },
    ])
    expect(judge('')).toMatchObject({
      values: { subjectIds: null },
      issues: [{ code: 'subjectsMissing', level: 'warning' }],
    })
  })

  const person: KnownPerson = { id: 'l', organisationPath: '/root/', name: '张三', enabled: true, enrolment: null }
  const enrolled = (state: EnrolmentState, subjectIds: string[]): KnownPerson => ({
    ...person,
    enrolment: { id: 'e', state, organisationPath: '/root/', subjectIds },
  })
  const outcome = (text: string, known: KnownPerson | undefined) =>
    decideEnrolment(judge(text).values, known, context).outcome

  test('enrols the known and the unknown, changes drafts, and leaves alone what is as the file has it', () => {
    expect(outcome('低应变', undefined)).toBe('new')
    expect(outcome('低应变', person)).toBe('changed')
    expect(outcome('低应变', enrolled('draft', ['low']))).toBe('unchanged')
    expect(outcome('', enrolled('draft', ['low']))).toBe('unchanged')
    expect(outcome('全部', enrolled('draft', ['low']))).toBe('changed')
    expect(outcome('全部', enrolled('rejected', ['low']))).toBe('changed')
    expect(outcome('低应变', enrolled('confirmed', ['low']))).toBe('unchanged')
    expect(outcome('全部', enrolled('confirmed', ['low']))).toBe('error')
    expect(outcome('低应变', { ...person, enabled: false })).toBe('error')
    expect(outcome('低应变', { ...person, organisationPath: '/other/' })).toBe('error')
  })
})
