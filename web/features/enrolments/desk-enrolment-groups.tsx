import { createEffect, type JSX, Match, Show, Switch } from 'solid-js'
import { fen, formatFen } from '../../../server/core/money.ts'
import type { ReviewGroup } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { Pane } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { createNow } from '../../components/now.ts'
import { QueueItem } from '../../components/queue-item.tsx'
import { QueueList } from '../../components/queue-list.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { dueWord, isOverdue, QueueHead } from '../shell/review-desk.tsx'
import type { DeskTicks } from './create-desk-ticks.ts'

/** A registered organisation, with all its units, in one plan. */
export type Group = ReviewGroup & { readonly id: string }

export function groupKey(planId: string | null, organisationId: string | null): string {
  return `${planId ?? ''} ${organisationId ?? ''}`
}

const refreshMs = 10_000

/** Groups have no id of their own: the list keeps them apart by plan and organisation. */
const binding = {
  key: () => api.enrolments.reviewGroups.key(),
  query: async (input: Parameters<typeof api.enrolments.reviewGroups.query>[0], signal?: AbortSignal) => {
    const page = await api.enrolments.reviewGroups.query(input, signal)
    return {
      nextCursor: page.nextCursor,
      rows: page.rows.map((row): Group => ({ ...row, id: groupKey(row.plan.id, row.organisation.id) })),
    }
  },
}

/** The left part: what waits by organisation and plan, the group that is due first on top. A tick takes the whole group. */
export function EnrolmentGroups(props: {
  planId: string | null
  organisationId: string | null
  overdue: number
  ticks: DeskTicks
  onChoose: (group: Group | null) => void
}): JSX.Element {
  const now = createNow()
  const list = createKeysetList(
    binding,
    () => ({ limit: 50 }),
    () => ({ refreshMs }),
  )
  const chosen = () =>
    props.planId !== null && props.organisationId !== null ? groupKey(props.planId, props.organisationId) : null
  const groups = () => list.rows() as readonly Group[]
  const move = (step: 1 | -1) => {
    const at = groups().findIndex((group) => group.id === chosen())
    const next = groups()[at < 0 ? (step > 0 ? 0 : groups().length - 1) : at + step]
    if (next) props.onChoose(next)
  }
  // A group that is done makes way for the next one: nobody is left before an empty list.
  let lastAt = -1
  createEffect(() => {
    const at = chosen() === null ? -1 : groups().findIndex((group) => group.id === chosen())
    if (at >= 0 || chosen() === null) lastAt = at
    else if (lastAt >= 0 && !list.query.isFetching) {
      const next = groups()[Math.min(lastAt, groups().length - 1)] ?? null
      lastAt = -1
      props.onChoose(next)
    }
  })
  const tick = (group: Group, on: boolean) =>
    void props.ticks.tickGroup(group.id, { planId: group.plan.id, organisationId: group.organisation.id }, on)
  const tickChosen = () => {
    const group = groups().find((one) => one.id === chosen())
    if (group) tick(group, !props.ticks.hasGroup(group.id))
  }
  createKeys(() => [
    { key: ']', label: t('keyNextGroup'), run: () => move(1) },
    { key: '[', label: t('keyPreviousGroup'), run: () => move(-1) },
    { key: 'Shift X', label: t('keyTickGroup'), run: tickChosen, when: () => chosen() !== null },
  ])
  const due = (group: Group) => ({ waiting: true, dueAt: group.dueAt, decidedAt: null })
  return (
    <Pane label={t('groups')} ground="paper" head={<QueueHead waiting overdue={props.overdue} />}>
      <Switch
        fallback={
          <QueueList
            label={t('groups')}
            rows={groups()}
            selected={chosen()}
            hasMore={list.hasMore()}
            onMore={list.loadMore}
            moreLabel={t('moreGroups')}
          >
            {(group) => (
              <QueueItem
                id={group.id}
                due={dueWord(due(group), now())}
                overdue={isOverdue(due(group), now())}
                amount={formatFen(fen(group.feeFen))}
                name={group.organisation.name}
                finding={t('groupFinding', { plan: group.plan.name, count: group.count })}
                selected={chosen() === group.id}
                onOpen={() => props.onChoose(chosen() === group.id ? null : group)}
                ticked={props.ticks.hasGroup(group.id)}
                onTick={(on) => tick(group, on)}
              />
            )}
          </QueueList>
        }
      >
        <Match when={list.query.isPending}>
          <SkeletonRows count={6} />
        </Match>
        <Match when={list.query.isLoadingError}>
          <ErrorState title={t('groupsFailed')} error={list.query.error} onRetry={() => void list.query.refetch()} />
        </Match>
        <Match when={groups().length === 0}>
          <Show when={!list.query.isFetching}>
            <EmptyState title={t('groupsEmpty')}>{null}</EmptyState>
          </Show>
        </Match>
      </Switch>
    </Pane>
  )
}
