import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import { AppError } from '../../core/app-error.ts'
import type { Deps } from '../../deps.ts'
import { countTries } from '../accounts/throttle-tries.ts'
import { findPlatformByKey, type LearningPlatform, touchPlatform } from './platforms.store.ts'

/** `lp_` and 16 characters: what an LMS asks for as user name or key. */
export function createAccessKey(): string {
  return `lp_${randomBytes(12).toString('base64url')}`
}

/** 256 random bits. Only its SHA-256 is kept: nobody guesses it, so nothing slower is needed. */
export function createSecret(): { secret: string; secretHash: Uint8Array<ArrayBuffer> } {
  const secret = randomBytes(32).toString('base64url')
  return { secret, secretHash: hashSecret(secret) }
}

function hashSecret(secret: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(secret).digest())
}

const noSecret = new Uint8Array(32)

/**
 * The platform that a request comes from: `Basic` with its key and secret, or `Bearer key:secret` for senders that know
 * no other. Throws `platformNotKnown`, `platformDisabled` (whose key and secret are right), `tooManyAttempts`.
 */
export async function authenticatePlatform(
  deps: Pick<Deps, 'db' | 'clock' | 'logger'>,
  authorization: string | undefined,
): Promise<LearningPlatform> {
  const credentials = readCredentials(authorization)
  const platform = credentials ? await findPlatformByKey(deps.db, credentials.key) : null
  const right = timingSafeEqual(hashSecret(credentials?.secret ?? ''), platform?.secretHash ?? noSecret)
  if (!platform || !right) throw new AppError('platformNotKnown')
  if (!platform.enabled) throw new AppError('platformDisabled')
  const now = deps.clock.now()
  await countTries(deps, [requestBucket(platform.id, now)])
  await touchPlatform(deps.db, platform.id, now)
  return platform
}

export function readCredentials(authorization: string | undefined): { key: string; secret: string } | null {
  const [scheme = '', given = ''] = (authorization ?? '').trim().split(/\s+/, 2)
  const text = /^basic$/i.test(scheme)
    ? Buffer.from(given, 'base64').toString('utf8')
    : /^bearer$/i.test(scheme)
      ? given
      : ''
  const colon = text.indexOf(':')
  return colon < 1 ? null : { key: text.slice(0, colon), secret: text.slice(colon + 1) }
}

/**
 * 300 requests in ten seconds, each of up to 500 statements: 30 a second leaves most of two cores to people, and a platform
 * with more to say says it in batches.
 */
export const requestsPerSlot = 300
const slotSeconds = 10
const waits = [...Array.from({ length: requestsPerSlot - 1 }, () => 0), slotSeconds]

function requestBucket(platformId: string, now: Date) {
  const slot = Math.floor(now.getTime() / (slotSeconds * 1000))
  return {
    key: `platform:${platformId}:${slot}`,
    policy: { waits, windowSeconds: 2 * slotSeconds, emptiedBySuccess: false },
  }
}
