import { createSignal, type JSX, Match, Switch } from 'solid-js'
import type { StatementFileView, StatementLineView } from '../../../server/features/statements/statements.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, DataTable, LongName } from '../../components/data-table.tsx'
import { PanePart } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { Line, SumBar } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t as desk } from '../../texts/desk-frame.zh-CN.ts'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { DeskMoreButton, pageRows } from '../shell/desk-more-button.tsx'
import { createKeysetList } from '../shell/keyset-list.ts'
import { signed } from './desk-statement-gaps.tsx'
import { lineTones, lineWord } from './statement-states.ts'

type Scope = 'new' | 'period'

/** The lines of a file, those that it brought or all of its account in its days; one of them can be opened. */
export function StatementLines(props: {
  file: StatementFileView
  chosen: StatementLineView | null
  onChoose: (line: StatementLineView | null) => void
}): JSX.Element {
  const [scope, setScope] = createSignal<Scope>('new')
  const [search, setSearch] = createSignal('')
  const list = createKeysetList(api.statements.lines, () => ({
    fileId: props.file.id,
    scope: scope(),
    search: search() || null,
    limit: pageRows,
  }))
  return (
    <>
      <PanePart>
        <Line apart>
          <Segmented
            label={t('lines')}
            value={scope()}
            onChange={setScope}
            choices={[
              { value: 'new' as const, label: t('linesNew') },
              { value: 'period' as const, label: t('linesPeriod') },
            ]}
          />
          <SearchBox placeholder={t('linesSearch')} value={search()} onSearch={setSearch} slashKey={false} />
        </Line>
      </PanePart>
      <Switch
        fallback={
          <>
            <DataTable
              label={t('lines')}
              columns={columns()}
              rows={list.rows()}
              rowKey={(line) => line.id}
              rowName={(line) => line.counterpartyName}
              selected={props.chosen?.id ?? null}
              onOpen={(line) => props.onChoose(line.id === props.chosen?.id ? null : line)}
            />
            <SumBar
              parts={[
                {
                  label: list.hasMore()
                    ? desk('shown', { count: list.rows().length })
                    : desk('shownAll', { count: list.rows().length }),
                  value: '',
                },
              ]}
            >
              <DeskMoreButton list={list} />
            </SumBar>
          </>
        }
      >
        <Match when={list.query.isPending}>
          <SkeletonRows count={10} />
        </Match>
        <Match when={list.query.isLoadingError}>
          <ErrorState title={t('linesFailed')} error={list.query.error} onRetry={() => void list.query.refetch()} />
        </Match>
        <Match when={list.rows().length === 0 && search() !== ''}>
          <EmptyState title={shared('nothingFound')}>{shared('nothingFoundHint')}</EmptyState>
        </Match>
        <Match when={list.rows().length === 0}>
          <EmptyState title={t('linesEmpty')}>{t('linesEmptyText')}</EmptyState>
        </Match>
      </Switch>
    </>
  )
}

function columns(): Column<StatementLineView>[] {
  return [
    { id: 'day', header: t('lineDay'), cell: (line) => line.day.slice(5), width: '76px' },
    {
      id: 'name',
      header: t('lineName'),
      cell: (line) => <LongName>{line.counterpartyName || line.remark || t('noName')}</LongName>,
      long: true,
    },
    {
      id: 'amount',
      header: t('lineAmount'),
      cell: (line) => <Money amount={signed(line)} sign={false} />,
      align: 'end',
      width: '120px',
    },
    {
      id: 'state',
      header: t('lineState'),
      cell: (line) => <StateMark tone={lineTones[line.state]}>{lineWord(line)}</StateMark>,
      width: '124px',
    },
  ]
}
