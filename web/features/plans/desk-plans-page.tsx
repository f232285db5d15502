import type { JSX } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { fen } from '../../../server/core/money.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { StateMark, type StateTone } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { Money } from '../../components/money.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-organisations.zh-CN.ts'
import { shanghaiDate } from '../../texts/format.ts'
import { createFilters } from '../shell/desk-filters.ts'
import { createKeysetList } from '../shell/desk-keyset-list.ts'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'

const tones = { draft: 'neutral', published: 'settled', closed: 'neutral' } as const satisfies Record<
  PlanView['state'],
  StateTone
>

/** How many years the filter goes back: plans of older years are found by name. */
const yearsBack = 4

/** 计划: what there is to order, with the manual's columns. Plans are published elsewhere. */
export default function DeskPlansPage(): JSX.Element {
  const filters = createFilters('/desk/plans', ['year', 'q'])
  const thisYear = Number(shanghaiDate(new Date()).slice(0, 4))
  const years = Array.from({ length: yearsBack + 2 }, (_, index) => String(thisYear + 1 - index))
  const list = createKeysetList(api.plans.list, () => ({
    limit: 50,
    ...(filters.value('year') ? { year: Number(filters.value('year')) } : {}),
    ...(filters.value('q') ? { name: filters.value('q') ?? '' } : {}),
  }))
  const columns = (): Column<PlanView>[] => [
    { id: 'number', header: t('planNumber'), cell: (row) => row.number, width: '168px' },
    { id: 'name', header: t('planName'), cell: (row) => <LongName>{row.name}</LongName>, long: true },
    {
      id: 'publisher',
      header: t('publisher'),
      cell: (row) => <LongName fitsCharacters={13}>{row.publisher}</LongName>,
      long: true,
      width: '200px',
    },
    {
      id: 'required',
      header: t('required'),
      cell: (row) => `${formatHours(row.requiredHours)} ${t('standardHours')}`,
      width: '112px',
    },
    { id: 'starts', header: t('starts'), cell: (row) => shanghaiDate(new Date(row.startsAt)), width: '104px' },
    { id: 'ends', header: t('ends'), cell: (row) => shanghaiDate(new Date(row.endsAt)), width: '104px' },
    { id: 'mode', header: t('mode'), cell: (row) => t(row.mode), width: '76px' },
    {
      id: 'late',
      header: t('lateChanges'),
      cell: (row) => desk(row.lateChangesAllowed ? 'yes' : 'no'),
      width: '92px',
    },
    {
      id: 'fee',
      header: t('fee'),
      cell: (row) => <Money amount={fen(row.feePerLearnerFen)} sign={false} />,
      align: 'end',
      width: '96px',
    },
    {
      id: 'state',
      header: t('planState'),
      cell: (row) => (
        <StateMark tone={row.takesOrders ? tones[row.state] : 'neutral'}>
          {row.state === 'published' && !row.takesOrders ? t('notOpen') : t(row.state)}
        </StateMark>
      ),
      width: '128px',
    },
  ]
  return (
    <DeskPage
      title={t('plansTitle')}
      keys
      filters={
        <FilterBar onClear={filters.any() ? filters.clear : undefined}>
          <FilterSelect
            label={t('year')}
            value={filters.value('year')}
            onChange={(value) => filters.set({ year: value })}
            choices={years.map((value) => ({ value, label: value }))}
          />
          <SearchBox
            placeholder={t('plansSearch')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns="minmax(0, 1fr)">
        <KeysetPane
          list={list}
          label={t('plansList')}
          columns={columns()}
          rowName={(row) => row.name}
          emptyTitle={t('plansEmpty')}
          emptyText={t('plansEmptyText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
      </Panes>
    </DeskPage>
  )
}
