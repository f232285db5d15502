import { useParams, useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { RefundListRow } from '../../../server/features/refunds/refunds.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/refunds.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
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
  const refunds = api.refunds.list.use(filter, () => ({ keepPrevious: true }))
  const more = createMore<RefundListRow>(
    () => JSON.stringify(filter()),
    () => (refunds.isSuccess ? refunds.data : undefined),
    (cursor) => api.refunds.list.query({ ...filter(), cursor }),
  )
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
      <Loaded query={refunds} errorTitle={t('listNotOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState
                title={group() ? t('emptyGroup') : t('empty')}
                action={<ButtonLink href="/orders?state=paid">{t('toOrders')}</ButtonLink>}
              >
                {t('emptyText')}
              </EmptyState>
            }
          >
            <Stack gap={3}>
              <For each={more.rows()}>
                {(refund) => (
                  <Card>
                    <CardEntry
                      href={`/refunds/${refund.id}`}
                      state={<RefundChop refund={refund} />}
                      main={<OrderNumber>{refund.number}</OrderNumber>}
                      amount={<Money amount={fen(refund.amountFen)} />}
                      note={fromWord(refund)}
                      noteEnd={t(refund.way)}
                    />
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
