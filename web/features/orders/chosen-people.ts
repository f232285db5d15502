import { chosenKey } from '../enrolments/order-href.ts'

export type Selection = { ids: string[] } | { planId?: string; organisationId?: string }

/** Whom the address asks an order for; ids that are too many for an address are on the device. */
export function chosenPeople(search: { enrolments?: string; plan?: string; organisation?: string }): Selection {
  if (search.enrolments !== undefined) {
    const ids = search.enrolments === 'chosen' ? storedIds() : search.enrolments.split(',').filter((id) => id !== '')
    if (ids.length > 0) return { ids }
  }
  return {
    ...(search.plan ? { planId: search.plan } : {}),
    ...(search.organisation ? { organisationId: search.organisation } : {}),
  }
}

function storedIds(): string[] {
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(chosenKey) ?? '[]')
    return Array.isArray(stored) ? stored.filter((id): id is string => typeof id === 'string') : []
  } catch {
    return []
  }
}
