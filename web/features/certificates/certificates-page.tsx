import { useParams, useSearchParams } from '@solidjs/router'
import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import { createSignal, For, type JSX, lazy, Show, Suspense } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { type CertificateFilterName, certificateFilterNames, filterOf } from './certificate-filters.ts'
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
  const [search, setSearch] = useSearchParams<Partial<Record<CertificateFilterName, string>>>()
  const [choosing, setChoosing] = createSignal(false)
  const value = (name: CertificateFilterName) => search[name] || null
  const filter = () => filterOf(value)
  const list = api.certificates.list.use(
    () => ({ ...filter(), limit: pageSize }),
    () => ({ keepPrevious: true }),
  )
  const totals = api.certificates.totals.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (list.isSuccess ? list.data : undefined),
    (cursor) => api.certificates.list.query({ ...filter(), limit: pageSize, cursor }),
  )
  const setCount = () => (['plan', 'unit'] as const).filter((name) => value(name) !== null).length
  const filtered = () => certificateFilterNames.some((name) => value(name) !== null)
  const clear = () => setSearch({ show: null, plan: null, unit: null, q: null }, { replace: true })
  const tabHref = (show: string | null) => {
    const query = new URLSearchParams()
    for (const name of certificateFilterNames) {
      const wanted = name === 'show' ? show : value(name)
      if (wanted) query.set(name, wanted)
    }
    return `/certificates${query.size > 0 ? `?${query}` : ''}`
  }
  return (
    <OrganisationShell title={t('title')} back="/menu">
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: tabHref(null), current: filter().state === undefined },
          ...shows.map((show) => ({ label: t(show), href: tabHref(show), current: filter().state === show })),
        ]}
      />
      <Stack gap={2}>
        <SearchBox
          placeholder={t('search')}
          value={search.q ?? ''}
          onSearch={(q) => setSearch({ q: q || null }, { replace: true })}
          slashKey={false}
        />
        <Line apart>
          <Quiet>{totals.isSuccess ? t('counted', totals.data) : ''}</Quiet>
          <Button icon={<SlidersHorizontal size={20} />} onClick={() => setChoosing(true)}>
            {setCount() > 0 ? t('filterSet', { count: setCount() }) : t('filter')}
          </Button>
        </Line>
        <PackCertificates of="own" filter={filter()} count={totals.isSuccess ? totals.data.valid : 0} />
      </Stack>
      <Loaded query={list} errorTitle={t('notOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState
                title={t(filtered() ? 'nothing' : 'empty')}
                action={filtered() ? <Button onClick={clear}>{t('clear')}</Button> : undefined}
              >
                {t(filtered() ? 'nothingText' : 'emptyText')}
              </EmptyState>
            }
          >
            <Stack gap={3}>
              <For each={more.rows()}>
                {(row) => (
                  <Card>
                    <CardEntry
                      href={`/certificates/${row.id}`}
                      state={<CertificateChop certificate={row} />}
                      action={t('see')}
                      main={<strong>{row.learnerName}</strong>}
                      amount={formatHours(row.hours)}
                      note={row.planName}
                      noteEnd={row.number}
                    />
                  </Card>
                )}
              </For>
              <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
      <Show when={choosing()}>
        <Suspense>
          <CertificateFilterSheet
            value={value}
            onChange={(changes) => setSearch(changes, { replace: true })}
            onClear={clear}
            onClose={() => setChoosing(false)}
          />
        </Suspense>
      </Show>
    </OrganisationShell>
  )
}
