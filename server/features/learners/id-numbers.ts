import { AppError } from '../../core/app-error.ts'
import { maskIdNumber, normaliseIdNumber } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { logInNameOf } from '../accounts/log-in-names.rules.ts'
import { judgeIdNumber } from './learners.rules.ts'
import type { IdType } from './learners.schema.ts'

/**
 * How a learner's ID number is stored: sealed for the few who may see it, as a keyed hash to find the learner by, which
 * is the hash that they log in with, and masked for lists.
 */
export function storeIdNumber(
  deps: Pick<Deps, 'secrets'>,
  learnerId: string,
  typed: string,
): { idNumberEncrypted: string; idNumberHash: string; idNumberMasked: string } {
  return {
    idNumberEncrypted: deps.secrets.encrypt(normaliseIdNumber(typed), idNumberContext(learnerId)),
    idNumberHash: hashIdNumber(deps, typed),
    idNumberMasked: maskIdNumber(normaliseIdNumber(typed)),
  }
}

/** The hash by which a learner is found. */
export function hashIdNumber(deps: Pick<Deps, 'secrets'>, typed: string): string {
  return logInNameOf('idNumber', typed, deps.secrets)
}

/** The whole ID number of a learner. Only for those who may see it, who have given a reason that was written down. */
export function openIdNumber(
  deps: Pick<Deps, 'secrets'>,
  learner: { readonly id: string; readonly idNumberEncrypted: string },
): string {
  return deps.secrets.decrypt(learner.idNumberEncrypted, idNumberContext(learner.id))
}

/** What the sealed number is bound to. */
export function idNumberContext(learnerId: string): string {
  return `learners.id_number:${learnerId}`
}

/** Throws `idNumberInvalid` (reason, idType). */
export function checkIdNumber(deps: Pick<Deps, 'clock'>, idType: IdType, idNumber: string): void {
  const reason = judgeIdNumber(idType, idNumber, deps.clock.now())
  if (reason !== null) throw new AppError('idNumberInvalid', { reason, idType })
}
