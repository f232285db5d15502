import type { Study } from '../../server/features/study/study.schema.ts'

/**
 * A learner's home as it was last seen, on this device: shown when there is no network, with its age. One for each account,
 * because several people use one phone; forgotten when they log out, when somebody else logs in, and when the session ends.
 * It holds names and masked numbers only: nothing that opens anything.
 */
const prefix = 'xueshi.study.'
/** Changes when an older version's would no longer be understood. */
const shape = 1

export interface KeptStudy {
  readonly accountId: string
  /** How the person is greeted before the server says who they are. */
  readonly name: string
  readonly study: Study
}

export function keepStudy(kept: KeptStudy): void {
  try {
    forgetOthers(kept.accountId)
    localStorage.setItem(prefix + kept.accountId, JSON.stringify({ shape, ...kept }))
  } catch {
    // Full or refused: the page works, it is just not there without a network.
  }
}

/** What was kept of this account, or of the only one there is when nobody knows who is here. */
export function readKeptStudy(accountId: string | null): KeptStudy | null {
  try {
    const keys = keptKeys()
    const key = accountId === null ? (keys.length === 1 ? keys[0] : undefined) : prefix + accountId
    const text = key === undefined ? null : localStorage.getItem(key)
    if (text === null) return null
    const kept: unknown = JSON.parse(text)
    return isKept(kept) ? kept : null
  } catch {
    return null
  }
}

/** Forgets everybody's. */
export function forgetStudies(): void {
  forgetOthers(null)
}

function forgetOthers(accountId: string | null): void {
  try {
    for (const key of keptKeys()) if (accountId === null || key !== prefix + accountId) localStorage.removeItem(key)
  } catch {
    // Refused: then nothing was kept either.
  }
}

function keptKeys(): string[] {
  return Object.keys(localStorage).filter((key) => key.startsWith(prefix))
}

function isKept(value: unknown): value is KeptStudy {
  return (
    typeof value === 'object' &&
    value !== null &&
    'shape' in value &&
    value.shape === shape &&
    'accountId' in value &&
    'name' in value &&
    'study' in value
  )
}
