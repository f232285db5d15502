import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import {
  batch,
  batchView,
  cardPlan,
  checkOf,
  entry,
  learnerCards,
  operation,
  otherPlan,
  personRow,
  smallBatch,
} from './card-samples.ts'
import { answerPeople } from './people-answers.ts'
import { department } from './people-samples.ts'

const people = Array.from({ length: 60 }, (_, index) => personRow(index))
const entries = Array.from({ length: 24 }, (_, index) => entry(index))

/** What a server with sixty people, two batches and one recharge would say to the pages of study cards. */
export function answerCards(me: Me, instead: Record<string, (input: Record<string, unknown>) => unknown> = {}) {
  return answerPeople(me, {
    'studyCards.plans': () => [cardPlan, otherPlan],
    'studyCards.batches': () => ({ rows: [batch, smallBatch], nextCursor: null }),
    'studyCards.batchTotals': () => ({
      count: 2,
      valueFen: 710_000,
      rechargedFen: 28_000,
      leftFen: 682_000,
      expiredFen: 0,
    }),
    'studyCards.batch': () => batchView,
    'studyCards.people': ({ cursor, limit }) => {
      const from = cursor ? Number(cursor) : 0
      const to = from + Number(limit ?? 50)
      return { rows: people.slice(from, to), nextCursor: to < people.length ? String(to) : null }
    },
    'studyCards.countPeople': () => ({ count: people.length, capped: false }),
    'studyCards.checkOperation': () => checkOf(60, 2_000),
    'studyCards.operation': () => operation,
    'studyCards.operations': () => ({ rows: [operation], nextCursor: null }),
    'studyCards.operationLines': () => ({
      rows: people.slice(0, 20).map(({ id, name, idNumberMasked }) => ({
        learnerId: id,
        name,
        idNumberMasked,
        organisationName: department.name,
        amountFen: 2_000,
      })),
      nextCursor: null,
    }),
    'studyCards.entries': () => ({ rows: entries, nextCursor: null }),
    'studyCards.entryTotals': () => ({
      count: entries.length,
      inFen: 144_000,
      outFen: 432_000,
      kinds: [
        { kind: 'recharged', count: 6, amountFen: 144_000 },
        { kind: 'courseOpened', count: 6, amountFen: -144_000 },
      ],
    }),
    'studyCards.ofLearner': () => learnerCards,
    ...instead,
  })
}
