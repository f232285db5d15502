import { formatHours } from '../../../server/core/hours.ts'
import { newId } from '../../../server/core/ids.ts'
import { type Fen, fen } from '../../../server/core/money.ts'
import { planFormProblems } from '../../../server/features/plans/plans.rules.ts'
import type { DeskPlan, PlanForm } from '../../../server/features/plans/plans.schema.ts'
import { shanghaiDate } from '../../texts/format.ts'

export interface SubjectDraft {
  readonly id: string
  name: string
  /** Null: nothing, or what was typed is no amount (`wrong`). */
  fee: Fen | null
  wrong: boolean
  /** How many enrolments chose it. */
  readonly takenBy: number
}

/** A plan as it is being typed: texts as they stand in the boxes, days and times of Shanghai. */
export interface PlanDraft {
  number: string
  name: string
  publisher: string
  year: string
  hours: string
  /** Empty: nothing is asked of the kind. */
  compulsoryMin: string
  electiveMin: string
  /** Empty: all of the kind counts. */
  compulsoryCap: string
  electiveCap: string
  startsOn: string
  endsOn: string
  mode: PlanForm['mode']
  capacity: string
  lateChangesAllowed: boolean
  opensAt: string
  closesAt: string
  place: string
  feeKind: 'subjects' | 'learner'
  fee: Fen | null
  feeWrong: boolean
  /** Null: as an enrolment. */
  openingFee: Fen | null
  openingFeeWrong: boolean
  certificates: boolean
  certificateTitle: string
  certificateNeedsPayment: boolean
  subjects: SubjectDraft[]
}

/** A new plan of this year, on site and by subject: what most of them are. */
export function newDraft(year: number): PlanDraft {
  return {
    number: '',
    name: '',
    publisher: '',
    year: String(year),
    hours: '30.00',
    compulsoryMin: '',
    electiveMin: '',
    compulsoryCap: '',
    electiveCap: '',
    startsOn: '',
    endsOn: '',
    mode: 'offline',
    capacity: '',
    lateChangesAllowed: false,
    opensAt: '',
    closesAt: '',
    place: '',
    feeKind: 'subjects',
    fee: null,
    feeWrong: false,
    openingFee: null,
    openingFeeWrong: false,
    certificates: true,
    certificateTitle: usualTitle,
    certificateNeedsPayment: true,
    subjects: [emptySubject()],
  }
}

/** What a certificate is called unless staff say otherwise: it stands on a document, in Chinese. */
const usualTitle = '培训合格证书'

export function emptySubject(): SubjectDraft {
  return { id: newId(), name: '', fee: null, wrong: false, takenBy: 0 }
}

export function draftOf(plan: DeskPlan): PlanDraft {
  return {
    number: plan.number,
    name: plan.name,
    publisher: plan.publisher,
    year: String(plan.year),
    hours: formatHours(plan.requiredHours),
    compulsoryMin: plan.compulsoryMin === 0 ? '' : formatHours(plan.compulsoryMin),
    electiveMin: plan.electiveMin === 0 ? '' : formatHours(plan.electiveMin),
    compulsoryCap: plan.compulsoryCap === null ? '' : formatHours(plan.compulsoryCap),
    electiveCap: plan.electiveCap === null ? '' : formatHours(plan.electiveCap),
    startsOn: shanghaiDate(new Date(plan.startsAt)),
    endsOn: lastDayOf(plan.endsAt),
    mode: plan.mode,
    capacity: plan.capacity === null ? '' : String(plan.capacity),
    lateChangesAllowed: plan.lateChangesAllowed,
    opensAt: plan.enrolmentOpensAt === null ? '' : wallMinute(plan.enrolmentOpensAt),
    closesAt: plan.enrolmentClosesAt === null ? '' : wallMinute(plan.enrolmentClosesAt),
    place: plan.place,
    feeKind: plan.subjects.length > 0 ? 'subjects' : 'learner',
    fee: plan.feePerLearnerFen === 0 ? null : fen(plan.feePerLearnerFen),
    feeWrong: false,
    openingFee: plan.openingFeeFen === null ? null : fen(plan.openingFeeFen),
    openingFeeWrong: false,
    certificates: plan.certificates,
    certificateTitle: plan.certificateTitle,
    certificateNeedsPayment: plan.certificateNeedsPayment,
    subjects: plan.subjects.map(({ id, name, feeFen, takenBy }) => ({
      id,
      name,
      fee: feeFen === 0 ? null : fen(feeFen),
      wrong: false,
      takenBy,
    })),
  }
}

/** Fields of the form with what is wrong in them, as keys of its texts. */
export type DraftProblems = Partial<Record<keyof PlanForm, DraftProblem>>
export type DraftProblem =
  | 'wrongNumber'
  | 'wrongName'
  | 'wrongYear'
  | 'wrongHours'
  | 'wrongKindHours'
  | 'wrongCertificateTitle'
  | 'wrongStartsAt'
  | 'wrongEndsAt'
  | 'wrongCapacity'
  | 'wrongFee'
  | 'wrongSubject'
  | 'wrongSubjects'
  | ReturnType<typeof planFormProblems>[number]['rule']

/** What the server is sent, and what is still wrong; nothing is to be sent while anything is. */
export function formOf(draft: PlanDraft): { readonly form: PlanForm; readonly problems: DraftProblems } {
  const year = Number(draft.year)
  const capacity = draft.capacity.trim() === '' ? null : Number(draft.capacity)
  const bySubject = draft.feeKind === 'subjects'
  const form: PlanForm = {
    number: draft.number.trim(),
    name: draft.name.trim(),
    publisher: draft.publisher.trim(),
    year,
    requiredHours: hundredthsOf(draft.hours) ?? 0,
    compulsoryMin: optionalHours(draft.compulsoryMin) ?? 0,
    compulsoryCap: optionalHours(draft.compulsoryCap) ?? null,
    electiveMin: optionalHours(draft.electiveMin) ?? 0,
    electiveCap: optionalHours(draft.electiveCap) ?? null,
    startsAt: draft.startsOn === '' ? '' : new Date(`${draft.startsOn}T00:00:00+08:00`).toISOString(),
    endsAt: draft.endsOn === '' ? '' : new Date(`${draft.endsOn}T23:59:59+08:00`).toISOString(),
    mode: draft.mode,
    capacity,
    lateChangesAllowed: draft.lateChangesAllowed,
    feePerLearnerFen: bySubject ? 0 : (draft.fee ?? 0),
    openingFeeFen: draft.openingFee,
    certificates: draft.certificates,
    certificateTitle: draft.certificateTitle.trim() || usualTitle,
    certificateNeedsPayment: draft.certificateNeedsPayment,
    enrolmentOpensAt: instantOf(draft.opensAt),
    enrolmentClosesAt: instantOf(draft.closesAt),
    place: draft.place.trim(),
    subjects: bySubject ? draft.subjects.map(({ id, name, fee }) => ({ id, name: name.trim(), feeFen: fee ?? 0 })) : [],
  }
  const problems: DraftProblems = {}
  for (const { field, rule } of planFormProblems(form).reverse()) {
    // Against a required value that was not typed yet nothing is too much.
    if (form.requiredHours > 0 || !hourFields.some((one) => one === field)) problems[field] = rule
  }
  if (form.number === '') problems.number = 'wrongNumber'
  if (form.name === '') problems.name = 'wrongName'
  if (!/^20\d\d$/.test(draft.year)) problems.year = 'wrongYear'
  if (form.requiredHours === 0) problems.requiredHours = 'wrongHours'
  for (const field of hourFields) if (optionalHours(draft[field]) === undefined) problems[field] = 'wrongKindHours'
  if (draft.openingFeeWrong) problems.openingFeeFen = 'wrongFee'
  if (draft.certificates && draft.certificateTitle.trim() === '') problems.certificateTitle = 'wrongCertificateTitle'
  if (form.startsAt === '') problems.startsAt = 'wrongStartsAt'
  if (form.endsAt === '') problems.endsAt = 'wrongEndsAt'
  if (capacity !== null && !(Number.isInteger(capacity) && capacity > 0)) problems.capacity = 'wrongCapacity'
  if (!bySubject && draft.feeWrong) problems.feePerLearnerFen = 'wrongFee'
  if (bySubject) {
    if (draft.subjects.some(({ wrong }) => wrong)) problems.subjects = 'wrongFee'
    if (form.subjects.some(({ name }) => name === '')) problems.subjects = 'wrongSubject'
    if (form.subjects.length === 0) problems.subjects = 'wrongSubjects'
  }
  return { form, problems }
}

/** What all of the subjects cost together. */
export function sumOf(subjects: readonly Pick<SubjectDraft, 'fee'>[]): Fen {
  return fen(subjects.reduce((sum, { fee }) => sum + (fee ?? 0), 0))
}

/** Nothing typed, or zero in whatever form, is free; anything else that is no amount is wrong. */
export function isWrongFee(fee: Fen | null, typed: string): boolean {
  return fee === null && !/^[¥￥]?0*(?:\.0{0,2})?$/.test(typed.normalize('NFKC').trim())
}

export const hourFields = ['compulsoryMin', 'compulsoryCap', 'electiveMin', 'electiveCap'] as const

/** Null for nothing typed, undefined for what is no number of hours. */
function optionalHours(typed: string): number | null | undefined {
  return typed.trim() === '' ? null : (hundredthsOf(typed) ?? undefined)
}

/** `30` and `30.5` are 3000 and 3050 hundredths; null for what is no number of hours. */
function hundredthsOf(typed: string): number | null {
  const match = /^(\d{1,5})(?:\.(\d{0,2}))?$/.exec(typed.normalize('NFKC').trim())
  if (!match) return null
  return Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0'))
}

/** A plan that ends at midnight has the day before as its last. */
function lastDayOf(endsAt: string): string {
  return shanghaiDate(new Date(Date.parse(endsAt) - 1))
}

/** `2026-05-24T17:00`, as in Shanghai. */
function wallMinute(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 16)
}

const instantOf = (wall: string) => (wall === '' ? null : new Date(`${wall}:00+08:00`).toISOString())
