import type {
  EnrolmentRow,
  EnrolmentState,
  PaymentStatus,
} from '../../../server/features/enrolments/enrolments.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatList } from '../../texts/format.ts'
import type { DoableCount, Doing } from './ticks.ts'

// The schema's own lists would bring zod onto the phone.
export const enrolmentStates = [
  'draft',
  'submitted',
  'rejected',
  'confirmed',
  'withdrawn',
  'revoked',
] as const satisfies readonly EnrolmentState[]
export const payableStatuses = ['due', 'underWay', 'paid'] as const satisfies readonly PaymentStatus[]

const stateTones = {
  draft: 'neutral',
  submitted: 'waiting',
  confirmed: 'settled',
  rejected: 'rejected',
  withdrawn: 'neutral',
  revoked: 'neutral',
} as const satisfies Record<EnrolmentState, StateTone>

const paymentTones = {
  none: 'neutral',
  due: 'waiting',
  underWay: 'waiting',
  paid: 'settled',
  refunded: 'neutral',
} as const satisfies Record<PaymentStatus, StateTone>

/** 报名状态 in the manual's words. */
export const stateWord = (state: EnrolmentState): string => t(state)
export const stateTone = (state: EnrolmentState): StateTone => stateTones[state]
/** 缴费状态 in the manual's words. */
export const paymentWord = (status: PaymentStatus): string => t(status)
export const paymentTone = (status: PaymentStatus): StateTone => paymentTones[status]

/** What somebody takes, in one line; what the plan offers no more is said. */
export function subjectsLine(subjects: EnrolmentRow['subjects']): string {
  return formatList(
    subjects.map((subject) => (subject.retired ? t('subjectRetired', { name: subject.name }) : subject.name)),
  )
}

/** The same in a narrow column: the first one, and how many they are. */
export function subjectsShort(subjects: EnrolmentRow['subjects']): string {
  const [first, ...others] = subjects
  if (!first) return t('noSubjects')
  return others.length === 0 ? subjectsLine(subjects) : t('subjectsOf', { first: first.name, count: subjects.length })
}

/** A draft or what came back: the organisation can change and submit it. */
export function isEditable(state: EnrolmentState): boolean {
  return state === 'draft' || state === 'rejected'
}

const doingWords = {
  submit: 'submitCount',
  pay: 'payCount',
  withdrawSubmission: 'withdrawSubmissionCount',
  setSubjects: 'chooseForThese',
  remove: 'removeCount',
  withdraw: 'withdrawCount',
} as const satisfies Record<Doing, string>

/** What would be done, and with how many: 提交 3 人. */
export function doingCountWord({ doing, count }: DoableCount): string {
  return t(doingWords[doing], { count })
}

/** The same for one person, whose name stands above. */
export function doingWord(doing: Doing): string {
  return t(doing === 'setSubjects' ? 'chooseSubjects' : doing)
}
