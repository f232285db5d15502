import { createSignal } from 'solid-js'
import type { LearnerFilter, LearnerRow, Selection } from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/learners.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { downloadByPost } from '../shell/download.ts'

/** What can be done with one learner or with many; each says what it did, and what can be undone offers that. */
export function createLearnerActions(onDone: () => void = () => {}) {
  const [downloading, setDownloading] = createSignal(false)
  const [downloadError, setDownloadError] = createSignal<unknown>(null)
  const enable = api.learners.setEnabled.use()
  const move = api.learners.move.use()

  const download = async (path: string, body: unknown, done: string) => {
    setDownloading(true)
    setDownloadError(null)
    try {
      await downloadByPost(path, { ...(body as object), locale: language() })
      showToast({ text: done })
      onDone()
      return true
    } catch (error) {
      setDownloadError(error)
      return false
    } finally {
      setDownloading(false)
    }
  }

  return {
    enableError: () => enable.error,
    moveError: () => move.error,
    downloadError,
    busy: () => enable.isPending || move.isPending || downloading(),
    setEnabled(selection: Selection, enabled: boolean) {
      enable.mutate(
        { selection, enabled, reason: '' },
        {
          onSuccess: ({ changed }) => {
            const undoable = 'ids' in selection
            showToast({
              text: t(enabled ? 'enabledDone' : 'disabledDone', { count: changed }),
              ...(undoable ? { undo: () => enable.mutate({ selection, enabled: !enabled, reason: '' }) } : {}),
            })
            onDone()
          },
        },
      )
    },
    /** `from` when all of them were in one unit: then it can be undone. */
    move(selection: Selection, to: { id: string; name: string }, from: string | null) {
      move.mutate(
        { selection, organisationId: to.id, ...(from === null ? {} : { from }) },
        {
          onSuccess: ({ changed }) => {
            showToast({
              text: t('moved', { count: changed, unit: to.name }),
              ...(from !== null && 'ids' in selection
                ? {
                    undo: () => move.mutate({ selection, organisationId: from, from: to.id }),
                  }
                : {}),
            })
            onDone()
          },
        },
      )
    },
    passwords: (selection: Selection, count: number, alsoActive: boolean) =>
      download('/api/learners/first-passwords', { selection, alsoActive }, t('passwordsDone', { count })),
    export: (filter: LearnerFilter, whole: boolean, reason: string) =>
      download('/api/learners/export', { filter, whole, ...(whole ? { reason } : {}) }, t('exported')),
  }
}

export type LearnerActions = ReturnType<typeof createLearnerActions>

/** The one unit that all of these are in, if it is one. */
export function commonUnit(rows: readonly LearnerRow[]): string | null {
  const [first] = rows
  return first && rows.every((row) => row.organisation.id === first.organisation.id) ? first.organisation.id : null
}
