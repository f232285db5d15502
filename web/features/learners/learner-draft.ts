import { normaliseMobile } from '../../../server/core/ids.ts'
import { t } from '../../texts/learners.zh-CN.ts'

/** What a form about a learner holds, besides the ID number. */
export interface LearnerDraft {
  name: string
  mobile: string
  email: string
  post: string
  education: string
  organisationId: string | null
}

export const emptyDraft = (organisationId: string | null): LearnerDraft => ({
  name: '',
  mobile: '',
  email: '',
  post: '',
  education: '',
  organisationId,
})

export type DraftFaults = Partial<Record<keyof LearnerDraft, string>>

/** What keeps a form from being sent, a sentence a field. The server judges again. */
export function faultsOf(draft: LearnerDraft): DraftFaults {
  const faults: DraftFaults = {}
  if (draft.name.trim() === '') faults.name = t('nameMissing')
  if (draft.mobile.trim() !== '' && normaliseMobile(draft.mobile) === null) faults.mobile = t('mobileWrong')
  if (draft.email.trim() !== '' && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(draft.email.trim()))
    faults.email = t('emailWrong')
  if (draft.organisationId === null) faults.organisationId = t('unitMissing')
  return faults
}

/** As it goes to the server. */
export function detailsOf(draft: LearnerDraft) {
  return {
    name: draft.name.trim(),
    mobile: draft.mobile.trim(),
    email: draft.email.trim(),
    post: draft.post.trim(),
    education: draft.education.trim(),
  }
}

/** Lets the first field that was refused have the keyboard. */
export function focusFirstFault(): void {
  queueMicrotask(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
