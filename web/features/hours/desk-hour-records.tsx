import Download from 'lucide-solid/icons/download'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourRow } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import { Line } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { showToast } from '../../components/toast.tsx'
import { errorSentence } from '../../texts/errors.ts'
import { formatCalendarDay, formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { type BesidePane, type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { downloadByPost } from '../shell/download.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { filterOf, type HourFrame } from './desk-hour-frame.ts'
import { HourRecord, unitOf } from './hour-record.tsx'
import { hourKinds, hourSources, recordState, shownStates } from './hour-words.ts'
import { createPlanChoice } from './plan-choice.tsx'

/** Every record, by any filter, with sums and a workbook; one of them beside the list. */
export function HourRecords(props: {
  frame: HourFrame
  create?: { readonly label: string; readonly pane: (pane: BesidePane) => JSX.Element } | undefined
}): JSX.Element {
  const { filters, wholeCentre, base } = props.frame
  const now = createNow()
  const roomy = createFromWidth(1360)
  const wide = createFromWidth(1600)
  const plans = createPlanChoice(() => filters.value('plan'))
  const filter = () => filterOf(filters)
  const list = createKeysetList(wholeCentre ? api.hours.staffList : api.hours.list, () => ({ limit: 50, ...filter() }))
  const totals = (wholeCentre ? api.hours.staffTotals : api.hours.totals).use(filter, () => ({
    keepPrevious: true,
    staleMs: 10_000,
  }))
  const [exporting, setExporting] = createSignal(false)
  const download = async () => {
    setExporting(true)
    try {
      await downloadByPost('/api/hours/export', {
        of: wholeCentre ? 'centre' : 'own',
        filter: filter(),
        locale: language(),
      })
    } catch (error) {
      showToast({ text: errorSentence(error) })
    } finally {
      setExporting(false)
    }
  }
  const days = () => {
    const [from, to] = [filters.value('from'), filters.value('to')]
    if (!from && !to) return t('anyDate')
    return [from, to].map((day) => (day ? formatCalendarDay(day) : '')).join(' – ')
  }
  return (
    <DeskList
      title={props.frame.title}
      filters={filters}
      tabs={props.frame.tabs()}
      list={list}
      label={t('records')}
      columns={() => columns({ wholeCentre, roomy: roomy(), wide: wide(), now: now() })}
      rowName={(row) => `${row.learner.name} ${row.title}`}
      actions={
        <Button icon={<Download size={16} />} busy={exporting()} onClick={() => void download()}>
          {t(exporting() ? 'exporting' : 'export')}
        </Button>
      }
      selects={
        <>
          <FilterSelect
            label={t('plan')}
            value={filters.value('plan')}
            onChange={(plan) => filters.set({ plan })}
            choices={plans.plans().map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Show when={wholeCentre}>
            <FilterOrganisation
              label={t('unit')}
              value={filters.value('organisation')}
              onChange={(organisation) => filters.set({ organisation })}
            />
          </Show>
          <FilterSelect
            label={t('state')}
            value={shownStates.find((state) => state === filters.value('state')) ?? null}
            onChange={(state) => filters.set({ state })}
            choices={shownStates.map((value) => ({ value, label: t(value) }))}
          />
          <FilterSelect
            label={t('kind')}
            value={hourKinds.find((kind) => kind === filters.value('kind')) ?? null}
            onChange={(kind) => filters.set({ kind })}
            choices={hourKinds.map((value) => ({ value, label: t(value) }))}
          />
          <FilterSelect
            label={t('source')}
            value={hourSources.find((source) => source === filters.value('source')) ?? null}
            onChange={(source) => filters.set({ source })}
            choices={hourSources.map((value) => ({ value, label: t(value) }))}
          />
          <FilterDates
            label={t('dates')}
            from={filters.value('from')}
            to={filters.value('to')}
            value={days()}
            onChange={(from, to) => filters.set({ from, to })}
          />
        </>
      }
      search={t('searchRecords')}
      emptyTitle={t('emptyRecords')}
      emptyText={t('emptyTrainingsText')}
      sums={
        totals.isSuccess
          ? [
              { label: t('peopleCount', { count: totals.data.people }), value: '' },
              { label: t('sumApproved'), value: formatHours(totals.data.approved) },
              { label: t('sumPending'), value: formatHours(totals.data.pending) },
            ]
          : []
      }
      paneWidth="clamp(380px, 34vw, 500px)"
      {...(props.create ? { create: props.create } : {})}
    >
      {(id, pane) => <RecordPane id={id()} base={base} onClose={pane.close} />}
    </DeskList>
  )
}

export function RecordPane(props: { id: string; base: string; onClose: () => void }): JSX.Element {
  const query = api.hours.get.use(() => ({ id: props.id }))
  const importsBase = () => (props.base.startsWith('/desk') ? '/desk/imports' : '/imports')
  // Staff find a learner's hours by the learner's name in the same list.
  const personHref = (row: HourRow) =>
    props.base.startsWith('/desk')
      ? `/desk/hours?tab=records&q=${encodeURIComponent(row.learner.idNumberMasked)}`
      : `/hours/${row.learner.id}?tab=people&plan=${row.plan.id}`
  return (
    <Pane
      label={t('record')}
      shownId={props.id}
      head={
        <Line apart>
          <strong>{t('record')}</strong>
          <IconButton label={t('close')} icon={<X size={16} />} onClick={() => props.onClose()} />
        </Line>
      }
    >
      <PanePart>
        <Loaded query={query} errorTitle={t('recordFailed')} skeleton={<SkeletonRows count={10} />}>
          {(record) => <HourRecord record={record()} personHref={personHref(record())} importsBase={importsBase()} />}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

function columns(shown: { wholeCentre: boolean; roomy: boolean; wide: boolean; now: Date }): DeskColumn<HourRow>[] {
  const { wholeCentre, roomy, wide, now } = shown
  const all: (DeskColumn<HourRow> & { readonly left?: boolean })[] = [
    {
      id: 'state',
      header: t('state'),
      cell: (row) => <StateMark tone={recordState(row).tone}>{recordState(row).word}</StateMark>,
      width: language() === 'en' ? '124px' : '96px',
    },
    {
      id: 'name',
      header: t('name'),
      cell: (row) => <LongName>{row.learner.name}</LongName>,
      long: true,
      width: '96px',
    },
    {
      id: 'title',
      header: t('trainingName'),
      cell: (row) => <LongName>{row.title}</LongName>,
      long: true,
    },
    {
      id: 'unit',
      header: t('unit'),
      cell: (row) => <LongName>{wholeCentre ? (row.organisation.names[0] ?? '') : unitOf(row)}</LongName>,
      long: true,
      width: '184px',
      wide: true,
    },
    {
      id: 'plan',
      header: t('plan'),
      cell: (row) => <LongName>{row.plan.name}</LongName>,
      long: true,
      width: '184px',
      wide: true,
      left: !roomy,
    },
    { id: 'kind', header: t('kind'), cell: (row) => t(row.kind), width: language() === 'en' ? '104px' : '88px' },
    { id: 'source', header: t('source'), cell: (row) => t(row.source), width: '88px', wide: true, left: !wide },
    { id: 'day', header: t('studiedOn'), cell: (row) => row.studiedOn, width: '104px' },
    { id: 'hours', header: t('hoursField'), cell: (row) => formatHours(row.hours), width: '72px', align: 'end' },
    {
      id: 'left',
      header: t('countsNow'),
      cell: (row) => formatHours(row.state === 'approved' ? row.left : 0),
      width: '84px',
      align: 'end',
      wide: true,
    },
    {
      id: 'by',
      header: t('recorder'),
      cell: (row) => <LongName>{row.createdByName || '–'}</LongName>,
      long: true,
      width: '88px',
      wide: true,
      left: !wide,
    },
    {
      id: 'since',
      header: t('columnSince'),
      cell: (row) => formatTableTime(row.stateSince, now),
      width: '136px',
      wide: true,
    },
  ]
  return all.filter(({ left }) => !left)
}
