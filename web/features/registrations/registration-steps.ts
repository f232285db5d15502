import { normaliseMobile } from '../../../server/core/ids.ts'
import type {
  MissingPart,
  RegistrationForm,
  RegistrationView,
} from '../../../server/features/registrations/registrations.schema.ts'
import { isMailAddress } from '../accounts/mail-address.ts'

export const stepIds = ['contact', 'unit', 'documents', 'overview'] as const
export type StepId = (typeof stepIds)[number]

export function isStepId(asked: unknown): asked is StepId {
  return stepIds.some((step) => step === asked)
}

/** A step stands in the address, so that going back and a reload lead to it again. */
export function stepHref(registrationId: string, step: StepId): string {
  return `/register/${registrationId}?step=${step}`
}

const stepOfPart: Readonly<Record<MissingPart, StepId>> = {
  contactName: 'contact',
  email: 'contact',
  name: 'unit',
  address: 'unit',
  licence: 'documents',
}

export function stepOfMissing(part: MissingPart): StepId {
  return stepOfPart[part]
}

/** Where somebody goes on who left in the middle: the first step that lacks something, else the overview. */
export function firstOpenStep(missing: readonly MissingPart[]): StepId {
  return stepIds.find((step) => missing.some((part) => stepOfPart[part] === step)) ?? 'overview'
}

/** Words in a reviewer's reason that name a step, most telling first: a name is compared with the licence, not the other way. */
const stepWords: readonly (readonly [StepId, RegExp])[] = [
  ['documents', /看不清|拍|过期|缺|盖章|blurr|photo|expired|unreadable|stamp/i],
  ['unit', /名称|全称|地址|name|address/i],
  ['contact', /联系人|手机|电话|邮箱|contact|mobile|phone|mail/i],
  ['documents', /执照|资质|证书|图片|照片|licen[cs]e|qualification|certificate|picture/i],
]

/** The step that a rejection is about: what lacks something, what the reason names, what the checks found, else all of it. */
export function stepToCorrect(view: Pick<RegistrationView, 'missing' | 'rejectedReason' | 'checks'>): StepId {
  if (view.missing.length > 0) return firstOpenStep(view.missing)
  const named = stepWords.find(([, words]) => words.test(view.rejectedReason ?? ''))
  if (named) return named[0]
  const failed = view.checks.find((check) => check.verdict === 'fail')
  if (failed) return failed.code === 'licenceName' ? 'unit' : 'documents'
  return 'overview'
}

export type FormField = keyof RegistrationForm
export const stepFields = {
  contact: ['contactName', 'mobile', 'email'],
  unit: ['name', 'address'],
} as const satisfies Partial<Record<StepId, readonly FormField[]>>

/** The server's own limits (registrations.schema.ts), so that nothing is typed in vain. */
export const longest: Readonly<Record<FormField, number>> = {
  name: 120,
  contactName: 60,
  mobile: 30,
  email: 254,
  address: 200,
}

/** What is wrong with an entry as the server would judge it: nothing there, or no mobile number or address. */
export function problemOf(field: FormField, typed: string): 'missing' | 'wrong' | null {
  if (typed.trim() === '') return 'missing'
  if (field === 'mobile') return normaliseMobile(typed) === null ? 'wrong' : null
  if (field === 'email') return isMailAddress(typed) ? null : 'wrong'
  return null
}
