import { useSearchParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { VoucherState } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { t } from '../../texts/vouchers.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
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
  const list = createPagedList(api.vouchers.list, filter)
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
      <PagedRows
        list={list}
        errorTitle={t('listNotOpened')}
        empty={
          <EmptyState title={t('emptyTitle')} action={<ButtonLink href="/orders">{t('toOrders')}</ButtonLink>}>
            {t('emptyText')}
          </EmptyState>
        }
      >
        {(voucher) => <VoucherEntry voucher={voucher} named />}
      </PagedRows>
    </OrganisationShell>
  )
}
