import { useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { InvoiceFigures } from '../../../server/features/reports/money-reports.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts, Quiet, Section, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { formatCount } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { ExportReport } from './export-report.tsx'
import { invoiceFilterOf, recentYears } from './report-filters.ts'
import { ReportLines } from './report-links.tsx'

const DeskInvoiceReport = lazy(async () => {
  const module = await import('./desk-invoice-report.tsx')
  await textsReady()
  return { default: () => <module.DeskInvoiceReport of="own" /> }
})

/** 发票报表 of an organisation: requests, invoices and red ones month by month. */
export default function InvoiceReportPage(): JSX.Element {
  return <ByWidth phone={<InvoicePhone />} desk={<DeskInvoiceReport />} />
}

/** Twelve months of two kinds. */
const most = 100

function InvoicePhone(): JSX.Element {
  const [search] = useSearchParams<{ year?: string }>()
  const year = () => recentYears().find((one) => String(one) === search.year) ?? recentYears()[0]
  const filter = () => ({
    ...invoiceFilterOf('own', (name) => (name === 'year' ? String(year()) : null)),
    group: 'month' as const,
  })
  const list = api.reports.invoices.use(
    () => ({ ...filter(), limit: most }),
    () => ({ keepPrevious: true }),
  )
  const totals = api.reports.invoiceTotals.use(filter, () => ({ keepPrevious: true }))
  return (
    <OrganisationShell title={t('invoices')} back="/menu" places>
      <LinkTabs
        label={t('year')}
        tabs={recentYears()
          .slice(0, 3)
          .map((one) => ({ label: String(one), href: `/reports/invoices?year=${one}`, current: one === year() }))}
      />
      <Loaded query={list} errorTitle={t('notOpened')}>
        {(page) => (
          <Show
            when={page().rows.length > 0}
            fallback={
              <EmptyState title={t('noInvoices')} action={<ButtonLink href="/invoices">{t('goInvoices')}</ButtonLink>}>
                {t('noInvoicesText')}
              </EmptyState>
            }
          >
            <Show when={totals.isSuccess ? totals.data.totals : null}>
              {(sums) => (
                <Section title={String(year())}>
                  <Card padded>
                    <Amounts figures={sums()} />
                  </Card>
                  <Show when={sums().taxUnknown > 0}>
                    <Quiet>{t('taxUnknown', { count: sums().taxUnknown })}</Quiet>
                  </Show>
                </Section>
              )}
            </Show>
            <Section title={t('byMonth')}>
              <Stack gap={3}>
                <For each={page().rows}>
                  {(row) => (
                    <Card>
                      <CardEntry main={<strong>{joinParts(row.month, row.kind ? t(row.kind) : null)}</strong>}>
                        <Amounts figures={row} />
                      </CardEntry>
                    </Card>
                  )}
                </For>
                <ExportReport wide what={{ report: 'invoices', filter: filter() }} />
              </Stack>
            </Section>
          </Show>
        )}
      </Loaded>
      <ReportLines current="invoices" />
    </OrganisationShell>
  )
}

function Amounts(props: { figures: InvoiceFigures }): JSX.Element {
  const counted = (count: number, amountFen: number) => (
    <>
      {t('invoiceCount', { count: formatCount(count) })} · <Money amount={fen(amountFen)} strong={false} />
    </>
  )
  return (
    <Facts
      atEnd
      facts={[
        { label: t('requests'), value: counted(props.figures.requests, props.figures.requestedFen) },
        { label: t('issued'), value: counted(props.figures.issued, props.figures.issuedFen) },
        ...(props.figures.red === 0
          ? []
          : [{ label: t('red'), value: counted(props.figures.red, props.figures.redFen) }]),
        { label: t('net'), value: <Money amount={fen(props.figures.netFen)} /> },
        { label: t('netTax'), value: <Money amount={fen(props.figures.netTaxFen)} strong={false} /> },
      ]}
    />
  )
}
