import { createContext, useContext } from 'solid-js'
import type { StaffRole } from '../../../server/core/roles.ts'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'

export interface Staff {
  readonly me: Me
  /** Whether they may do what this role may; a system admin may do everything. */
  may(role: StaffRole): boolean
}

export const StaffContext = createContext<Staff>()

/** Follows what is known of them: a role, a second factor. */
export function staffOf(me: () => Me): Staff {
  return {
    get me() {
      return me()
    },
    may: (role) => me().staffRoles.includes(role) || me().staffRoles.includes('systemAdmin'),
  }
}

/** The member of staff at this desk. Only inside `DeskFrame`. */
export function useStaff(): Staff {
  const staff = useContext(StaffContext)
  if (!staff) throw new Error('useStaff outside DeskFrame')
  return staff
}
