import { newId } from '../../server/core/ids.ts'
import { addLetter } from '../../server/features/documents/letters.store.ts'
import { makeFormCodes } from '../../server/features/enrolments/enrolments.rules.ts'
import { inTransaction } from '../../server/platform/database.ts'
import type { World } from './world.ts'

/** A confirmation letter 确认书 that was printed, straight through the store: printing itself is tested through the pages' procedure. */
export async function makeLetter(
  world: World,
  organisation: { id: string; path: string; name: string },
  planId: string,
): Promise<{ id: string; code: string }> {
  const plan = await world.deps.db.plan.findUniqueOrThrow({ where: { id: planId } })
  const [code = ''] = makeFormCodes(1)
  const [id, createdById] = [newId(), newId()]
  const actor = { kind: 'system', name: 'test', ip: null } as const
  await inTransaction(world.deps, (tx) =>
    addLetter(tx, actor, {
      id,
      code,
      organisationId: organisation.id,
      organisationPath: organisation.path,
      planId,
      createdById,
      createdByName: '赵敏',
      now: world.clock.now(),
      facts: {
        centre: { name: '培训中心', postalAddress: '', recipient: '', telephone: '' },
        organisation: { name: organisation.name, creditCode: '', unit: '', address: '' },
        contactName: '',
        telephone: '',
        plan: {
          number: plan.number,
          name: plan.name,
          publisher: plan.publisher,
          year: plan.year,
          mode: plan.mode,
          requiredHours: plan.requiredHours,
          startsOn: '2026-01-01',
          endsOn: '2026-12-31',
          place: '',
        },
        people: { submitted: 0, confirmed: 1, paid: 0, due: 1 },
        orders: [],
        ordersFen: 0,
        paidFen: 0,
        list: null,
        printedOn: '2026-05-08',
      },
    }),
  )
  return { id, code }
}

/** A recharge that is done, with one person in it and no money moved: for who may see it. */
export async function makeDoneOperation(
  world: World,
  organisation: { id: string; path: string },
  planId: string,
  learnerId: string,
): Promise<string> {
  const id = newId()
  await world.deps.db.cardOperation.create({
    data: {
      id,
      kind: 'open',
      planId,
      organisationId: organisation.id,
      organisationPath: organisation.path,
      state: 'done',
      people: 1,
      done: 1,
      totalFen: 100n,
      createdById: newId(),
      createdByName: '赵敏',
      lines: { create: { position: 1, learnerId, amountFen: 100n } },
    },
  })
  return id
}
