import type { Deps } from '../../deps.ts'
import { setRowsRead } from './statement-files.store.ts'

/** People look every second; a note more often is only work for the database. */
const everyMs = 400

export type ProgressNote = {
  /** Notes it beside whatever transaction is open; nobody waits for it, and a note that fails changes nothing. */
  readonly note: (rowsRead: number, lineCount?: number) => void
  /** Until the last note is written. */
  readonly done: () => Promise<void>
}

/** How far a file is, for the page that shows it. */
export function createProgressNote(
  deps: Pick<Deps, 'db'>,
  token: { readonly id: string; readonly stateSince: Date },
): ProgressNote {
  let lastMs = 0
  let under: Promise<unknown> | null = null
  return {
    note(rowsRead, lineCount) {
      const nowMs = performance.now()
      if (under !== null || nowMs - lastMs < everyMs) return
      lastMs = nowMs
      under = setRowsRead(deps.db, token, { rowsRead, ...(lineCount === undefined ? {} : { lineCount }) })
        .catch(() => undefined)
        .finally(() => {
          under = null
        })
    },
    async done() {
      await under
    },
  }
}
