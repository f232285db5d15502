import { Worker } from 'node:worker_threads'
import type { Matches, MatchFacts } from '../../server/features/reconciliation/matching.schema.ts'

/** 50,000 lines and as many orders take a few hundred megabytes; a thread that wants more than this is stopped, not the worker. */
const heapMegabytes = 3072

/**
 * The matching rules in a thread of its own: they think for up to a minute on end, and a worker that says nothing for ten
 * seconds is taken for dead. Rejects when the thread fails or runs out of memory.
 */
export function matchInThread(facts: MatchFacts): Promise<Matches> {
  const { promise, resolve, reject } = Promise.withResolvers<Matches>()
  const thread = new Worker(new URL('./match-thread.ts', import.meta.url), {
    workerData: facts,
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes },
    env: {},
  })
  thread.once('message', resolve)
  thread.once('error', reject)
  thread.once('exit', (code) => reject(new Error(`the matching thread ended with ${code}`)))
  return promise
}
