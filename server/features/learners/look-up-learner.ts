import type { AccountActor } from '../../core/actor.ts'
import { scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { checkIdNumber, hashIdNumber } from './id-numbers.ts'
import type { LookUpAnswer, LookUpInput } from './learners.schema.ts'
import { findLearnerByHash, findLearnerRows } from './learners.store.ts'
import { toLearnerRow } from './list-learners.ts'

/**
 * The first step of adding somebody: who has this ID number. One's own learner is shown; of another organisation's only
 * that there is one. Throws `idNumberInvalid`.
 */
export async function lookUpLearner(
  deps: Pick<Deps, 'db' | 'secrets' | 'clock'>,
  actor: AccountActor,
  { idType, idNumber }: LookUpInput,
): Promise<LookUpAnswer> {
  const known = await findLearnerByHash(deps.db, hashIdNumber(deps, idNumber))
  if (!known) {
    checkIdNumber(deps, idType, idNumber)
    return { known: false }
  }
  const scope = scopeOf(actor)
  const [row] = known.organisationPath.startsWith(scope) ? await findLearnerRows(deps.db, [known.id], scope) : []
  return row ? { known: true, elsewhere: false, learner: toLearnerRow(row) } : { known: true, elsewhere: true }
}
