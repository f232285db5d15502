import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction } from '../../platform/database.ts'
import { asAdmin } from '../enrolments/as-admin.ts'
import { announce } from '../notices/announce.ts'
import { lettersTell } from './letters.queues.ts'
import type { LetterRow, LetterView, ReceivedLetters, ReceiveLettersInput } from './letters.schema.ts'
import { changeLetterState, findLetter, lockLetters } from './letters.store.ts'
import { toLetterRow, viewLetter } from './view-letter.ts'

/** Longer than the ten seconds in which a mark can be undone on the page: nobody is told of a letter that was not theirs. */
const tellAfterMs = 15_000

/**
 * Marks the letters of one sitting as received, by whoever opened them. Those that were received or cancelled already are
 * left as they are and named. Their organisations are told a moment later. Throws `notFound` for an id that is none.
 */
export async function receiveLetters(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  actor: AccountActor,
  { ids, note }: ReceiveLettersInput,
): Promise<ReceivedLetters> {
  const wanted = [...new Set(ids)]
  const now = deps.clock.now()
  return inTransaction(deps, async (tx) => {
    const letters = await lockLetters(tx, wanted)
    if (letters.length !== wanted.length) throw new AppError('notFound')
    const [received, skipped]: [LetterRow[], LetterRow[]] = [[], []]
    for (const letter of letters) {
      if (letter.state !== 'printed') {
        skipped.push(toLetterRow(actor, letter))
        continue
      }
      const by = { byId: actor.accountId, byName: actor.name, note }
      await changeLetterState(tx, actor, letter, { to: 'received', now, received: by })
      received.push(
        toLetterRow(actor, { ...letter, state: 'received', stateSince: now, receivedByName: actor.name, note }),
      )
    }
    if (received.length > 0) {
      const payload = { letterIds: received.map(({ id }) => id), receivedAt: now.toISOString() }
      await deps.jobs.send(tx, lettersTell, payload, { startAfter: new Date(now.getTime() + tellAfterMs) })
    }
    return { received, skipped }
  })
}

/** Tells the organisations of letters that are still marked as they were at that moment. The worker's; again tells nobody twice. */
export async function tellOfLetters(
  deps: Pick<Deps, 'db' | 'clock' | 'jobs'>,
  { letterIds, receivedAt }: { readonly letterIds: readonly string[]; readonly receivedAt: string },
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    for (const letter of await lockLetters(tx, letterIds)) {
      if (letter.state !== 'received' || letter.stateSince.toISOString() !== receivedAt) continue
      await announce(deps, tx, {
        kind: 'letterReceived',
        organisationId: letter.organisationId,
        organisationName: letter.facts.organisation.unit || letter.facts.organisation.name,
        letterId: letter.id,
        letterCode: letter.code,
        planId: letter.planId,
        planName: letter.facts.plan.name,
        receivedAt,
      })
    }
  })
}

/** The wrong letter was marked: it is on its way again. Throws `notFound`, `conflict` for what is not received. */
export async function putLetterBack(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  id: string,
): Promise<LetterView> {
  await inTransaction(deps, async (tx) => {
    const [letter] = await lockLetters(tx, [id])
    if (!letter) throw new AppError('notFound')
    if (letter.state === 'printed') return
    await changeLetterState(tx, actor, letter, { to: 'printed', now: deps.clock.now() })
  })
  return viewLetter(deps, actor, id)
}

/** Its organisation gives the letter up; one that staff opened stays. Again is no error. Throws `notFound`, `letterOver`. */
export async function cancelLetter(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  id: string,
): Promise<LetterView> {
  const admin = asAdmin(actor)
  authorize(admin, await findLetter(deps.db, id))
  await inTransaction(deps, async (tx) => {
    const [letter] = await lockLetters(tx, [id])
    if (!letter) throw new AppError('notFound')
    if (letter.state === 'cancelled') return
    if (letter.state !== 'printed') throw new AppError('letterOver', { state: letter.state })
    await changeLetterState(tx, admin, letter, { to: 'cancelled', now: deps.clock.now() })
  })
  return viewLetter(deps, actor, id)
}
