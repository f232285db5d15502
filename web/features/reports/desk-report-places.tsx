import { type JSX, Show } from 'solid-js'
import type { ReportScope } from '../../../server/features/reports/reports.schema.ts'
import { api } from '../../api.ts'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { t } from '../../texts/reports.zh-CN.ts'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { recentYears } from './report-filters.ts'

interface Chosen {
  value: string | null
  onChange: (value: string | null) => void
}

/** Cuts a report to a plan: of all of them for staff, of those that an organisation may see for its admin. */
export function FilterPlan(props: Chosen & { of: ReportScope }): JSX.Element {
  const all = api.plans.listAll.use(
    () => ({ limit: 100 }),
    () => ({ enabled: props.of === 'centre' }),
  )
  const own = api.plans.list.use(
    () => ({ withOwnClosed: true, limit: 100 }),
    () => ({ enabled: props.of === 'own' }),
  )
  const rows = () => (props.of === 'centre' ? (all.isSuccess ? all.data.rows : []) : own.isSuccess ? own.data.rows : [])
  return (
    <FilterSelect
      label={t('plan')}
      value={props.value}
      onChange={props.onChange}
      choices={rows().map((plan) => ({ value: plan.id, label: plan.name }))}
    />
  )
}

/** Cuts a report to a unit with all below it: found by name for staff, chosen from the own tree for an admin. */
export function FilterUnit(props: Chosen & { of: ReportScope }): JSX.Element {
  const tree = api.organisations.tree.use(
    () => undefined,
    () => ({ enabled: props.of === 'own' }),
  )
  const units = () => (tree.isSuccess ? tree.data : [])
  return (
    <Show
      when={props.of === 'centre'}
      fallback={
        <Show when={units().length > 1}>
          <FilterSelect
            label={t('unit')}
            value={props.value}
            onChange={props.onChange}
            choices={units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` }))}
          />
        </Show>
      }
    >
      <FilterOrganisation label={t('unit')} value={props.value} onChange={props.onChange} />
    </Show>
  )
}

/** The year of plans. */
export function FilterYear(props: Chosen & { years?: readonly number[] | undefined }): JSX.Element {
  const known = api.plans.years.use(
    () => ({}),
    () => ({ enabled: props.years === undefined }),
  )
  const years = () => props.years ?? (known.isSuccess ? known.data.years : [])
  return (
    <FilterSelect
      label={t('year')}
      value={props.value}
      onChange={props.onChange}
      choices={years().map((year) => ({ value: String(year), label: String(year) }))}
    />
  )
}

/** A year of the books, and a month of it. */
export function FilterMonths(props: {
  year: string | null
  month: string | null
  onChange: (changes: { year?: string | null; month?: string | null }) => void
}): JSX.Element {
  return (
    <>
      <FilterYear
        years={recentYears()}
        value={props.year}
        onChange={(year) => props.onChange(year === null ? { year, month: null } : { year })}
      />
      <Show when={props.year !== null}>
        <FilterSelect
          label={t('month')}
          value={props.month}
          onChange={(month) => props.onChange({ month })}
          choices={Array.from({ length: 12 }, (_, index) => ({
            value: String(index + 1),
            label: t('monthOf', { month: index + 1 }),
          }))}
        />
      </Show>
    </>
  )
}
