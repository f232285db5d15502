import Download from 'lucide-solid/icons/download'
import { createSignal, type JSX } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type {
  ExportOverviewInput,
  ListOverviewInput,
  OverviewTotals,
  OverviewWay,
} from '../../../server/features/reconciliation/overview.schema.ts'
import { Button } from '../../components/button.tsx'
import { FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import type { SumPart } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { showToast } from '../../components/toast.tsx'
import { errorSentence } from '../../texts/errors.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import { downloadByPost } from '../shell/download.ts'
import type { Filters } from '../shell/filters.ts'
import type { OverviewFilterName } from './create-overview.ts'
import { invoiceStands, invoiceWord, modes, statesOf, stateTones, stateWord } from './overview-words.ts'

type Filter = Omit<ListOverviewInput, 'cursor' | 'limit'>

/** What the list is cut by; `unit` stands in the middle, where the two desks differ. */
export function OverviewSelects(props: {
  filters: Filters<OverviewFilterName>
  filter: Filter
  years: readonly number[]
  plans: readonly { readonly id: string; readonly name: string }[]
  unit: JSX.Element
}): JSX.Element {
  const { filters } = props
  return (
    <>
      <FilterSelect
        label={t('year')}
        value={filters.value('year')}
        onChange={(year) => filters.set({ year })}
        choices={props.years.map((year) => ({ value: String(year), label: String(year) }))}
      />
      <FilterSelect
        label={t('planFilter')}
        value={filters.value('plan')}
        onChange={(plan) => filters.set({ plan })}
        choices={props.plans.map((plan) => ({ value: plan.id, label: plan.name }))}
      />
      <FilterDates
        label={t('dates')}
        from={props.filter.from ?? null}
        to={props.filter.to ?? null}
        value={daysWord(props.filter)}
        onChange={(from, to) => filters.set({ from, to })}
      />
      <FilterSelect
        label={t('state')}
        value={props.filter.state ?? null}
        onChange={(state) => filters.set({ state })}
        choices={statesOf[props.filter.way].map((value) => ({ value, label: stateWord(value, props.filter.way) }))}
      />
      <FilterSelect
        label={t('invoice')}
        value={props.filter.invoiceState ?? null}
        onChange={(invoice) => filters.set({ invoice })}
        choices={invoiceStands.map((value) => ({ value, label: invoiceWord(value) }))}
      />
      <FilterSelect
        label={t('mode')}
        value={props.filter.mode ?? null}
        onChange={(mode) => filters.set({ mode })}
        choices={modes.map((value) => ({ value, label: t(value) }))}
      />
      {props.unit}
    </>
  )
}

/** `04-01 – 05-08`, or one end alone. */
export function daysWord({ from, to }: Pick<Filter, 'from' | 'to'>): string {
  if (from && to) return t('days', { from: from.slice(5), to: to.slice(5) })
  if (from) return t('fromDay', { day: from })
  return to ? t('toDay', { day: to }) : t('any')
}

/** At the foot: how many there are in all and for how much, state by state. */
export function overviewSums(totals: OverviewTotals | undefined, way: OverviewWay, hasMore: boolean): SumPart[] {
  if (!totals || totals.count === 0) return []
  const tone = { settled: 'settled', waiting: 'waiting', rejected: 'rejected', neutral: undefined } as const
  return [
    {
      label: hasMore ? t('total', { count: totals.count }) : t('sum'),
      value: <Money amount={fen(totals.amountFen)} />,
    },
    ...(totals.states.length < 2
      ? []
      : totals.states.map(({ state, count, amountFen }) => ({
          label: `${stateWord(state, way)} ${count}`,
          value: <Money amount={fen(amountFen)} tone={tone[stateTones[state]]} />,
        }))),
  ]
}

/** 对账报表: the list as it stands, as a workbook. */
export function ExportOverview(props: { of: ExportOverviewInput['of']; filter: Filter }): JSX.Element {
  const [busy, setBusy] = createSignal(false)
  const send = async () => {
    setBusy(true)
    try {
      const asked: ExportOverviewInput = { of: props.of, filter: props.filter, locale: language() }
      await downloadByPost('/api/reconciliation/export', asked)
    } catch (error) {
      showToast({ text: errorSentence(error) })
    }
    setBusy(false)
  }
  return (
    <Button icon={<Download size={16} />} busy={busy()} onClick={() => void send()}>
      {busy() ? t('exporting') : t('export')}
    </Button>
  )
}
