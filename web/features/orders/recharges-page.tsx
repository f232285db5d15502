import Plus from 'lucide-solid/icons/plus'
import { type JSX, lazy } from 'solid-js'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Quiet } from '../../components/layout.tsx'
import { t } from '../../texts/credit.zh-CN.ts'
import { t as orders } from '../../texts/orders.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
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
  const list = createPagedList(api.orders.list, filter)
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
      <PagedRows
        list={list}
        errorTitle={orders('listNotOpened')}
        empty={<EmptyState title={t('noRecharges')}>{t('noRechargesText')}</EmptyState>}
      >
        {(order) => <OrderEntry order={order} />}
      </PagedRows>
    </OrganisationShell>
  )
}
