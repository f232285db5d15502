import { useParams, useSearchParams } from '@solidjs/router'
import { type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/refunds.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { fromWord, RefundChop } from './refund-body.tsx'
import { RefundPhone } from './refund-phone.tsx'
import { groupNames, groupWords } from './refund-words.ts'

const DeskRefunds = lazy(async () => {
  const { DeskRefunds: Desk } = await import('./desk-refunds.tsx')
  await textsReady()
  return { default: () => <Desk base="/refunds" staff={false} /> }
})

const pageSize = 20

/** 退费 of the organisation's subtree: cards or one of them on a phone, the list beside the open one on a desk. */
export default function RefundsPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<RefundsPhone />}>
          {(id) => <RefundPhone id={id()} />}
        </Show>
      }
      desk={<DeskRefunds />}
    />
  )
}

function RefundsPhone(): JSX.Element {
  const [search] = useSearchParams<{ group?: string; order?: string }>()
  const group = () => groupNames.find((one) => one === search.group)
  const filter = () => {
    const chosen = group()
    return {
      limit: pageSize,
      ...(search.order ? { orderId: search.order } : {}),
      ...(chosen ? { group: chosen } : {}),
    }
  }
  const list = createPagedList(api.refunds.list, filter)
  const href = (chosen: string | null) => {
    const wanted = new URLSearchParams({
      ...(search.order ? { order: search.order } : {}),
      ...(chosen ? { group: chosen } : {}),
    }).toString()
    return `/refunds${wanted ? `?${wanted}` : ''}`
  }
  return (
    <OrganisationShell
      title={t('listTitle')}
      {...(search.order ? { back: `/orders/${search.order}` } : { places: true })}
    >
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: href(null), current: group() === undefined },
          ...groupNames.map((one) => ({ label: t(groupWords[one]), href: href(one), current: group() === one })),
        ]}
      />
      <PagedRows
        list={list}
        errorTitle={t('listNotOpened')}
        empty={
          <EmptyState
            title={group() ? t('emptyGroup') : t('empty')}
            action={<ButtonLink href="/orders?state=paid">{t('toOrders')}</ButtonLink>}
          >
            {t('emptyText')}
          </EmptyState>
        }
      >
        {(refund) => (
          <CardEntry
            href={`/refunds/${refund.id}`}
            state={<RefundChop refund={refund} />}
            main={<OrderNumber>{refund.number}</OrderNumber>}
            amount={<Money amount={fen(refund.amountFen)} />}
            note={fromWord(refund)}
            noteEnd={t(refund.way)}
          />
        )}
      </PagedRows>
    </OrganisationShell>
  )
}
