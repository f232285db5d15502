import { useSearchParams } from '@solidjs/router'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OverviewRow, OverviewWay } from '../../../server/features/reconciliation/overview.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Line, Quiet, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { formatDateTime, formatYuan } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { filterOf, type OverviewFilterName, overviewFilterNames } from './create-overview.ts'
import { invoiceWord, movedWord, stateTones, stateWord, ways } from './overview-words.ts'

const DeskOwnOverview = lazy(async () => {
  const module = await import('./desk-own-overview.tsx')
  await textsReady()
  return module
})
const OverviewFilterSheet = lazy(() => import('./overview-filter-sheet.tsx'))

const pageSize = 20
/** What the sheet sets: the tabs and the search box stand on the page itself. */
const inSheet = overviewFilterNames.filter((name) => name !== 'way' && name !== 'q')

/** 对账管理 of an organisation: what was claimed, what came, and how far review and invoice are. */
export default function ReconciliationPage(): JSX.Element {
  return <ByWidth phone={<OverviewPhone />} desk={<DeskOwnOverview />} />
}

function OverviewPhone(): JSX.Element {
  const [search, setSearch] = useSearchParams<Partial<Record<OverviewFilterName, string>>>()
  const [choosing, setChoosing] = createSignal(false)
  const value = (name: OverviewFilterName) => search[name] || null
  const filter = () => filterOf(value)
  const list = api.reconciliationOverview.list.use(
    () => ({ ...filter(), limit: pageSize }),
    () => ({ keepPrevious: true }),
  )
  const totals = api.reconciliationOverview.totals.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (list.isSuccess ? list.data : undefined),
    (cursor) => api.reconciliationOverview.list.query({ ...filter(), limit: pageSize, cursor }),
  )
  const setCount = () => inSheet.filter((name) => value(name) !== null).length
  const filtered = () => setCount() > 0 || value('q') !== null
  const clear = () => setSearch(Object.fromEntries([...inSheet, 'q'].map((name) => [name, null])), { replace: true })
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
      <Stack gap={2}>
        <SearchBox
          placeholder={t('searchOwn')}
          value={search.q ?? ''}
          onSearch={(q) => setSearch({ q: q || null }, { replace: true })}
          slashKey={false}
        />
        <Line apart>
          <Quiet>
            <Show when={totals.isSuccess ? totals.data : null}>
              {(sums) => joinParts(t('total', { count: sums().count }), formatYuan(fen(sums().amountFen)))}
            </Show>
          </Quiet>
          <Button icon={<SlidersHorizontal size={20} />} onClick={() => setChoosing(true)}>
            {setCount() > 0 ? t('filterSet', { count: setCount() }) : t('filter')}
          </Button>
        </Line>
      </Stack>
      <Loaded query={list} errorTitle={t('notOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState
                title={filtered() ? t('nothing') : filter().way === 'transfer' ? t('empty') : t('emptyWay')}
                action={
                  filtered() ? (
                    <Button onClick={clear}>{t('clear')}</Button>
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
            <Stack gap={3}>
              <For each={more.rows()}>
                {(row) => (
                  <Card>
                    <OverviewEntry row={row} way={filter().way} />
                  </Card>
                )}
              </For>
              <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
      <Show when={choosing()}>
        <Suspense>
          <OverviewFilterSheet
            way={filter().way}
            value={value}
            onChange={(changes) => setSearch(changes, { replace: true })}
            onClear={clear}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      </Show>
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
