import type { IdNumberFault } from '../../../server/features/learners/learners.rules.ts'
import type { AccountState, IdType, LearnerRow } from '../../../server/features/learners/learners.schema.ts'
import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { unitPath } from '../shell/unit-path.ts'

// The schema's own lists would bring zod onto the phone.
export const idTypes = ['residentId', 'passport', 'hkMacauPermit', 'taiwanPermit'] as const satisfies readonly IdType[]
export const accountStates = ['none', 'given', 'active'] as const satisfies readonly AccountState[]
const accountWords = { none: 'accountNone', given: 'accountGiven', active: 'accountActive' } as const
const accountTones = { none: 'neutral', given: 'waiting', active: 'settled' } as const satisfies Record<
  AccountState,
  StateTone
>

export const accountWord = (state: AccountState): string => t(accountWords[state])
export const accountTone = (state: AccountState): StateTone => accountTones[state]

/** The unit in a list, where the reader's own organisation is the same on every line. */
export function unitInList(organisation: LearnerRow['organisation']): string {
  return organisation.names.length > 1 ? unitPath(organisation) : t('ownUnit')
}

/** What is wrong with an ID number, in a sentence. */
export function idFaultSentence(fault: IdNumberFault, idType: IdType): string {
  if (fault === 'shape') return t(idType === 'residentId' ? 'shapeResident' : 'shapeOther')
  return t(fault)
}
