import { useNavigate } from '@solidjs/router'
import Upload from 'lucide-solid/icons/upload'
import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { filterOf, overviewFilterNames } from './create-overview.ts'
import { overviewColumns } from './desk-overview-columns.tsx'
import { ExportOverview, OverviewSelects, overviewSums } from './desk-overview-parts.tsx'
import { ways } from './overview-words.ts'

/** 对账管理 of an organisation on a desk: the manual's table, whose rows lead to their orders. */
export default function DeskOwnOverview(): JSX.Element {
  const navigate = useNavigate()
  const now = createNow()
  const roomy = createFromWidth(1360)
  const filters = createFilters('/reconciliation', overviewFilterNames)
  const filter = () => filterOf(filters.value)
  const list = createKeysetList(
    api.reconciliationOverview.list,
    () => ({ ...filter(), limit: 50 }),
    () => ({ refreshMs: 30_000 }),
  )
  const totals = api.reconciliationOverview.totals.use(filter, () => ({ keepPrevious: true }))
  const years = api.plans.years.use(() => ({}))
  const plans = api.plans.list.use(() => ({ withOwnClosed: true, limit: 100 }))
  const tree = api.organisations.tree.use(() => undefined)
  const units = () => (tree.isSuccess ? tree.data : [])
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('title')}
      columns={(room) =>
        overviewColumns(room, {
          way: filter().way,
          now: now(),
          roomy: roomy(),
          withStatement: false,
          orderHref: (row) => `/orders/${row.orderId}`,
        })
      }
      rowName={(row) => row.orderNumber}
      onOpen={(row) => navigate(`/orders/${row.orderId}`)}
      tabs={{
        name: 'way',
        label: t('ways'),
        current: filter().way,
        choices: ways.map((value) => ({ value, label: t(value) })),
      }}
      saved
      actions={
        <>
          <ExportOverview of="own" filter={filter()} />
          <ButtonLink kind="primary" icon={<Upload size={16} />} href="/upload">
            {t('upload')}
          </ButtonLink>
        </>
      }
      selects={
        <OverviewSelects
          filters={filters}
          filter={filter()}
          years={years.isSuccess ? years.data.years : []}
          plans={plans.isSuccess ? plans.data.rows : []}
          unit={
            <Show when={units().length > 1}>
              <FilterSelect
                label={t('unit')}
                value={filters.value('unit')}
                onChange={(unit) => filters.set({ unit })}
                choices={units().map((unit) => ({ value: unit.id, label: unit.name }))}
              />
            </Show>
          }
        />
      }
      search={t('searchOwn')}
      emptyTitle={filter().way === 'transfer' ? t('empty') : t('emptyWay')}
      emptyText={t('emptyText')}
      sums={overviewSums(totals.isSuccess ? totals.data : undefined, filter().way, list.hasMore())}
    />
  )
}
