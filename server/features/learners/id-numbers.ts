import { maskIdNumber, normaliseIdNumber } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import { logInNameOf } from '../accounts/log-in-names.rules.ts'

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
    idNumberEncrypted: deps.secrets.encrypt(normaliseIdNumber(typed), `learners.id_number:${learnerId}`),
    idNumberHash: logInNameOf('idNumber', typed, deps.secrets),
    idNumberMasked: maskIdNumber(normaliseIdNumber(typed)),
  }
}
