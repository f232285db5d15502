import { useNavigate, useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { MoneyFigures } from '../../../server/features/reports/money-reports.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts, Quiet, Section, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { Segmented } from '../../components/radio-group.tsx'
import { t } from '../../texts/reports.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { ExportReport } from './export-report.tsx'
import { type MoneyFilterName, moneyFilterOf, recentYears } from './report-filters.ts'
import { ReportLines } from './report-links.tsx'

const DeskMoneyReport = lazy(async () => {
  const module = await import('./desk-money-report.tsx')
  await textsReady()
  return { default: () => <module.DeskMoneyReport of="own" /> }
})

/** 对账报表 of an organisation: ordered, paid, owed, refunded and invoiced, month by month or plan by plan. */
export default function MoneyReportPage(): JSX.Element {
  return <ByWidth phone={<MoneyPhone />} desk={<DeskMoneyReport />} />
}

const groups = ['month', 'plan'] as const
/** Months and plans of one organisation and year: they stand on one page. */
const most = 100

function MoneyPhone(): JSX.Element {
  const navigate = useNavigate()
  const [search] = useSearchParams<Partial<Record<MoneyFilterName, string>>>()
  const year = () => recentYears().find((one) => String(one) === search.year) ?? recentYears()[0]
  const group = () => groups.find((one) => one === search.group) ?? 'month'
  const values = () => ({ group: group(), year: String(year()) })
  const filter = () => ({
    ...moneyFilterOf('own', (name) => (name === 'group' || name === 'year' ? values()[name] : null)),
    group: group(),
  })
  const list = api.reports.money.use(
    () => ({ ...filter(), limit: most }),
    () => ({ keepPrevious: true }),
  )
  const totals = api.reports.moneyTotals.use(filter, () => ({ keepPrevious: true }))
  const href = (changes: { group?: string; year?: number }) =>
    `/reports/reconciliation?${new URLSearchParams({ group: changes.group ?? group(), year: String(changes.year ?? year()) })}`
  return (
    <OrganisationShell title={t('money')} back="/menu" places>
      <LinkTabs
        label={t('year')}
        tabs={recentYears()
          .slice(0, 3)
          .map((one) => ({ label: String(one), href: href({ year: one }), current: one === year() }))}
      />
      <Loaded query={list} errorTitle={t('notOpened')}>
        {(page) => (
          <Show
            when={page().rows.length > 0}
            fallback={
              <EmptyState title={t('noMoney')} action={<ButtonLink href="/orders">{t('goPay')}</ButtonLink>}>
                {t('noMoneyText')}
              </EmptyState>
            }
          >
            <Show when={totals.isSuccess ? totals.data : null}>
              {(sums) => (
                <Section title={String(year())}>
                  <Card padded>
                    <Amounts figures={sums().totals} />
                  </Card>
                  <Quiet>{t('moneyHint')}</Quiet>
                </Section>
              )}
            </Show>
            <Stack gap={3}>
              <Segmented
                label={t('view')}
                value={group()}
                onChange={(chosen) => navigate(href({ group: chosen }), { replace: true, scroll: false })}
                choices={groups.map((one) => ({ value: one, label: t(one === 'month' ? 'byMonth' : 'byPlan') }))}
              />
              <For each={page().rows}>
                {(row) => (
                  <Card>
                    <CardEntry main={<strong>{row.month ?? row.plan?.name ?? t('refundOfCredit')}</strong>}>
                      <Amounts figures={row} />
                    </CardEntry>
                  </Card>
                )}
              </For>
              <ExportReport wide what={{ report: 'money', filter: { ...filter(), group: 'monthPlan' } }} />
            </Stack>
          </Show>
        )}
      </Loaded>
      <ReportLines current="money" />
    </OrganisationShell>
  )
}

/** What there is of each; a kind of money that did not move is left out. */
function Amounts(props: { figures: MoneyFigures }): JSX.Element {
  const all = () =>
    [
      { label: t('ordered'), of: props.figures.orderedFen },
      { label: t('transfer'), of: props.figures.transferFen },
      { label: t('onlineMoney'), of: props.figures.onlineFen },
      { label: t('toCredit'), of: props.figures.toCreditFen },
      { label: t('credit'), of: props.figures.creditFen },
      { label: t('moved'), of: props.figures.movedFen },
      { label: t('paidInto'), of: props.figures.paidFen },
      { label: t('outstanding'), of: props.figures.outstandingFen },
      { label: t('refundedFen'), of: props.figures.refundedFen },
      { label: t('invoiced'), of: props.figures.invoicedFen },
    ].filter((one) => one.of !== 0)
  const paid = () => t('paidInto')
  return (
    <Facts
      atEnd
      facts={all().map((one) => ({
        label: one.label,
        value: <Money amount={fen(one.of)} strong={one.label === paid()} />,
      }))}
    />
  )
}
