import { createHash } from 'node:crypto'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import { addWorkingHours, shanghaiDay } from '../../core/working-time.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import { loadCentre } from '../centre/centre-facts.ts'
import { askForCertificates } from '../certificates/ask-for-certificates.ts'
import type { ImportKind } from '../imports/import-kind.ts'
import { learnerImport } from '../learners/learner-import.ts'
import { hoursApprovalsOf } from '../organisations/hours-approval.ts'
import { managesCentre } from '../organisations/units.rules.ts'
import { findPlanTerms, holdPlan } from '../plans/hold-plan.ts'
import {
  decideHours,
  type HourImportContext,
  type HourValues,
  hourImportFields,
  identityParts,
  judgeHourCells,
  type KnownHours,
} from './hour-import.rules.ts'
import { findLearnersByHash, findRecordsOf, type KnownRecordRow } from './hour-import.store.ts'
import { hourTemplate } from './hour-import-template.ts'
import { checkRecordable, reviewerOf, titleKey } from './hours.rules.ts'
import { withdrawnReason } from './hours.schema.ts'
import { insertRecords, lockHours, type RecordToInsert } from './hours.store.ts'

type Context = HourImportContext & {
  readonly planId: string
  readonly planName: string
  readonly importId: string | null
  readonly dueAt: string
}

/**
 * 线下档案 批量导入: one row is one training of one person in the import's plan. Rows are only added; what is there already
 * (the same person, training, kind, day and length) stays, and nobody is made a learner by it.
 */
export const hourImport: ImportKind<HourValues, KnownHours, Context> = {
  name: 'hours',
  fields: hourImportFields,
  twice: 'hoursTwice',

  /** Throws `planNotStarted`, `hoursPlanClosed`. */
  async admit({ db }, actor, { planId }) {
    if (planId === null) throw new AppError('inputInvalid', { field: 'plan' })
    checkRecordable(await findPlanTerms(db, planId), managesCentre(actor))
  },

  async loadContext(deps, db, scope, { hold }) {
    if (scope.planId === null) throw new AppError('inputInvalid', { field: 'plan' })
    const plan = hold ? await holdPlan(db, scope.planId) : await findPlanTerms(db, scope.planId)
    // Who asks is not known here: closed plans are the reviewers', as `admit` says, and `write` asks again.
    checkRecordable(plan, true)
    if (hold) await lockHours(db, [{ planId: plan.id, organisationPath: scope.organisationPath }])
    const now = deps.clock.now()
    const [people, centre] = [await learnerImport.loadContext(deps, db, scope, { hold }), await loadCentre(db)]
    return {
      ...people,
      planId: plan.id,
      planName: plan.name,
      rule: plan,
      startsOn: shanghaiDay(plan.startsAt),
      endsOn: shanghaiDay(plan.endsAt),
      todayOn: shanghaiDay(now),
      importId: scope.id ?? null,
      dueAt: addWorkingHours(now, centre.hoursReviewHours, centre.calendar).toISOString(),
    }
  },

  judgeCells: judgeHourCells,
  decide: decideHours,

  /** Whom and what: the person's keyed hash, then the rest in a form that rows of the database can be brought into too. */
  identityOf(text, hash) {
    const { person, kind, studiedOn, hours, key } = identityParts(text)
    return identityOf(hash(person), { kind, studiedOn, hours, key })
  },

  async findKnown(db, identities, { planId }) {
    return findKnown(db, planId, identities, { inPlan: true })
  },

  /** Rows of this kind are new or there already: nothing that is known is ever changed. */
  async lockKnown() {
    return new Map()
  },

  async writeChanged() {},

  prepareNew(deps, rows, context) {
    return {
      async write(tx, { actor }) {
        checkRecordable(await findPlanTerms(tx, context.planId), managesCentre(actor))
        const identities = rows.map((row) => row.identity)
        const known = await findKnown(tx, context.planId, identities, { inPlan: false })
        const fresh = rows.flatMap((row) => {
          const one = known.get(row.identity)
          const isOwn = one?.organisationPath.startsWith(context.departments.root.path) ?? false
          return one && isOwn && one.before !== 'live' ? [{ ...row, known: one }] : []
        })
        const byStaff = managesCentre(actor)
        const approvals = await hoursApprovalsOf(
          tx,
          fresh.map((row) => row.known.organisationId),
          actor.accountId,
        )
        const now = deps.clock.now()
        const ids = fresh.map(() => newId(now.getTime())).sort()
        const records = fresh.map(({ values, known }, index): RecordToInsert => {
          const { learnerId, organisationId, organisationPath } = known
          const rule = approvals.get(organisationId)
          const otherAdmins = rule?.admins ?? 0
          const waits = reviewerOf(rule?.approval ?? 'staff', { byStaff, otherAdmins }) !== null
          return {
            id: ids[index] ?? newId(now.getTime()),
            learnerId,
            planId: context.planId,
            organisationId,
            organisationPath,
            kind: values.kind,
            source: 'offline',
            title: values.training,
            hours: values.hours,
            studiedOn: values.studiedOn,
            evidence: values.evidence,
            reason: '',
            correctsId: null,
            importId: context.importId,
            statementId: null,
            state: waits ? 'pending' : 'approved',
            dueAt: waits ? context.dueAt : null,
            createdById: actor.accountId,
            createdByName: actor.name,
          }
        })
        await insertRecords(tx, records, now)
        if (records.some((record) => record.state === 'approved')) {
          await askForCertificates(deps, tx, context.planId)
        }
        const written = new Set(fresh.map((row) => row.identity))
        return new Set(identities.filter((identity) => !written.has(identity)))
      },
    }
  },

  template: hourTemplate,
}

function identityOf(
  personHash: string,
  { kind, studiedOn, hours, key }: { kind: string; studiedOn: string; hours: string; key: string },
): string {
  // Lists of identities are joined by commas, which titles have.
  const title = createHash('sha256').update(key).digest('base64url').slice(0, 22)
  return [personHash, kind, studiedOn, hours, title].join(' ')
}

function partsOf(identity: string): { personHash: string; kind: string; studiedOn: string; hours: number } {
  const [personHash = '', kind = '', studiedOn = '', hours = '0'] = identity.split(' ')
  return { personHash, kind, studiedOn, hours: Number(hours) }
}

/** By identity: the learner, what became of this very training, and what the rows asked for bring them together. */
async function findKnown(
  db: Readable | Transaction,
  planId: string,
  identities: readonly string[],
  { inPlan }: { readonly inPlan: boolean },
): Promise<Map<string, KnownHours>> {
  const parts = identities.map((identity) => ({ identity, ...partsOf(identity) }))
  const learners = await findLearnersByHash(db, planId, [...new Set(parts.map((one) => one.personHash))], { inPlan })
  const byHash = new Map(learners.map((learner) => [learner.idHash, learner]))
  const hashOf = new Map(learners.map((learner) => [learner.learnerId, learner.idHash]))
  const records = await findRecordsOf(
    db,
    planId,
    learners.map((learner) => learner.learnerId),
    [...new Set(parts.map((one) => one.studiedOn))],
  )
  const before = new Map<string, Pick<KnownHours, 'before' | 'rejectedReason'>>()
  for (const record of records) {
    const identity = identityOf(hashOf.get(record.learnerId) ?? '', {
      kind: record.kind,
      studiedOn: record.studiedOn,
      hours: String(record.hours),
      key: titleKey(record.title),
    })
    if (before.get(identity)?.before !== 'live') before.set(identity, whatBecameOf(record))
  }
  const brought = new Map<string, number>()
  for (const { identity, personHash, kind, hours } of parts) {
    // What is there already counts among the learner's sums.
    if (before.get(identity)?.before === 'live') continue
    const key = `${personHash} ${kind}`
    brought.set(key, (brought.get(key) ?? 0) + hours)
  }
  return new Map(
    parts.flatMap(({ identity, personHash, kind }) => {
      const learner = byHash.get(personHash)
      if (!learner) return []
      const was = before.get(identity) ?? { before: null, rejectedReason: null }
      return [[identity, { ...learner, ...was, brought: brought.get(`${personHash} ${kind}`) ?? 0 }] as const]
    }),
  )
}

function whatBecameOf({ state, left, rejectedReason }: KnownRecordRow): Pick<KnownHours, 'before' | 'rejectedReason'> {
  if (state !== 'rejected' && left > 0) return { before: 'live', rejectedReason: null }
  if (state === 'rejected' && rejectedReason !== withdrawnReason) return { before: 'rejected', rejectedReason }
  return { before: 'withdrawn', rejectedReason: null }
}
