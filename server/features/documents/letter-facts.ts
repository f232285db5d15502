import type { AccountActor } from '../../core/actor.ts'
import { subtreeOf } from '../../core/permission.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { asAdmin } from '../enrolments/as-admin.ts'
import { countEnrolments } from '../enrolments/count-enrolments.ts'
import { loadOrdersOfPlan } from '../orders/orders-of-plan.ts'
import { loadBilling } from '../organisations/load-billing.ts'
import { loadOrganisation, viewOrganisation } from '../organisations/load-organisation.ts'
import { loadPlan } from '../plans/load-plan.ts'
import { sumsOf } from './letters.rules.ts'
import type { LetterFacts } from './letters.schema.ts'

export type PreparedLetter = {
  readonly organisation: { readonly id: string; readonly path: string }
  readonly facts: Omit<LetterFacts, 'list'>
}

/**
 * What a confirmation letter of a plan and unit would say now. The admin's own subtree only, staff or not: a letter is an
 * organisation's word to the centre. Throws `notFound`.
 */
export async function prepareLetter(
  deps: Pick<Deps, 'db' | 'clock' | 'secrets'>,
  actor: AccountActor,
  { planId, organisationId }: { readonly planId: string; readonly organisationId: string },
): Promise<PreparedLetter> {
  const admin = asAdmin(actor)
  const { organisationPath } = await loadOrganisation(deps, admin, organisationId)
  const [plan, unit, billing, centre, counts, orders] = await Promise.all([
    loadPlan(deps, admin, planId),
    viewOrganisation(deps, admin, organisationId),
    loadBilling(deps, admin, organisationId),
    loadCentre(deps.db),
    countEnrolments(deps, admin, subtreeOf(admin), { planId, organisationId }),
    loadOrdersOfPlan(deps.db, planId, organisationPath),
  ])
  const names = [...unit.ancestors, unit]
  const below = names.slice(names.findIndex((one) => one.id === billing.organisationId) + 1)
  const shown = orders.map(({ number, kind, state, amountFen, paidFen, createdAt, payerName, shared }) => ({
    number,
    kind,
    state,
    amountFen,
    paidFen,
    createdOn: shanghaiDay(createdAt),
    payer: shared ? payerName : '',
  }))
  return {
    organisation: { id: organisationId, path: organisationPath },
    facts: {
      centre: {
        name: centre.name,
        postalAddress: centre.postalAddress,
        recipient: centre.letterRecipient,
        telephone: centre.telephone,
      },
      organisation: {
        name: billing.organisationName,
        creditCode: billing.creditCode ?? '',
        unit: billing.organisationId === organisationId ? '' : below.map((one) => one.name).join(' / '),
        address: unit.address,
      },
      // Where nobody is named, whoever prints it is asked back.
      contactName: unit.contactName || actor.name,
      telephone: unit.telephone || unit.mobile,
      plan: {
        number: plan.number,
        name: plan.name,
        publisher: plan.publisher,
        year: plan.year,
        mode: plan.mode,
        requiredHours: plan.requiredHours,
        startsOn: shanghaiDay(new Date(plan.startsAt)),
        endsOn: shanghaiDay(new Date(plan.endsAt)),
        place: plan.place,
      },
      people: {
        submitted: counts.byState.submitted,
        confirmed: counts.byState.confirmed,
        paid: counts.byPayment.paid,
        due: counts.byPayment.due + counts.byPayment.underWay,
      },
      orders: shown,
      ...sumsOf(shown),
      printedOn: shanghaiDay(deps.clock.now()),
    },
  }
}
