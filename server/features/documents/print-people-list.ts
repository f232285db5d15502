import { readFile } from 'node:fs/promises'
import type { AccountActor } from '../../core/actor.ts'
import { addFen, formatFen } from '../../core/money.ts'
import { scopeOf } from '../../core/permission.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Deps } from '../../deps.ts'
import { rowsAPart, typesetParts } from '../../platform/typesetting/typeset.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { loadPlanPeople, type PlanPerson } from '../enrolments/people-of-plan.ts'
import { loadOrganisation } from '../organisations/load-organisation.ts'
import { loadPlan } from '../plans/load-plan.ts'
import { mostPeople } from './letters.schema.ts'
import { breakable, groupedInParts, paymentWords, stateWords } from './words.ts'

const template = readFile(new URL('./people-list.typ', import.meta.url), 'utf8')

/**
 * 报名名单 of a plan: who is enrolled (in review or confirmed) in the actor's scope, or in one unit of it. Throws
 * `notFound`, `listTooLong`.
 */
export async function printPeopleList(
  deps: Pick<Deps, 'db' | 'clock'>,
  actor: AccountActor,
  { planId, organisationId }: { readonly planId: string; readonly organisationId?: string | undefined },
): Promise<{ readonly pdf: Uint8Array; readonly name: string }> {
  const scope = scopeOf(actor)
  const unit = organisationId === undefined ? null : await loadOrganisation(deps, actor, organisationId)
  const [plan, centre] = await Promise.all([loadPlan(deps, actor, planId), loadCentre(deps.db)])
  const people = await loadPlanPeople(deps.db, {
    planId,
    path: unit?.organisationPath ?? scope,
    states: ['submitted', 'confirmed'],
    most: mostPeople,
  })
  const whose = unit?.name ?? (scope === '/' ? '全部单位' : (actor.organisation?.name ?? ''))
  const printedOn = shanghaiDay(deps.clock.now())
  const lines = people.map((one, index) => ({
    unit: one.organisationName,
    row: [
      String(index + 1),
      breakable(one.learnerName),
      one.idNumberMasked,
      one.subjects.length > 0 ? one.subjects.join('、') : '全部',
      stateWords[one.state],
      paymentWords[one.paymentStatus],
      formatFen(one.feeFen),
    ],
  }))
  const about = {
    centre: centre.name,
    title: `报名名单 ${plan.name}`,
    running: `报名名单　${plan.name}　${whose}`,
    foot: `截至 ${printedOn}`,
    under: `${plan.name}（编号 ${plan.number}）　${whose}　${countWords(people)}`,
    people: people.length,
    sumWords: `共 ${people.length} 人，费用合计`,
    sum: formatFen(addFen(...people.map((one) => one.feeFen))),
  }
  const parts = groupedInParts(lines, rowsAPart).map((groups) => ({ ...about, groups }))
  const pdf = await typesetParts(await template, parts)
  return { pdf, name: `报名名单_${plan.name}_${whose}.pdf` }
}

function countWords(people: readonly PlanPerson[]): string {
  const confirmed = people.filter((one) => one.state === 'confirmed').length
  const waiting = people.length - confirmed
  return `已确认 ${confirmed} 人${waiting > 0 ? `，待审核 ${waiting} 人` : ''}`
}
