import { createEffect, createSignal, on } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import type {
  CheckOperationInput,
  OperationCheck,
  StartOperationInput,
} from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { inWork } from './card-words.ts'
import type { OpenCardDraft } from './recharge-draft.ts'

/** While the worker has it, in milliseconds. */
export const progressMs = 1000

const changedCodes: ReadonlySet<string> = new Set(['selectionChanged', 'courseFeeChanged', 'conflict'])

/**
 * The last step of a recharge, a take-back or an opening: what it would do, and the button that does it. The operation's
 * id stays in the draft, so that a second tap, a retry after a lost answer and a reload are the same operation.
 *
 * @param asked what is to be done; null while the page is not there yet
 */
export function createOperation(
  { draft, setDraft, reset }: OpenCardDraft,
  asked: () => CheckOperationInput | null,
  onStarted: (id: string) => void,
) {
  const [changed, setChanged] = createSignal(false)
  const check = api.studyCards.checkOperation.use(
    () => asked() ?? { kind: 'open', planId: '', people: { ids: [] } },
    () => ({ enabled: asked() !== null, staleMs: 0 }),
  )
  const known = (): OperationCheck | null => (check.isSuccess && asked() !== null ? check.data : null)
  const start = api.studyCards.startOperation.use({
    onSuccess: ({ id }) => {
      setDraft('sent', true)
      onStarted(id)
    },
    onError: (error) => {
      if (!(error instanceof AppError) || !changedCodes.has(error.code)) return
      setChanged(true)
      void check.refetch()
    },
    stale: [api.studyCards.operations.key(), api.studyCards.batches.key()],
  })
  // Something else to be done has nothing to do with the last answer.
  createEffect(
    on(
      () => JSON.stringify(asked()),
      () => {
        setChanged(false)
        start.reset()
      },
      { defer: true },
    ),
  )
  const attemptId = (kind: CheckOperationInput['kind']): string => {
    const last = draft.attempt
    if (last?.kind === kind) return last.id
    const id = newId()
    setDraft('attempt', { kind, id })
    return id
  }
  const lastId = () => (draft.sent ? (draft.attempt?.id ?? null) : null)
  const last = api.studyCards.operation.use(
    () => ({ id: lastId() ?? '' }),
    () => ({ enabled: lastId() !== null, refreshMs: progressMs * 3 }),
  )
  createEffect(() => {
    if (lastId() === null || !last.isSuccess || last.data.id !== lastId()) return
    if (last.data.state === 'done') reset()
    // Nothing of it was done: the same people and amounts may be sent again, as another operation.
    else if (last.data.state === 'failed') setDraft({ attempt: null, sent: false })
  })
  return {
    check,
    known,
    /** Somebody or something changed since the check that the page shows: it has been made again. */
    changed,
    /** The one that was sent before and is not done yet. */
    running: () =>
      lastId() !== null && last.isSuccess && last.data.id === lastId() && inWork(last.data.state) ? last.data : null,
    canStart: () => {
      const now = known()
      return now !== null && now.blocked === null && now.people > 0
    },
    /** Sent before, with other people or amounts, and its answer lost: that one stands. */
    alreadySent: () =>
      start.error instanceof AppError && start.error.code === 'idempotencyKeyReused'
        ? (draft.attempt?.id ?? null)
        : null,
    error: () =>
      start.error instanceof AppError &&
      (start.error.code === 'idempotencyKeyReused' || changedCodes.has(start.error.code))
        ? null
        : start.error,
    sending: () => start.isPending,
    start(reason?: string) {
      const input = asked()
      const now = known()
      if (!input || !now || start.isPending || now.people === 0 || now.blocked) return
      const common = {
        id: attemptId(input.kind),
        leaveOut: now.refusedCount > 0,
        expected: { people: now.people, totalFen: fen(now.totalFen) },
      }
      const whole: StartOperationInput =
        input.kind === 'takeBack' ? { ...input, ...common, reason: reason ?? '' } : { ...input, ...common }
      setChanged(false)
      start.mutate(whole)
    },
    /** Lets go of the one that runs, to begin another. */
    startAnother: reset,
  }
}

export type CardOperation = ReturnType<typeof createOperation>
