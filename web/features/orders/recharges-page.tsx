import Plus from 'lucide-solid/icons/plus'
import { For, type JSX, lazy, Show } from 'solid-js'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { t } from '../../texts/credit.zh-CN.ts'
import { t as orders } from '../../texts/orders.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { OrderEntry } from './order-entry.tsx'

const DeskOwnOrders = lazy(async () => {
  const module = await import('./desk-own-orders.tsx')
  await textsReady()
  return module
})

const newHref = '/orders/new?kind=cards'

/** 在线充值管理: the orders for study cards, with what was paid online, and a new one. */
export default function RechargesPage(): JSX.Element {
  return <ByWidth phone={<RechargesPhone />} desk={<DeskOwnOrders recharges />} />
}

function RechargesPhone(): JSX.Element {
  const filter = () => ({ limit: 20, kind: 'studyCards' as const })
  const list = api.orders.list.use(filter)
  const more = createMore(
    () => '',
    () => (list.isSuccess ? list.data : undefined),
    (cursor) => api.orders.list.query({ ...filter(), cursor }),
  )
  return (
    <OrganisationShell
      title={t('recharges')}
      back="/orders"
      actionBar={
        <ButtonLink kind="primary" size="main" wide href={newHref} icon={<Plus size={20} />}>
          {t('newRecharge')}
        </ButtonLink>
      }
    >
      <Quiet>{t('rechargesLead')}</Quiet>
      <Loaded query={list} errorTitle={orders('listNotOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={<EmptyState title={t('noRecharges')}>{t('noRechargesText')}</EmptyState>}
          >
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
    </OrganisationShell>
  )
}
