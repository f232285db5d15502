import { useQueryClient } from '@tanstack/solid-query'
import type { HourSelection } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { errorSentence } from '../../texts/errors.ts'
import { t } from '../../texts/hours.zh-CN.ts'

/**
 * Decides on one record, several or a whole group, all or nothing. A refusal (somebody was faster, it was taken back) is a
 * toast with its sentence, and everything is asked for again.
 */
export function createHourDecisions(onDone: () => void) {
  const queries = useQueryClient()
  const onError = (error: Error) => {
    showToast({ text: t('notDone', { why: errorSentence(error) }), durationMs: 10_000 })
    void queries.invalidateQueries()
  }
  const approve = api.hours.approve.use({ onError })
  const reject = api.hours.reject.use({ onError })
  return {
    approving: () => approve.isPending,
    rejecting: () => reject.isPending,
    approve: (selection: HourSelection) => {
      if (approve.isPending || reject.isPending) return
      approve.mutate(
        { selection },
        {
          onSuccess: ({ decided }) => {
            showToast({ text: t('approvedDone', { count: decided }) })
            onDone()
          },
        },
      )
    },
    reject: (selection: HourSelection, reason: string) => {
      if (approve.isPending || reject.isPending) return
      reject.mutate(
        { selection, reason },
        {
          onSuccess: ({ decided }) => {
            showToast({ text: t('rejectedDone', { count: decided }) })
            onDone()
          },
        },
      )
    },
  }
}
export type HourDecisions = ReturnType<typeof createHourDecisions>
