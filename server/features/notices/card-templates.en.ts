import type { CardNoticeKind } from './card-notices.rules.ts'
import { openFact as open, yuan } from './notice-phrases.ts'
import type { NoticeTemplate } from './notice-text.ts'
import { phrasesEnglish as say } from './phrases.en.ts'

export const cardTemplatesEnglish: { readonly [K in CardNoticeKind]: NoticeTemplate<K> } = {
  recharged: (a, revealed) => ({
    title: `Study card recharged: ${yuan(a.amountFen)}`,
    sentence: `${a.payerName} put ${yuan(a.amountFen)} on your study card for ${a.planName}. You have ${yuan(a.balanceFen)} now.`,
    facts: [
      ['Training plan', a.planName],
      ['Paid by', a.payerName],
      ['Recharged', yuan(a.amountFen)],
      ['Balance', yuan(a.balanceFen)],
      ...open('Open', revealed),
    ],
    steps: ['Log in to open a course with it.'],
  }),
  cardsEndingForLearner: (a) => ({
    title: `Study card runs out soon: ${yuan(a.amountFen)}`,
    sentence: `Your ${yuan(a.amountFen)} for ${a.planName} can be spent until ${a.expiresOn} and is lost after that. Please open the course before.`,
    facts: [],
    steps: [],
  }),
  cardOperationEnded: (a) => ({
    title: `${say.cardOperations[a.operation]} ${say.cardOutcome(a.code)}: ${say.people(a.people)}, ${a.planName}`,
    sentence: `${say.cardOperations[a.operation]} for ${a.planName} ${say.cardOutcome(a.code)}: ${say.people(a.people)}, ${yuan(a.amountFen)} in all. ${say.cardNext(a.code)}`,
    facts: [],
    steps: [],
  }),
  cardsEnding: (a, revealed) => ({
    title: `Study cards run out soon: ${a.orderNumber}`,
    sentence: `The study cards of ${a.organisationName} (order ${a.orderNumber}) end on ${a.expiresOn}: ${yuan(a.leftFen)} is left in the batch, and learners have ${yuan(a.heldFen)} unspent.`,
    facts: [
      ['Training plan', a.planName],
      ['Order', a.orderNumber],
      ['Last day', a.expiresOn],
      ['Left in the batch', yuan(a.leftFen)],
      ['Unspent with learners', yuan(a.heldFen)],
      ...open('Open', revealed),
    ],
    steps: [
      'What is not spent by then is lost. Recharge learners or open courses before the last day; if it cannot be used, ask the training centre to prolong it or for a refund.',
    ],
  }),
}
