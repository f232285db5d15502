import { maskMobile } from '../../core/ids.ts'
import { maskMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import type { AnnouncementOf } from '../notices/notices.schema.ts'

/** Whom a notice about an account goes to. */
type Person = { readonly id: string; readonly name: string; readonly email: string }
type SenderDeps = Pick<Deps, 'clock' | 'jobs'>

/** The fields that every notice to one person has; the organisation is named where it is what the account is for. */
export function toPerson(
  person: Person,
  organisation: { id: string; name: string } | null = null,
): Pick<AnnouncementOf<'passwordReset'>, 'accountId' | 'personName' | 'email' | 'organisationId' | 'organisationName'> {
  return {
    accountId: person.id,
    personName: person.name,
    email: person.email,
    organisationId: organisation?.id ?? null,
    organisationName: organisation?.name ?? '',
  }
}

/** Tells the owner, so that whoever did it instead of them is noticed. */
export async function announcePasswordChanged(
  deps: SenderDeps,
  tx: Transaction,
  person: Person,
  at: Date,
): Promise<void> {
  await announce(deps, tx, { kind: 'passwordChanged', ...toPerson(person), changedAt: at.toISOString() })
}

/** The same about another mobile, told to the address of the account. */
export async function announceMobileChanged(
  deps: SenderDeps,
  tx: Transaction,
  person: Person,
  mobile: string,
  at: Date,
): Promise<void> {
  const changedAt = at.toISOString()
  await announce(deps, tx, { kind: 'mobileChanged', ...toPerson(person), changedAt, mobileMasked: maskMobile(mobile) })
}

/** The same about another address, told to the one of before. */
export async function announceEmailChanged(
  deps: SenderDeps,
  tx: Transaction,
  person: Person,
  email: string,
  at: Date,
): Promise<void> {
  const changedAt = at.toISOString()
  await announce(deps, tx, {
    kind: 'emailChanged',
    ...toPerson(person),
    changedAt,
    emailMasked: maskMailAddress(email),
  })
}
