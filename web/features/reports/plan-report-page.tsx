import { useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import { shareOf } from '../../../server/features/reports/report-shares.rules.ts'
import type { PlanFigures, PlanReportRow, UnitReportRow } from '../../../server/features/reports/reports.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts, Quiet, Section, Stack } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Money } from '../../components/money.tsx'
import { joinParts } from '../../texts/join.ts'
import { t } from '../../texts/reports.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
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
  const list = api.reports.plans.use(
    () => ({ ...filter(), limit: pageSize }),
    () => ({ keepPrevious: true }),
  )
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (list.isSuccess ? list.data : undefined),
    (cursor) => api.reports.plans.query({ ...filter(), limit: pageSize, cursor }),
  )
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
      <Loaded query={list} errorTitle={t('notOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={<EmptyState title={t('noPlans')}>{t('noPlansText')}</EmptyState>}
          >
            <Stack gap={3}>
              <For each={more.rows()}>
                {(row) => (
                  <Card>
                    <PlanEntry row={row} />
                  </Card>
                )}
              </For>
              <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
      <ReportLines current="plans" />
    </>
  )
}

function PlanEntry(props: { row: PlanReportRow }): JSX.Element {
  return (
    <CardEntry
      href={`/reports/plans?plan=${props.row.id}`}
      main={props.row.plan.name}
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
  const list = api.reports.units.use(
    () => ({ ...filter(), limit: pageSize }),
    () => ({ keepPrevious: true }),
  )
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (list.isSuccess ? list.data : undefined),
    (cursor) => api.reports.units.query({ ...filter(), limit: pageSize, cursor }),
  )
  const here = () => (head.isSuccess ? head.data.above.at(-1) : undefined)
  const parent = () => (head.isSuccess ? head.data.above.at(-2) : undefined)
  const hrefOf = (unit: string | undefined) =>
    `/reports/plans?plan=${props.planId}${unit === undefined ? '' : `&in=${unit}`}`
  return (
    <Loaded query={list} errorTitle={t('notOpened')}>
      {(page) => (
        <>
          <Section title={head.isSuccess ? head.data.plan?.name : ''} aside={<Quiet>{here()?.name}</Quiet>}>
            <Card padded>
              <PlanFunnel figures={page().totals} />
            </Card>
            <Quiet>{t('funnelHint')}</Quiet>
          </Section>
          <Show when={parent()}>
            {(above) => (
              <ButtonLink href={hrefOf(head.isSuccess && head.data.above.length > 2 ? above().id : undefined)}>
                {above().name}
              </ButtonLink>
            )}
          </Show>
          <Show
            when={more.rows().length > 0}
            fallback={<EmptyState title={t('noUnits')}>{t('noUnitsText')}</EmptyState>}
          >
            <Section title={t('byUnit')}>
              <Stack gap={3}>
                <For each={more.rows()}>
                  {(row) => (
                    <Card>
                      <UnitEntry row={row} href={row.hasUnits && !row.itself ? hrefOf(row.id) : undefined} />
                    </Card>
                  )}
                </For>
                <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
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
      main={props.row.itself ? t('itself', { name: props.row.name }) : props.row.name}
      action={props.href === undefined ? undefined : t('below')}
    >
      <Numbers figures={props.row} />
    </CardEntry>
  )
}

/** The essentials of a plan or a unit. */
function Numbers(props: { figures: PlanFigures }): JSX.Element {
  const of = (count: number) => {
    const share = shareOf(count, props.figures.learners)
    return share === null || count === 0 ? String(count) : t('countAndShare', { count, share: percentWord(share) })
  }
  return (
    <Facts
      beside
      facts={[
        { label: t('enrolled'), value: props.figures.enrolled },
        { label: t('participants'), value: props.figures.participants },
        { label: t('reached'), value: of(props.figures.reached) },
        { label: t('certified'), value: of(props.figures.certified) },
        { label: t('paidFen'), value: <Money amount={fen(props.figures.paidFen)} /> },
      ]}
    />
  )
}
