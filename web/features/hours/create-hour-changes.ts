import { newId } from '../../../server/core/ids.ts'
import type { HourRow } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/hours.zh-CN.ts'

/**
 * Corrections and withdrawals. Their ids are made once for what is being asked, so that an answer that was lost is asked
 * for again and nothing is done twice.
 */
export function createHourChanges(onDone: () => void) {
  const correct = api.hours.correct.use()
  const withdraw = api.hours.withdraw.use()
  let ids = new Map<string, string>()
  const idFor = (of: string) => {
    const id = ids.get(of) ?? newId()
    ids.set(of, id)
    return id
  }
  const done = (text: string) => {
    ids = new Map()
    showToast({ text })
    onDone()
  }
  return {
    busy: () => correct.isPending || withdraw.isPending,
    error: () => correct.error ?? withdraw.error,
    forget: () => {
      ids = new Map()
      correct.reset()
      withdraw.reset()
    },
    correct: (row: HourRow, hours: number, reason: string) =>
      correct.mutate(
        { id: idFor(`${row.id} ${hours}`), correctsId: row.id, hours, reason },
        { onSuccess: ({ pending }) => done(t(pending > 0 ? 'correctedWaits' : 'correctedDone')) },
      ),
    withdraw: (rows: readonly HourRow[], reason: string) =>
      withdraw.mutate(
        { records: rows.map(({ id }) => ({ id, adjustmentId: idFor(id) })), reason },
        { onSuccess: ({ changed }) => done(t('withdrawnDone', { count: changed })) },
      ),
  }
}
export type HourChanges = ReturnType<typeof createHourChanges>
