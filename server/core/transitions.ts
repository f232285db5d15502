import { AppError } from './app-error.ts'

/**
 * A state machine as one table: from -> the states it may go to. A rules file declares one per noun and draws it in its
 * comment; `checkTransition` is asked before every change, and the store repeats the expected state in its WHERE.
 */
export type Transitions<S extends string> = Readonly<Record<S, readonly S[]>>

export function canGo<S extends string>(table: Transitions<S>, from: S, to: S): boolean {
  return table[from].includes(to)
}

/** Throws `conflict` with both states when the table has no such step. */
export function checkTransition<S extends string>(table: Transitions<S>, from: S, to: S): void {
  if (!canGo(table, from, to)) throw new AppError('conflict', { from, to })
}
