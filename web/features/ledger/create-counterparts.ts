import { createEffect, createSignal, onCleanup } from 'solid-js'
import type { LedgerAccountRef } from '../../../server/features/ledger/ledger.rules.ts'
import { api } from '../../api.ts'

/** A pause in typing that is long enough to ask, in milliseconds. */
const pauseMs = 250

/** The accounts that a correction can have on its other side, found while somebody types. */
export function createCounterparts(account: () => LedgerAccountRef) {
  const [typed, setTyped] = createSignal('')
  const [asked, setAsked] = createSignal('')
  createEffect(() => {
    const text = typed().trim()
    const timer = setTimeout(() => setAsked(text), pauseMs)
    onCleanup(() => clearTimeout(timer))
  })
  const query = api.ledger.counterparts.use(
    () => ({ kind: account().kind, ownerId: account().ownerId, search: asked() }),
    () => ({ keepPrevious: true }),
  )
  return { typed, setTyped, query, rows: () => (query.isSuccess ? query.data : []) }
}
