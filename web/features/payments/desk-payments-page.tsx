import { Navigate, useParams } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { needsFinance } from '../../../server/features/payments/payments.rules.ts'
import type { GatewayNoticeView, PaymentView } from '../../../server/features/payments/payments.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-payments.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { t as words } from '../../texts/payments.zh-CN.ts'
import { type DeskColumn, DeskList, type ListTabs } from '../shell/desk-list.tsx'
import { createFilters, type Filters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskGatewayNotice } from './desk-gateway-notice.tsx'
import { DeskPayment } from './desk-payment.tsx'
import { methods, outcomes, outcomeTone, outcomeWord, states, verdictTone, verdictWord } from './desk-payment-words.ts'
import { paymentTone, stateWord } from './payment-words.ts'

const tabNames = ['payments', 'open', 'all'] as const
type Tab = (typeof tabNames)[number]
const tabWords = { payments: 'payments', open: 'messages', all: 'allMessages' } as const satisfies Record<Tab, string>
type Name = 'tab' | 'state' | 'outcome' | 'method' | 'q' | 'notice'

const refreshMs = 15_000
const paneWidth = 'clamp(400px, 36vw, 540px)'

/** 支付: every payment and attempt with what became of its money, and the providers' messages that need a look. */
export default function DeskPaymentsPage(): JSX.Element {
  const filters: Filters<Name> = createFilters('/desk/payments', ['tab', 'state', 'outcome', 'method', 'q', 'notice'])
  const tab = (): Tab => tabNames.find((name) => name === filters.value('tab')) ?? 'payments'
  const odd = api.payments.notices.use(
    () => ({ open: true, limit: 100 }),
    () => ({ refreshMs }),
  )
  const tabs = (): ListTabs<Name> => ({
    name: 'tab',
    label: t('title'),
    current: tab(),
    choices: tabNames.map((name) => ({
      value: name,
      label: t(tabWords[name]),
      ...(name === 'open' && odd.isSuccess
        ? { count: odd.data.rows.filter(({ verdict }) => needsFinance(verdict)).length }
        : {}),
    })),
  })
  return (
    <Switch fallback={<Payments filters={filters} tabs={tabs()} />}>
      <Match when={filters.value('notice')}>{(id) => <Navigate href={`/desk/payments/${id()}?tab=all`} />}</Match>
      <Match when={tab() !== 'payments'}>
        <Messages filters={filters} tabs={tabs()} open={tab() === 'open'} />
      </Match>
    </Switch>
  )
}

function Payments(props: { filters: Filters<Name>; tabs: ListTabs<Name> }): JSX.Element {
  const { filters } = props
  const now = createNow()
  const state = () => states.find((one) => one === filters.value('state')) ?? null
  const outcome = () => outcomes.find((one) => one === filters.value('outcome')) ?? null
  const method = () => methods.find((one) => one === filters.value('method')) ?? null
  const list = createKeysetList(
    api.payments.listAll,
    () => ({
      limit: 50,
      ...(state() ? { state: state() ?? undefined } : {}),
      ...(outcome() ? { outcome: outcome() ?? undefined } : {}),
      ...(method() ? { method: method() ?? undefined } : {}),
      ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
    }),
    () => ({ refreshMs }),
  )
  const columns = (): DeskColumn<PaymentView>[] => [
    {
      id: 'at',
      header: t('columnAt'),
      cell: (row) => formatTableTime(row.createdAt, now()),
      width: '104px',
      wide: true,
    },
    {
      id: 'order',
      header: t('columnOrder'),
      cell: (row) => <OrderNumber>{row.orderNumber}</OrderNumber>,
      width: '132px',
    },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{row.organisationName}</LongName>,
      long: true,
    },
    { id: 'method', header: t('columnMethod'), cell: (row) => words(row.method), width: '124px', wide: true },
    {
      id: 'provider',
      header: t('columnProvider'),
      cell: (row) => (row.provider ? t(row.provider) : '–'),
      width: '92px',
      wide: true,
    },
    {
      id: 'asked',
      header: t('columnAsked'),
      cell: (row) => <Money amount={fen(row.amountFen)} sign={false} strong={false} />,
      align: 'end',
      width: '104px',
      wide: true,
    },
    {
      id: 'received',
      header: t('columnReceived'),
      cell: (row) => (row.receivedFen === null ? '–' : <Money amount={fen(row.receivedFen)} sign={false} />),
      align: 'end',
      width: '104px',
    },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={paymentTone(row)}>{stateWord(row)}</StateMark>,
      width: '116px',
    },
    {
      id: 'outcome',
      header: t('columnOutcome'),
      cell: (row) =>
        row.outcome ? <StateMark tone={outcomeTone(row.outcome)}>{outcomeWord(row.outcome)}</StateMark> : '–',
      width: '104px',
      wide: true,
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => row.orderNumber}
      tabs={props.tabs}
      selects={
        <>
          <FilterSelect
            label={t('state')}
            value={state()}
            onChange={(value) => filters.set({ state: value })}
            choices={states.map((value) => ({ value, label: words(value) }))}
          />
          <FilterSelect
            label={t('outcome')}
            value={outcome()}
            onChange={(value) => filters.set({ outcome: value })}
            choices={outcomes.map((value) => ({ value, label: outcomeWord(value) }))}
          />
          <FilterSelect
            label={t('method')}
            value={method()}
            onChange={(value) => filters.set({ method: value })}
            choices={methods.map((value) => ({ value, label: words(value) }))}
          />
        </>
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      paneWidth={paneWidth}
    >
      {(id, pane) => <DeskPayment id={id()} onClose={pane.close} />}
    </DeskList>
  )
}

function Messages(props: { filters: Filters<Name>; tabs: ListTabs<Name>; open: boolean }): JSX.Element {
  const params = useParams<{ id?: string }>()
  const now = createNow()
  const list = createKeysetList(
    api.payments.notices,
    () => ({ open: props.open, limit: 50 }),
    () => ({ refreshMs }),
  )
  const rows = () => list.rows() as readonly GatewayNoticeView[]
  const listed = () => rows().find((row) => row.id === params.id) ?? null
  // The link of a mail leads to one that may be far down the list.
  const older = api.payments.notice.use(
    () => ({ id: params.id ?? '' }),
    () => ({ enabled: params.id !== undefined && list.query.isSuccess && !listed() }),
  )
  const opened = () => listed() ?? (older.isSuccess && older.data?.id === params.id ? older.data : null)
  const goOnFrom = (id: string) => {
    if (!props.open || params.id !== id) return
    const at = rows().findIndex((row) => row.id === id)
    props.filters.open((rows()[at + 1] ?? rows()[at - 1])?.id ?? null)
  }
  const columns = (): DeskColumn<GatewayNoticeView>[] => [
    { id: 'at', header: t('receivedAt'), cell: (row) => formatTableTime(row.receivedAt, now()), width: '104px' },
    {
      id: 'verdict',
      header: t('columnVerdict'),
      cell: (row) => <StateMark tone={verdictTone(row)}>{verdictWord(row.verdict)}</StateMark>,
      width: '180px',
    },
    { id: 'provider', header: t('columnProvider'), cell: (row) => t(row.provider), width: '104px', wide: true },
    {
      id: 'tradeNo',
      header: t('columnTradeNo'),
      cell: (row) => <LongName>{row.tradeNo || '–'}</LongName>,
      long: true,
    },
    {
      id: 'providerTradeNo',
      header: t('providerTradeNo'),
      cell: (row) => <LongName>{row.providerTradeNo || '–'}</LongName>,
      long: true,
      wide: true,
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) => (row.amountFen === null ? '–' : <Money amount={fen(row.amountFen)} sign={false} />),
      align: 'end',
      width: '104px',
    },
    {
      id: 'handled',
      header: t('columnHandled'),
      cell: (row) => row.handledByName ?? t('notHandled'),
      width: '104px',
      wide: true,
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={props.filters}
      list={list}
      label={t('messageList')}
      columns={columns}
      rowName={(row) => `${verdictWord(row.verdict)} ${row.tradeNo}`}
      tabs={props.tabs}
      emptyTitle={t(props.open ? 'messagesEmpty' : 'messagesAllEmpty')}
      emptyText={props.open ? t('messagesEmptyText') : undefined}
      paneWidth={paneWidth}
      openOnMove
      opened={opened()?.id ?? null}
    >
      {(_, pane) => (
        <Show when={opened()}>
          {(notice) => <DeskGatewayNotice notice={notice()} onHandled={goOnFrom} onClose={pane.close} />}
        </Show>
      )}
    </DeskList>
  )
}
