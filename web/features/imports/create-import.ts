import { createEffect, createSignal, on } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { FixedRows, ImportMode, IssueCode } from '../../../server/features/imports/imports.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/imports.zh-CN.ts'
import { inWork } from './import-words.ts'

/** Often enough for a progress line to move, in milliseconds. */
const progressMs = 700

/** One import as it goes on: its state, followed while the worker has it, and what can be done with it. */
export function createImport(id: () => string) {
  const [watching, setWatching] = createSignal(true)
  const query = api.imports.get.use(
    () => ({ id: id() }),
    () => ({ refreshMs: watching() ? progressMs : false }),
  )
  // Every change names the version that it was made on; answers to changes know it before the next `get` does.
  const [version, setVersion] = createSignal(0)
  const stale = [
    api.imports.rows.key(),
    api.imports.get.key(),
    api.imports.list.key(),
    [...api.imports.rows.key(), 'pages'],
  ]
  const moved = ({ version: next }: { version: number }) => {
    setVersion(next)
    setWatching(true)
  }
  createEffect(() => {
    if (!query.isSuccess) return
    const { state, version: seen } = query.data
    setVersion((known) => Math.max(known, seen))
    setWatching(inWork(state))
  })
  createEffect(on(id, () => setVersion(0), { defer: true }))

  const afterFix = (answer: FixedRows) => {
    setVersion(answer.version)
  }
  // Somebody else changed the import meanwhile: the next attempt has to name what is there now.
  const onError = (error: unknown) => {
    if (error instanceof AppError && error.code === 'conflict') void query.refetch()
  }
  const fixRow = api.imports.fixRow.use({ onSuccess: afterFix, onError, stale })
  const repair = api.imports.repairAlike.use({
    onSuccess: (answer) => {
      afterFix(answer)
      showToast({ text: t('repaired', { count: answer.corrected }) })
    },
    onError,
    stale,
  })
  const commit = api.imports.commit.use({ onSuccess: moved, onError })
  const remap = api.imports.remap.use({ onSuccess: moved, onError, stale })
  const chooseSheet = api.imports.chooseSheet.use({ onSuccess: moved, onError, stale })
  const cancel = api.imports.cancel.use({
    onSuccess: (answer) => {
      moved(answer)
      showToast({ text: t('cancelledDone') })
    },
    onError,
    stale,
  })
  const at = () => ({ id: id(), version: version() })
  return {
    query,
    fixRow,
    repair,
    commit,
    remap,
    chooseSheet,
    cancel,
    fix: (row: number, values: Record<string, string>) => fixRow.mutateAsync({ ...at(), row, values }),
    repairAlike: (code: IssueCode, field: string | null) => repair.mutate({ ...at(), code, field }),
    send: (mode: ImportMode) => commit.mutate({ ...at(), mode }),
    mapColumns: (columns: Record<string, number>, headerRow: number | null) =>
      remap.mutate({ ...at(), columns, headerRow }),
    takeSheet: (sheetName: string) => chooseSheet.mutate({ ...at(), sheetName }),
    drop: () => cancel.mutate(at()),
  }
}

export type OpenImport = ReturnType<typeof createImport>
