import { useParams, useSearchParams } from '@solidjs/router'
import { type JSX, lazy, Match, Show, Suspense, Switch } from 'solid-js'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { CallCentre } from '../accounts/call-centre.tsx'
import { ByWidth } from '../shell/by-width.tsx'
import { loadAhead } from '../shell/load-ahead.ts'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { AddByNumber } from './add-by-number.tsx'
import { windowNote } from './plan-words.ts'

const AddFromTree = lazy(async () => {
  const { AddFromTree: Tree } = await import('./add-from-tree.tsx')
  await textsReady()
  return { default: Tree }
})
const AddByImport = lazy(async () => {
  const { AddByImport: Import } = await import('./add-by-import.tsx')
  await textsReady()
  return { default: Import }
})
const DeskCandidates = lazy(async () => {
  const module = await import('./desk-candidates.tsx')
  await textsReady()
  return module
})

export type Way = 'number' | 'tree' | 'import'
const ways = ['number', 'tree', 'import'] as const satisfies readonly Way[]
const wayWords = { number: 'wayNumber', tree: 'wayTree', import: 'wayImport' } as const

/** 新增人员: by ID number, ticked in the own tree, or from a list; what is saved is submitted from the plan's page. */
export default function AddPeoplePage(): JSX.Element {
  // The other two ways, while there is a network.
  loadAhead(
    () => import('./add-from-tree.tsx'),
    () => import('./add-by-import.tsx'),
  )
  const params = useParams<{ planId: string }>()
  const [address] = useSearchParams<{ way?: string }>()
  const now = createNow()
  const query = api.plans.get.use(() => ({ id: params.planId }))
  const known = () => (query.isPending || query.isLoadingError ? null : (query.data ?? null))
  const way = () => ways.find((one) => one === address.way) ?? 'number'
  const back = () => `/enrolments/${params.planId}`
  return (
    <Show
      when={known()}
      fallback={
        <OrganisationShell title={t('addTitle')} back={back()}>
          <Loaded query={query} errorTitle={t('planNotOpened')}>
            {() => null}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(plan) => (
        <Show when={plan().enrolment.open} fallback={<Closed plan={plan()} now={now()} />}>
          <Suspense>
            <Switch>
              <Match when={way() === 'number'}>
                <AddByNumber plan={plan()} tabs={<Ways plan={plan()} way={way()} />} />
              </Match>
              <Match when={way() === 'tree'}>
                <ByWidth
                  phone={<AddFromTree plan={plan()} tabs={<Ways plan={plan()} way={way()} />} />}
                  desk={<DeskCandidates plan={plan()} tabs={<Ways plan={plan()} way={way()} />} />}
                />
              </Match>
              <Match when={way() === 'import'}>
                <AddByImport plan={plan()} tabs={<Ways plan={plan()} way={way()} />} />
              </Match>
            </Switch>
          </Suspense>
        </Show>
      )}
    </Show>
  )
}

function Ways(props: { plan: PlanView; way: Way }): JSX.Element {
  return (
    <LinkTabs
      label={t('ways')}
      tabs={ways.map((one) => ({
        label: t(wayWords[one]),
        href: `/enrolments/${props.plan.id}/add?way=${one}`,
        current: one === props.way,
      }))}
    />
  )
}

function Closed(props: { plan: PlanView; now: Date }): JSX.Element {
  return (
    <OrganisationShell title={t('addTitle')} back={`/enrolments/${props.plan.id}`}>
      <EmptyState title={t('planLocked')} action={<CallCentre />}>
        {windowNote(props.plan, props.now)}
      </EmptyState>
    </OrganisationShell>
  )
}
