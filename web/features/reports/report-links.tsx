import { useNavigate } from '@solidjs/router'
import ChevronDown from 'lucide-solid/icons/chevron-down'
import { For, type JSX } from 'solid-js'
import type { ReportScope } from '../../../server/features/reports/reports.schema.ts'
import { Card, CardLine } from '../../components/card.tsx'
import { Menu } from '../../components/menu.tsx'
import { t } from '../../texts/reports.zh-CN.ts'

export type ReportName = 'plans' | 'archive' | 'money' | 'invoices'

const names = ['plans', 'archive', 'money', 'invoices', 'cardHistory'] as const

/** Where a report stands. */
export function reportHref(of: ReportScope, name: (typeof names)[number]): string {
  const desk = of === 'centre' ? '/desk' : ''
  switch (name) {
    case 'plans':
      return `${desk}/reports/plans`
    case 'archive':
      return of === 'centre' ? '/desk/reports/archive' : '/archive'
    case 'money':
      return `${desk}/reports/reconciliation`
    case 'invoices':
      return `${desk}/reports/invoices`
    case 'cardHistory':
      return `${desk}/cards/history`
  }
}

/** From one report to the others, in the head of each. */
export function ReportMenu(props: { of: ReportScope; current: ReportName }): JSX.Element {
  const navigate = useNavigate()
  return (
    <Menu
      label={t('reports')}
      triggerClass="button button-quiet"
      items={names.map((name) => ({
        label: t(name),
        checked: name === props.current,
        run: () => navigate(reportHref(props.of, name)),
      }))}
    >
      {t('reports')}
      <ChevronDown size={16} />
    </Menu>
  )
}

/** The same at the foot of a phone page. */
export function ReportLines(props: { current: ReportName }): JSX.Element {
  return (
    <Card label={t('reports')}>
      <For each={names.filter((name) => name !== props.current)}>
        {(name) => <CardLine label={t(name)} href={reportHref('own', name)} />}
      </For>
    </Card>
  )
}
