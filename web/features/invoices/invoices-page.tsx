import { useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import type { InvoiceRequestState } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { t } from '../../texts/invoices.zh-CN.ts'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { InvoiceCards } from './invoice-cards.tsx'

const pageSize = 20
/** What an organisation tells apart: it is being done, it is there, it needs a hand. */
const groups: Readonly<Record<'waiting' | 'done' | 'toFix', InvoiceRequestState[]>> = {
  waiting: ['requested', 'approved', 'issuing'],
  done: ['issued', 'delivered', 'redFlushed'],
  toFix: ['rejected'],
}
const groupNames = ['waiting', 'done', 'toFix'] as const

/** The organisation's invoices, newest first. */
export default function InvoicesPage(): JSX.Element {
  const [search] = useSearchParams<{ state?: string }>()
  const group = () => groupNames.find((one) => one === search.state)
  const filter = () => {
    const chosen = group()
    return { limit: pageSize, ...(chosen ? { states: groups[chosen] } : {}) }
  }
  const invoices = api.invoices.listMine.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => group() ?? '',
    () => (invoices.isSuccess ? invoices.data : undefined),
    (cursor) => api.invoices.listMine.query({ ...filter(), cursor }),
  )
  return (
    <OrganisationShell title={t('listTitle')} places>
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: '/invoices', current: group() === undefined },
          ...groupNames.map((one) => ({ label: t(one), href: `/invoices?state=${one}`, current: group() === one })),
        ]}
      />
      <Loaded query={invoices} errorTitle={t('listNotOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState title={group() ? t('emptyStateTitle') : t('emptyTitle')}>{t('emptyText')}</EmptyState>
            }
          >
            <Stack gap={3}>
              <InvoiceCards requests={more.rows()} named />
              <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
    </OrganisationShell>
  )
}
