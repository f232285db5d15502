import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import type { Readable } from '../../platform/database.ts'
import type { Bucket } from './throttle.rules.ts'
import { type CountedTry, countTry, dropForgottenBuckets, emptyBucket, uncountTry } from './throttle.store.ts'

/**
 * Counts a try in all the buckets before it is made. Throws `tooManyAttempts` with `retryAfterSeconds` when one of them
 * is closed; then none of them has counted it. Committed at once: a failed try stays counted whatever happens next.
 */
export async function countTries(
  deps: Pick<Deps, 'db' | 'clock' | 'logger'>,
  buckets: readonly Bucket[],
): Promise<CountedTry[]> {
  const now = deps.clock.now()
  await dropForgottenBuckets(deps.db, now)
  const tries: CountedTry[] = []
  for (const bucket of buckets) {
    const counted = await countTry(deps.db, bucket, now)
    if ('closedUntil' in counted) {
      tries.push(counted)
      continue
    }
    for (const earlier of tries) await uncountTry(deps.db, earlier)
    deps.logger.warn('logIn.throttled', { bucket: bucket.key.split(':')[0] })
    const retryAfterSeconds = Math.max(1, Math.ceil((counted.opensAt.getTime() - now.getTime()) / 1000))
    throw new AppError('tooManyAttempts', { retryAfterSeconds })
  }
  return tries
}

/** Takes tries off again that were right: one's own buckets are emptied, shared ones are given back the one try. */
export async function forgiveTries(db: Readable, tries: readonly CountedTry[]): Promise<void> {
  for (const tried of tries) {
    await (tried.bucket.policy.emptiedBySuccess ? emptyBucket(db, tried.bucket) : uncountTry(db, tried))
  }
}
