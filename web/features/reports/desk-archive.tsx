import { useNavigate } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { ArchiveRow, ArchiveTotals } from '../../../server/features/reports/archive.schema.ts'
import type { ReportScope } from '../../../server/features/reports/reports.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import type { SumPart } from '../../components/layout.tsx'
import { formatCount } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { wholePath } from '../shell/unit-path.ts'
import { FilterPlan, FilterUnit, FilterYear } from './desk-report-places.tsx'
import { ExportReport } from './export-report.tsx'
import { archiveFilterNames, archiveFilterOf } from './report-filters.ts'
import { ReportMenu, reportHref } from './report-links.tsx'
import { archiveStates, filterWord, hoursCell, stateTones, stateWord } from './report-words.ts'

/** 学习档案: every learner in every plan, with hours, what is missing and the certificate. Rows lead to the learner. */
export function DeskArchive(props: { of: ReportScope }): JSX.Element {
  const navigate = useNavigate()
  const filters = createFilters(reportHref(props.of, 'archive'), archiveFilterNames)
  const filter = () => archiveFilterOf(props.of, filters.value)
  const list = createKeysetList(api.reports.archive, () => ({ ...filter(), limit: 50 }))
  const totals = api.reports.archiveTotals.use(filter, () => ({ keepPrevious: true }))
  const roomy = createFromWidth(1360)
  const wide = createFromWidth(1600)
  const learnerHref = (row: ArchiveRow) => `${props.of === 'centre' ? '/desk' : ''}/learners/${row.learner.id}`
  return (
    <DeskList
      title={t('archive')}
      filters={filters}
      list={list}
      label={t('archive')}
      saved
      columns={() => archiveColumns(roomy(), wide())}
      rowName={(row) => joinParts(row.learner.name, row.plan.name)}
      onOpen={(row) => navigate(learnerHref(row))}
      actions={
        <>
          <ReportMenu of={props.of} current="archive" />
          <ExportReport what={{ report: 'archive', filter: filter() }} />
        </>
      }
      selects={
        <>
          <FilterYear value={filters.value('year')} onChange={(year) => filters.set({ year })} />
          <FilterPlan of={props.of} value={filters.value('plan')} onChange={(plan) => filters.set({ plan })} />
          <FilterSelect
            label={t('standing')}
            value={filter().state ?? null}
            onChange={(state) => filters.set({ state })}
            choices={archiveStates.map((value) => ({ value, label: filterWord(value) }))}
          />
          <FilterUnit of={props.of} value={filters.value('unit')} onChange={(unit) => filters.set({ unit })} />
        </>
      }
      search={t('searchPeople')}
      emptyTitle={t('noRecords')}
      emptyText={t('noRecordsText')}
      sums={sumsOf(totals.isSuccess ? totals.data : undefined, list.hasMore())}
    />
  )
}

function archiveColumns(roomy: boolean, wide: boolean): DeskColumn<ArchiveRow>[] {
  const hours = (id: 'compulsory' | 'elective' | 'missing', of: (row: ArchiveRow) => number) =>
    ({ id, header: t(id), align: 'end', width: '76px', cell: (row: ArchiveRow) => hoursCell(of(row)) }) as const
  const all: DeskColumn<ArchiveRow>[] = [
    {
      id: 'name',
      header: t('name'),
      width: '88px',
      cell: (row) => <LongName>{row.learner.name}</LongName>,
      long: true,
    },
    {
      id: 'idNumber',
      header: t('idNumber'),
      width: '176px',
      cell: (row) => <IdNumber>{row.learner.idNumberMasked}</IdNumber>,
    },
    {
      id: 'organisation',
      header: t('organisation'),
      long: true,
      cell: (row) => <LongName>{wholePath(row.organisation)}</LongName>,
    },
    {
      id: 'plan',
      header: t('plan'),
      long: true,
      cell: (row) => <LongName>{row.plan.name}</LongName>,
    },
    { id: 'way', header: t('way'), width: '132px', cell: (row) => t(row.way) },
    hours('compulsory', (row) => row.compulsoryApproved),
    hours('elective', (row) => row.electiveApproved),
    {
      id: 'pending',
      header: t('pending'),
      align: 'end',
      width: '76px',
      cell: (row) => hoursCell(row.compulsoryPending + row.electivePending),
    },
    {
      id: 'counted',
      header: t('countedOf'),
      align: 'end',
      width: '132px',
      cell: (row) => t('hoursOf', { counted: formatHours(row.counted), required: formatHours(row.required) }),
    },
    hours('missing', (row) => row.missing),
    {
      id: 'state',
      header: t('standing'),
      width: '112px',
      cell: (row) => <StateMark tone={stateTones[row.state]}>{stateWord(row.state)}</StateMark>,
    },
    {
      id: 'certificate',
      header: t('certificate'),
      width: '132px',
      long: true,
      cell: (row) => (
        <Show when={row.certificate} fallback="–">
          {(one) => (
            <LongName>{one().state === 'revoked' ? joinParts(one().number, t('revoked')) : one().number}</LongName>
          )}
        </Show>
      ),
    },
  ]
  const small = wide ? [] : roomy ? ['idNumber'] : ['idNumber', 'way', 'pending', 'compulsory', 'elective']
  return all.filter((column) => !small.includes(column.id))
}

function sumsOf(totals: ArchiveTotals | undefined, hasMore: boolean): SumPart[] {
  if (!totals || totals.count === 0) return []
  return [
    ...(hasMore ? [{ label: t('totalRecords', { count: formatCount(totals.count) }), value: '' }] : []),
    { label: t('filterReached'), value: formatCount(totals.reached) },
    { label: t('filterCertified'), value: formatCount(totals.certified) },
    { label: t('filterWaiting'), value: formatCount(totals.waiting) },
    { label: t('sumCounted'), value: formatHours(totals.counted) },
  ]
}
