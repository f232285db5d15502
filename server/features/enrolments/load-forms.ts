import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { authorize, scopeOf } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { pathRange } from '../organisations/units.rules.ts'
import { type FormFacts, findFormByCode, findFormById, findFormsOfPlan } from './form-facts.store.ts'

export type { FormFacts } from './form-facts.store.ts'

/** What one PDF takes: 2,000 pages are set in some seconds. */
export const mostForms = 2000

/** What the confirmation form of one enrolment says. Throws `notFound`, `enrolmentNotConfirmed`: there is none before. */
export async function loadForm(deps: Pick<Deps, 'db'>, actor: AccountActor, enrolmentId: string): Promise<FormFacts> {
  const form = authorize(actor, await findFormById(deps.db, enrolmentId))
  if (form.state !== 'confirmed') throw new AppError('enrolmentNotConfirmed', { learnerName: form.learnerName })
  return form
}

/**
 * The forms of everybody of a plan who is confirmed, in the actor's scope. Throws `enrolmentNotConfirmed` when nobody is,
 * `listTooLong` where they are more than one PDF takes: nobody is left out unsaid.
 */
export async function loadFormsOfPlan(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  planId: string,
): Promise<FormFacts[]> {
  const forms = await findFormsOfPlan(deps.db, planId, pathRange(scopeOf(actor)), mostForms + 1)
  if (forms.length === 0) throw new AppError('enrolmentNotConfirmed')
  if (forms.length > mostForms) throw new AppError('listTooLong', { count: forms.length, most: mostForms })
  return forms
}

/** Whose form a scanned or typed code is, in whatever state. Throws `notFound`. */
export async function loadFormByCode(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  formCode: string,
): Promise<FormFacts> {
  return authorize(actor, await findFormByCode(deps.db, formCode))
}
