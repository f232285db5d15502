import { AppError } from '../../core/app-error.ts'
import type { BillingFields } from './organisations.schema.ts'

/** What an invoice may be written out to: the registration, as staff approved it. */
export type Registration = {
  readonly name: string
  readonly creditCode: string | null
  readonly organisationCode: string | null
}

const always = ['title', 'taxNumber', 'email', 'mobile'] as const
/** A special invoice 增值税专用发票 names the buyer's address, telephone, bank and account too. */
const forSpecial = ['registeredAddress', 'registeredTelephone', 'bank', 'bankAccount'] as const

export type BillingFieldName = (typeof always)[number] | (typeof forSpecial)[number]

/** What is still missing before the first order; nothing when the profile is complete. */
export function missingBillingFields(profile: BillingFields | null): BillingFieldName[] {
  if (!profile) return [...always]
  const needed: readonly BillingFieldName[] = profile.invoiceKind === 'special' ? [...always, ...forSpecial] : always
  return needed.filter((field) => profile[field].trim() === '')
}

/** How names are compared here: NFKC (full-width brackets become plain ones) and without blanks, and otherwise exactly. */
export function sameRegisteredName(a: string, b: string): boolean {
  return plainName(a) === plainName(b)
}

function plainName(name: string): string {
  return name.normalize('NFKC').replace(/\s/g, '')
}

/**
 * A profile's title is the registered name and its tax number the credit code (the manual: 开票信息需与注册单位信息一致).
 * Organisations that registered with an older organisation code have tax numbers that hold it: characters 9–17 of a
 * credit code (GB 32100), or the end of a 15-digit one.
 */
export function agreesWithRegistration(
  profile: Pick<BillingFields, 'title' | 'taxNumber'>,
  registration: Registration,
): { title: boolean; taxNumber: boolean } {
  const { creditCode, organisationCode } = registration
  return {
    title: sameRegisteredName(profile.title, registration.name),
    taxNumber:
      creditCode !== null
        ? profile.taxNumber === creditCode
        : organisationCode !== null && profile.taxNumber.includes(organisationCode.replace('-', '')),
  }
}

/** Throws `billingProfileIncomplete` with the names of the fields. */
export function checkBillingComplete(profile: BillingFields | null, organisationId: string): void {
  const missing = missingBillingFields(profile)
  if (missing.length > 0) throw new AppError('billingProfileIncomplete', { missing: missing.join(','), organisationId })
}

/** What of a saved profile no longer says what the registration says, because that was changed since. */
export function outdatedBillingFields(
  profile: Pick<BillingFields, 'title' | 'taxNumber'> | null,
  registration: Registration,
  exceptionNote: string | null,
): ('title' | 'taxNumber')[] {
  if (!profile || exceptionNote !== null) return []
  const agrees = agreesWithRegistration(profile, registration)
  return (['title', 'taxNumber'] as const).filter((field) => profile[field].trim() !== '' && !agrees[field])
}

/**
 * Throws `billingTitleMismatch` or `billingTaxNumberMismatch` with both values. What staff allowed as an exception may
 * be saved again as it was.
 */
export function checkBillingAgrees(
  profile: Pick<BillingFields, 'title' | 'taxNumber'>,
  registration: Registration,
  allowed: Pick<BillingFields, 'title' | 'taxNumber'> | null,
): void {
  if (allowed && sameRegisteredName(profile.title, allowed.title) && profile.taxNumber === allowed.taxNumber) return
  const agrees = agreesWithRegistration(profile, registration)
  if (!agrees.title) {
    throw new AppError('billingTitleMismatch', { title: profile.title, registeredName: registration.name })
  }
  if (!agrees.taxNumber) {
    const creditCode = registration.creditCode ?? registration.organisationCode
    throw new AppError('billingTaxNumberMismatch', { taxNumber: profile.taxNumber, creditCode })
  }
}
