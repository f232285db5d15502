import type { Journal } from '../sandbox-parts/journal.ts'
import { openKeyFolder } from '../sandbox-parts/key-folder.ts'
import {
  placeFromEnv,
  type RunningSandbox,
  runSandbox,
  type SandboxPlace,
  startSandbox,
} from '../sandbox-parts/sandbox-process.ts'
import { openTax } from './open-tax.ts'
import { applyEvent, emptyState, type TaxEvent } from './tax-state.ts'

export type TaxProcess = SandboxPlace & {
  /** Origins beside this machine to which callbacks may go. */
  readonly callbackOrigins: readonly string[]
}

/** Starts the service on its port with the journal of its folder. `wrapJournal` is for tests that take its safety away. */
export async function startTax(
  { callbackOrigins, ...place }: TaxProcess,
  wrapJournal: (journal: Journal<TaxEvent>) => Journal<TaxEvent> = (journal) => journal,
): Promise<RunningSandbox> {
  const state = emptyState()
  return startSandbox<TaxEvent>(
    place,
    'sandbox tax service',
    (event) => applyEvent(state, event),
    ({ journal, ...ground }) =>
      openTax({
        ...ground,
        journal: wrapJournal(journal),
        state,
        keys: openKeyFolder(place.folder, 'tax'),
        callbackOrigins,
      }),
  )
}

if (import.meta.main) {
  const { origins, ...place } = placeFromEnv('sandbox-tax', Number(process.env.SANDBOX_TAX_PORT || 3002))
  await runSandbox(() => startTax({ ...place, callbackOrigins: origins }))
}
