import { createDraft } from '../../offline/draft.ts'

/** What is half filled in for a plan, kept on the device over a reload. No ID numbers: those are typed again. */
export interface AddDraft {
  name: string
  mobile: string
  organisationId: string | null
  subjectIds: string[]
  /** Learners ticked in the own tree. */
  ticked: string[]
}

export function createAddDraft(planId: string) {
  return createDraft<AddDraft>(`enrolments-${planId}`, {
    name: '',
    mobile: '',
    organisationId: null,
    subjectIds: [],
    ticked: [],
  })
}
