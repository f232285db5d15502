import { useNavigate } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import type { JSX } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { createKeys } from '../../components/keys.ts'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { t as credit } from '../../texts/credit.zh-CN.ts'
import { formatTableTime, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { createMerge } from './create-merge.ts'
import { orderTones, orderWord } from './order-state.tsx'

const states = ['open', 'paid', 'expired', 'cancelled'] as const
const kinds = ['enrolments', 'studyCards'] as const

/**
 * The orders of an organisation on a desk: a dense list by state, kind and unit, and what is unpaid merged. `recharges`
 * are those for study cards alone, 在线充值管理.
 */
export default function DeskOwnOrders(props: { recharges?: boolean | undefined }): JSX.Element {
  const navigate = useNavigate()
  const now = createNow()
  const roomy = createFromWidth(1280)
  const path = () => (props.recharges ? '/recharges' : '/orders')
  const filters = createFilters(path(), ['state', 'kind', 'unit', 'q'])
  const state = () => states.find((one) => one === filters.value('state')) ?? null
  const kind = () => (props.recharges ? 'studyCards' : (kinds.find((one) => one === filters.value('kind')) ?? null))
  const tree = api.organisations.tree.use(() => undefined)
  const units = () => (tree.isSuccess ? (tree.data ?? []) : [])
  const list = createKeysetList(
    api.orders.list,
    () => ({
      limit: 50,
      ...(state() ? { state: state() ?? undefined } : {}),
      ...(kind() ? { kind: kind() ?? undefined } : {}),
      ...(filters.value('unit') ? { organisationId: filters.value('unit') ?? '' } : {}),
      ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
    }),
    () => ({ refreshMs: 30_000 }),
  )
  const merge = createMerge(list.rows, (id) => navigate(`/orders/${id}`))
  const newHref = () => (props.recharges ? '/orders/new?kind=cards' : '/orders/new')
  const newLabel = () => (props.recharges ? credit('newRecharge') : t('newOrder'))
  createKeys(() => [{ key: 'N', label: newLabel(), run: () => navigate(newHref()) }])
  const title = () => (props.recharges ? credit('recharges') : t('listTitle'))
  return (
    <DeskPage
      title={title()}
      keys
      tabs={
        <LinkTabs
          label={t('filters')}
          tabs={[
            { label: t('all'), href: filters.href({ state: null }), current: state() === null },
            ...states.map((one) => ({ label: t(one), href: filters.href({ state: one }), current: state() === one })),
          ]}
        />
      }
      actions={
        <>
          {props.recharges ? undefined : <ButtonLink href="/upload">{t('upload')}</ButtonLink>}
          <ButtonLink href="/credit">{t('allCredit')}</ButtonLink>
          <ButtonLink href="/refunds">{t('allRefunds')}</ButtonLink>
          {props.recharges ? undefined : <ButtonLink href="/recharges">{t('allRecharges')}</ButtonLink>}
          <ButtonLink kind="primary" icon={<Plus size={16} />} keyHint="N" href={newHref()}>
            {newLabel()}
          </ButtonLink>
        </>
      }
      filters={
        <FilterBar onClear={filters.any() ? filters.clear : undefined}>
          {props.recharges ? undefined : (
            <FilterSelect
              label={t('kind')}
              value={kind()}
              onChange={(value) => filters.set({ kind: value })}
              choices={kinds.map((value) => ({ value, label: kindWord(value) }))}
            />
          )}
          {units().length > 1 ? (
            <FilterSelect
              label={t('unit')}
              value={filters.value('unit')}
              onChange={(value) => filters.set({ unit: value })}
              choices={units().map((unit) => ({ value: unit.id, label: unit.name }))}
            />
          ) : undefined}
          <SearchBox
            placeholder={t('search')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns="minmax(0, 1fr)">
        <KeysetPane
          list={list}
          label={title()}
          columns={columnsOf(now, roomy(), props.recharges ?? false)}
          rowName={(row) => row.number}
          onOpen={(row) => navigate(`/orders/${row.id}`)}
          ticked={props.recharges ? undefined : merge.ticked()}
          onTick={props.recharges ? undefined : merge.setTicked}
          bulk={
            <BulkBar
              count={merge.chosen().length}
              text={
                merge.error ? (
                  <ErrorNote error={merge.error} />
                ) : merge.ofOneUnit() ? (
                  merge.chosen().length < 2 ? (
                    t('mergeMore')
                  ) : undefined
                ) : (
                  t('mergeDiffer')
                )
              }
              amount={<Money amount={fen(merge.amountFen())} />}
              onClear={merge.clear}
            >
              <BulkAction busy={merge.busy || merge.chosen().length < 2 || !merge.ofOneUnit()} onClick={merge.send}>
                {merge.busy
                  ? t('merging')
                  : t('mergeDo', { count: merge.chosen().length, amount: formatYuan(fen(merge.amountFen())) })}
              </BulkAction>
            </BulkBar>
          }
          emptyTitle={props.recharges ? credit('noRecharges') : t('emptyTitle')}
          emptyText={props.recharges ? credit('noRechargesText') : t('emptyText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
      </Panes>
    </DeskPage>
  )
}

const kindWord = (kind: OrderListRow['kind']) => t(kind === 'studyCards' ? 'kindStudyCards' : 'kindEnrolments')

function columnsOf(now: () => Date, roomy: boolean, recharges: boolean): Column<OrderListRow>[] {
  const money = (amount: number) => (amount === 0 ? '–' : <Money amount={fen(amount)} sign={false} strong={false} />)
  const all: (Column<OrderListRow> | null)[] = [
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
    },
    {
      id: 'unit',
      header: t('unit'),
      cell: (row) => <LongName>{row.organisationName}</LongName>,
      long: true,
    },
    recharges
      ? null
      : {
          id: 'people',
          header: t('columnPeople'),
          cell: (row) => (row.kind === 'studyCards' ? t('kindStudyCards') : row.peopleCount),
          align: 'end',
          width: '96px',
        },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) => <Money amount={fen(row.amountFen)} sign={false} />,
      align: 'end',
      width: '112px',
    },
    { id: 'paid', header: t('columnPaid'), cell: (row) => money(row.paidFen), align: 'end', width: '112px' },
    recharges || roomy
      ? {
          id: 'online',
          header: t('columnOnline'),
          cell: (row) => money(row.paidOnlineFen),
          align: 'end',
          width: '112px',
        }
      : null,
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={orderTones[row.state]}>{orderWord(row)}</StateMark>,
      width: '104px',
    },
    roomy
      ? {
          id: 'at',
          header: t('columnAt'),
          cell: (row) => formatTableTime(row.createdAt, now()),
          width: '104px',
        }
      : null,
    {
      id: 'due',
      header: t('columnDue'),
      cell: (row) => (row.state === 'open' ? formatTableTime(row.expiresAt, now()) : '–'),
      width: '104px',
    },
  ]
  return all.filter((column) => column !== null)
}
