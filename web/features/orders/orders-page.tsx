import { useSearchParams } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { OrderListRow } from '../../../server/features/orders/orders.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { isWide } from '../../components/wide.ts'
import { formatDateTime, formatDuration, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { PlanOf } from '../organisations/whose.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { OrderChop } from './order-state.tsx'

const states = ['open', 'paid', 'expired', 'cancelled'] as const
type State = (typeof states)[number]
const pageSize = 20

/** 缴费: the orders of the organisation and what belongs to it, by state. */
export default function OrdersPage(): JSX.Element {
  const [search] = useSearchParams<{ state?: string }>()
  const state = (): State | undefined => states.find((one) => one === search.state)
  const filter = () => ({ limit: pageSize, ...(state() ? { state: state() } : {}) })
  const orders = api.orders.list.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => state() ?? '',
    () => (orders.isSuccess ? orders.data : undefined),
    (cursor) => api.orders.list.query({ ...filter(), cursor }),
  )
  return (
    <OrganisationShell
      title={t('listTitle')}
      places
      actions={<IconButton href="/orders/new" label={t('newOrder')} icon={<Plus size={24} />} />}
    >
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: '/orders', current: state() === undefined },
          ...states.map((one) => ({ label: t(one), href: `/orders?state=${one}`, current: state() === one })),
        ]}
      />
      <Loaded query={orders} errorTitle={t('listNotOpened')}>
        {() => (
          <Show when={more.rows().length > 0} fallback={<NoOrders state={state()} />}>
            <Stack gap={3}>
              <For each={more.rows()}>
                {(order) => (
                  <Card>
                    <OrderEntry order={order} />
                  </Card>
                )}
              </For>
              <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
      <Show when={!isWide()}>
        <Card>
          <CardLine label={t('allVouchers')} href="/vouchers" />
          <CardLine label={t('allInvoices')} href="/invoices" />
        </Card>
      </Show>
    </OrganisationShell>
  )
}

function NoOrders(props: { state: State | undefined }): JSX.Element {
  const title = () =>
    props.state === undefined ? t('emptyTitle') : props.state === 'open' ? t('emptyOpenTitle') : t('emptyStateTitle')
  return (
    <EmptyState
      title={title()}
      action={
        <ButtonLink href="/orders/new" kind="primary" icon={<Plus size={20} />}>
          {t('newOrder')}
        </ButtonLink>
      }
    >
      {t('emptyText')}
    </EmptyState>
  )
}

const dayMs = 86_400_000

/** An order in a list: state and until when, which and how much, for which plan. */
function OrderEntry(props: { order: OrderListRow }): JSX.Element {
  const now = createNow()
  const leftMs = () => Date.parse(props.order.expiresAt) - now().getTime()
  const open = () => props.order.state === 'open'
  return (
    <CardEntry
      href={`/orders/${props.order.id}`}
      state={
        <OrderChop
          order={props.order}
          since={
            open()
              ? t('until', { when: formatDateTime(props.order.expiresAt) })
              : formatDateTime(props.order.stateSince)
          }
          urgent={open() && leftMs() < dayMs}
        />
      }
      action={open() ? t('goPay') : t('look')}
      main={<OrderNumber>{props.order.number}</OrderNumber>}
      amount={<Money amount={fen(open() ? props.order.outstandingFen : props.order.amountFen)} />}
      note={<PlanOf planName={props.order.planName} organisationName={props.order.organisationName} />}
      noteEnd={open() ? (leftMs() > 0 ? t('left', { duration: formatDuration(leftMs()) }) : t('overdue')) : undefined}
      noteEndUrgent={leftMs() < dayMs}
    >
      <Show when={open() && props.order.paidFen > 0}>
        {t('paidOf', {
          paid: formatYuan(fen(props.order.paidFen)),
          amount: formatYuan(fen(props.order.amountFen)),
        })}
      </Show>
    </CardEntry>
  )
}
