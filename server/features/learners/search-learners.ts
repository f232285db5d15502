import { normaliseIdNumber } from '../../core/ids.ts'
import type { Deps } from '../../deps.ts'
import type { Prisma } from '../../platform/database.ts'
import { hashIdNumber } from './id-numbers.ts'
import { checkSql, findFew } from './learner-lists.store.ts'
import { readSearch } from './learners.rules.ts'

/**
 * What a search of people means to a list of something else: these learners, or, where too many fit for that, a condition
 * on the row `l` of learners. Null when nothing was typed. Whom the actor may see is the list's to know.
 */
export type LearnerSearch = { readonly ids: readonly string[] } | { readonly condition: Prisma.Sql }

export async function searchLearners(
  deps: Pick<Deps, 'db' | 'secrets'>,
  typed: string | undefined,
): Promise<LearnerSearch | null> {
  const matches = readSearch(typed ?? '', (idNumber) => hashIdNumber(deps, normaliseIdNumber(idNumber)))
  if (matches === null) return null
  const ids = await findFew(deps.db, { matches })
  return ids === null ? { condition: checkSql({ matches }) } : { ids }
}
