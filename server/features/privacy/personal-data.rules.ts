/** PURE: what of a person's data names them. */

export type Naming = {
  readonly name: string
  readonly idNumber: string
  readonly idNumberMasked: string
  readonly mobile: string
  readonly email: string
  readonly accountName: string | null
  readonly accountMobile: string | null
  readonly accountEmail: string | null
}

/**
 * Everything by which texts name the person, also what they were called before: names of one character are left out, they
 * stand in every other word.
 */
export function namingValues(person: Naming, former: readonly string[]): string[] {
  const { name, idNumber, idNumberMasked, mobile, email, accountName, accountMobile, accountEmail } = person
  const all = [
    name,
    idNumber,
    idNumberMasked,
    mobile,
    email,
    accountName ?? '',
    accountMobile ?? '',
    accountEmail ?? '',
    ...former,
  ]
  return [...new Set(all)].filter((value) => [...value].length > 1)
}
