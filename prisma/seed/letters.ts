import { shanghaiDay } from '../../server/core/working-time.ts'
import { sumsOf } from '../../server/features/documents/letters.rules.ts'
import type { LetterFacts } from '../../server/features/documents/letters.schema.ts'
import { makeFormCodes } from '../../server/features/enrolments/enrolments.rules.ts'
import { loadPlanPeople } from '../../server/features/enrolments/people-of-plan.ts'
import { loadOrdersOfPlan } from '../../server/features/orders/orders-of-plan.ts'
import type { OrganisationKey, SeededOrganisations } from './organisations.ts'
import type { PersonKey, SeededPeople } from './people.ts'
import type { SeededPlans } from './plans.ts'
import { actorOf, type Scene } from './scene.ts'

type Entry = {
  readonly organisation: OrganisationKey
  readonly by: PersonKey
  readonly plan: 'course' | 'knowledge'
  readonly printed: readonly [daysAgo: number, time: string]
  readonly received?: { readonly at: readonly [daysAgo: number, time: string]; readonly note: string }
  readonly withList: boolean
}

/** One that arrived, one that was stamped badly, and two on their way. */
const entries: readonly Entry[] = [
  {
    organisation: 'zhongzheng',
    by: 'zhongzhengAdmin',
    plan: 'knowledge',
    printed: [11, '10:05'],
    received: { at: [7, '14:30'], note: '' },
    withList: true,
  },
  {
    organisation: 'hongye',
    by: 'groupAdmin',
    plan: 'course',
    printed: [5, '16:40'],
    received: { at: [2, '09:15'], note: '公章不清楚，请补一份' },
    withList: true,
  },
  { organisation: 'hongye', by: 'groupAdmin', plan: 'course', printed: [1, '11:20'], withList: true },
  { organisation: 'zhongzheng', by: 'zhongzhengAdmin', plan: 'course', printed: [1, '15:10'], withList: false },
]

/** Confirmation letters 确认书 of what the demo's organisations have enrolled, and where the centre wants them sent. */
export async function seedLetters(
  scene: Scene,
  plans: SeededPlans,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<void> {
  const { tx, at, idAt, note } = scene
  const centre = await tx.centreSettings.update({
    where: { id: 1 },
    data: { postalAddress: '江苏省南京市鼓楼区北京西路 12 号', letterRecipient: '培训部（收）' },
  })
  const codes = makeFormCodes(entries.length)
  for (const [index, entry] of entries.entries()) {
    const organisation = organisations[entry.organisation]
    const planId = plans[entry.plan]
    const plan = await tx.plan.findUniqueOrThrow({ where: { id: planId } })
    const printedAt = at(...entry.printed)
    const everybody = await loadPlanPeople(tx, {
      planId,
      path: organisation.path,
      states: ['submitted', 'confirmed'],
      most: 100,
    })
    const orders = (await loadOrdersOfPlan(tx, planId, organisation.path)).map((order) => ({
      number: order.number,
      kind: order.kind,
      state: order.state,
      amountFen: order.amountFen,
      paidFen: order.paidFen,
      createdOn: shanghaiDay(order.createdAt),
      payer: order.shared ? order.payerName : '',
    }))
    const count = (is: (one: (typeof everybody)[number]) => boolean) => everybody.filter(is).length
    const admin = people[entry.by]
    const facts: LetterFacts = {
      centre: {
        name: centre.name,
        postalAddress: centre.postalAddress,
        recipient: centre.letterRecipient,
        telephone: centre.telephone,
      },
      organisation: { name: organisation.name, creditCode: organisation.creditCode ?? '', unit: '', address: '' },
      contactName: admin.name,
      telephone: organisation.mobile,
      plan: {
        number: plan.number,
        name: plan.name,
        publisher: plan.publisher,
        year: plan.year,
        mode: plan.mode,
        requiredHours: plan.requiredHours,
        startsOn: shanghaiDay(plan.startsAt),
        endsOn: shanghaiDay(plan.endsAt),
        place: plan.place,
      },
      people: {
        submitted: count((one) => one.state === 'submitted'),
        confirmed: count((one) => one.state === 'confirmed'),
        paid: count((one) => one.paymentStatus === 'paid'),
        due: count((one) => one.paymentStatus === 'due' || one.paymentStatus === 'underWay'),
      },
      orders,
      ...sumsOf(orders),
      list: entry.withList
        ? everybody.map((one) => ({
            learnerId: one.learnerId,
            name: one.learnerName,
            idNumberMasked: one.idNumberMasked,
            unit: one.organisationName,
            subjects: [...one.subjects],
            state: one.state,
            paymentStatus: one.paymentStatus,
          }))
        : null,
      printedOn: shanghaiDay(printedAt),
    }
    const receivedAt = entry.received ? at(...entry.received.at) : null
    const id = idAt(printedAt)
    const letter = { id, code: codes[index] ?? '', organisationId: organisation.id }
    await tx.confirmationLetter.create({
      data: {
        ...letter,
        organisationPath: organisation.path,
        planId,
        facts,
        createdById: admin.id,
        createdByName: admin.name,
        createdAt: printedAt,
        stateSince: receivedAt ?? printedAt,
        ...(entry.received
          ? {
              state: 'received' as const,
              receivedById: people.reviewer.id,
              receivedByName: people.reviewer.name,
              note: entry.received.note,
            }
          : {}),
      },
    })
    const subject = { subjectType: 'letter', subjectId: id, organisationId: organisation.id }
    note(printedAt, actorOf(admin), { ...subject, action: 'letter.printed', after: { code: letter.code, planId } })
    if (receivedAt) {
      const change = { before: { state: 'printed' }, after: { state: 'received', code: letter.code } }
      note(receivedAt, actorOf(people.reviewer), { ...subject, action: 'letter.received', ...change })
    }
  }
}
