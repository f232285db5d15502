import type { Entry } from '../../server/features/study-cards/card-entries.schema.ts'
import type {
  BatchRow,
  BatchView,
  CardPlan,
  LearnerCards,
  Operation,
  OperationCheck,
  PersonRow,
} from '../../server/features/study-cards/study-cards.schema.ts'
import { department, learnerRow, organisation } from './people-samples.ts'

const day = '2026-05-08T02:00:00.000Z'
export const planId = '01970000-0000-7000-8000-00000000c001'
export const otherPlanId = '01970000-0000-7000-8000-00000000c002'
const plan = { id: planId, number: '20260301161802103', name: '2026年专业技术人员公共知识培训' }

export const cardPlan: CardPlan = {
  ...plan,
  endsAt: '2026-12-31T15:59:59.000Z',
  openingFeeFen: 24_000 as CardPlan['openingFeeFen'],
  notOpenable: null,
  leftFen: 672_000,
}
export const otherPlan: CardPlan = {
  ...cardPlan,
  id: otherPlanId,
  name: '2026年第二期见证取样员培训',
  openingFeeFen: null,
  notOpenable: 'noPrice',
  leftFen: 0,
}

export const batchId = '01970000-0000-7000-8000-00000000c101'
export const batch: BatchRow = {
  id: batchId,
  order: { id: '01970000-0000-7000-8000-00000000c102', number: 'PX2648GEXM' },
  organisation,
  plan,
  valueFen: 700_000,
  rechargedFen: 28_000,
  leftFen: 672_000,
  expiredFen: 0,
  expiresOn: '2027-01-30',
  state: 'usable',
  createdAt: day,
}
/** A smaller one that runs out soon, of a department. */
export const smallBatch: BatchRow = {
  ...batch,
  id: '01970000-0000-7000-8000-00000000c103',
  order: { id: '01970000-0000-7000-8000-00000000c104', number: 'PX26M4T8RK' },
  organisation: department,
  valueFen: 10_000,
  rechargedFen: 0,
  leftFen: 10_000,
  expiresOn: '2026-05-20',
  state: 'expiring',
}
export const batchView: BatchView = {
  ...batch,
  people: 14,
  heldFen: 4_000,
  spentFen: 24_000,
  expiredWithLearnersFen: 0,
  warnedAt: null,
  expiredAt: null,
  may: { recharge: true, takeBack: true, prolong: false },
}

export function personRow(index: number): PersonRow {
  const learner = learnerRow(index)
  return {
    id: learner.id,
    logInName: index % 3 === 0 ? null : learner.mobile || learner.idNumberMasked,
    name: learner.name,
    idNumberMasked: learner.idNumberMasked,
    mobile: learner.mobile,
    enabled: true,
    organisation: learner.organisation,
    payers: index % 2 === 0 ? [organisation.name] : [],
    balanceFen: index % 2 === 0 ? 2_000 : 0,
    opened: index % 5 === 0,
  }
}

export const operationId = '01970000-0000-7000-8000-00000000c201'
export const operation: Operation = {
  id: operationId,
  kind: 'recharge',
  state: 'done',
  stateSince: day,
  people: 60,
  totalFen: 120_000,
  done: 60,
  batch: { id: batchId, orderNumber: batch.order.number },
  plan,
  organisation,
  reason: null,
  importId: null,
  error: null,
  createdByName: '陈雨桐',
  createdAt: day,
}

/** What a check finds: everybody, or all but those who are refused. */
export function checkOf(people: number, eachFen: number, refused: OperationCheck['refused'] = []): OperationCheck {
  const counts = new Map<string, { why: OperationCheck['refused'][number]['why']; count: number }>()
  for (const { why } of refused) counts.set(why, { why, count: (counts.get(why)?.count ?? 0) + 1 })
  const able = people - refused.length
  return {
    people: able,
    totalFen: able * eachFen,
    batch: {
      id: batchId,
      orderNumber: batch.order.number,
      organisation,
      plan,
      expiresOn: batch.expiresOn,
      leftFen: batch.leftFen,
      leftAfterFen: batch.leftFen - able * eachFen,
    },
    feeFen: null,
    refusedCount: refused.length,
    refusedBy: [...counts.values()],
    refused,
    blocked: null,
  }
}

export const refusedPerson = (
  index: number,
  why: OperationCheck['refused'][number]['why'],
  missingFen: number | null = null,
): OperationCheck['refused'][number] => {
  const { id, name, idNumberMasked } = learnerRow(index)
  return { learnerId: id, name, idNumberMasked, why, heldFen: null, missingFen }
}

export function entry(index: number): Entry {
  const { id, name, idNumberMasked } = learnerRow(index)
  const kinds = ['recharged', 'courseOpened', 'rechargeTakenBack', 'cardsExpired'] as const
  const kind = kinds[index % kinds.length] ?? 'recharged'
  return {
    id: `01970000-0000-7000-8000-00000000d0${String(index).padStart(2, '0')}`,
    at: day,
    bookedOn: '2026-05-08',
    kind,
    learner: { id, name, idNumberMasked },
    organisation: department,
    plan,
    batch: { id: batchId, orderNumber: batch.order.number, organisationName: organisation.name },
    amountFen: (kind === 'recharged' ? 24_000 : -24_000) as Entry['amountFen'],
    operationId: kind === 'cardsExpired' ? null : operationId,
    byName: '陈雨桐',
    reason: kind === 'rechargeTakenBack' ? '人员离职，收回未用的余额' : null,
  }
}

export const learnerCards: LearnerCards = {
  balanceFen: 26_000,
  plans: [
    {
      plan: { ...plan, endsAt: cardPlan.endsAt },
      balanceFen: 26_000,
      wallets: [
        {
          batchId,
          organisationName: organisation.name,
          balanceFen: 26_000,
          expiresOn: batch.expiresOn,
          state: 'usable',
        },
      ],
      opening: null,
      feeFen: cardPlan.openingFeeFen,
      refusal: null,
      missingFen: 0,
    },
    {
      plan: { ...plan, id: otherPlanId, name: otherPlan.name, endsAt: cardPlan.endsAt },
      balanceFen: 0,
      wallets: [],
      opening: { id: '01970000-0000-7000-8000-00000000c301', openedAt: day, amountFen: 24_000 as never },
      feeFen: cardPlan.openingFeeFen,
      refusal: 'alreadyOpen',
      missingFen: 0,
    },
  ],
}
