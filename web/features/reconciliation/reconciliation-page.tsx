import { type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OverviewRow, OverviewWay } from '../../../server/features/reconciliation/overview.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Facts } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Money } from '../../components/money.tsx'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t as lists } from '../../texts/phone-lists.zh-CN.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createFilters } from '../shell/filters.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { PhoneFilters } from '../shell/phone-filters.tsx'
import { filterOf, overviewFilterNames } from './create-overview.ts'
import { invoiceWord, movedWord, stateTones, stateWord, ways } from './overview-words.ts'

const DeskOwnOverview = lazy(async () => {
  const module = await import('./desk-own-overview.tsx')
  await textsReady()
  return module
})
const OverviewFilterSheet = lazy(() => import('./overview-filter-sheet.tsx'))

const pageSize = 20
/** What a list can be cut by: another way is another list, chosen by the tabs. */
const cutNames = overviewFilterNames.filter((name) => name !== 'way')
const inSheet = cutNames.filter((name) => name !== 'q')

/** 对账管理 of an organisation: what was claimed, what came, and how far review and invoice are. */
export default function ReconciliationPage(): JSX.Element {
  return <ByWidth phone={<OverviewPhone />} desk={<DeskOwnOverview />} />
}

function OverviewPhone(): JSX.Element {
  const address = createFilters('/reconciliation', overviewFilterNames)
  const filters = createFilters('/reconciliation', cutNames)
  const filter = () => filterOf(address.value)
  const list = createPagedList(api.reconciliationOverview.list, () => ({ ...filter(), limit: pageSize }))
  const totals = api.reconciliationOverview.totals.use(filter, () => ({ keepPrevious: true }))
  return (
    <OrganisationShell title={t('title')} back="/orders">
      <LinkTabs
        label={t('ways')}
        tabs={ways.map((way, index) => ({
          label: t(way),
          href: index === 0 ? '/reconciliation' : `/reconciliation?way=${way}`,
          current: filter().way === way,
        }))}
      />
      <PhoneFilters
        filters={filters}
        placeholder={t('searchOwn')}
        inSheet={inSheet}
        totals={
          <Show when={totals.isSuccess ? totals.data : null}>
            {(sums) => joinParts(t('total', { count: sums().count }), formatYuan(fen(sums().amountFen)))}
          </Show>
        }
        sheet={(close) => <OverviewFilterSheet way={filter().way} filters={filters} onClose={close} />}
      />
      <PagedRows
        list={list}
        errorTitle={t('notOpened')}
        empty={
          <EmptyState
            title={filters.any() ? t('nothing') : filter().way === 'transfer' ? t('empty') : t('emptyWay')}
            action={
              filters.any() ? (
                <Button onClick={() => filters.clear()}>{lists('clear')}</Button>
              ) : (
                <ButtonLink kind="primary" href="/upload">
                  {t('upload')}
                </ButtonLink>
              )
            }
          >
            {t('emptyText')}
          </EmptyState>
        }
      >
        {(row) => <OverviewEntry row={row} way={filter().way} />}
      </PagedRows>
    </OrganisationShell>
  )
}

/** One claim: state and since when, which order and how much, and the manual's other columns. */
function OverviewEntry(props: { row: OverviewRow; way: OverviewWay }): JSX.Element {
  const invoice = () =>
    joinParts(invoiceWord(props.row.invoiceState), props.row.invoiceKind === null ? null : t(props.row.invoiceKind))
  return (
    <CardEntry
      href={`/orders/${props.row.orderId}`}
      state={
        <Chop tone={stateTones[props.row.state]} since={formatDateTime(props.row.reviewedAt ?? props.row.appliedAt)}>
          {stateWord(props.row.state, props.way)}
        </Chop>
      }
      action={t('seeOrder')}
      main={
        <>
          {t('order')} <OrderNumber>{props.row.orderNumber}</OrderNumber>
        </>
      }
      amount={
        <Show when={props.row.amountFen !== null} fallback="–">
          <Money amount={fen(props.row.amountFen ?? 0)} />
        </Show>
      }
      note={props.row.planName}
    >
      <Facts
        facts={[
          { label: t('appliedAt'), value: formatDateTime(props.row.appliedAt) },
          { label: t('reviewedAt'), value: props.row.reviewedAt ? formatDateTime(props.row.reviewedAt) : '–' },
          { label: t('applicant'), value: props.row.applicant || '–' },
          { label: t('movedAt'), value: movedWord(props.row.movedAt) },
          { label: t('organisation'), value: props.row.organisationName, wide: true },
          { label: t('invoice'), value: invoice() },
          { label: t('mode'), value: t(props.row.mode) },
        ]}
      />
    </CardEntry>
  )
}
