import { createEffect } from 'solid-js'
import { createStore, type SetStoreFunction } from 'solid-js/store'

const prefix = 'xueshi.draft.'
/** A draft that nobody came back to is forgotten after a week. */
const keptMs = 7 * 86_400_000

/**
 * A form's contents that survive going back, a call and a reload. `name` tells forms apart (`voucher-<id>`). Never for
 * passwords or ID numbers: it is plain storage on the device. `clear` when it has been sent.
 */
export function createDraft<T extends object>(
  name: string,
  initial: T,
): { draft: T; setDraft: SetStoreFunction<T>; clear: () => void } {
  const key = prefix + name
  const [draft, setDraft] = createStore<T>({ ...initial, ...readDraft<T>(key) })
  let cleared = false
  createEffect(() => {
    const text = JSON.stringify({ savedAt: Date.now(), values: draft })
    if (cleared) return
    try {
      localStorage.setItem(key, text)
    } catch {
      // Full or refused: the form still works, it just does not survive a reload.
    }
  })
  const clear = () => {
    cleared = true
    try {
      localStorage.removeItem(key)
    } catch {
      // As above.
    }
  }
  return { draft, setDraft, clear }
}

function readDraft<T>(key: string): Partial<T> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null || !('savedAt' in kept) || !('values' in kept)) return {}
    if (typeof kept.savedAt !== 'number' || Date.now() - kept.savedAt > keptMs) return {}
    return kept.values as Partial<T>
  } catch {
    return {}
  }
}
