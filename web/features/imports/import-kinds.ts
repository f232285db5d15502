import type { ImportSummary, ImportView } from '../../../server/features/imports/imports.schema.ts'
import { t } from '../../texts/imports.zh-CN.ts'

/** What a file is for: learners, people for a plan, hours of a plan, or a recharge from a batch of study cards. */
export interface ImportTarget {
  readonly kind: ImportSummary['kind']
  readonly planId?: string | undefined
  readonly batchId?: string | undefined
}

export const learnersTarget: ImportTarget = { kind: 'learners' }

/** What the upload and the template are asked for with. */
export function targetQuery({ planId, batchId }: ImportTarget, organisationId: string | null): URLSearchParams {
  const query = new URLSearchParams()
  if (organisationId) query.set('organisation', organisationId)
  if (planId) query.set('plan', planId)
  if (batchId) query.set('batch', batchId)
  return query
}

/** `导入学员`, `导入报名`. */
export function importTitle(kind: ImportSummary['kind'] | undefined): string {
  if (kind === undefined) return t('title')
  return t(titles[kind])
}

const titles = {
  learners: 'titleLearners',
  enrolments: 'titleEnrolments',
  hours: 'titleHours',
  recharges: 'titleRecharges',
} as const satisfies Record<ImportSummary['kind'], string>

interface Leads {
  readonly href: string
  readonly word: string
}

const isDesk = (base: string) => base.startsWith('/desk')

/** Where what it brought is to be seen. `base`: where the imports are listed, an organisation's or the staff's. */
export function broughtBy(one: ImportView, base: string): Leads {
  const desk = isDesk(base) ? '/desk' : ''
  // The operation that recharges has the id of the import it came from.
  if (one.kind === 'recharges') return { href: `${desk}/cards/operations/${one.id}`, word: t('toRecharge') }
  if (one.kind === 'hours') return { href: `${desk}/hours`, word: t('toHours') }
  if (one.kind === 'enrolments' && one.plan && !isDesk(base))
    return { href: `/enrolments/${one.plan.id}?state=draft`, word: t('toPlan') }
  return { href: `${desk}/learners`, word: t('toLearners') }
}

/** Where another file like it is chosen. */
export function startHref(one: ImportView, base: string): string {
  if (one.kind === 'recharges')
    return isDesk(base) ? '/desk/cards/recharge/import' : `/recharge/import${one.batch ? `?batch=${one.batch.id}` : ''}`
  if (one.kind === 'hours') return isDesk(base) ? '/desk/hours' : '/hours'
  return one.kind === 'enrolments' && one.plan && !isDesk(base) ? `/enrolments/${one.plan.id}/add?way=import` : base
}
