import { useSearchParams } from '@solidjs/router'
import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import { type Fen, fen } from '../../../server/core/money.ts'
import type { DayMoney, Figures } from '../../../server/features/finance/finance.schema.ts'
import { api } from '../../api.ts'
import { type Bar, BarChart } from '../../components/bar-chart.tsx'
import { Button, ButtonLink } from '../../components/button.tsx'
import { DataTable } from '../../components/data-table.tsx'
import { DateTimeInput } from '../../components/date-time-input.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Columns, Facts, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { t } from '../../texts/finance.zh-CN.ts'
import { formatCount, formatDay, formatDuration, formatYuan, shanghaiDate } from '../../texts/format.ts'
import { daysOf, isPeriod, monthBefore, type Period, yearOf } from './finance-periods.ts'

/** The numbers of a period, which stands in the address. */
export function FinanceNumbers(): JSX.Element {
  const [address, setAddress] = useSearchParams<{ from?: string; to?: string }>()
  const today = shanghaiDate(new Date())
  const period = (): Period => {
    const month = monthBefore(today, 0)
    return { from: address.from ?? month.from, to: address.to ?? month.to }
  }
  const choose = (wanted: Period) => setAddress({ ...wanted }, { replace: true })
  const query = api.finance.figures.use(period, () => ({ enabled: isPeriod(period()), keepPrevious: true }))
  const quick = {
    thisMonth: monthBefore(today, 0),
    lastMonth: monthBefore(today, 1),
    thisYear: yearOf(today),
  } as const
  const quickNames = ['thisMonth', 'lastMonth', 'thisYear'] as const
  const chosen = () =>
    quickNames.find((name) => quick[name].from === period().from && quick[name].to === period().to) ?? null
  return (
    <Stack gap={5}>
      <Line gap={3}>
        <Field label={t('period')}>
          <Segmented
            choices={quickNames.map((name) => ({ value: name, label: t(name) }))}
            value={chosen()}
            onChange={(name) => choose(quick[name])}
          />
        </Field>
        <Field label={t('from')} error={isPeriod(period()) ? null : t('periodWrong')}>
          <DateTimeInput
            precision="date"
            value={period().from}
            onInput={(from) => from && choose({ ...period(), from })}
          />
        </Field>
        <Field label={t('to')}>
          <DateTimeInput precision="date" value={period().to} onInput={(to) => to && choose({ ...period(), to })} />
        </Field>
      </Line>
      <Show when={isPeriod(period())}>
        <Loaded query={query} errorTitle={t('notOpened')}>
          {(figures) => <Numbers figures={figures()} period={period()} />}
        </Loaded>
      </Show>
    </Stack>
  )
}

function Numbers(props: { figures: Figures; period: Period }): JSX.Element {
  return (
    <Stack gap={6}>
      <Received figures={props.figures} period={props.period} />
      <Columns>
        <Outstanding figures={props.figures} />
        <Matching figures={props.figures} />
      </Columns>
    </Stack>
  )
}

function Received(props: { figures: Figures; period: Period }): JSX.Element {
  const [asTable, setAsTable] = createSignal(false)
  const bars = createMemo(() => barsOf(props.figures.days, props.period))
  return (
    <Section
      title={t('receivedByDay')}
      aside={
        <Button size="dense" kind="quiet" onClick={() => setAsTable(!asTable())}>
          {asTable() ? t('asChart') : t('asTable')}
        </Button>
      }
    >
      <Line gap={5}>
        <Sum label={t('transfer')} amount={props.figures.totals.transferFen} />
        <Sum label={t('online')} amount={props.figures.totals.onlineFen} />
        <Sum label={t('refunded')} amount={props.figures.totals.refundedFen} />
      </Line>
      <Show
        when={props.figures.days.length > 0}
        fallback={<EmptyState title={t('noMoney')}>{t('noMoneyText')}</EmptyState>}
      >
        <Show
          when={asTable()}
          fallback={
            <BarChart
              label={t('receivedOf', props.period)}
              legend={[t('transfer'), t('online')]}
              axis={(value) => `¥${formatCount(Math.round(value / 100))}`}
              bars={bars()}
            />
          }
        >
          <DataTable
            label={t('receivedByDay')}
            rows={props.figures.days}
            rowKey={(day) => day.day}
            rowName={(day) => day.day}
            columns={[
              { id: 'day', header: t('day'), cell: (day) => day.day },
              {
                id: 'transfer',
                header: t('transfer'),
                align: 'end',
                cell: (day) => <Money amount={day.transferFen} />,
              },
              { id: 'online', header: t('online'), align: 'end', cell: (day) => <Money amount={day.onlineFen} /> },
              {
                id: 'refunded',
                header: t('refunded'),
                align: 'end',
                cell: (day) => <Money amount={day.refundedFen} />,
              },
            ]}
          />
        </Show>
      </Show>
    </Section>
  )
}

function Sum(props: { label: string; amount: Fen }): JSX.Element {
  return (
    <span>
      <Quiet>{props.label}</Quiet> <Money amount={props.amount} strong />
    </span>
  )
}

function Outstanding(props: { figures: Figures }): JSX.Element {
  const rows = () => props.figures.outstanding
  return (
    <Section title={t('outstanding')} aside={<Quiet>{t('outstandingHint')}</Quiet>}>
      <DataTable
        label={t('outstanding')}
        rows={rows()}
        rowKey={(row) => row.age}
        rowName={(row) => row.age}
        columns={[
          { id: 'age', header: t('age'), cell: (row) => t(`age${row.age}`) },
          { id: 'orders', header: t('orders'), align: 'end', width: '96px', cell: (row) => row.count },
          {
            id: 'amount',
            header: t('amount'),
            align: 'end',
            width: '160px',
            cell: (row) => <Money amount={row.fen} strong={row.fen > 0} />,
          },
        ]}
      />
    </Section>
  )
}

function Matching(props: { figures: Figures }): JSX.Element {
  const lines = () => props.figures.lines
  const wanted = () => lines().matched.count + lines().open.count
  const share = (part: number, of: number) => `${of === 0 ? 0 : Math.floor((part * 1000) / of) / 10} %`
  const unseen = () => props.figures.unseen
  const took = () => props.figures.slipToInvoice
  return (
    <Section
      title={t('lines')}
      aside={
        <ButtonLink size="dense" kind="quiet" href="/desk/matching">
          {t('toMatching')}
        </ButtonLink>
      }
    >
      <Facts
        beside
        facts={[
          {
            label: t('matchedShare'),
            value:
              wanted() === 0
                ? t('nothingToMatch')
                : t('percent', { share: share(lines().matched.count, wanted()), count: lines().matched.count }),
          },
          {
            label: t('automaticShare'),
            value: t('percent', {
              share: share(lines().automatic.count, lines().matched.count),
              count: lines().automatic.count,
            }),
          },
          { label: t('openLines'), value: t('countAndMoney', countOf(lines().open)) },
          {
            label: t('unseen'),
            value:
              unseen().count === 0
                ? t('unseenNone')
                : t('unseenSince', { ...countOf(unseen()), day: formatDay(unseen().oldestDay ?? '') }),
          },
          {
            label: t('slipToInvoice'),
            value:
              took().medianSeconds === null
                ? t('slipToInvoiceNone')
                : t('slipToInvoiceOf', {
                    median: formatDuration((took().medianSeconds ?? 0) * 1000),
                    p90: formatDuration((took().p90Seconds ?? 0) * 1000),
                    count: took().count,
                  }),
          },
          { label: t('credit'), value: <Money amount={props.figures.creditFen} /> },
        ]}
      />
    </Section>
  )
}

function countOf(sum: { count: number; fen: Fen }): { count: number; amount: string } {
  return { count: sum.count, amount: formatYuan(sum.fen) }
}

/** A bar for each day; for each month where days would be too thin to tell apart. */
function barsOf(known: readonly DayMoney[], period: Period): Bar[] {
  const byMonth = daysOf(period).length > mostDayBars
  const keyOf = (day: string) => (byMonth ? day.slice(0, 7) : day)
  const keys = [...new Set(daysOf(period).map(keyOf))]
  const sums = new Map(keys.map((key) => [key, { transfer: 0, online: 0, refunded: 0 }]))
  for (const day of known) {
    const sum = sums.get(keyOf(day.day))
    if (!sum) continue
    sum.transfer += day.transferFen
    sum.online += day.onlineFen
    sum.refunded += day.refundedFen
  }
  const every = Math.max(1, Math.ceil(keys.length / mostLabels))
  return [...sums].map(([key, sum], at) => ({
    id: key,
    label: at % every === 0 ? (byMonth ? key : key.slice(5)) : '',
    first: sum.transfer,
    second: sum.online,
    words: t('dayWords', {
      day: byMonth ? key : formatDay(key),
      transfer: formatYuan(fen(sum.transfer)),
      online: formatYuan(fen(sum.online)),
      refunded: formatYuan(fen(sum.refunded)),
    }),
  }))
}

/** Three months of days still have bars of a finger's breadth on a desk. */
const mostDayBars = 93
const mostLabels = 16
