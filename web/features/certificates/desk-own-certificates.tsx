import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import { DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { certificateFilterNames, filterOf } from './certificate-filters.ts'
import { CertificateBody, DownloadCertificate, PackCertificates } from './certificate-parts.tsx'
import { certificateColumns, ExportCertificates } from './desk-certificate-list.tsx'

/** 证书管理 of an organisation on a desk, with one certificate open beside the list. */
export default function DeskOwnCertificates(): JSX.Element {
  const roomy = createFromWidth(1360)
  const filters = createFilters('/certificates', certificateFilterNames)
  const filter = () => filterOf((name) => (name === 'from' || name === 'to' ? null : filters.value(name)))
  const list = createKeysetList(
    api.certificates.list,
    () => ({ ...filter(), limit: 50 }),
    () => ({ refreshMs: 30_000 }),
  )
  const totals = api.certificates.totals.use(filter, () => ({ keepPrevious: true }))
  const plans = api.certificates.plans.use(() => undefined)
  const tree = api.organisations.tree.use(() => undefined)
  const units = () => (tree.isSuccess ? tree.data : [])
  const count = () => (totals.isSuccess ? totals.data : { valid: 0, revoked: 0 })
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={() => certificateColumns(roomy())}
      rowName={(row) => row.number}
      tabs={{
        name: 'show',
        label: t('filters'),
        current: filter().state ?? 'all',
        choices: (['all', 'valid', 'revoked'] as const).map((value) => ({ value, label: t(value) })),
      }}
      actions={
        <>
          <ExportCertificates of="own" filter={filter()} />
          <PackCertificates of="own" filter={filter()} count={count().valid} />
        </>
      }
      selects={
        <>
          <FilterSelect
            label={t('plan')}
            value={filters.value('plan')}
            onChange={(plan) => filters.set({ plan })}
            choices={(plans.isSuccess ? plans.data : []).map((plan) => ({ value: plan.id, label: plan.name }))}
          />
          <Show when={units().length > 1}>
            <FilterSelect
              label={t('unit')}
              value={filters.value('unit')}
              onChange={(unit) => filters.set({ unit })}
              choices={units().map((unit) => ({ value: unit.id, label: unit.name }))}
            />
          </Show>
        </>
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      sums={
        count().valid + count().revoked === 0
          ? []
          : [
              { label: t('valid'), value: count().valid },
              { label: t('revoked'), value: count().revoked },
            ]
      }
    >
      {(id, pane) => <OwnCertificate id={id()} onClose={pane.close} />}
    </DeskList>
  )
}

function OwnCertificate(props: { id: string; onClose: () => void }): JSX.Element {
  const query = api.certificates.get.use(() => ({ id: props.id }))
  return (
    <Pane
      label={t('one')}
      shownId={props.id}
      foot={
        <VerdictBar>
          <DownloadCertificate id={props.id} />
        </VerdictBar>
      }
    >
      <PanePart>
        <Loaded query={query} errorTitle={t('notOpened')} skeleton={<SkeletonRows count={10} />}>
          {(certificate) => (
            <CertificateBody
              certificate={certificate()}
              hrefOf={(id) => `/certificates/${id}`}
              aside={<IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />}
            />
          )}
        </Loaded>
      </PanePart>
    </Pane>
  )
}
