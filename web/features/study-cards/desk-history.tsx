import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { Entry, EntryTotals } from '../../../server/features/study-cards/card-entries.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterChip, FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import { IdNumber, OrderNumber } from '../../components/grouped-number.tsx'
import type { SumPart } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { language } from '../../texts/texts.ts'
import { createUnits } from '../learners/unit-field.tsx'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters, type Filters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { entryKindList, entryTones } from './card-words.ts'
import { daysWord, type EntryFilterName, entryFilterNames, entryFilterOf } from './entry-filter.ts'
import { ExportEntries } from './export-entries.tsx'

/** 充值明细 on a desk, of an organisation or of the whole centre: filters, totals and the workbook. */
export function DeskHistory(props: {
  base: string
  cards: string
  learners: string
  wholeCentre: boolean
}): JSX.Element {
  const now = createNow()
  const widest = createFromWidth(1680)
  const filters = createFilters(props.base, entryFilterNames)
  const filter = () => entryFilterOf(filters.value)
  const list = createKeysetList(api.studyCards.entries, () => ({ ...filter(), limit: 50 }))
  const totals = api.studyCards.entryTotals.use(filter, () => ({ keepPrevious: true }))
  return (
    <DeskList
      title={t('history')}
      filters={filters}
      list={list}
      label={t('history')}
      saved
      columns={() =>
        entryColumns({
          now: now(),
          widest: widest(),
          cards: props.cards,
          learners: props.learners,
        })
      }
      rowName={(entry) => entry.learner.name}
      actions={<ExportEntries filter={filter()} />}
      selects={<EntrySelects filters={filters} wholeCentre={props.wholeCentre} />}
      search={t('search')}
      emptyTitle={t('noHistory')}
      emptyText={t('noHistoryText')}
      sums={entrySums(totals.isSuccess ? totals.data : undefined, list.hasMore())}
    />
  )
}

function EntrySelects(props: { filters: Filters<EntryFilterName>; wholeCentre: boolean }): JSX.Element {
  const { filters } = props
  const plans = api.studyCards.plans.use(() => undefined)
  const { units } = createUnits(() => null)
  const one = (name: 'batch' | 'operation' | 'learner', label: string) => (
    <Show when={filters.value(name)}>
      <FilterChip label={label} value={t('onlyOne')} set onClear={() => filters.set({ [name]: null })}>
        {() => null}
      </FilterChip>
    </Show>
  )
  const filter = () => entryFilterOf(filters.value)
  return (
    <>
      <FilterSelect
        label={t('kindFilter')}
        value={filter().kind ?? null}
        onChange={(kind) => filters.set({ kind })}
        choices={entryKindList.map((value) => ({ value, label: t(`entry_${value}`) }))}
      />
      <FilterSelect
        label={t('plan')}
        value={filters.value('plan')}
        onChange={(plan) => filters.set({ plan })}
        choices={(plans.isSuccess ? plans.data : []).map((plan) => ({ value: plan.id, label: plan.name }))}
      />
      <FilterDates
        label={t('dates')}
        from={filter().from ?? null}
        to={filter().to ?? null}
        value={daysWord(filter())}
        onChange={(from, to) => filters.set({ from, to })}
      />
      <Show
        when={!props.wholeCentre}
        fallback={
          <FilterOrganisation
            label={t('unit')}
            value={filters.value('organisation')}
            onChange={(organisation) => filters.set({ organisation })}
          />
        }
      >
        <Show when={units().length > 1}>
          <FilterSelect
            label={t('unit')}
            value={filters.value('organisation')}
            onChange={(organisation) => filters.set({ organisation })}
            choices={units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` }))}
          />
        </Show>
      </Show>
      {one('batch', t('columnBatch'))}
      {one('operation', t('operation'))}
      {one('learner', t('columnName'))}
    </>
  )
}

function entrySums(totals: EntryTotals | undefined, hasMore: boolean): SumPart[] {
  if (!totals || totals.count === 0) return []
  const tone = { settled: 'settled', waiting: 'waiting', rejected: 'rejected', neutral: undefined } as const
  return [
    ...(hasMore ? [{ label: t('totalCount', { count: totals.count }), value: '' }] : []),
    ...(totals.inFen > 0 ? [{ label: t('totalIn'), value: <Money amount={fen(totals.inFen)} /> }] : []),
    ...(totals.outFen > 0 ? [{ label: t('totalOut'), value: <Money amount={fen(totals.outFen)} /> }] : []),
    ...(totals.kinds.length < 2
      ? []
      : totals.kinds.map(({ kind, count, amountFen }) => ({
          label: t('entryKindSum', { kind: t(`entry_${kind}`), count }),
          value: <Money amount={fen(amountFen)} tone={tone[entryTones[kind]]} strong={false} />,
        }))),
  ]
}

function entryColumns({
  now,
  widest,
  cards,
  learners,
}: {
  now: Date
  widest: boolean
  cards: string
  learners: string
}): DeskColumn<Entry>[] {
  return [
    { id: 'at', header: t('columnAt'), cell: (entry) => formatTableTime(entry.at, now), width: '112px' },
    {
      id: 'kind',
      header: t('columnKind'),
      cell: (entry) => <StateMark tone={entryTones[entry.kind]}>{t(`entry_${entry.kind}`)}</StateMark>,
      width: language() === 'en' ? '148px' : '108px',
    },
    {
      id: 'learner',
      header: t('columnName'),
      cell: (entry) => <a href={`${learners}/${entry.learner.id}`}>{entry.learner.name}</a>,
      width: '96px',
    },
    {
      id: 'number',
      header: t('columnId'),
      cell: (entry) => <IdNumber>{entry.learner.idNumberMasked}</IdNumber>,
      width: '180px',
      wide: true,
    },
    {
      id: 'unit',
      header: t('columnUnit'),
      cell: (entry) => <LongName>{entry.organisation?.name ?? '–'}</LongName>,
      long: true,
    },
    {
      id: 'plan',
      header: t('columnPlan'),
      cell: (entry) => <LongName>{entry.plan.name}</LongName>,
      long: true,
      wide: true,
    },
    {
      id: 'batch',
      header: t('columnBatch'),
      cell: (entry) => (
        <a href={`${cards}/${entry.batch.id}`}>
          <OrderNumber>{entry.batch.orderNumber}</OrderNumber>
        </a>
      ),
      width: '120px',
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (entry) => <Money amount={fen(entry.amountFen)} sign={false} />,
      align: 'end',
      width: '112px',
    },
    {
      id: 'by',
      header: t('columnBy'),
      cell: (entry) => (
        <Show when={entry.operationId} fallback={entry.byName}>
          {(id) => <a href={`${cards}/operations/${id()}`}>{entry.byName}</a>}
        </Show>
      ),
      width: '88px',
      wide: true,
    },
    ...(widest
      ? [
          {
            id: 'reason',
            header: t('columnReason'),
            cell: (entry: Entry) => <LongName>{entry.reason ?? '–'}</LongName>,
            long: true,
            width: '128px',
          },
        ]
      : []),
  ]
}
