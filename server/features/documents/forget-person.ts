import type { Readable, Transaction } from '../../platform/database.ts'
import { type LetterPerson, letterPersonSchema } from './letters.schema.ts'
import { findInAnnexes, replaceInAnnexes } from './letters.store.ts'

/** Where confirmation letters list somebody, for the export of their own data. */
export async function lettersNaming(
  db: Readable,
  learnerId: string,
): Promise<{ letterId: string; code: string; planName: string; printedOn: string; person: LetterPerson }[]> {
  const rows = await findInAnnexes(db, learnerId)
  return rows.map(({ person, ...row }) => ({ ...row, person: letterPersonSchema.parse(person) }))
}

/**
 * Puts something else in the place of a person's name and number in the annexes of all letters: printing one again then no
 * longer names them. Returns how many letters it were.
 */
export async function forgetPersonInLetters(
  tx: Transaction,
  learnerId: string,
  by: { readonly name: string; readonly idNumberMasked: string },
): Promise<number> {
  return replaceInAnnexes(tx, learnerId, by)
}
