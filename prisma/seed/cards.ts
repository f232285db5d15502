import { type Fen, fen } from '../../server/core/money.ts'

import { insertLines, insertOperation } from '../../server/features/study-cards/operations.store.ts'
import { carryOut } from '../../server/features/study-cards/run-operation.ts'
import type { OperationKind } from '../../server/features/study-cards/study-cards.schema.ts'
import type { SeededOrders } from './orders.ts'
import type { SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene } from './scene.ts'

type Done = {
  readonly kind: OperationKind
  readonly daysAgo: number
  readonly reason?: string
  readonly names: readonly string[]
  readonly eachFen: Fen
}

/** What A017 did with the study cards of this order: seven people were recharged, three have the course opened, one left. */
const orderNumber = 'PX2648GEXM'
const operations: readonly Done[] = [
  {
    kind: 'recharge',
    daysAgo: 12,
    names: ['陈国栋', '孙丽萍', '吴志刚', '许晓东', '高秀英', '韩雪梅', '刘洋'],
    eachFen: fen(30_000),
  },
  { kind: 'open', daysAgo: 11, names: ['许晓东', '高秀英', '韩雪梅'], eachFen: fen(24_000) },
  { kind: 'takeBack', daysAgo: 3, reason: '调离本单位，余额收回', names: ['吴志刚'], eachFen: fen(30_000) },
]

/** Study cards that were given out, spent and taken back, as the worker does it. */
export async function seedCards(
  scene: Scene,
  orders: SeededOrders,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<void> {
  const { deps, tx, at, idAt } = scene
  const order = orders.get(orderNumber)
  const batch = order && (await tx.studyCardBatch.findUnique({ where: { orderId: order.id } }))
  if (!batch) throw new Error(`the demo has no batch of ${orderNumber}`)
  const { id: organisationId } = organisations.zhongzheng
  const { path } = await tx.organisation.findUniqueOrThrow({ where: { id: organisationId } })
  const learners = new Map(
    (await tx.learner.findMany({ select: { id: true, name: true } })).map((one) => [one.name, one.id]),
  )
  const admin = people.zhongzhengAdmin
  for (const { kind, daysAgo, reason, names, eachFen } of operations) {
    const now = at(daysAgo, '15:05')
    const id = idAt(now)
    await insertOperation(tx, actorOf(admin), {
      id,
      kind,
      batchId: kind === 'open' ? null : batch.id,
      planId: batch.planId,
      organisationId,
      organisationPath: path,
      reason: reason ?? null,
      importId: null,
      people: names.length,
      totalFen: eachFen * names.length,
      createdById: admin.id,
      createdByName: admin.name,
      now,
    })
    const ids = names.map((name) => {
      const learnerId = learners.get(name)
      if (learnerId === undefined) throw new Error(`the demo has no learner ${name}`)
      return learnerId
    })
    await insertLines(
      tx,
      id,
      ids,
      ids.map(() => eachFen),
    )
    await carryOut({ ...deps, clock: { now: () => now } }, tx, id, '192.0.2.10')
  }
}
