import type { z } from 'zod'

/** A queue is declared once: name, payload, limits and the reason for the limits. Handlers live in the worker. */
export type QueueDefinition<Name extends string = string, Payload extends z.ZodType = z.ZodType> = {
  readonly name: Name
  /** Yesterday's payload must still parse: fields are only ever added, with defaults. */
  readonly payload: Payload
  /** How many jobs of this queue one worker runs at once; 2 cores are the measure. */
  readonly concurrency: number
  /** A job that runs longer is taken for dead and repeated. */
  readonly timeLimitSeconds: number
  readonly retries: number
  /** First wait; it doubles up to `retryDelayMaxSeconds`. */
  readonly retryDelaySeconds: number
  readonly retryDelayMaxSeconds: number
  /**
   * Its jobs all ask for the same work: each waits this long, and one run answers all that wait then. A job that is sent
   * while one runs is in the next run, so that nothing that was committed before it is overlooked.
   */
  readonly gatherSeconds?: number
  /** Why these numbers. */
  readonly why: string
}

export function defineQueue<const Name extends string, Payload extends z.ZodType>(
  definition: QueueDefinition<Name, Payload>,
): QueueDefinition<Name, Payload> {
  return definition
}
