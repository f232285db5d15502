import { useParams } from '@solidjs/router'
import { type JSX, lazy, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import { t as lists } from '../../texts/phone-lists.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createFilters } from '../shell/filters.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { PhoneFilters } from '../shell/phone-filters.tsx'
import { deskCertificateFilterNames, filterOf } from './certificate-filters.ts'
import { CertificateBody, CertificateChop, DownloadCertificate, PackCertificates } from './certificate-parts.tsx'

const DeskOwnCertificates = lazy(async () => {
  const module = await import('./desk-own-certificates.tsx')
  await textsReady()
  return module
})
const CertificateFilterSheet = lazy(() => import('./certificate-filter-sheet.tsx'))

const pageSize = 20
const shows = ['valid', 'revoked'] as const

/** 证书管理 of an organisation: the certificates of its people, each as a PDF, and all of a plan or unit in a ZIP. */
export default function CertificatesPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<CertificatesPhone />}>
          {(id) => <CertificatePhone id={id()} />}
        </Show>
      }
      desk={<DeskOwnCertificates />}
    />
  )
}

function CertificatePhone(props: { id: string }): JSX.Element {
  const query = api.certificates.get.use(() => ({ id: props.id }))
  return (
    <OrganisationShell title={t('one')} back="/certificates" actionBar={<DownloadCertificate id={props.id} main />}>
      <Loaded query={query} errorTitle={t('notOpened')}>
        {(certificate) => <CertificateBody certificate={certificate()} hrefOf={(id) => `/certificates/${id}`} />}
      </Loaded>
    </OrganisationShell>
  )
}

function CertificatesPhone(): JSX.Element {
  const filters = createFilters('/certificates', deskCertificateFilterNames)
  const filter = () => filterOf(filters.value)
  const list = createPagedList(api.certificates.list, () => ({ ...filter(), limit: pageSize }))
  const totals = api.certificates.totals.use(filter, () => ({ keepPrevious: true }))
  return (
    <OrganisationShell title={t('title')} back="/menu">
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: filters.href({ show: null }), current: filter().state === undefined },
          ...shows.map((show) => ({ label: t(show), href: filters.href({ show }), current: filter().state === show })),
        ]}
      />
      <PhoneFilters
        filters={filters}
        placeholder={t('search')}
        inSheet={['plan', 'unit']}
        totals={totals.isSuccess ? t('counted', totals.data) : ''}
        sheet={(close) => <CertificateFilterSheet filters={filters} onClose={close} />}
      >
        <PackCertificates of="own" filter={filter()} count={totals.isSuccess ? totals.data.valid : 0} />
      </PhoneFilters>
      <PagedRows
        list={list}
        errorTitle={t('notOpened')}
        empty={
          <EmptyState
            title={t(filters.any() ? 'nothing' : 'empty')}
            action={filters.any() ? <Button onClick={() => filters.clear()}>{lists('clear')}</Button> : undefined}
          >
            {t(filters.any() ? 'nothingText' : 'emptyText')}
          </EmptyState>
        }
      >
        {(row) => (
          <CardEntry
            href={`/certificates/${row.id}`}
            state={<CertificateChop certificate={row} />}
            action={t('see')}
            main={<strong>{row.learnerName}</strong>}
            amount={t('hoursWords', { hours: formatHours(row.hours) })}
            note={row.planName}
            noteEnd={row.number}
          />
        )}
      </PagedRows>
    </OrganisationShell>
  )
}
