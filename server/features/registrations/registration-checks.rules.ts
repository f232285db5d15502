import { anyInWork, type FileState } from '../../core/file-states.ts'
import { judgeCreditCode, judgeOrganisationCode } from '../../core/ids.ts'
import { nameSimilarity } from '../../core/names.ts'
import type { LicenceFieldName, LicenceFields, LicenceReading } from './licence-reading.schema.ts'
import { organisationCodeIn } from './registrations.rules.ts'
import type {
  CodeKind,
  Duplicate,
  RegistrationCheck,
  RegistrationCheckCode,
  RegistrationFinding,
} from './registrations.schema.ts'

/** Everything that the checks compare, loaded by check-registration.ts. */
export type RegistrationFacts = {
  readonly code: string
  readonly codeKind: CodeKind
  readonly codeDoubtful: boolean
  readonly name: string
  /** The licence's pictures, in the order in which they were added. */
  readonly licences: readonly {
    readonly id: string
    readonly state: FileState
    readonly reading: LicenceReading | null
  }[]
  readonly duplicates: readonly Duplicate[]
  /** `2026-11-22` in Asia/Shanghai. */
  readonly today: string
}

type Details = RegistrationCheck['details']

function row(
  code: RegistrationCheckCode,
  verdict: RegistrationCheck['verdict'],
  finding: RegistrationFinding,
  found: string | null,
  expected: string | null,
  details: Details = {},
): RegistrationCheck {
  return { code, verdict, finding, found, expected, details }
}

/** Checks about the applicant's own typing and pictures: they see these, the rest is the centre's. */
const ownChecks: readonly RegistrationCheckCode[] = ['licenceCode', 'licenceName', 'licenceValid', 'codeCharacter']

export function isOwnCheck(check: RegistrationCheck): boolean {
  return ownChecks.includes(check.code)
}

/** Runs every check; one that has nothing to say about this registration gives no row. */
export function runRegistrationChecks(facts: RegistrationFacts): RegistrationCheck[] {
  return [
    ...checkLicence(facts),
    checkCharacter(facts),
    checkCodeTaken(facts),
    checkNames(facts),
    checkFiles(facts),
    checkContacts(facts),
  ].filter((check) => check !== null)
}

function checkLicence(facts: RegistrationFacts): RegistrationCheck[] {
  const { licences, name, code } = facts
  const waiting = (finding: RegistrationFinding, verdict: RegistrationCheck['verdict']) => [
    row('licenceCode', verdict, finding, null, code),
    row('licenceName', verdict, finding, null, name || null),
  ]
  if (licences.length === 0) return waiting('licenceMissing', 'pending')
  const isRead = licences.some((file) => file.reading !== null)
  if (!isRead)
    return anyInWork(licences) ? waiting('licenceInReading', 'pending') : waiting('licenceUnreadable', 'fail')
  return [checkLicenceCode(facts), checkLicenceName(facts), checkValidity(facts)]
}

type Read<Name extends LicenceFieldName> = { fileId: string; field: NonNullable<LicenceFields[Name]> }

/** A field as it was read on each picture that shows it. */
function readings<Name extends LicenceFieldName>(facts: RegistrationFacts, name: Name): Read<Name>[] {
  return facts.licences.flatMap(({ id, reading }) => {
    const field = reading?.fields[name]
    return field ? [{ fileId: id, field: field as NonNullable<LicenceFields[Name]> }] : []
  })
}

/** The credit code as the licence shows it best: the one that was typed, else a whole one, else the first. */
export function readCreditCode(facts: Pick<RegistrationFacts, 'licences' | 'code'>): string | null {
  return bestCode(readings(facts as RegistrationFacts, 'creditCode'), facts.code)?.field.value ?? null
}

function bestCode(found: readonly Read<'creditCode'>[], typed: string): Read<'creditCode'> | null {
  return (
    found.find(({ field }) => field.value === typed) ??
    found.find(({ field }) => judgeCreditCode(field.value) === 'valid') ??
    found[0] ??
    null
  )
}

/** Two characters off is a slip of the finger or of the reader; more is another code. */
const slipCharacters = 2

function checkLicenceCode(facts: RegistrationFacts): RegistrationCheck {
  const { code, codeKind } = facts
  const read = bestCode(readings(facts, 'creditCode'), code)
  if (!read) return row('licenceCode', 'warn', 'codeNotRead', null, code)
  const found = read.field.value
  const details = { fileId: read.fileId, field: 'creditCode' }
  if (found === code) return row('licenceCode', 'pass', 'codeAgrees', found, code, details)
  if (codeKind === 'memberNo') return row('licenceCode', 'pass', 'codeOfMember', found, code, details)
  const compared = codeKind === 'organisationCode' && found.length === 18 ? organisationCodeIn(found) : found
  if (compared === code) return row('licenceCode', 'pass', 'codeContained', found, code, details)
  const differs = differingPositions(compared, code)
  const unsure = read.field.confidence === 'low' || (found.length === 18 && judgeCreditCode(found) !== 'valid')
  if (compared.length === code.length && differs.length <= slipCharacters) {
    // A code that was read without doubt and is right in itself says that the typed one is wrong.
    return row('licenceCode', unsure ? 'warn' : 'fail', 'codeNear', found, code, {
      ...details,
      differs: differs.join(),
    })
  }
  return row('licenceCode', unsure ? 'warn' : 'fail', 'codeDiffers', found, code, details)
}

function differingPositions(a: string, b: string): number[] {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, i) => i).filter((i) => a.charAt(i) !== b.charAt(i))
}

/** Above this, a name is the same one read or typed with an error (facts.md: containment .85). */
const nearName = 0.85

const plainName = (name: string) => name.normalize('NFKC').replace(/\s/g, '')

function checkLicenceName(facts: RegistrationFacts): RegistrationCheck {
  const typed = facts.name
  if (typed === '') return row('licenceName', 'pending', 'nameMissing', null, null)
  const scored = readings(facts, 'name')
    .map((read) => ({
      ...read,
      score: plainName(read.field.value) === plainName(typed) ? 2 : nameSimilarity(read.field.value, typed),
    }))
    .sort((a, b) => b.score - a.score)
  const [best] = scored
  if (!best) return row('licenceName', 'warn', 'nameNotRead', null, typed)
  const found = best.field.value
  const details = { fileId: best.fileId, field: 'name' }
  if (best.score > 1) return row('licenceName', 'pass', 'nameAgrees', found, typed, details)
  const unmatched = unmatchedPositions(typed, found)
  const score = Math.round(best.score * 100) / 100
  const compared = { ...details, differs: unmatched.join(), score }
  // One wrong character costs two pairs of a short name: then the characters themselves are counted.
  const strays = Math.max(unmatched.length, unmatchedPositions(found, typed).length)
  const isSlip = strays <= slipCharacters && [...typed].length > 3 * slipCharacters
  if (isSlip || best.score >= nearName) return row('licenceName', 'warn', 'nameNear', found, typed, compared)
  const verdict = best.field.confidence === 'low' ? 'warn' : 'fail'
  return row('licenceName', verdict, 'nameDiffers', found, typed, compared)
}

/** Positions (in characters as people count them) of `text` that have no partner in `other`, by the longest common run of both. */
function unmatchedPositions(text: string, other: string): number[] {
  const [a, b] = [[...text], [...other]]
  const plain = (character: string | undefined) => character?.normalize('NFKC')
  const lengths = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0))
  const at = (i: number, j: number) => lengths[i]?.[j] ?? 0
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const line = lengths[i]
      if (line) line[j] = plain(a[i]) === plain(b[j]) ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1))
    }
  }
  const unmatched: number[] = []
  let j = 0
  for (let i = 0; i < a.length; ) {
    if (j < b.length && plain(a[i]) === plain(b[j])) {
      i++
      j++
    } else if (j < b.length && at(i, j + 1) > at(i + 1, j)) {
      j++
    } else {
      unmatched.push(i)
      i++
    }
  }
  return unmatched
}

/** A licence that ends within this is asked about: the organisation renews it anyway. */
const endsSoonDays = 30

function checkValidity(facts: RegistrationFacts): RegistrationCheck {
  const [read] = readings(facts, 'validUntil')
  // Many licences since 2019 show no term.
  if (!read) return row('licenceValid', 'pass', 'licenceEndNotShown', null, null)
  const { value } = read.field
  const details = { fileId: read.fileId, field: 'validUntil' }
  if (value === 'longTerm') return row('licenceValid', 'pass', 'licenceInForce', value, facts.today, details)
  const daysLeft = Math.round((Date.parse(value) - Date.parse(facts.today)) / 86_400_000)
  if (daysLeft < 0) {
    const verdict = read.field.confidence === 'low' ? 'warn' : 'fail'
    return row('licenceValid', verdict, 'licenceExpired', value, facts.today, details)
  }
  return daysLeft <= endsSoonDays
    ? row('licenceValid', 'warn', 'licenceEndsSoon', value, facts.today, { ...details, daysLeft })
    : row('licenceValid', 'pass', 'licenceInForce', value, facts.today, details)
}

function checkCharacter({ code, codeKind, codeDoubtful }: RegistrationFacts): RegistrationCheck | null {
  if (codeKind === 'memberNo') return null
  if (!codeDoubtful) return row('codeCharacter', 'pass', 'characterRight', code, null)
  return row('codeCharacter', 'warn', 'characterWrong', code, rightCode(code), { position: code.length - 1 })
}

/** The code with the check character that its other characters ask for. */
function rightCode(code: string): string | null {
  const judge = code.length === 18 ? judgeCreditCode : judgeOrganisationCode
  const stem = code.slice(0, -1)
  const last = [...'0123456789ABCDEFGHJKLMNPQRTUWXY'].find((character) => judge(stem + character) === 'valid')
  return last === undefined ? null : stem + last
}

const about = (other: Duplicate): Details => ({ type: other.type, id: other.id })

function checkCodeTaken({ code, duplicates }: RegistrationFacts): RegistrationCheck {
  const same = duplicates.filter((other) => other.shares.includes('code'))
  const registered = same.find((other) => other.type === 'organisation')
  if (registered) return row('codeTaken', 'fail', 'codeRegistered', registered.name, code, about(registered))
  const [applied] = same
  if (applied) return row('codeTaken', 'warn', 'codeAlsoApplied', applied.name, code, about(applied))
  return row('codeTaken', 'pass', 'codeFree', null, code)
}

function checkNames({ name, duplicates }: RegistrationFacts): RegistrationCheck | null {
  if (name === '') return null
  const like = duplicates.filter((other) => other.shares.includes('name')).sort((a, b) => b.score - a.score)
  const [most] = like
  if (!most) return row('nameSimilar', 'pass', 'nameUnlike', null, name)
  const finding = most.score === 1 ? 'nameRegistered' : 'nameSimilar'
  return row('nameSimilar', 'warn', finding, most.name, name, { ...about(most), score: most.score, count: like.length })
}

function checkFiles({ licences, duplicates }: RegistrationFacts): RegistrationCheck | null {
  const seen = duplicates.find((other) => other.shares.includes('file'))
  if (seen) return row('fileSeen', 'fail', 'fileUsedElsewhere', seen.name, null, about(seen))
  return licences.length === 0 ? null : row('fileSeen', 'pass', 'fileNew', null, null)
}

function checkContacts({ duplicates }: RegistrationFacts): RegistrationCheck {
  const contacts = (other: Duplicate) => other.shares.filter((share) => share === 'mobile' || share === 'email')
  const other = duplicates.find((one) => contacts(one).length > 0)
  if (!other) return row('contactSeen', 'pass', 'contactNew', null, null)
  const fields = contacts(other).join()
  return row('contactSeen', 'warn', 'contactUsedElsewhere', other.name, null, { ...about(other), fields })
}
