import type { Readable } from '../../platform/database.ts'
import type { Bucket } from './throttle.rules.ts'

/** A try that was counted, and until when it closed its bucket (not at all: the moment of the try itself). */
export type CountedTry = { readonly bucket: Bucket; readonly closedUntil: Date }

/**
 * Counts one try in the bucket in one statement, unless the bucket is closed; then says when it opens again. Tries at
 * the same moment queue at the row, so that not one more gets through than the policy allows.
 */
export async function countTry(
  db: Readable,
  bucket: Bucket,
  now: Date,
): Promise<CountedTry | { readonly opensAt: Date }> {
  const { key, policy } = bucket
  const waits = [...policy.waits]
  const counted = await db.$queryRaw<{ closedUntil: Date }[]>`
    INSERT INTO log_in_throttles AS t (bucket, failures, window_ends_at, blocked_until)
    VALUES (${key}, 1, ${now}::timestamptz + make_interval(secs => ${policy.windowSeconds}::int),
            ${now}::timestamptz + make_interval(secs => (${waits}::int[])[1]))
    ON CONFLICT (bucket) DO UPDATE SET
      failures = CASE WHEN t.window_ends_at <= ${now} THEN 1 ELSE t.failures + 1 END,
      window_ends_at = excluded.window_ends_at,
      blocked_until = ${now}::timestamptz + make_interval(secs => (${waits}::int[])[
        CASE WHEN t.window_ends_at <= ${now} THEN 1 ELSE LEAST(t.failures + 1, ${waits.length}::int) END])
    WHERE t.blocked_until IS NULL OR t.blocked_until <= ${now}
    RETURNING blocked_until AS "closedUntil"`
  if (counted[0]) return { bucket, closedUntil: counted[0].closedUntil }
  const row = await db.logInThrottle.findUnique({ where: { bucket: key }, select: { blockedUntil: true } })
  // A right password may have opened it between the two statements: the next moment is free.
  return { opensAt: row?.blockedUntil ?? now }
}

/** Takes one counted try off again, and opens the bucket if it was this try that closed it. */
export async function uncountTry(db: Readable, { bucket, closedUntil }: CountedTry): Promise<void> {
  const waits = [...bucket.policy.waits]
  await db.$executeRaw`
    UPDATE log_in_throttles SET
      failures = GREATEST(failures - 1, 0),
      blocked_until = CASE
        WHEN blocked_until = ${closedUntil} OR (${waits}::int[])[LEAST(GREATEST(failures - 1, 1), ${waits.length}::int)] = 0 THEN NULL
        ELSE blocked_until END
    WHERE bucket = ${bucket.key}`
}

export async function emptyBucket(db: Readable, bucket: Bucket): Promise<void> {
  await db.logInThrottle.deleteMany({ where: { bucket: bucket.key } })
}

/** Drops a few buckets that are forgotten. Every try adds at most two, so with four a try the table does not grow. */
export async function dropForgottenBuckets(db: Readable, now: Date): Promise<void> {
  await db.$executeRaw`
    DELETE FROM log_in_throttles WHERE bucket IN (
      SELECT bucket FROM log_in_throttles WHERE window_ends_at < ${now} ORDER BY window_ends_at LIMIT 4 FOR UPDATE SKIP LOCKED)`
}
