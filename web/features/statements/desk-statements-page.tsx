import { useParams } from '@solidjs/router'
import Upload from 'lucide-solid/icons/upload'
import { createSignal, type JSX, onCleanup, onMount } from 'solid-js'
import type { StatementFileRow } from '../../../server/features/statements/statements.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { formatCalendarDay, formatCount, formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { createSending } from './create-sending.ts'
import { DeskStatement } from './desk-statement.tsx'
import { UploadStatements } from './desk-upload-statements.tsx'
import { accountWord, inWork, periodShort, stateOf } from './statement-states.ts'

const states = ['waiting', 'refused', 'reading', 'imported'] as const
/** While one of them is being read, and otherwise, in milliseconds. */
const busyMs = 1000
const refreshMs = 15_000
/** In the place of an id: the form of new ones. */
const uploading = 'new'

/** 银行流水: files of statements beside the one that is open, or beside those on their way. Files can be dropped anywhere. */
export default function DeskStatementsPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/statements', ['tab', 'state', 'account', 'from', 'to', 'q'])
  const now = createNow()
  const [busy, setBusy] = createSignal(false)
  const attention = () => filters.value('tab') === 'attention'
  const list = createKeysetList(
    api.statements.list,
    () => ({
      attention: attention(),
      state: states.find((one) => one === filters.value('state')) ?? null,
      payeeAccountId: filters.value('account'),
      from: filters.value('from'),
      to: filters.value('to'),
      search: filters.value('q'),
      limit: 50,
    }),
    () => ({ refreshMs: busy() ? busyMs : refreshMs }),
  )
  const overview = api.statements.overview.use(
    () => undefined,
    () => ({ refreshMs }),
  )
  const known = () => (overview.isSuccess ? overview.data : null)
  const opened = api.statements.get.use(
    () => ({ fileId: params.id ?? '' }),
    () => ({
      enabled: params.id !== undefined && params.id !== uploading,
      refreshMs: busy() ? busyMs : refreshMs,
    }),
  )
  const view = () => (opened.isSuccess && opened.data.id === params.id ? opened.data : null)
  const anyBusy = () => list.rows().some(inWork) || (view() !== null && inWork(view() ?? { state: 'imported' }))
  const sending = createSending(() => {
    setBusy(true)
    void list.query.refetch()
  })
  const watch = setInterval(() => setBusy(anyBusy()), busyMs)
  onCleanup(() => clearInterval(watch))
  const add = (files: readonly File[]) => {
    if (params.id !== uploading) filters.open(uploading)
    sending.add(files)
  }
  dropAnywhere(add)
  createKeys(() => [{ key: 'N', label: t('upload'), run: () => filters.open(uploading) }])
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={() => columns(now())}
      rowName={(row) => row.fileName}
      tabs={{
        name: 'tab',
        label: t('title'),
        current: attention() ? 'attention' : 'all',
        narrow: true,
        choices: [
          { value: 'all', label: t('all') },
          { value: 'attention', label: t('attention'), count: known()?.attention },
        ],
      }}
      actions={
        <Button kind="primary" icon={<Upload size={16} />} keyHint="N" onClick={() => filters.open(uploading)}>
          {t('upload')}
        </Button>
      }
      selects={
        <>
          <FilterSelect
            label={t('filterState')}
            value={states.find((one) => one === filters.value('state')) ?? null}
            onChange={(state) => filters.set({ state })}
            choices={states.map((value) => ({ value, label: stateChoice(value) }))}
          />
          <FilterSelect
            label={t('filterAccount')}
            value={filters.value('account')}
            onChange={(account) => filters.set({ account })}
            choices={(known()?.accounts ?? []).map((one) => ({
              value: one.id,
              label: t('tail', { bank: one.bank, tail: one.account.slice(-4) }),
            }))}
          />
          <FilterDates
            label={t('filterDays')}
            from={filters.value('from')}
            to={filters.value('to')}
            value={daysWord(filters.value('from'), filters.value('to'))}
            onChange={(from, to) => filters.set({ from, to })}
          />
        </>
      }
      search={t('search')}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      emptyAction={() => (
        <Button kind="primary" icon={<Upload size={16} />} onClick={() => filters.open(uploading)}>
          {t('upload')}
        </Button>
      )}
      paneWidth={view()?.columns ? 'minmax(0, 2.6fr)' : 'clamp(420px, 42vw, 620px)'}
    >
      {(id, pane) => (
        <>
          {id() === uploading ? (
            <UploadStatements sending={sending} rows={list.rows()} onOpen={pane.open} onClose={pane.close} />
          ) : (
            <DeskStatement id={id()} query={opened} onClose={pane.close} />
          )}
        </>
      )}
    </DeskList>
  )
}

function columns(now: Date): DeskColumn<StatementFileRow>[] {
  return [
    { id: 'at', header: t('columnAt'), cell: (row) => formatTableTime(row.createdAt, now), width: '104px', wide: true },
    {
      id: 'file',
      header: t('columnFile'),
      cell: (row) => <LongName>{row.fileName}</LongName>,
      long: true,
    },
    {
      id: 'account',
      header: t('columnAccount'),
      cell: (row) => <LongName>{accountWord(row)}</LongName>,
      long: true,
      width: '216px',
      wide: true,
    },
    { id: 'period', header: t('columnPeriod'), cell: (row) => periodShort(row), width: '188px', wide: true },
    {
      id: 'new',
      header: t('columnNew'),
      cell: (row) => newWord(row),
      width: '140px',
      align: 'end',
      wide: true,
    },
    { id: 'gaps', header: t('columnGaps'), cell: (row) => gapsWord(row), width: '84px', align: 'end', wide: true },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={stateOf(row).tone}>{stateOf(row).word}</StateMark>,
      width: '164px',
    },
  ]
}

function newWord(row: StatementFileRow): string {
  if (row.newCount !== null && row.lineCount !== null) {
    return t('newOf', { fresh: formatCount(row.newCount), all: formatCount(row.lineCount) })
  }
  if (row.state !== 'reading') return '–'
  return row.lineCount === null
    ? formatCount(row.rowsRead)
    : t('newOf', { fresh: formatCount(row.rowsRead), all: formatCount(row.lineCount) })
}

function gapsWord(row: StatementFileRow): string {
  if (row.state !== 'imported') return '–'
  return row.gapCount === null ? t('noBalance') : formatCount(row.gapCount)
}

function stateChoice(state: (typeof states)[number]): string {
  return state === 'waiting' ? t('attention') : t(state)
}

function daysWord(from: string | null, to: string | null): string {
  if (from && to) return t('days', { from: formatCalendarDay(from), to: formatCalendarDay(to) })
  if (from) return t('fromDay', { day: formatCalendarDay(from) })
  return to ? t('toDay', { day: formatCalendarDay(to) }) : t('anyDay')
}

/** Files that are let go over any part of the page: the browser would open them otherwise. */
function dropAnywhere(onFiles: (files: readonly File[]) => void): void {
  const over = (event: DragEvent) => {
    if (event.dataTransfer?.types.includes('Files')) event.preventDefault()
  }
  const drop = (event: DragEvent) => {
    // The drop zone has taken them already.
    if (event.defaultPrevented) return
    const files = [...(event.dataTransfer?.files ?? [])]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }
  onMount(() => {
    addEventListener('dragover', over)
    addEventListener('drop', drop)
  })
  onCleanup(() => {
    removeEventListener('dragover', over)
    removeEventListener('drop', drop)
  })
}
