import { formatHours } from '../../../server/core/hours.ts'
import type { HourGroup, HourGroupRow } from '../../../server/features/hours/hour-review.schema.ts'
import { api } from '../../api.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { groupId } from './training-key.ts'

/** What waits of a training, known by what it is. */
export type Group = HourGroupRow & { readonly id: string }

type Asked = Parameters<typeof api.hours.groups.query>[0]

/** Groups have no id of their own: lists keep them apart by what they are. */
function bindingOf(list: typeof api.hours.groups | typeof api.hours.reviewGroups) {
  return {
    key: () => list.key(),
    query: async (input: Asked, signal?: AbortSignal) => {
      const page = await list.query(input, signal)
      return { nextCursor: page.nextCursor, rows: page.rows.map((row): Group => ({ ...row, id: groupId(row) })) }
    },
  }
}

/** The whole centre's, for staff, or those that wait for the admin as the second one. */
export const groupsOf = (wholeCentre: boolean) => bindingOf(wholeCentre ? api.hours.reviewGroups : api.hours.groups)

/** The group as decisions name it. */
export function keyOf({ planId, organisationId, kind, title, studiedOn, importId, waitsFor }: HourGroup): HourGroup {
  return { planId, organisationId, kind, title, studiedOn, importId, waitsFor }
}

/** `每人 3.00`, or from the fewest to the most. */
export function eachWords({ from, to }: HourGroupRow): string {
  return from === to
    ? t('each', { hours: formatHours(from) })
    : t('fromTo', { from: formatHours(from), to: formatHours(to) })
}
