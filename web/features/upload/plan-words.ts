import { formatHours } from '../../../server/core/hours.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { t } from '../../texts/upload.zh-CN.ts'

const shanghaiMs = 8 * 3_600_000

/** `2022-12-31 23:59:59`, as the manual's table has it: Shanghai has no summer time. */
export function momentOf(iso: string): string {
  return new Date(Date.parse(iso) + shanghaiMs).toISOString().slice(0, 19).replace('T', ' ')
}

export const yesOrNo = (yes: boolean) => t(yes ? 'yes' : 'no')

/** The manual's columns of a plan besides its name, as labels and values. */
export function planFacts(plan: PlanView): { label: string; value: string; wide?: boolean }[] {
  return [
    { label: t('number'), value: plan.number, wide: true },
    { label: t('publisher'), value: plan.publisher, wide: true },
    { label: t('standard'), value: t('hours') },
    { label: t('required'), value: formatHours(plan.requiredHours) },
    { label: t('year'), value: String(plan.year) },
    { label: t('changes'), value: yesOrNo(plan.lateChangesAllowed) },
    { label: t('startsAt'), value: momentOf(plan.startsAt) },
    { label: t('endsAt'), value: momentOf(plan.endsAt) },
  ]
}
