import { useParams } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, type JSX, Match, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/desk-orders.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { createFilters } from '../shell/desk-filters.ts'
import { createKeysetList } from '../shell/desk-keyset-list.ts'
import { createNameRoom, KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { NewOrder } from './desk-new-order.tsx'
import { DeskOrder } from './desk-order.tsx'
import { orderModes, orderModeWord, orderStates, orderStateWord, orderTones } from './desk-order-states.ts'

/** 订单: every organisation's, with the manual's columns, one of them open beside the list. */
export default function DeskOrdersPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/orders', ['state', 'mode', 'q', 'organisation'])
  const now = createNow()
  const [creating, setCreating] = createSignal(false)
  const state = () => orderStates.find((one) => one === filters.value('state')) ?? null
  const mode = () => orderModes.find((one) => one === filters.value('mode')) ?? null
  const list = createKeysetList(
    api.orders.listAll,
    () => ({
      limit: 50,
      ...(state() ? { state: state() ?? undefined } : {}),
      ...(mode() ? { mode: mode() ?? undefined } : {}),
      ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
      ...(filters.value('organisation') ? { organisationId: filters.value('organisation') ?? '' } : {}),
    }),
    () => ({ refreshMs: 30_000 }),
  )
  const opened = () => params.id ?? null
  const beside = () => creating() || opened() !== null
  const room = createNameRoom(beside)
  const selected = () => (creating() ? null : opened())
  const close = () => {
    if (creating()) setCreating(false)
    else filters.open(null)
  }
  createKeys(() => [
    { key: 'N', label: t('create'), run: () => setCreating(true), when: () => !creating() },
    ...(beside() ? [{ key: 'Esc', label: t('keyClose'), run: close }] : []),
  ])
  const columns = (): Column<OrderListRow>[] => {
    const all: (Column<OrderListRow> & { readonly wide?: boolean })[] = [
      {
        id: 'number',
        header: t('columnNumber'),
        cell: (row) => <OrderNumber>{row.number}</OrderNumber>,
        width: '124px',
      },
      {
        id: 'plan',
        header: t('columnPlan'),
        cell: (row) => <LongName fitsCharacters={0}>{row.planName}</LongName>,
        long: true,
        width: '188px',
        wide: true,
      },
      {
        id: 'organisation',
        header: t('columnOrganisation'),
        cell: (row) => <LongName fitsCharacters={Math.min(20, room())}>{row.organisationName}</LongName>,
        long: true,
      },
      {
        id: 'at',
        header: t('columnAt'),
        cell: (row) => formatTableTime(row.createdAt, now()),
        width: '104px',
        wide: true,
      },
      { id: 'by', header: t('columnBy'), cell: (row) => row.createdByName, width: '84px', wide: true },
      {
        id: 'amount',
        header: t('columnAmount'),
        cell: (row) => <Money amount={fen(row.amountFen)} sign={false} />,
        align: 'end',
        width: '104px',
      },
      {
        id: 'paid',
        header: t('columnPaid'),
        cell: (row) =>
          row.paidFen === 0 ? (
            '–'
          ) : (
            <Money
              amount={fen(row.paidFen)}
              sign={false}
              strong={false}
              tone={row.paidFen < row.amountFen ? 'waiting' : 'settled'}
            />
          ),
        align: 'end',
        width: '104px',
        wide: true,
      },
      {
        id: 'state',
        header: t('columnState'),
        cell: (row) => <StateMark tone={orderTones[row.state]}>{orderStateWord(row.state)}</StateMark>,
        width: '116px',
      },
      {
        id: 'mode',
        header: t('columnMode'),
        cell: (row) => orderModeWord(row.mode),
        width: '112px',
        wide: true,
      },
    ]
    return all.filter((column) => !beside() || !column.wide)
  }
  return (
    <DeskPage
      title={t('title')}
      keys
      actions={
        <Button kind="primary" icon={<Plus size={16} />} keyHint="N" onClick={() => setCreating(true)}>
          {t('create')}
        </Button>
      }
      filters={
        <FilterBar onClear={filters.any() ? filters.clear : undefined}>
          <FilterSelect
            label={t('state')}
            value={state()}
            onChange={(value) => filters.set({ state: value })}
            choices={orderStates.map((value) => ({ value, label: orderStateWord(value) }))}
          />
          <FilterSelect
            label={t('mode')}
            value={mode()}
            onChange={(value) => filters.set({ mode: value })}
            choices={orderModes.map((value) => ({ value, label: orderModeWord(value) }))}
          />
          <SearchBox
            placeholder={t('search')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns={beside() ? 'minmax(0, 1fr) clamp(380px, 34vw, 500px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={list}
          label={t('list')}
          columns={columns()}
          rowName={(row) => row.number}
          selected={selected()}
          onOpen={(row) => {
            setCreating(false)
            filters.open(row.id)
          }}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
        <Switch>
          <Match when={creating()}>
            <NewOrder
              onClose={() => setCreating(false)}
              onCreated={(id) => {
                setCreating(false)
                filters.open(id)
              }}
            />
          </Match>
          <Match when={opened()}>{(id) => <DeskOrder id={id()} onClose={() => filters.open(null)} />}</Match>
        </Switch>
      </Panes>
    </DeskPage>
  )
}
