import { AppError } from '../../core/app-error.ts'
import { type Fen, fenFromBigint } from '../../core/money.ts'
import { shanghaiDay } from '../../core/working-time.ts'
import type { Readable, Transaction } from '../../platform/database.ts'
import type { ImportKind, ImportScope } from '../imports/import-kind.ts'
import { learnerImport } from '../learners/learner-import.ts'
import { findBatchRow, lockBatch } from './batches.store.ts'
import { loadBatch } from './list-batches.ts'
import { insertLines, insertOperation } from './operations.store.ts'
import {
  amountOfCells,
  decideRecharge,
  judgeRechargeCells,
  type KnownHolder,
  type RechargeImportContext,
  type RechargeValues,
  rechargeImportFields,
} from './recharge-import.rules.ts'
import { findHoldersByHash } from './recharge-import.store.ts'
import { type RechargeTemplateFacts, rechargeTemplate } from './recharge-import-template.ts'
import { cardsRun } from './study-cards.queues.ts'
import { checkLeft, checkSpendable, mayManageCards, sumFen } from './study-cards.rules.ts'
import { mostInOperation } from './study-cards.schema.ts'

type Context = RechargeImportContext &
  RechargeTemplateFacts & {
    readonly batchId: string
    readonly planId: string
    readonly scope: ImportScope
    /** Gathered while the file is written: it becomes one operation. */
    readonly lines: { learnerId: string; amountFen: Fen }[]
  }

/** 批量充值: one row a person and an amount out of the import's batch; the file becomes one operation, with the import's id. */
export const rechargeImport: ImportKind<RechargeValues, KnownHolder, Context> = {
  name: 'recharges',
  fields: rechargeImportFields,

  async admit(deps, actor, { batchId }) {
    if (!mayManageCards(actor)) throw new AppError('notAllowed')
    if (batchId === null) throw new AppError('inputInvalid', { field: 'batch' })
    await loadBatch(deps, actor, batchId)
  },

  async loadContext(deps, db, scope, { hold }) {
    if (scope.batchId === null) throw new AppError('inputInvalid', { field: 'batch' })
    const today = shanghaiDay(deps.clock.now())
    // Two files at once follow each other: the later one finds who was recharged by the first.
    if (hold) await lockBatch(db, scope.batchId)
    const batch = await findBatchRow(db, scope.batchId, today)
    if (!batch) throw new AppError('notFound')
    checkSpendable(batch, today)
    return {
      ...(await learnerImport.loadContext(deps, db, scope, { hold })),
      batchId: batch.id,
      planId: batch.planId,
      planName: batch.planName,
      orderNumber: batch.orderNumber,
      leftFen: fenFromBigint(batch.leftFen),
      expiresOn: batch.expiresOn,
      scope,
      lines: [],
    }
  },

  judgeCells: judgeRechargeCells,
  decide: decideRecharge,

  async findKnown(db, identities, { batchId }) {
    return findKnown(db, batchId, identities)
  },

  /** Rows of this kind are new or there already: nothing that is known is changed. */
  async lockKnown() {
    return new Map()
  },

  async writeChanged() {},

  prepareNew(_deps, rows, context) {
    return {
      async write(tx) {
        const known = await findKnown(
          tx,
          context.batchId,
          rows.map(({ identity }) => identity),
        )
        const lost = new Set<string>()
        for (const { identity, values } of rows) {
          const person = known.get(identity)
          const decision = decideRecharge(values, person, context)
          if (person && decision.outcome === 'new') {
            context.lines.push({ learnerId: person.learnerId, amountFen: values.amountFen })
          } else lost.add(identity)
        }
        return lost
      },
    }
  },

  async finish(deps, tx, actor, { batchId, planId, scope, lines }) {
    if (lines.length === 0 || scope.id === undefined) return
    if (!mayManageCards(actor)) throw new AppError('notAllowed')
    const batch = await loadBatch({ db: tx, clock: deps.clock }, actor, batchId)
    checkPeople(lines.length)
    const totalFen = sumFen(lines.map(({ amountFen }) => amountFen))
    checkLeft(Number(batch.leftFen), totalFen)
    const now = deps.clock.now()
    const inserted = await insertOperation(tx, actor, {
      id: scope.id,
      kind: 'recharge',
      batchId,
      planId,
      organisationId: scope.organisationId,
      organisationPath: scope.organisationPath,
      reason: null,
      importId: scope.id,
      people: lines.length,
      totalFen,
      createdById: actor.accountId,
      createdByName: actor.name,
      now,
    })
    if (!inserted) throw new AppError('idempotencyKeyReused')
    await insertLines(
      tx,
      scope.id,
      lines.map(({ learnerId }) => learnerId),
      lines.map(({ amountFen }) => amountFen),
    )
    await deps.jobs.send(tx, cardsRun, { operationId: scope.id, ip: actor.ip })
  },

  whole: {
    weigh: (cells) => amountOfCells(cells),
    check({ rows, sum }, { leftFen }) {
      checkPeople(rows)
      checkLeft(leftFen, sum)
    },
  },

  template: rechargeTemplate,
}

function checkPeople(count: number): void {
  if (count > mostInOperation) throw new AppError('selectionTooLarge', { count, most: mostInOperation })
}

async function findKnown(
  db: Readable | Transaction,
  batchId: string,
  identities: readonly string[],
): Promise<Map<string, KnownHolder>> {
  const rows = await findHoldersByHash(db, batchId, identities)
  return new Map(
    rows.map(({ identity, importedFen, ...row }) => [
      identity,
      { ...row, importedFen: importedFen === null ? null : fenFromBigint(importedFen) },
    ]),
  )
}
