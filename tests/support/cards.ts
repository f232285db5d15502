import { systemActor } from '../../server/core/actor.ts'
import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import { loadBalance } from '../../server/features/ledger/load-balance.ts'
import { issueBatch } from '../../server/features/study-cards/issue-batch.ts'
import { runOperation } from '../../server/features/study-cards/run-operation.ts'
import { inTransaction } from '../../server/platform/database.ts'
import { makeOrder } from './orders.ts'
import type { MadeOrganisation } from './people.ts'
import type { RpcAnswer, World } from './world.ts'

export type MadeBatch = { id: string; orderId: string; orderNumber: string; planId: string; valueFen: number }

/** A batch of study cards of the organisation, given out by its paid order; of `planId` where one is wanted. */
export async function makeBatch(
  world: World,
  organisation: MadeOrganisation,
  options: { valueFen?: number; planId?: string; expiresOn?: string } = {},
): Promise<MadeBatch> {
  const valueFen = options.valueFen ?? 100_000
  const order = await makeOrder(world, organisation, { amountFen: valueFen, state: 'paid' })
  if (options.planId !== undefined) {
    await world.deps.db.order.update({ where: { id: order.id }, data: { planId: options.planId } })
  }
  const planId = options.planId ?? order.planId
  await inTransaction(world.deps, (tx) =>
    issueBatch(world.deps, tx, systemActor('test'), {
      orderId: order.id,
      organisationId: organisation.id,
      planId,
      amountFen: fen(valueFen),
    }),
  )
  const { id } = await world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { orderId: order.id } })
  if (options.expiresOn !== undefined) {
    await world.deps.db.studyCardBatch.update({ where: { id }, data: { expiresOn: new Date(options.expiresOn) } })
  }
  return { id, orderId: order.id, orderNumber: order.number, planId, valueFen }
}

/** A batch of the order with one recharge of somebody out of it: for who may see them. */
export async function makeRecharged(
  world: World,
  organisation: MadeOrganisation,
  admin: { cookie: string },
  order: { id: string; planId: string },
  learnerId: string,
): Promise<string> {
  await inTransaction(world.deps, (tx) =>
    issueBatch(world.deps, tx, systemActor('test'), {
      orderId: order.id,
      organisationId: organisation.id,
      planId: order.planId,
      amountFen: fen(10_000),
    }),
  )
  const { id } = await world.deps.db.studyCardBatch.findUniqueOrThrow({ where: { orderId: order.id } })
  await recharge(world, admin.cookie, id, [{ id: learnerId, amountFen: 100 }])
  return id
}

/** What the worker does with an operation that was started. */
export async function runCards(world: World, operationId: string): Promise<void> {
  await runOperation(world.deps, { operationId, ip: '127.0.0.1' })
}

export type Line = { readonly id: string; readonly amountFen: number }

/** Starts a recharge through the page's own procedure. */
export async function startRecharge(
  world: World,
  cookie: string,
  batchId: string,
  lines: readonly Line[],
  options: { id?: string; leaveOut?: boolean; expected?: { people: number; totalFen: number } } = {},
): Promise<RpcAnswer> {
  return world.mutate(
    'studyCards.startOperation',
    {
      kind: 'recharge',
      id: options.id ?? newId(),
      batchId,
      people: { ids: lines.map(({ id }) => id) },
      amount: { listFen: lines.map(({ amountFen }) => amountFen) },
      leaveOut: options.leaveOut ?? false,
      expected: options.expected ?? {
        people: lines.length,
        totalFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0),
      },
    },
    cookie,
  )
}

/** A recharge, started and done; throws what was refused. */
export async function recharge(world: World, cookie: string, batchId: string, lines: readonly Line[]): Promise<string> {
  const { data, code, details } = await startRecharge(world, cookie, batchId, lines)
  if (code !== null) throw new Error(`${code} ${JSON.stringify(details)}`)
  await runCards(world, data.id)
  const { data: done } = await world.query('studyCards.operation', { id: data.id }, cookie)
  if (done.state !== 'done') throw new Error(`${done.state} ${JSON.stringify(done.error)}`)
  return data.id
}

export async function startTakeBack(
  world: World,
  cookie: string,
  batchId: string,
  lines: readonly Line[],
  options: { id?: string; reason?: string } = {},
): Promise<RpcAnswer> {
  return world.mutate(
    'studyCards.startOperation',
    {
      kind: 'takeBack',
      id: options.id ?? newId(),
      batchId,
      reason: options.reason ?? '人员离职，没有用掉',
      people: { ids: lines.map(({ id }) => id) },
      amount: { listFen: lines.map(({ amountFen }) => amountFen) },
      expected: { people: lines.length, totalFen: lines.reduce((sum, { amountFen }) => sum + amountFen, 0) },
    },
    cookie,
  )
}

export async function startOpening(
  world: World,
  cookie: string,
  planId: string,
  learnerIds: readonly string[],
  feeFen: number,
  id: string = newId(),
): Promise<RpcAnswer> {
  return world.mutate(
    'studyCards.startOperation',
    {
      kind: 'open',
      id,
      planId,
      people: { ids: learnerIds },
      expected: { people: learnerIds.length, totalFen: feeFen * learnerIds.length },
    },
    cookie,
  )
}

/** What the batch has left, as the ledger has it. */
export async function leftOf(world: World, batchId: string): Promise<number> {
  return loadBalance(world.deps.db, { kind: 'cardBatch', ownerId: batchId })
}

/** What the learner has of the batch, as the ledger has it. */
export async function heldOf(world: World, learnerId: string, batchId: string): Promise<number> {
  const wallet = await world.deps.db.studyCardWallet.findUnique({
    where: { learnerId_batchId: { learnerId, batchId } },
  })
  return wallet ? loadBalance(world.deps.db, { kind: 'wallet', ownerId: wallet.id }) : 0
}
