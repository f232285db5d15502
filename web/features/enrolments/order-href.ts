/** So many ids fit an address that every proxy lets through; more are left on the device for the order page. */
const mostInAddress = 150
/** Read by the page of a new order (web/features/orders). */
export const chosenKey = 'order-enrolments'

/** 确认缴费: a new order for these confirmed people. */
export function orderOfPeople(ids: readonly string[]): string {
  if (ids.length <= mostInAddress) return `/orders/new?enrolments=${ids.join(',')}`
  sessionStorage.setItem(chosenKey, JSON.stringify(ids))
  return '/orders/new?enrolments=chosen'
}

/** The same for everybody of a plan who can be paid for; of one unit and what is below it, where one is given. */
export function orderOfPlan(planId: string, organisationId: string | null = null): string {
  return `/orders/new?plan=${planId}${organisationId ? `&organisation=${organisationId}` : ''}`
}
