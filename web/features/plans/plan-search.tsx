import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { Stack } from '../../components/layout.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { t } from '../../texts/upload.zh-CN.ts'
import { createFilters, type Filters } from '../shell/filters.ts'
import { createPagedList } from '../shell/paged-list.ts'

const pageSize = 20
const anyYear = 'all'

/** Which plans: those that still take money, or all that are published, and closed ones that one has people in. */
type Which = { readonly takingOrders: true } | { readonly withOwnClosed: true }

/** The plans of an organisation on a phone, by name and year as the address has them. */
export function createPlanSearch(path: string, which: Which) {
  const filters = createFilters(path, ['q', 'year'])
  const list = createPagedList(api.plans.list, () => {
    const [name, year] = [filters.value('q'), Number(filters.value('year'))]
    return { ...which, limit: pageSize, ...(name ? { name } : {}), ...(year ? { year } : {}) }
  })
  return { filters, list }
}

/** Over them: the name and the year that is searched for. */
export function PlanSearch(props: { filters: Filters<'q' | 'year'>; which: Which; lead?: JSX.Element }): JSX.Element {
  const years = api.plans.years.use(() => ('takingOrders' in props.which ? { takingOrders: true } : {}))
  return (
    <Stack gap={2}>
      {props.lead}
      <SearchBox
        placeholder={t('search')}
        value={props.filters.value('q') ?? ''}
        onSearch={(q) => props.filters.set({ q: q || null })}
        slashKey={false}
      />
      <Select
        label={t('year')}
        value={Number(props.filters.value('year')) ? (props.filters.value('year') ?? anyYear) : anyYear}
        onChange={(value) => props.filters.set({ year: value === anyYear ? null : value })}
        choices={[
          { value: anyYear, label: t('allYears') },
          ...(years.isSuccess ? years.data.years : []).map((one) => ({ value: String(one), label: String(one) })),
        ]}
      />
    </Stack>
  )
}
