import type { JSX } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-orders.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { NewOrder } from './desk-new-order.tsx'
import { DeskOrder } from './desk-order.tsx'
import {
  orderKinds,
  orderKindWord,
  orderModes,
  orderModeWord,
  orderStates,
  orderStateWord,
  orderTones,
} from './desk-order-states.ts'

/** 订单: every organisation's, with the manual's columns, one of them open beside the list. */
export default function DeskOrdersPage(): JSX.Element {
  const filters = createFilters('/desk/orders', ['state', 'kind', 'mode', 'q', 'organisation', 'plan'])
  const now = createNow()
  const state = () => orderStates.find((one) => one === filters.value('state')) ?? null
  const mode = () => orderModes.find((one) => one === filters.value('mode')) ?? null
  const kind = () => orderKinds.find((one) => one === filters.value('kind')) ?? null
  const list = createKeysetList(
    api.orders.listAll,
    () => ({
      limit: 50,
      ...(state() ? { state: state() ?? undefined } : {}),
      ...(mode() ? { mode: mode() ?? undefined } : {}),
      ...(kind() ? { kind: kind() ?? undefined } : {}),
      ...(filters.value('plan') ? { planId: filters.value('plan') ?? '' } : {}),
      ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
      ...(filters.value('organisation') ? { organisationId: filters.value('organisation') ?? '' } : {}),
    }),
    () => ({ refreshMs: 30_000 }),
  )
  const columns = (): DeskColumn<OrderListRow>[] => [
    {
      id: 'number',
      header: t('columnNumber'),
      cell: (row) => <OrderNumber>{row.number}</OrderNumber>,
      width: '124px',
    },
    {
      id: 'plan',
      header: t('columnPlan'),
      cell: (row) => <LongName>{row.planName}</LongName>,
      long: true,
      width: '188px',
      wide: true,
    },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{row.organisationName}</LongName>,
      long: true,
    },
    {
      id: 'people',
      header: t('columnPeople'),
      cell: (row) => (row.peopleCount === 0 ? '–' : row.peopleCount),
      align: 'end',
      width: '64px',
      wide: true,
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
      cell: (row) => <StateMark tone={orderTones[row.state]}>{orderStateWord(row.state, row)}</StateMark>,
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
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      saved
      columns={columns}
      rowName={(row) => row.number}
      selects={
        <>
          <FilterSelect
            label={t('state')}
            value={state()}
            onChange={(value) => filters.set({ state: value })}
            choices={orderStates.map((value) => ({ value, label: orderStateWord(value) }))}
          />
          <FilterSelect
            label={t('kind')}
            value={kind()}
            onChange={(value) => filters.set({ kind: value })}
            choices={orderKinds.map((value) => ({ value, label: orderKindWord(value) }))}
          />
          <FilterSelect
            label={t('mode')}
            value={mode()}
            onChange={(value) => filters.set({ mode: value })}
            choices={orderModes.map((value) => ({ value, label: orderModeWord(value) }))}
          />
        </>
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      create={{ label: t('create'), pane: (pane) => <NewOrder onClose={pane.close} onCreated={pane.open} /> }}
    >
      {(id, pane) => <DeskOrder id={id()} onClose={pane.close} />}
    </DeskList>
  )
}
