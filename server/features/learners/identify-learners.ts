import { idSchema, normaliseIdNumber, normaliseMobile } from '../../core/ids.ts'
import { normaliseMailAddress } from '../../core/mail-address.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { hashIdNumber } from './id-numbers.ts'
import { findNamed, type IdentifiedRow } from './identify-learners.store.ts'

/** What another system calls a learner of ours: an account's name, or a mail address. */
export type LearnerName =
  | { readonly kind: 'account'; readonly name: string }
  | { readonly kind: 'mail'; readonly address: string }

export type Identified = { readonly id: string; readonly enabled: boolean } | 'learnerUnknown' | 'learnerAmbiguous'

/** ID numbers have seven characters and more (accounts/log-in-names.rules.ts). */
const shortestIdNumber = 7

/**
 * Whom each of the names means: our own id of a learner, else their ID number, else a mobile or mail address that one
 * learner alone has. In the order of the names; one query.
 */
export async function identifyLearners(
  deps: Pick<Deps, 'secrets'> & { readonly db: Readable },
  names: readonly LearnerName[],
): Promise<Identified[]> {
  const read = names.map((name) => readName(deps, name))
  const all = <K extends keyof Reading>(key: K) => [
    ...new Set(read.map((one) => one[key]).filter((value) => value !== null)),
  ]
  const asked = { ids: all('id'), idNumberHashes: all('idNumberHash'), mobiles: all('mobile'), mails: all('mail') }
  if (Object.values(asked).every((values) => values.length === 0)) return names.map(() => 'learnerUnknown')
  const found = new Map<string, IdentifiedRow[]>()
  for (const row of await findNamed(deps.db, asked)) {
    const key = `${row.kind} ${row.value}`
    found.set(key, [...(found.get(key) ?? []), row])
  }
  return read.map(({ id, idNumberHash, mobile, mail }) => {
    const ways = [`id ${id}`, `idNumber ${idNumberHash}`, `mobile ${mobile}`, `mail ${mail}`]
    const rows = ways.map((way) => found.get(way) ?? []).find((some) => some.length > 0) ?? []
    const [only] = rows
    if (!only) return 'learnerUnknown'
    return rows.length > 1 ? 'learnerAmbiguous' : { id: only.id, enabled: only.enabled }
  })
}

type Reading = { id: string | null; idNumberHash: string | null; mobile: string | null; mail: string | null }

function readName(deps: Pick<Deps, 'secrets'>, name: LearnerName): Reading {
  const nothing: Reading = { id: null, idNumberHash: null, mobile: null, mail: null }
  if (name.kind === 'mail') return { ...nothing, mail: normaliseMailAddress(name.address)?.toLowerCase() ?? null }
  const id = idSchema.safeParse(name.name.toLowerCase())
  if (id.success) return { ...nothing, id: id.data }
  const number = normaliseIdNumber(name.name)
  return {
    ...nothing,
    idNumberHash: /^[0-9A-Z]+$/.test(number) && number.length >= shortestIdNumber ? hashIdNumber(deps, number) : null,
    mobile: normaliseMobile(name.name),
  }
}
