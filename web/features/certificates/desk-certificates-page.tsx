import type { JSX } from 'solid-js'
import type { DeskCertificateRow } from '../../../server/features/certificates/certificates.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import { t } from '../../texts/certificates.zh-CN.ts'
import { t as desk } from '../../texts/desk-certificates.zh-CN.ts'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { deskCertificateFilterNames, filterOf } from './certificate-filters.ts'
import { PackCertificates } from './certificate-parts.tsx'
import { DeskCertificate } from './desk-certificate.tsx'
import { certificateColumns, ExportCertificates } from './desk-certificate-list.tsx'

/** 证书管理 of the whole centre: what was issued, what was revoked, and what would not be issued today. */
export default function DeskCertificatesPage(): JSX.Element {
  const roomy = createFromWidth(1360)
  const filters = createFilters('/desk/certificates', deskCertificateFilterNames)
  const doubtful = () => filters.value('show') === 'short'
  const filter = () => ({ ...filterOf(filters.value), ...(doubtful() ? { doubtful: true } : {}) })
  const list = createKeysetList(
    api.certificates.listAll,
    () => ({ ...filter(), limit: 50 }),
    () => ({ refreshMs: 30_000 }),
  )
  const totals = api.certificates.totalsAll.use(filter, () => ({ keepPrevious: true }))
  const plans = api.certificates.plansAll.use(() => undefined)
  const count = () => (totals.isSuccess ? totals.data : { valid: 0, revoked: 0, doubtful: 0 })
  const days = () => {
    const { from, to } = filter()
    if (from && to) return desk('days', { from, to })
    if (from) return desk('fromDay', { day: from })
    return to ? desk('toDay', { day: to }) : desk('any')
  }
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={() => columnsOf(roomy())}
      rowName={(row) => row.number}
      tabs={{
        name: 'show',
        label: t('filters'),
        current: doubtful() ? 'short' : (filter().state ?? 'all'),
        choices: [
          ...(['all', 'valid', 'revoked'] as const).map((value) => ({ value, label: t(value) })),
          { value: 'short', label: desk('short'), count: count().doubtful || undefined },
        ],
        narrow: true,
      }}
      actions={
        <>
          <ExportCertificates of="centre" filter={filter()} />
          <PackCertificates of="centre" filter={filter()} count={doubtful() ? 0 : count().valid} />
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
          <FilterOrganisation
            label={t('organisation')}
            value={filters.value('unit')}
            onChange={(unit) => filters.set({ unit })}
          />
          <FilterDates
            label={desk('issuedDays')}
            from={filter().from ?? null}
            to={filter().to ?? null}
            value={days()}
            onChange={(from, to) => filters.set({ from, to })}
          />
        </>
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={desk('emptyText')}
      sums={
        count().valid + count().revoked === 0
          ? []
          : [
              { label: t('valid'), value: count().valid },
              { label: t('revoked'), value: count().revoked },
              { label: desk('short'), value: count().doubtful },
            ]
      }
      paneWidth="clamp(400px, 36vw, 520px)"
    >
      {(id, pane) => <DeskCertificate id={id()} onOpen={pane.open} onClose={pane.close} />}
    </DeskList>
  )
}

function columnsOf(roomy: boolean): DeskColumn<DeskCertificateRow>[] {
  return [
    ...certificateColumns<DeskCertificateRow>(roomy),
    {
      id: 'doubt',
      header: desk('doubt'),
      cell: (row) =>
        row.doubt ? (
          <StateMark tone="waiting">{desk(row.doubt === 'hours' ? 'doubtHours' : 'doubtPayment')}</StateMark>
        ) : null,
      width: '128px',
    },
  ]
}
