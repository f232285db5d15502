import { useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { shareOf } from '../../../server/features/reports/report-shares.rules.ts'
import type { PlanFigures, PlanReportRow, UnitReportRow } from '../../../server/features/reports/reports.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts, Headline, Quiet, Section, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { formatCount } from '../../texts/format.ts'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { PlanFunnel } from './plan-funnel.tsx'
import { type PlanFilterName, recentYears } from './report-filters.ts'
import { ReportLines } from './report-links.tsx'
import { percentWord } from './report-words.ts'

const DeskPlanReport = lazy(async () => {
  const module = await import('./desk-plan-report.tsx')
  await textsReady()
  return { default: () => <module.DeskPlanReport of="own" /> }
})

const pageSize = 20

/** 培训计划报表 of an organisation: what became of its people in each plan, and unit by unit. */
export default function PlanReportPage(): JSX.Element {
  return <ByWidth phone={<PlanReportPhone />} desk={<DeskPlanReport />} />
}

type Address = Partial<Record<PlanFilterName, string>>
const uuid = (value: string | undefined) => (value && /^[0-9a-f-]{36}$/.test(value) ? value : undefined)

function PlanReportPhone(): JSX.Element {
  const [search] = useSearchParams<Address>()
  return (
    <OrganisationShell title={t('plans')} back={uuid(search.plan) ? '/reports/plans' : '/menu'} places>
      <Show when={uuid(search.plan)} fallback={<Plans year={search.year} />}>
        {(plan) => <Units planId={plan()} parentId={uuid(search.in)} />}
      </Show>
    </OrganisationShell>
  )
}

function Plans(props: { year: string | undefined }): JSX.Element {
  const year = () => recentYears().find((one) => String(one) === props.year)
  const filter = () => ({ of: 'own' as const, ...(year() === undefined ? {} : { year: year() }) })
  const list = createPagedList(api.reports.plans, () => ({ ...filter(), limit: pageSize }))
  return (
    <>
      <LinkTabs
        label={t('year')}
        tabs={[
          { label: t('any'), href: '/reports/plans', current: year() === undefined },
          ...recentYears()
            .slice(0, 3)
            .map((one) => ({ label: String(one), href: `/reports/plans?year=${one}`, current: one === year() })),
        ]}
      />
      <PagedRows
        list={list}
        errorTitle={t('notOpened')}
        empty={
          <EmptyState title={t('noPlans')} action={<ButtonLink href="/enrolments">{t('goEnrol')}</ButtonLink>}>
            {t('noPlansText')}
          </EmptyState>
        }
      >
        {(row) => <PlanEntry row={row} />}
      </PagedRows>
      <ReportLines current="plans" />
    </>
  )
}

function PlanEntry(props: { row: PlanReportRow }): JSX.Element {
  return (
    <CardEntry
      href={`/reports/plans?plan=${props.row.id}`}
      main={<strong>{props.row.plan.name}</strong>}
      action={t('seeUnits')}
      state={<Quiet>{joinParts(String(props.row.plan.year), t(props.row.plan.mode))}</Quiet>}
    >
      <Numbers figures={props.row} />
    </CardEntry>
  )
}

/** One plan: the way from enrolment to certificate, then unit by unit. */
function Units(props: { planId: string; parentId: string | undefined }): JSX.Element {
  const filter = () => ({
    of: 'own' as const,
    planId: props.planId,
    ...(props.parentId === undefined ? {} : { parentId: props.parentId }),
  })
  const head = api.reports.unitHead.use(filter, () => ({ keepPrevious: true }))
  const list = createPagedList(api.reports.units, () => ({ ...filter(), limit: pageSize }))
  const here = () => (head.isSuccess ? head.data.above.at(-1) : undefined)
  const parent = () => (head.isSuccess ? head.data.above.at(-2) : undefined)
  const hrefOf = (unit: string | undefined) =>
    `/reports/plans?plan=${props.planId}${unit === undefined ? '' : `&in=${unit}`}`
  return (
    <Loaded query={list.query} errorTitle={t('notOpened')}>
      {(page) => (
        <>
          <Stack gap={1}>
            <Headline>{head.isSuccess ? head.data.plan?.name : ''}</Headline>
            <Quiet>{here()?.name}</Quiet>
          </Stack>
          <Stack gap={2}>
            <Card padded>
              <PlanFunnel figures={page().totals} />
            </Card>
            <Quiet>{t('funnelHint')}</Quiet>
          </Stack>
          <Show when={parent()}>
            {(above) => (
              <ButtonLink href={hrefOf(head.isSuccess && head.data.above.length > 2 ? above().id : undefined)}>
                {above().name}
              </ButtonLink>
            )}
          </Show>
          <Show
            when={list.rows().length > 0}
            fallback={<EmptyState title={t('noUnits')}>{t('noUnitsText')}</EmptyState>}
          >
            <Section title={t('byUnit')}>
              <Stack gap={3}>
                <For each={list.rows()}>
                  {(row) => (
                    <Card>
                      <UnitEntry row={row} href={row.hasUnits && !row.itself ? hrefOf(row.id) : undefined} />
                    </Card>
                  )}
                </For>
                <MoreButton more={list} />
              </Stack>
            </Section>
          </Show>
        </>
      )}
    </Loaded>
  )
}

function UnitEntry(props: { row: UnitReportRow; href: string | undefined }): JSX.Element {
  return (
    <CardEntry
      href={props.href}
      main={<strong>{props.row.itself ? t('itself', { name: props.row.name }) : props.row.name}</strong>}
      action={props.href === undefined ? undefined : t('below')}
    >
      <Numbers figures={props.row} />
    </CardEntry>
  )
}

/** The essentials of a plan or a unit. */
function Numbers(props: { figures: PlanFigures }): JSX.Element {
  const people = (count: number) => t('people', { count: formatCount(count) })
  const of = (count: number) => {
    const share = shareOf(count, props.figures.learners)
    return share === null || count === 0
      ? people(count)
      : t('countAndShare', { count: people(count), share: percentWord(share) })
  }
  return (
    <Facts
      atEnd
      facts={[
        { label: t('enrolled'), value: people(props.figures.enrolled) },
        { label: t('participants'), value: people(props.figures.participants) },
        { label: t('reached'), value: of(props.figures.reached) },
        { label: t('certified'), value: of(props.figures.certified) },
        { label: t('paidFen'), value: <Money amount={fen(props.figures.paidFen)} /> },
      ]}
    />
  )
}
