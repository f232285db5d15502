import { useSearchParams } from '@solidjs/router'
import { type JSX, lazy, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { ArchiveRow } from '../../../server/features/reports/archive.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Quiet, Stack } from '../../components/layout.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { formatCount } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { wholePath } from '../shell/unit-path.ts'
import { ExportReport } from './export-report.tsx'
import { type ArchiveFilterName, archiveFilterOf } from './report-filters.ts'
import { ReportLines } from './report-links.tsx'
import { archiveStates, filterWord, stateTones, stateWord } from './report-words.ts'

const DeskArchive = lazy(async () => {
  const module = await import('./desk-archive.tsx')
  await textsReady()
  return { default: () => <module.DeskArchive of="own" /> }
})

const pageSize = 20
const any = 'any'

/** 学习档案 of an organisation: who is how far in which plan. */
export default function ArchivePage(): JSX.Element {
  return <ByWidth phone={<ArchivePhone />} desk={<DeskArchive />} />
}

function ArchivePhone(): JSX.Element {
  const [search, setSearch] = useSearchParams<Partial<Record<ArchiveFilterName, string>>>()
  const value = (name: ArchiveFilterName) => search[name] || null
  const filter = () => archiveFilterOf('own', value)
  const list = createPagedList(api.reports.archive, () => ({ ...filter(), limit: pageSize }))
  const totals = api.reports.archiveTotals.use(filter, () => ({ keepPrevious: true }))
  const plans = api.plans.list.use(() => ({ withOwnClosed: true, limit: 100 }))
  const set = (changes: Partial<Record<ArchiveFilterName, string | null>>) => setSearch(changes, { replace: true })
  const filtered = () => Object.keys(filter()).length > 1
  const choice = (name: 'state' | 'plan', label: string, choices: readonly { value: string; label: string }[]) => (
    <Select
      label={label}
      value={value(name) ?? any}
      onChange={(chosen) => set({ [name]: chosen === any ? null : chosen })}
      choices={[{ value: any, label: `${label} · ${t('any')}` }, ...choices]}
    />
  )
  return (
    <OrganisationShell title={t('archive')} back="/menu" places>
      <Stack gap={2}>
        <SearchBox
          placeholder={t('searchPeople')}
          value={search.q ?? ''}
          onSearch={(q) => set({ q: q || null })}
          slashKey={false}
        />
        {choice(
          'state',
          t('standing'),
          archiveStates.map((one) => ({ value: one, label: filterWord(one) })),
        )}
        {choice(
          'plan',
          t('plan'),
          (plans.isSuccess ? plans.data.rows : []).map((plan) => ({ value: plan.id, label: plan.name })),
        )}
        <Quiet>
          <Show when={totals.isSuccess ? totals.data : null}>
            {(sums) =>
              joinParts(
                t('totalRecords', { count: formatCount(sums().count) }),
                `${t('filterReached')} ${formatCount(sums().reached)}`,
                `${t('filterCertified')} ${formatCount(sums().certified)}`,
              )
            }
          </Show>
        </Quiet>
      </Stack>
      <PagedRows
        list={list}
        errorTitle={t('notOpened')}
        together
        empty={
          <EmptyState
            title={filtered() ? shared('nothingFound') : t('noRecords')}
            action={
              filtered() ? (
                <Button onClick={() => set({ q: null, state: null, plan: null, year: null, unit: null })}>
                  {t('clear')}
                </Button>
              ) : (
                <ButtonLink href="/enrolments">{t('goEnrol')}</ButtonLink>
              )
            }
          >
            {filtered() ? shared('nothingFoundHint') : t('noRecordsText')}
          </EmptyState>
        }
        below={<ExportReport wide what={{ report: 'archive', filter: filter() }} />}
      >
        {(row) => <RecordEntry row={row} />}
      </PagedRows>
      <ReportLines current="archive" />
    </OrganisationShell>
  )
}

/** One person in one plan: how far, who, how many hours, and what is missing. */
function RecordEntry(props: { row: ArchiveRow }): JSX.Element {
  const pending = () => props.row.compulsoryPending + props.row.electivePending
  const standing = () =>
    joinParts(
      props.row.missing > 0 ? t('missingHours', { hours: formatHours(props.row.missing) }) : null,
      pending() > 0 ? t('pendingHours', { hours: formatHours(pending()) }) : null,
      certificate(),
    )
  const certificate = () => {
    const { certificate: one } = props.row
    return one && joinParts(`${t('certificate')} ${one.number}`, one.state === 'revoked' ? t('revoked') : null)
  }
  return (
    <CardEntry
      href={`/learners/${props.row.learner.id}`}
      state={
        <Chop tone={stateTones[props.row.state]} since={standing() || undefined}>
          {stateWord(props.row.state)}
        </Chop>
      }
      main={<strong>{props.row.learner.name}</strong>}
      amount={t('hoursOf', { counted: formatHours(props.row.counted), required: formatHours(props.row.required) })}
      note={props.row.plan.name}
    >
      <Stack gap={1}>
        <Quiet>
          <IdNumber>{props.row.learner.idNumberMasked}</IdNumber> · {t(props.row.way)}
        </Quiet>
        <Quiet>{wholePath(props.row.organisation)}</Quiet>
      </Stack>
    </CardEntry>
  )
}
