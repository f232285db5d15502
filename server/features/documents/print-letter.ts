import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { inTransaction, isUniqueViolation } from '../../platform/database.ts'
import { asAdmin } from '../enrolments/as-admin.ts'
import { makeFormCodes } from '../enrolments/enrolments.rules.ts'
import { loadPlanPeople } from '../enrolments/people-of-plan.ts'
import { prepareLetter } from './letter-facts.ts'
import { isEmptyLetter } from './letters.rules.ts'
import {
  type LetterPerson,
  type LetterPreview,
  type LetterPreviewInput,
  type LetterView,
  mostPeople,
  type PrintLetterInput,
} from './letters.schema.ts'
import { addLetter, findLetter, findUnderWay } from './letters.store.ts'
import { viewLetter } from './view-letter.ts'

/** What a letter would say if it were printed now, for the admin's own organisation unless a unit is named. Throws `notFound`. */
export async function previewLetter(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  actor: AccountActor,
  { planId, organisationId = actor.organisation?.id ?? '' }: LetterPreviewInput,
): Promise<LetterPreview> {
  const { facts } = await prepareLetter(deps, actor, { planId, organisationId })
  const underWay = await findUnderWay(deps.db, planId, organisationId)
  return {
    ...facts,
    organisationId,
    empty: isEmptyLetter(facts),
    underWay: underWay && { id: underWay.id, createdAt: underWay.createdAt.toISOString() },
  }
}

/**
 * 确认书: what it says is kept as it is now, under a code; the PDF is set from that whenever it is asked for. The same id
 * again gives the same letter. Throws `notFound`, `letterEmpty`, `listTooLong`, `idempotencyKeyReused`.
 */
export async function printLetter(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  actor: AccountActor,
  input: PrintLetterInput,
): Promise<LetterView> {
  if (await wasPrinted(deps, actor, input)) return viewLetter(deps, actor, input.id)
  const { organisation, facts } = await prepareLetter(deps, actor, input)
  if (isEmptyLetter(facts)) throw new AppError('letterEmpty', { plan: facts.plan.name })
  const list = input.withList ? await loadList(deps, input.planId, organisation.path) : null
  try {
    await inTransaction(deps, (tx) =>
      addLetter(tx, asAdmin(actor), {
        id: input.id,
        code: makeFormCodes(1)[0] ?? '',
        organisationId: organisation.id,
        organisationPath: organisation.path,
        planId: input.planId,
        facts: { ...facts, contactName: input.contactName, telephone: input.telephone, list },
        createdById: actor.accountId,
        createdByName: actor.name,
        now: deps.clock.now(),
      }),
    )
  } catch (error) {
    // Sent twice at once: the other one was first. A code that is taken, once in 10^15, is sent again by the page.
    if (!isUniqueViolation(error) || !(await wasPrinted(deps, actor, input))) throw error
  }
  return viewLetter(deps, actor, input.id)
}

async function loadList(deps: Pick<Deps, 'db'>, planId: string, path: string): Promise<LetterPerson[]> {
  const people = await loadPlanPeople(deps.db, { planId, path, states: ['submitted', 'confirmed'], most: mostPeople })
  return people.map(({ learnerId, learnerName, idNumberMasked, organisationName, subjects, state, paymentStatus }) => ({
    learnerId,
    name: learnerName,
    idNumberMasked,
    unit: organisationName,
    subjects: [...subjects],
    state,
    paymentStatus,
  }))
}

/** Whether this id is a letter already; throws `idempotencyKeyReused` when it is another one than is asked for. */
async function wasPrinted(deps: Pick<Deps, 'db'>, actor: AccountActor, input: PrintLetterInput): Promise<boolean> {
  const known = await findLetter(deps.db, input.id)
  if (!known) return false
  const same =
    known.createdById === actor.accountId &&
    known.planId === input.planId &&
    known.organisationId === input.organisationId &&
    known.facts.contactName === input.contactName &&
    known.facts.telephone === input.telephone &&
    (known.listed !== null) === input.withList
  if (!same) throw new AppError('idempotencyKeyReused')
  return true
}
