import { useQueryClient } from '@tanstack/solid-query'
import type { EnrolmentRow } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { formatYuan } from '../../texts/format.ts'
import { feesOf } from './ticks.ts'

/** Who is decided on, as the reviewer saw them. */
export type Decidable = Pick<EnrolmentRow, 'id' | 'version' | 'feeFen'> & {
  readonly learner: { readonly name: string }
}

/** Half of what a request may hold (server/app.ts), as each rejection carries its reason. */
const mostBytes = 500_000

/** All at once where they fit into a request, which they do up to a thousand or so; each part is all or nothing. */
function partsOf<Rejection extends { readonly reason: string }>(rejections: readonly Rejection[]): Rejection[][] {
  const bytes = new TextEncoder().encode(JSON.stringify(rejections[0] ?? {})).length + 1
  const size = Math.max(1, Math.floor(mostBytes / bytes))
  return Array.from({ length: Math.ceil(rejections.length / size) }, (_, part) =>
    rejections.slice(part * size, (part + 1) * size),
  )
}

export interface DeskDecisions {
  confirm(rows: readonly Decidable[]): void
  reject(rows: readonly Decidable[], reason: string): Promise<void>
  revoke(row: Decidable, reason: string): void
  busy(): boolean
}

/**
 * Decides on one or on many, all or nothing. A refusal (somebody was faster, the organisation withdrew it meanwhile) is a
 * toast with its sentence, and everything is asked for again.
 */
export function createDeskDecisions(onDone: (ids: ReadonlySet<string>) => void): DeskDecisions {
  const queries = useQueryClient()
  const failed = (error: Error) => {
    showToast({ text: t('notDone', { why: errorSentence(error) }), durationMs: 10_000 })
    void queries.invalidateQueries()
  }
  const decide = api.enrolments.decide.use({ onError: failed })
  const revoke = api.enrolments.revoke.use({ onError: failed })
  const idsOf = (rows: readonly Decidable[]) => new Set(rows.map(({ id }) => id))
  const picksOf = (rows: readonly Decidable[]) => rows.map(({ id, version }) => ({ id, version }))
  const nameOf = (rows: readonly Decidable[]) => (rows.length === 1 ? (rows[0]?.learner.name ?? null) : null)
  const busy = () => decide.isPending || revoke.isPending
  return {
    busy,
    confirm: (rows) => {
      if (busy() || rows.length === 0) return
      decide.mutate(
        { confirm: picksOf(rows), reject: [] },
        {
          onSuccess: () => {
            const name = nameOf(rows)
            const amount = formatYuan(feesOf(rows).total)
            showToast({
              text: name === null ? t('confirmedMany', { count: rows.length, amount }) : t('confirmedOne', { name }),
            })
            onDone(idsOf(rows))
          },
        },
      )
    },
    reject: async (rows, reason) => {
      if (busy() || rows.length === 0) return
      for (const part of partsOf(picksOf(rows).map((pick) => ({ ...pick, reason })))) {
        const done = await decide.mutateAsync({ confirm: [], reject: part }).catch(() => null)
        if (done === null) return
        onDone(new Set(part.map(({ id }) => id)))
      }
      const name = nameOf(rows)
      showToast({ text: name === null ? t('rejectedMany', { count: rows.length }) : t('rejectedOne', { name }) })
    },
    revoke: (row, reason) => {
      if (busy()) return
      revoke.mutate(
        { picks: picksOf([row]), reason },
        { onSuccess: () => showToast({ text: t('revoked', { name: row.learner.name }) }) },
      )
    },
  }
}
