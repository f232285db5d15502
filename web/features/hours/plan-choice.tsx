import { createEffect, type JSX, Show } from 'solid-js'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Note } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { Select } from '../../components/select.tsx'
import { readSetting, writeSetting } from '../../settings.ts'
import { t } from '../../texts/hours.zh-CN.ts'

/** More plans than a centre has in years: all are there to choose from. */
const mostPlans = 100

/** The plan that was looked at last on this device: most people come back to the same. */
const lastPlan = 'hours.plan'

/** The plans that hours are recorded for, the newest first, and the one that the address names, or that was looked at last. */
export function createPlanChoice(wanted: () => string | null) {
  const query = api.plans.list.use(
    () => ({ limit: mostPlans, withOwnClosed: true }),
    () => ({ staleMs: 60_000 }),
  )
  const plans = (): readonly PlanView[] => (query.isSuccess ? query.data.rows : [])
  const last = readSetting(lastPlan)
  const plan = (): PlanView | null => {
    const all = plans()
    const of = (id: string | null) => all.find((one) => one.id === id)
    return of(wanted()) ?? of(last) ?? all.find(({ state }) => state === 'published') ?? all[0] ?? null
  }
  createEffect(() => {
    const id = wanted()
    if (id !== null) writeSetting(lastPlan, id)
  })
  return { query, plans, plan }
}
export type PlanChoice = ReturnType<typeof createPlanChoice>

/** Chooses a plan on a phone. */
export function PlanSelect(props: { choice: PlanChoice; onChange: (planId: string) => void }): JSX.Element {
  return (
    <Select
      label={t('plan')}
      value={props.choice.plan()?.id ?? null}
      onChange={props.onChange}
      choices={props.choice.plans().map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

/** What records hours of a plan; of one that is closed only staff record any, and organisations read what to do. */
export function UnlessClosed(props: { plan: Pick<PlanView, 'state'>; children: JSX.Element }): JSX.Element {
  return (
    <Show when={props.plan.state !== 'closed'} fallback={<Note tone="waiting">{t('planClosed')}</Note>}>
      {props.children}
    </Show>
  )
}

/** What is shown of a plan, or that there is none yet. */
export function OfPlan(props: { choice: PlanChoice; children: (plan: PlanView) => JSX.Element }): JSX.Element {
  return (
    <Loaded query={props.choice.query} errorTitle={t('plansFailed')}>
      {() => (
        <Show when={props.choice.plan()} fallback={<EmptyState title={t('noPlans')}>{t('noPlansText')}</EmptyState>}>
          {(plan) => props.children(plan())}
        </Show>
      )}
    </Loaded>
  )
}
