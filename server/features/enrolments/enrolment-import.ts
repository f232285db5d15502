import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { ImportKind } from '../imports/import-kind.ts'
import { learnerImport } from '../learners/learner-import.ts'
import { findPlanTerms, type HeldPlan, holdPlan } from '../plans/hold-plan.ts'
import { addDrafts } from './add-enrolments.ts'
import {
  decideEnrolment,
  type EnrolmentImportContext,
  type EnrolmentValues,
  enrolmentImportFields,
  judgeEnrolmentCells,
  type KnownPerson,
} from './enrolment-import.rules.ts'
import { findPeopleInPlan, lockPeopleInPlan } from './enrolment-import.store.ts'
import { enrolmentTemplate } from './enrolment-import-template.ts'
import { checkWindow } from './enrolments.rules.ts'
import { lockEnrolments } from './enrolments.store.ts'
import { giveSubjects } from './set-subjects.ts'

/** A learner as learners' imports know them. */
type KnownLearner = Parameters<typeof learnerImport.writeChanged>[3][number]['known']
type Known = KnownLearner & KnownPerson
type Context = EnrolmentImportContext & { readonly plan: HeldPlan }

/** 批量报名: one row a person, who comes into the import's plan as a draft; unknown people are made learners first. */
export const enrolmentImport: ImportKind<EnrolmentValues, Known, Context> = {
  name: 'enrolments',
  fields: enrolmentImportFields,

  async loadContext(deps, db, scope, { hold }) {
    if (scope.planId === null) throw new AppError('inputInvalid', { field: 'plan' })
    // The plan before everything else, as everybody locks who needs both.
    const plan = hold ? await holdPlan(db, scope.planId) : await findPlanTerms(db, scope.planId)
    checkWindow(plan, deps.clock.now())
    return { ...(await learnerImport.loadContext(deps, db, scope, { hold })), plan }
  },

  judgeCells: judgeEnrolmentCells,
  decide: decideEnrolment,

  async findKnown(db, identities, context) {
    return withEnrolments(db, await learnerImport.findKnown(db, identities, context), context)
  },

  async lockKnown(tx, ids, context) {
    await lockPeopleInPlan(tx, context.plan.id, ids)
    return withEnrolments(tx, await learnerImport.lockKnown(tx, ids, context), context)
  },

  prepareNew(deps, rows, context) {
    const people = learnerImport.prepareNew(deps, rows, context)
    return {
      async write(tx, { skipKnown, actor }) {
        const lost = await people.write(tx, { skipKnown, actor })
        const written = rows.filter((row) => !lost.has(row.identity))
        const identities = written.map((row) => row.identity)
        const learners = await learnerImport.findKnown(tx, identities, context)
        await enrol(
          deps,
          tx,
          actor,
          context.plan,
          written.flatMap(({ identity, values }) => {
            const learner = learners.get(identity)
            return learner ? [{ learnerId: learner.id, subjectIds: values.subjectIds ?? [] }] : []
          }),
        )
        return lost
      },
    }
  },

  async writeChanged(deps, tx, actor, rows, { plan }) {
    const fresh = rows.flatMap(({ known, values }) =>
      known.enrolment ? [] : [{ learnerId: known.id, subjectIds: values.subjectIds ?? [] }],
    )
    await enrol(deps, tx, actor, plan, fresh)
    const edited = rows.flatMap(({ known, values }) =>
      known.enrolment && values.subjectIds ? [{ id: known.enrolment.id, subjectIds: values.subjectIds }] : [],
    )
    for (const [subjectIds, group] of bySubjects(edited)) {
      const locked = await lockEnrolments(
        tx,
        group.map((one) => one.id),
        '/',
      )
      await giveSubjects(tx, actor, plan, locked, subjectIds, deps.clock.now())
    }
  },

  template: enrolmentTemplate,
}

/** The learners with what they are in the plan. */
async function withEnrolments<Learner extends { readonly id: string }>(
  db: Readable,
  learners: ReadonlyMap<string, Learner>,
  { plan }: Context,
): Promise<Map<string, Learner & Pick<KnownPerson, 'enrolment'>>> {
  const ids = [...learners.values()].map((learner) => learner.id)
  const people = new Map((await findPeopleInPlan(db, plan.id, ids)).map((one) => [one.learnerId, one]))
  return new Map(
    [...learners].map(([key, learner]) => [key, { ...learner, enrolment: people.get(learner.id) ?? null }]),
  )
}

/** Adds drafts, those with the same subjects in one go: a plan has few, so there are few groups. */
async function enrol(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: AccountActor,
  plan: HeldPlan,
  people: readonly { readonly learnerId: string; readonly subjectIds: readonly string[] }[],
): Promise<void> {
  for (const [subjectIds, group] of bySubjects(people)) {
    await addDrafts(
      deps,
      tx,
      actor,
      plan,
      group.map((one) => one.learnerId),
      subjectIds,
    )
  }
}

function bySubjects<One extends { readonly subjectIds: readonly string[] }>(
  people: readonly One[],
): (readonly [readonly string[], readonly One[]])[] {
  const groups = new Map<string, One[]>()
  for (const one of people) {
    const key = one.subjectIds.join(' ')
    const group = groups.get(key)
    if (group) group.push(one)
    else groups.set(key, [one])
  }
  return [...groups.values()].map((group) => [group[0]?.subjectIds ?? [], group])
}
