import X from 'lucide-solid/icons/x'
import { type Accessor, type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { RefundListRow, RefundView } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { ErrorState } from '../../components/empty-state.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { type Fact, Line } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t as desk } from '../../texts/desk-refunds.zh-CN.ts'
import { formatDateTime, formatTableTime } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/refunds.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { fromWord, RefundHead, RefundStory } from './refund-body.tsx'
import { RedInvoice, RefundActions } from './refund-phone.tsx'
import { groupNames, groupWords, refundStateWord, refundTones } from './refund-words.ts'

const ways = ['source', 'transfer', 'credit', 'order'] as const
/** The staff's first tab is what waits for them. */
const staffTabs = ['mine', 'sent', 'done', 'stopped', 'all'] as const
const refreshMs = 15_000

/** 退费 on a desk, of the staff or of an organisation's admin: a dense list, one of them open beside it. */
export function DeskRefunds(props: {
  /** `/desk/refunds` or `/refunds` */
  base: string
  staff: boolean
  /** What stands over the story of the open one, and what decides on it at its foot. */
  above?: ((refund: Accessor<RefundView>) => JSX.Element) | undefined
  foot?: ((refund: Accessor<RefundView>) => JSX.Element) | undefined
}): JSX.Element {
  const filters = createFilters(props.base, ['tab', 'way', 'q', 'order', 'organisation'])
  const now = createNow()
  const tabs: readonly string[] = props.staff ? staffTabs : ['all', ...groupNames]
  const tab = () => tabs.find((one) => one === filters.value('tab')) ?? tabs[0] ?? 'all'
  const way = () => ways.find((one) => one === filters.value('way')) ?? null
  const input = () => ({
    limit: 50,
    ...(way() ? { way: way() ?? undefined } : {}),
    ...(filters.value('q') ? { search: filters.value('q') ?? '' } : {}),
    ...(filters.value('order') ? { orderId: filters.value('order') ?? '' } : {}),
    ...filterOfTab(tab()),
  })
  const list = props.staff
    ? createKeysetList(
        api.refunds.listAll,
        () => ({
          ...input(),
          // Of one order, everything is shown.
          ...(tab() === 'mine' && !filters.value('order') ? { waiting: true } : {}),
          ...(filters.value('organisation') ? { organisationId: filters.value('organisation') ?? '' } : {}),
        }),
        () => ({ refreshMs }),
      )
    : createKeysetList(api.refunds.list, input, () => ({ refreshMs }))
  const columns = (): DeskColumn<RefundListRow>[] => [
    {
      id: 'at',
      header: t('columnAt'),
      cell: (row) => formatTableTime(row.createdAt, now()),
      width: '104px',
      wide: true,
    },
    { id: 'number', header: t('columnNumber'), cell: (row) => <OrderNumber>{row.number}</OrderNumber>, width: '128px' },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{row.organisationName}</LongName>,
      long: true,
    },
    {
      id: 'from',
      header: t('columnFrom'),
      cell: (row) => (row.orderNumber ? <OrderNumber>{row.orderNumber}</OrderNumber> : fromWord(row)),
      width: '124px',
      wide: true,
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) => <Money amount={fen(row.amountFen)} sign={false} />,
      align: 'end',
      width: '100px',
    },
    {
      id: 'way',
      header: t('columnWay'),
      cell: (row) => <LongName>{t(row.way)}</LongName>,
      long: true,
      width: '112px',
      wide: true,
    },
    { id: 'by', header: t('columnBy'), cell: (row) => row.requestedByName, width: '96px', wide: true },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={refundTones[row.state]}>{refundStateWord(row)}</StateMark>,
      width: '172px',
    },
  ]
  return (
    <DeskList
      title={t('listTitle')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => `${row.number} ${row.organisationName}`}
      tabs={{
        name: 'tab',
        label: t('filters'),
        current: tab(),
        choices: tabs.map((value) => ({ value, label: tabWord(value) })),
      }}
      selects={
        <FilterSelect
          label={desk('way')}
          value={way()}
          onChange={(value) => filters.set({ way: value })}
          choices={ways.map((value) => ({ value, label: t(value) }))}
        />
      }
      search={props.staff ? desk('search') : t('search')}
      actions={
        <Show when={props.staff && filters.value('order')}>
          {(orderId) => <ButtonLink href={`/desk/refunds/new?order=${orderId()}`}>{desk('newTitle')}</ButtonLink>}
        </Show>
      }
      emptyTitle={props.staff ? desk('empty') : t('empty')}
      emptyText={props.staff ? desk('emptyText') : t('emptyText')}
      paneWidth="clamp(340px, 38vw, 560px)"
      openOnMove={props.staff}
    >
      {(id, pane) => (
        <DeskRefund id={id()} onClose={pane.close} staff={props.staff} above={props.above} foot={props.foot} />
      )}
    </DeskList>
  )
}

/** What the provider calls it, and how often it was asked. */
function staffFacts(refund: RefundView): Fact[] {
  const facts: Fact[] = []
  if (refund.payment?.tradeNo) facts.push({ label: desk('tradeNo'), value: refund.payment.tradeNo, wide: true })
  if (refund.providerRefundNo) facts.push({ label: desk('providerNo'), value: refund.providerRefundNo, wide: true })
  if (refund.nextQueryAt) {
    const next = t('waitsForProviderNext', { when: formatDateTime(refund.nextQueryAt) })
    facts.push({
      label: desk('providerAsked'),
      value: joinParts(desk('queries', { count: refund.queryCount }), next),
      wide: true,
    })
  }
  return facts
}

function filterOfTab(tab: string) {
  if (tab === 'sent') return { state: 'sent' as const }
  const group = groupNames.find((one) => one === tab)
  return group ? { group } : {}
}

function tabWord(tab: string): string {
  if (tab === 'mine') return desk('waiting')
  if (tab === 'sent') return desk('underWay')
  const group = groupNames.find((one) => one === tab)
  return group ? t(groupWords[group]) : t('all')
}

function DeskRefund(props: {
  id: string
  onClose: () => void
  staff: boolean
  above?: ((refund: Accessor<RefundView>) => JSX.Element) | undefined
  foot?: ((refund: Accessor<RefundView>) => JSX.Element) | undefined
}): JSX.Element {
  const query = api.refunds.get.use(
    () => ({ id: props.id }),
    () => ({ refreshMs }),
  )
  const orderHref = (id: string) => (props.staff ? `/desk/orders/${id}` : `/orders/${id}`)
  return (
    <Switch>
      <Match when={query.isPending}>
        <Pane label={t('detail')}>
          <SkeletonRows count={8} />
        </Pane>
      </Match>
      <Match when={query.isLoadingError}>
        <Pane label={t('detail')}>
          <ErrorState title={t('notOpened')} error={query.error} onRetry={() => void query.refetch()} />
        </Pane>
      </Match>
      <Match when={query.data}>
        {(refund) => (
          <Pane label={t('detail')} foot={Object.values(refund().may).some(Boolean) ? props.foot?.(refund) : undefined}>
            <PanePart>
              <Line apart>
                <OrderNumber strong>{refund().number}</OrderNumber>
                <IconButton label={shared('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
              </Line>
              <RefundHead refund={refund()} staff={props.staff} />
              {props.above?.(refund)}
              <Show when={!props.staff}>
                <RedInvoice refund={refund()} />
              </Show>
              <RefundStory refund={refund()} orderHref={orderHref} more={props.staff ? staffFacts(refund()) : []} />
              <Show when={!props.staff}>
                <RefundActions refund={refund()} />
              </Show>
            </PanePart>
          </Pane>
        )}
      </Match>
    </Switch>
  )
}
