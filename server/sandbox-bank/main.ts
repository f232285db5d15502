import type { Journal } from '../sandbox-parts/journal.ts'
import { openKeyFolder } from '../sandbox-parts/key-folder.ts'
import {
  placeFromEnv,
  type RunningSandbox,
  runSandbox,
  type SandboxPlace,
  startSandbox,
} from '../sandbox-parts/sandbox-process.ts'
import { openBank } from './open-bank.ts'
import { applyEvent, type BankEvent, emptyState } from './trades.ts'

export type BankProcess = SandboxPlace & {
  /** Origins beside this machine to which notices may go. */
  readonly noticeOrigins: readonly string[]
}

/** Starts the bank on its port with the journal of its folder. `wrapJournal` is for tests that take its safety away. */
export async function startBank(
  { noticeOrigins, ...place }: BankProcess,
  wrapJournal: (journal: Journal<BankEvent>) => Journal<BankEvent> = (journal) => journal,
): Promise<RunningSandbox> {
  const state = emptyState()
  return startSandbox<BankEvent>(
    place,
    'sandbox bank',
    (event) => applyEvent(state, event),
    ({ journal, ...ground }) =>
      openBank({
        ...ground,
        journal: wrapJournal(journal),
        state,
        keys: openKeyFolder(place.folder, 'bank'),
        noticeOrigins,
      }),
  )
}

if (import.meta.main) {
  const { origins, ...place } = placeFromEnv('sandbox-bank', Number(process.env.SANDBOX_BANK_PORT || 3001))
  await runSandbox(() => startBank({ ...place, noticeOrigins: origins }))
}
