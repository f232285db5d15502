import { erasedMark, erasedName } from '../../core/erased-name.ts'
import { personNameKey } from '../../core/names.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import { countTries, forgiveTries } from '../accounts/throttle-tries.ts'
import { maskPersonName, normaliseCertificateNumber, readCertificateCode } from './certificates.rules.ts'
import type { CheckCertificateInput, CheckedCertificate } from './certificates.schema.ts'
import { type CheckedRecord, findToCheck } from './certificates.store.ts'
import { checkBuckets } from './check-throttle.rules.ts'

/**
 * What anybody is told of a certificate: whether it is valid, of whom (masked), what for, how many hours and from when.
 * Null for a code that is none, and for a number whose name is another: which of the two is wrong is not said. Throws
 * `tooManyAttempts` (retryAfterSeconds) for who tries too many that are none.
 */
export async function checkCertificate(
  deps: Pick<Deps, 'db' | 'clock' | 'logger'>,
  input: CheckCertificateInput,
  ip: string,
): Promise<CheckedCertificate | null> {
  const tries = await countTries(deps, checkBuckets('code' in input ? 'code' : 'name', ip))
  const found = await find(deps.db, input)
  if (!found) return null
  await forgiveTries(deps.db, tries)
  const { state, learnerName, planName, hours, centreName, issuedOn, revokedAt, replaced } = found
  return {
    state,
    nameMasked: learnerName === erasedName ? erasedMark : maskPersonName(learnerName),
    planName,
    hours,
    centreName,
    issuedOn,
    revokedOn: revokedAt && shanghaiDay(revokedAt),
    replaced,
  }
}

async function find(db: Readable, input: CheckCertificateInput): Promise<CheckedRecord | null> {
  if ('code' in input) {
    const code = readCertificateCode(input.code)
    return code === null ? null : findToCheck(db, { code })
  }
  const found = await findToCheck(db, { number: normaliseCertificateNumber(input.number) })
  return found && personNameKey(found.learnerName) === personNameKey(input.name) ? found : null
}
