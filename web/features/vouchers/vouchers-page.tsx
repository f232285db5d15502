import { useSearchParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import type { VoucherState } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { VoucherEntry } from './voucher-cards.tsx'

const pageSize = 20
/** In the order in which somebody would ask for them. */
const voucherStates: readonly VoucherState[] = ['submitted', 'rejected', 'draft', 'approved']
const words = {
  submitted: 'filterSubmitted',
  rejected: 'filterRejected',
  draft: 'filterDraft',
  approved: 'filterApproved',
} as const

/** Every slip that was handed in, by state. */
export default function VouchersPage(): JSX.Element {
  const [search] = useSearchParams<{ state?: string }>()
  const state = () => voucherStates.find((one) => one === search.state)
  const filter = () => ({ limit: pageSize, ...(state() ? { state: state() } : {}) })
  const vouchers = api.vouchers.list.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => state() ?? '',
    () => (vouchers.isSuccess ? vouchers.data : undefined),
    (cursor) => api.vouchers.list.query({ ...filter(), cursor }),
  )
  return (
    <OrganisationShell title={t('listTitle')} back="/home">
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: '/vouchers', current: state() === undefined },
          ...voucherStates.map((one) => ({
            label: t(words[one]),
            href: `/vouchers?state=${one}`,
            current: state() === one,
          })),
        ]}
      />
      <Loaded query={vouchers} errorTitle={t('listNotOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState title={t('emptyTitle')} action={<ButtonLink href="/orders">{t('toOrders')}</ButtonLink>}>
                {t('emptyText')}
              </EmptyState>
            }
          >
            <Stack gap={3}>
              <For each={more.rows()}>
                {(voucher) => (
                  <Card>
                    <VoucherEntry voucher={voucher} named />
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
