import { addFen, fen } from '../../core/money.ts'
import type { Transitions } from '../../core/transitions.ts'
import type { LetterFacts, LetterOrder, LetterState } from './letters.schema.ts'

/**
 *  printed ──▶ received      staff opened it; undone where it was the wrong one
 *     │ ◀─────────┘
 *     └──▶ cancelled         its organisation prints another, or needs none
 */
export const letterTransitions: Transitions<LetterState> = {
  printed: ['received', 'cancelled'],
  received: ['printed'],
  cancelled: [],
}

/** What the orders of a letter ask and what was paid of it, in fen. */
export function sumsOf(orders: readonly Pick<LetterOrder, 'amountFen' | 'paidFen'>[]): {
  ordersFen: number
  paidFen: number
} {
  return {
    ordersFen: addFen(...orders.map((order) => fen(order.amountFen))),
    paidFen: addFen(...orders.map((order) => fen(order.paidFen))),
  }
}

/** Whether there is anything that an organisation could confirm. */
export function isEmptyLetter({ people, orders }: Pick<LetterFacts, 'people' | 'orders'>): boolean {
  return people.submitted + people.confirmed === 0 && orders.length === 0
}

/** `K7QX9 M2TPB`: for the eye and for typing; never stored so. */
export function groupLetterCode(code: string): string {
  return `${code.slice(0, 5)} ${code.slice(5)}`
}

/** What stands after `code=` in a link, or all of it, without blanks and dashes, in capitals. */
export function readLetterCode(typed: string): string {
  const text = typed.normalize('NFKC').toUpperCase()
  return (/[?&]CODE=([^&#\s]*)/.exec(text)?.[1] ?? text).replace(/[\s-]/g, '')
}

/** The most that one sitting marks. */
export const mostReceived = 200
