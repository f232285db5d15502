import type { SetStoreFunction } from 'solid-js/store'
import type { OperationKind } from '../../../server/features/study-cards/study-cards.schema.ts'
import { createDraft } from '../../offline/draft.ts'
import type { PickStore, Picks } from './create-card-people.ts'

/** What is being done with learners' cards, kept on the device until it is done: who, from what, how much. */
export interface CardDraft extends Picks {
  batchId: string | null
  eachFen: number | null
  perPerson: boolean
  /** By learner. */
  amounts: Record<string, number>
  reason: string
  /** The operation that will be asked for, or was: its id makes the same request the same operation. */
  attempt: { kind: OperationKind; id: string } | null
  /** Whether it was sent, and the server has it. */
  sent: boolean
}

export interface OpenCardDraft {
  readonly draft: CardDraft
  readonly setDraft: SetStoreFunction<CardDraft>
  readonly picks: PickStore
  /** Nobody ticked and nothing chosen, as at the beginning. */
  reset(): void
}

const empty = (eachFen: number | null): CardDraft => ({
  people: [],
  everyone: null,
  batchId: null,
  eachFen,
  perPerson: false,
  amounts: {},
  reason: '',
  attempt: null,
  sent: false,
})

/**
 * @param name tells drafts apart: by who does it and for which plan or batch
 * @param eachFen what everybody is offered at first
 */
export function createCardDraft(name: string, eachFen: number | null): OpenCardDraft {
  const { draft, setDraft } = createDraft<CardDraft>(`cards-${name}`, empty(eachFen))
  return {
    draft,
    setDraft,
    picks: {
      read: () => draft,
      write: ({ people, everyone }) => setDraft({ people, everyone }),
    },
    reset: () => setDraft(empty(eachFen)),
  }
}
