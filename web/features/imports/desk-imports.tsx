import { useNavigate } from '@solidjs/router'
import { createEffect, createSignal, type JSX } from 'solid-js'
import type { ImportSummary } from '../../../server/features/imports/imports.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { DeskPage, Pane, PanePart, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { Headline } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { formatCount, formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { importTitle } from './import-kinds.ts'
import { inWork, stateTones } from './import-words.ts'

const states = ['previewed', 'reading', 'committing', 'committed', 'failed', 'cancelled'] as const

/** While one of them is being read or written, in milliseconds. */
const progressMs = 2000

/** 批量导入 on a desk, of the staff or of an organisation's admin: what was imported, and beside it a file to choose. */
export function DeskImports(props: {
  /** `/desk/imports` or `/imports` */
  base: string
  /** Whether there is more than one organisation to tell apart. */
  withOrganisation: boolean
  /** Where a file is chosen. */
  upload: JSX.Element
}): JSX.Element {
  const navigate = useNavigate()
  const now = createNow()
  const filters = createFilters(props.base, ['state'])
  const [working, setWorking] = createSignal(false)
  const state = () => states.find((one) => one === filters.value('state')) ?? null
  const list = createKeysetList(
    api.imports.list,
    () => ({ limit: 50, ...(state() ? { state: state() ?? undefined } : {}) }),
    () => ({ refreshMs: working() ? progressMs : undefined }),
  )
  createEffect(() => setWorking(list.rows().some((one) => inWork(one.state))))
  return (
    <DeskPage
      title={t('title')}
      keys
      filters={
        <FilterBar onClear={filters.any() ? filters.clear : undefined}>
          <FilterSelect
            label={t('columnState')}
            value={state()}
            onChange={(value) => filters.set({ state: value })}
            choices={states.map((value) => ({ value, label: t(value) }))}
          />
        </FilterBar>
      }
    >
      <Panes columns="minmax(0, 1fr) clamp(300px, 25vw, 380px)">
        <KeysetPane
          list={list}
          label={t('list')}
          columns={columns(props.withOrganisation, now())}
          rowName={(one) => one.fileName}
          onOpen={(one) => navigate(`${props.base}/${one.id}`)}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
          filtered={filters.any()}
          onClear={filters.clear}
        />
        <Pane label={t('titleLearners')}>
          <PanePart>
            <Headline>{t('titleLearners')}</Headline>
            {props.upload}
          </PanePart>
        </Pane>
      </Panes>
    </DeskPage>
  )
}

function columns(withOrganisation: boolean, now: Date): Column<ImportSummary>[] {
  const all: (Column<ImportSummary> & { readonly where?: boolean })[] = [
    {
      id: 'state',
      header: t('columnState'),
      cell: (one) => <StateMark tone={stateTones[one.state]}>{t(one.state)}</StateMark>,
      width: '112px',
    },
    {
      id: 'kind',
      header: t('columnKind'),
      cell: (one) => <LongName>{importTitle(one.kind)}</LongName>,
      long: true,
      width: '128px',
    },
    {
      id: 'file',
      header: t('columnFile'),
      cell: (one) => <LongName>{one.fileName}</LongName>,
      long: true,
    },
    {
      id: 'into',
      header: t('columnInto'),
      cell: (one) => <LongName>{one.organisation.name}</LongName>,
      long: true,
      where: true,
    },
    {
      id: 'rows',
      header: t('columnRows'),
      cell: (one) => formatCount(one.rowsTotal ?? one.rowsDone),
      width: '72px',
      align: 'end',
    },
    {
      id: 'errors',
      header: t('columnErrors'),
      cell: (one) => formatCount(one.counts.error),
      width: '64px',
      align: 'end',
    },
    {
      id: 'result',
      header: t('columnResult'),
      cell: (one) => <LongName>{one.result ? t('resultOf', one.result) : '–'}</LongName>,
      long: true,
      width: '144px',
    },
    {
      id: 'who',
      header: t('columnWho'),
      cell: (one) => <LongName>{one.createdByName}</LongName>,
      long: true,
      width: '88px',
    },
    { id: 'at', header: t('columnAt'), cell: (one) => formatTableTime(one.createdAt, now), width: '108px' },
  ]
  return all.filter((column) => withOrganisation || !column.where)
}
