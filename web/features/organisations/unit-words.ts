import type { StateTone } from '../../components/chop.tsx'
import { t } from '../../texts/units.zh-CN.ts'

/** Whether a unit may act: itself disabled, something above it, or neither. */
export function unitState(unit: { readonly enabled: boolean; readonly open: boolean }): {
  readonly tone: StateTone
  readonly word: string
} {
  if (!unit.enabled) return { tone: 'rejected', word: t('disabled') }
  return unit.open ? { tone: 'settled', word: t('enabled') } : { tone: 'neutral', word: t('closedAbove') }
}

export function unitKind(unit: {
  readonly kind: 'organisation' | 'department'
  readonly parentId: string | null
}): string {
  if (unit.kind === 'department') return t('department')
  return unit.parentId === null ? t('organisation') : t('subsidiary')
}
