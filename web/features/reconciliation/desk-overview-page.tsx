import type { JSX } from 'solid-js'
import { api } from '../../api.ts'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { DeskOrder } from '../orders/desk-order.tsx'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { filterOf, overviewFilterNames } from './create-overview.ts'
import { overviewColumns } from './desk-overview-columns.tsx'
import { ExportOverview, OverviewSelects, overviewSums } from './desk-overview-parts.tsx'
import { ways } from './overview-words.ts'

/** 对账管理 for staff: every claim and payment of the centre, with its order beside the list. */
export default function DeskOverviewPage(): JSX.Element {
  const now = createNow()
  const roomy = createFromWidth(1360)
  const filters = createFilters('/desk/reconciliation', overviewFilterNames)
  const filter = () => filterOf(filters.value)
  const list = createKeysetList(
    api.reconciliationOverview.listAll,
    () => ({ ...filter(), limit: 50 }),
    () => ({ refreshMs: 30_000 }),
  )
  const totals = api.reconciliationOverview.totalsAll.use(filter, () => ({ keepPrevious: true }))
  const years = api.plans.years.use(() => ({}))
  const plans = api.plans.listAll.use(() => ({ limit: 100 }))
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
          withStatement: true,
          orderHref: (row) => `/desk/reconciliation/${row.orderId}${location.search}`,
        })
      }
      rowName={(row) => row.orderNumber}
      openId={(row) => row.orderId}
      tabs={{
        name: 'way',
        label: t('ways'),
        current: filter().way,
        choices: ways.map((value) => ({ value, label: t(value) })),
      }}
      saved
      actions={<ExportOverview of="centre" filter={filter()} />}
      selects={
        <OverviewSelects
          filters={filters}
          filter={filter()}
          years={years.isSuccess ? years.data.years : []}
          plans={plans.isSuccess ? plans.data.rows : []}
          unit={
            <FilterOrganisation
              label={t('unit')}
              value={filters.value('unit')}
              onChange={(unit) => filters.set({ unit })}
            />
          }
        />
      }
      search={t('search')}
      emptyTitle={filter().way === 'transfer' ? t('empty') : t('emptyWay')}
      emptyText={t('emptyText')}
      sums={overviewSums(totals.isSuccess ? totals.data : undefined, filter().way, list.hasMore())}
      paneWidth="clamp(400px, 38vw, 560px)"
    >
      {(id, pane) => <DeskOrder id={id()} onClose={pane.close} />}
    </DeskList>
  )
}
