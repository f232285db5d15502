import { useNavigate, useSearchParams } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { createSignal, type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { Card, CardLine } from '../../components/card.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { Quiet } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/orders.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { canMergeAny, createMerge } from './create-merge.ts'
import { OrderEntry } from './order-entry.tsx'

const DeskOwnOrders = lazy(async () => {
  const module = await import('./desk-own-orders.tsx')
  await textsReady()
  return module
})

const states = ['open', 'paid', 'expired', 'cancelled'] as const
type State = (typeof states)[number]
const pageSize = 20

/** 缴费: the orders of the organisation and what belongs to it, by state. */
export default function OrdersPage(): JSX.Element {
  return <ByWidth phone={<OrdersPhone />} desk={<DeskOwnOrders />} />
}

function OrdersPhone(): JSX.Element {
  const navigate = useNavigate()
  const [search] = useSearchParams<{ state?: string }>()
  const state = (): State | undefined => states.find((one) => one === search.state)
  const filter = () => ({ limit: pageSize, ...(state() ? { state: state() } : {}) })
  const list = createPagedList(api.orders.list, filter)
  const [merging, setMerging] = createSignal(false)
  const merge = createMerge(list.rows, (id) => {
    setMerging(false)
    navigate(`/orders/${id}`)
  })
  const canMerge = () => canMergeAny(list.rows())
  const stop = () => {
    merge.clear()
    setMerging(false)
  }
  return (
    <OrganisationShell
      title={t('listTitle')}
      places={!merging()}
      actions={<IconButton href="/orders/new" label={t('newOrder')} icon={<Plus size={24} />} />}
      actionBar={
        <Show when={merging()}>
          <Button size="main" onClick={stop}>
            {t('mergeStop')}
          </Button>
          <Button
            kind="primary"
            size="main"
            wide
            busy={merge.busy}
            disabled={merge.chosen().length < 2}
            onClick={() => merge.send()}
          >
            {merge.busy
              ? t('merging')
              : merge.chosen().length < 2
                ? t('mergeMore')
                : t('mergeDo', { count: merge.chosen().length, amount: formatYuan(fen(merge.amountFen())) })}
          </Button>
        </Show>
      }
    >
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: '/orders', current: state() === undefined },
          ...states.map((one) => ({ label: t(one), href: `/orders?state=${one}`, current: state() === one })),
        ]}
      />
      <PagedRows
        list={list}
        errorTitle={t('listNotOpened')}
        empty={<NoOrders state={state()} />}
        above={
          <>
            <Show when={canMerge()}>
              <Show
                when={merging()}
                fallback={
                  <Button kind="quiet" onClick={() => setMerging(true)}>
                    {t('merge')}
                  </Button>
                }
              >
                <Quiet>{t('mergeHint')}</Quiet>
              </Show>
            </Show>
            <ErrorNote error={merge.error} />
          </>
        }
      >
        {(order) => <OrderEntry order={order} merge={merging() ? merge : undefined} />}
      </PagedRows>
      <Show when={!merging()}>
        <Card>
          <CardLine label={t('upload')} href="/upload" />
          <CardLine label={t('reconciliation')} href="/reconciliation" />
          <CardLine label={t('rechargeLearners')} href="/recharge" />
          <CardLine label={t('cards')} href="/cards" />
          <CardLine label={t('allRecharges')} href="/recharges" />
          <CardLine label={t('allCredit')} href="/credit" />
          <CardLine label={t('allRefunds')} href="/refunds" />
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
