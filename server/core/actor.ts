import type { StaffRole } from './roles.ts'

/** Who does something: the audit trail always names someone. */
export type Actor =
  | {
      readonly kind: 'account'
      readonly accountId: string
      readonly name: string
      readonly ip: string
      readonly staffRoles: readonly StaffRole[]
      /** The organisation that an organisation admin acts for now; its path bounds what they see. */
      readonly organisation: { readonly id: string; readonly path: string; readonly name: string } | null
      readonly learnerId: string | null
    }
  /** Somebody who registers an organisation and has no account yet. */
  | { readonly kind: 'applicant'; readonly registrationId: string; readonly name: string; readonly ip: string }
  | { readonly kind: 'system'; readonly name: string; readonly ip: null }

export type AccountActor = Extract<Actor, { kind: 'account' }>

export function systemActor(name: string): Actor {
  return { kind: 'system', name, ip: null }
}

declare const proof: unique symbol
/** A thing together with the proof that somebody was allowed to have it: a function that wants one cannot be called unchecked. */
export type Authorized<T> = T & { readonly [proof]: true }
