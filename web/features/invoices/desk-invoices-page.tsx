import { useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceRequestState, RequestRow } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/desk-invoices.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { createFilters } from '../shell/desk-filters.ts'
import { createKeysetList } from '../shell/desk-keyset-list.ts'
import { createNameRoom, KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { DeskInvoiceRequest } from './desk-invoice-request.tsx'
import { kindWord, requestStateWord, requestTones } from './desk-invoice-states.ts'

/** What each tab lists; what is owed comes first in, first out, what is done newest first. */
const tabs = {
  open: { states: ['requested', 'approved', 'issuing'], newestFirst: false },
  out: { states: ['issued', 'delivered', 'redFlushed'], newestFirst: true },
  rejected: { states: ['rejected'], newestFirst: true },
  all: { states: null, newestFirst: true },
} as const satisfies Record<string, { states: readonly InvoiceRequestState[] | null; newestFirst: boolean }>
type Tab = keyof typeof tabs
const tabNames: readonly Tab[] = ['open', 'out', 'rejected', 'all']

const refreshMs = 15_000

/** 发票: requests beside the one that is being issued. */
export default function DeskInvoicesPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/invoices', ['tab', 'q'])
  const now = createNow()
  const tab = (): Tab => tabNames.find((name) => name === filters.value('tab')) ?? 'open'
  const list = createKeysetList(
    api.invoices.listRequests,
    () => {
      const { states, newestFirst } = tabs[tab()]
      return { states: states === null ? null : [...states], newestFirst, search: filters.value('q') ?? '', limit: 50 }
    },
    () => ({ refreshMs }),
  )
  const opened = () => params.id ?? null
  const room = createNameRoom(() => opened() !== null)
  createKeys(() => (opened() ? [{ key: 'Esc', label: t('keyClose'), run: () => filters.open(null) }] : []))
  const columns = (): Column<RequestRow>[] => {
    const all: (Column<RequestRow> & { readonly wide?: boolean })[] = [
      {
        id: 'since',
        header: t('columnSince'),
        cell: (row) => formatTableTime(row.createdAt, now()),
        width: '104px',
        wide: true,
      },
      {
        id: 'title',
        header: t('columnTitle'),
        cell: (row) => <LongName fitsCharacters={room()}>{row.title}</LongName>,
        long: true,
      },
      {
        id: 'order',
        header: t('columnOrder'),
        cell: (row) => <OrderNumber>{row.orderNumber}</OrderNumber>,
        width: '116px',
        wide: true,
      },
      {
        id: 'amount',
        header: t('columnAmount'),
        cell: (row) => <Money amount={fen(row.amountFen)} sign={false} />,
        align: 'end',
        width: '108px',
      },
      { id: 'kind', header: t('columnKind'), cell: (row) => kindWord(row.kind), width: '76px', wide: true },
      {
        id: 'state',
        header: t('columnState'),
        cell: (row) => <StateMark tone={requestTones[row.state]}>{requestStateWord(row.state)}</StateMark>,
        width: '124px',
      },
      {
        id: 'number',
        header: t('columnNumber'),
        cell: (row) => row.invoiceNumber ?? '–',
        width: '188px',
        wide: true,
      },
    ]
    return all.filter((column) => opened() === null || !column.wide)
  }
  return (
    <DeskPage
      title={t('title')}
      tabs={
        <LinkTabs
          label={t('title')}
          tabs={tabNames.map((name) => ({
            label: t(name),
            href: filters.href({ tab: name === 'open' ? null : name }),
            current: tab() === name,
          }))}
        />
      }
      keys
      filters={
        <FilterBar onClear={filters.value('q') === null ? undefined : () => filters.set({ q: null })}>
          <SearchBox
            placeholder={t('search')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns={opened() ? 'minmax(0, 1fr) clamp(400px, 40vw, 560px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={list}
          label={t('list')}
          columns={columns()}
          rowName={(row) => row.title}
          selected={opened()}
          onOpen={(row) => filters.open(row.id)}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
          filtered={filters.value('q') !== null}
          onClear={() => filters.set({ q: null })}
        />
        <Show when={opened()}>{(id) => <DeskInvoiceRequest id={id()} onClose={() => filters.open(null)} />}</Show>
      </Panes>
    </DeskPage>
  )
}
