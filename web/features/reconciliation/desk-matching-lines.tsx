import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import { addFen, fen } from '../../../server/core/money.ts'
import type { MatchLineRow, MatchTotals } from '../../../server/features/reconciliation/matching-desk.schema.ts'
import { api } from '../../api.ts'
import { BulkAction, BulkBar } from '../../components/bulk-bar.tsx'
import { ButtonLink } from '../../components/button.tsx'
import { FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import type { SumPart } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { DeskList, type ListTabs } from '../shell/desk-list.tsx'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList, type KeysetList, type PageOf } from '../shell/keyset-list.ts'
import { FilterAmounts } from './amount-filter.tsx'
import { type Confirmation, createMatchingActions } from './create-matching-actions.ts'
import { columnsOf } from './desk-matching-columns.tsx'
import { DeskLine } from './desk-matching-line.tsx'
import { categoryWord } from './line-words.ts'
import {
  categories,
  filtersOf,
  type MatchingFilters,
  type MatchingName,
  type MatchingTab,
  strengths,
} from './matching-filters.ts'
import { allAgree } from './reason-verdicts.ts'

const refreshMs = 20_000
const paneWidth = 'clamp(380px, 29vw, 460px)'

const emptyWords = {
  suggested: ['emptySuggested', 'emptySuggestedText'],
  unmatched: ['emptyUnmatched', 'emptyUnmatchedText'],
  matched: ['emptyMatched', 'emptyMatchedText'],
  ignored: ['emptyIgnored', 'emptyIgnoredText'],
} as const

/** The lines of a state, one of them open beside them, and what is done with all that are ticked. */
export function MatchingLines(props: {
  filters: MatchingFilters
  tab: Exclude<MatchingTab, 'automatic'> | MatchingTab
  tabs: ListTabs<MatchingName>
  totals: MatchTotals | null
  actions: JSX.Element
}): JSX.Element {
  const { filters } = props
  const now = createNow()
  const roomy = createFromWidth(1280)
  const state = () => (props.tab === 'automatic' ? 'suggested' : props.tab)
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  // Done here a moment ago, though the list still has them.
  const [gone, setGone] = createSignal<ReadonlySet<string>>(new Set())
  const isOpen = (row: MatchLineRow) => row.state === 'unmatched' || row.state === 'suggested'
  const asked = createKeysetList(
    api.matching.lines,
    () => ({ ...filtersOf(filters), state: state(), limit: 50 }),
    () => ({ refreshMs }),
  )
  const rows = () => asked.rows().filter((row) => !(isOpen(row) && gone().has(row.id)))
  const list: KeysetList<PageOf<MatchLineRow>> = { ...asked, rows }
  createEffect(
    on(
      () => props.tab,
      () => setTicked(new Set<string>()),
      { defer: true },
    ),
  )
  const actions = createMatchingActions({
    onGone: (ids) => {
      setGone(new Set([...gone(), ...ids]))
      setTicked(new Set([...ticked()].filter((id) => !ids.has(id))))
    },
    onBack: (ids) => setGone(new Set([...gone()].filter((id) => !ids.has(id)))),
  })
  /** Before the list hears that they are gone: the one that comes after. */
  const nextAfter = (ids: ReadonlySet<string>, from: string): string | null => {
    const all = asked.rows().filter((row) => row.id === from || !gone().has(row.id))
    const at = all.findIndex((row) => row.id === from)
    const free = (row: MatchLineRow) => !ids.has(row.id) && row.id !== from
    return (all.slice(at + 1).find(free) ?? all.slice(0, Math.max(0, at)).findLast(free))?.id ?? null
  }
  const tickable = (row: MatchLineRow) =>
    row.state === 'suggested' && row.suggestion !== null && row.suggestion.strength !== 'tie'
  // A function and no expression in the markup: keys ask for it too, outside of what is drawn.
  const tickedShown = () => (state() === 'suggested' ? ticked() : undefined)
  const tickedRows = () => rows().filter((row) => ticked().has(row.id) && tickable(row))
  const confirmTicked = () => void actions.confirm(confirmationsOf(tickedRows()))
  createKeys(() =>
    tickedRows().length > 0
      ? [{ key: 'Shift A', label: t('keyAll'), run: confirmTicked, when: () => !actions.busy() }]
      : [],
  )
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={(room) => columnsOf(state(), room, { roomy: roomy(), now: now() })}
      rowName={(row) => row.counterpartyName || t('noPayer')}
      tabs={props.tabs}
      actions={props.actions}
      selects={<Selects filters={filters} tab={props.tab} totals={props.totals} />}
      search={t('search')}
      emptyTitle={t(emptyWords[state()][0])}
      emptyText={t(emptyWords[state()][1])}
      emptyAction={
        state() === 'suggested'
          ? () => (
              <ButtonLink kind="primary" href="/desk/statements">
                {t('importFirst')}
              </ButtonLink>
            )
          : undefined
      }
      sums={sumsOf(props.totals)}
      ticked={tickedShown()}
      onTick={setTicked}
      tickable={tickable}
      bulk={
        <BulkBar
          count={tickedRows().length}
          text={bulkText(tickedRows())}
          amount={<Money amount={addFen(...tickedRows().map((row) => fen(row.leftFen)))} />}
          onClear={() => setTicked(new Set<string>())}
        >
          <BulkAction keyHint={['Shift', 'A']} busy={actions.busy()} onClick={confirmTicked}>
            <Show when={actions.progress()} fallback={t('bulkConfirm')}>
              {(progress) => t('bulkUnder', progress())}
            </Show>
          </BulkAction>
        </BulkBar>
      }
      paneWidth={paneWidth}
      openOnMove
    >
      {(id, pane) => (
        <DeskLine
          id={id()}
          actions={actions}
          onGone={(ids) => {
            if (ids.size > 0) filters.open(nextAfter(ids, id()))
          }}
          onOpen={pane.open}
          onClose={pane.close}
        />
      )}
    </DeskList>
  )
}

/** One confirmation a suggestion, though several of its lines are ticked. */
function confirmationsOf(rows: readonly MatchLineRow[]): Confirmation[] {
  const seen = new Set<string>()
  return rows.flatMap((row) => {
    const { suggestion } = row
    if (!suggestion || seen.has(suggestion.id)) return []
    seen.add(suggestion.id)
    const together = rows.filter((one) => one.suggestion?.id === suggestion.id)
    return [
      {
        lineIds: together.map((one) => one.id),
        name: row.counterpartyName || t('noPayer'),
        amountFen: addFen(...together.map((one) => fen(one.leftFen))),
        what: {
          kind: 'suggestion' as const,
          suggestionId: suggestion.id,
          key: suggestion.key,
          choice: 0,
          partCount: suggestion.partCount,
          otherAccountAccepted: false,
        },
      },
    ]
  })
}

function bulkText(rows: readonly MatchLineRow[]): string {
  const doubts = rows.filter((row) => !row.suggestion || !allAgree(row.suggestion.reasons)).length
  return doubts === 0 ? t('bulkAgree', { count: rows.length }) : t('bulkDoubt', { count: rows.length, doubts })
}

function sumsOf(totals: MatchTotals | null): SumPart[] {
  if (!totals) return []
  const { unmatched, suggested, matched, ignored } = totals.states
  return [
    { label: t('sumSuggested'), value: <Money amount={fen(suggested.amountFen)} sign={false} /> },
    { label: t('sumUnmatched'), value: <Money amount={fen(unmatched.amountFen)} sign={false} tone="waiting" /> },
    { label: t('sumMatched'), value: <Money amount={fen(matched.amountFen)} sign={false} tone="settled" /> },
    { label: t('sumIgnored'), value: <Money amount={fen(ignored.amountFen)} sign={false} tone="quiet" /> },
  ]
}

function daysWord(from: string | null, to: string | null): string {
  if (from && to) return t('amountBetween', { from, to })
  if (from) return t('amountAtLeast', { from })
  return to ? t('amountAtMost', { to }) : shared('all')
}

function Selects(props: { filters: MatchingFilters; tab: MatchingTab; totals: MatchTotals | null }): JSX.Element {
  const { filters } = props
  const accounts = () => props.totals?.accounts ?? []
  return (
    <>
      <Show when={accounts().length > 1}>
        <FilterSelect
          label={t('account')}
          value={filters.value('account')}
          onChange={(account) => filters.set({ account })}
          choices={accounts().map(({ id, bank, account }) => ({ value: id, label: `${bank} ${account.slice(-4)}` }))}
        />
      </Show>
      <FilterDates
        label={t('period')}
        from={filters.value('from')}
        to={filters.value('to')}
        value={daysWord(filters.value('from'), filters.value('to'))}
        onChange={(from, to) => filters.set({ from, to })}
      />
      <FilterAmounts
        from={filters.value('least')}
        to={filters.value('most')}
        onChange={(least, most) => filters.set({ least, most })}
      />
      <Show when={props.tab === 'suggested'}>
        <FilterSelect
          label={t('strength')}
          value={strengths.find((one) => one === filters.value('strength')) ?? null}
          onChange={(strength) => filters.set({ strength })}
          choices={strengths.filter((one) => one !== 'tie').map((value) => ({ value, label: t(value) }))}
        />
      </Show>
      <Show when={props.tab === 'ignored'}>
        <FilterSelect
          label={t('category')}
          value={categories.find((one) => one === filters.value('category')) ?? null}
          onChange={(category) => filters.set({ category })}
          choices={categories.map((value) => ({ value, label: categoryWord(value) }))}
        />
      </Show>
    </>
  )
}
