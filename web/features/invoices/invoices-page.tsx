import { useSearchParams } from '@solidjs/router'
import type { JSX } from 'solid-js'
import type { InvoiceRequestState } from '../../../server/features/invoices/invoices.schema.ts'
import { api } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { t } from '../../texts/invoices.zh-CN.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { InvoiceEntry } from './invoice-cards.tsx'

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
  const list = createPagedList(api.invoices.listMine, filter)
  return (
    <OrganisationShell title={t('listTitle')} places>
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: '/invoices', current: group() === undefined },
          ...groupNames.map((one) => ({ label: t(one), href: `/invoices?state=${one}`, current: group() === one })),
        ]}
      />
      <PagedRows
        list={list}
        errorTitle={t('listNotOpened')}
        together
        empty={<EmptyState title={group() ? t('emptyStateTitle') : t('emptyTitle')}>{t('emptyText')}</EmptyState>}
      >
        {(request) => <InvoiceEntry request={request} named />}
      </PagedRows>
    </OrganisationShell>
  )
}
