import { useNavigate, useParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { AutomaticRow } from '../../../server/features/reconciliation/matching-desk.schema.ts'
import { api } from '../../api.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { ReasonSlots, Score } from '../../components/reason-slots.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList, type ListTabs } from '../shell/desk-list.tsx'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { doubtBelow, sureFrom } from './certainty.ts'
import { createMatchingActions } from './create-matching-actions.ts'
import { slotsOf } from './desk-matching-columns.tsx'
import { DeskLine } from './desk-matching-line.tsx'
import type { MatchingFilters, MatchingName } from './matching-filters.ts'

const refreshMs = 20_000

/** Every decision that was made without a person, each with its reasons and its undoing. */
export function AutomaticDecisions(props: {
  filters: MatchingFilters
  tabs: ListTabs<MatchingName>
  actions: JSX.Element
}): JSX.Element {
  const { filters } = props
  const params = useParams<{ id?: string }>()
  const navigate = useNavigate()
  const now = createNow()
  const roomy = createFromWidth(1280)
  const undone = () => (['stands', 'undone'] as const).find((one) => one === filters.value('undone')) ?? null
  const list = createKeysetList(
    api.matching.automatic,
    () => ({
      search: filters.value('q') ?? '',
      limit: 50,
      ...(undone() ? { undone: undone() === 'undone' } : {}),
    }),
    () => ({ refreshMs }),
  )
  const actions = createMatchingActions({ onGone: () => {}, onBack: () => {} })
  const opened = () => list.rows().find((row) => row.id === params.id) ?? null
  const columns = (): DeskColumn<AutomaticRow>[] => [
    { id: 'at', header: t('columnSettledAt'), cell: (row) => formatTableTime(row.createdAt, now()), width: '104px' },
    {
      id: 'payer',
      header: t('columnPayer'),
      cell: (row) => <LongName>{row.counterpartyName || t('noPayer')}</LongName>,
      long: true,
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) => <Money amount={fen(row.amountFen)} sign={false} />,
      align: 'end',
      width: '104px',
    },
    {
      id: 'order',
      header: t('columnPaid'),
      cell: (row) => <OrderNumber>{row.orderNumber}</OrderNumber>,
      width: '128px',
    },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{row.organisationName}</LongName>,
      long: true,
      wide: true,
    },
    {
      id: 'reasons',
      header: t('columnReasons'),
      cell: (row) => <ReasonSlots slots={slotsOf(row)} />,
      width: '132px',
      wide: !roomy(),
    },
    {
      id: 'score',
      header: t('columnScore'),
      cell: (row) => <Score value={row.score ?? 0} sureFrom={sureFrom} doubtBelow={doubtBelow} />,
      align: 'end',
      width: '56px',
      wide: true,
    },
    {
      id: 'state',
      header: t('columnState'),
      cell: (row) => (
        <StateMark tone={row.undoneAt === null ? 'settled' : 'neutral'}>
          {t(row.undoneAt === null ? 'automaticStands' : 'automaticUndone')}
        </StateMark>
      ),
      width: '96px',
    },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('automatic')}
      columns={columns}
      rowName={(row) => `${row.counterpartyName} ${row.orderNumber}`}
      tabs={props.tabs}
      actions={props.actions}
      selects={
        <FilterSelect
          label={t('filterUndone')}
          value={undone()}
          onChange={(value) => filters.set({ undone: value })}
          choices={[
            { value: 'stands', label: t('automaticStands') },
            { value: 'undone', label: t('automaticUndone') },
          ]}
        />
      }
      search={t('search')}
      emptyTitle={t('emptyAutomatic')}
      emptyText={t('emptyAutomaticText')}
      paneWidth="clamp(380px, 31vw, 480px)"
      openOnMove
      opened={opened()?.id ?? null}
    >
      {(_, pane) => (
        <Show when={opened()?.lineId}>
          {(lineId) => (
            <DeskLine
              id={lineId()}
              actions={actions}
              onGone={() => {}}
              onOpen={(id) => navigate(`/desk/matching/${id}?tab=matched`)}
              onClose={pane.close}
            />
          )}
        </Show>
      )}
    </DeskList>
  )
}
