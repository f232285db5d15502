import { useParams } from '@solidjs/router'
import { createEffect, type JSX, on, Show } from 'solid-js'
import type { EnrolmentRow, EnrolmentState } from '../../../server/features/enrolments/enrolments.schema.ts'
import { api } from '../../api.ts'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { DeskList } from '../shell/desk-list.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { createDeskDecisions } from './create-desk-decisions.ts'
import { createDeskTicks } from './create-desk-ticks.ts'
import { DecideTicked } from './desk-decide-ticked.tsx'
import { DeskEnrolment } from './desk-enrolment.tsx'
import { enrolmentColumns } from './desk-enrolment-columns.tsx'
import { EnrolmentGroups } from './desk-enrolment-groups.tsx'
import { payableStatuses, paymentWord, stateWord } from './enrolment-words.ts'

/** The first one stands in no address: reviewers begin with what waits for them, who only looks things up with everything. */
const reviewerTabs = ['submitted', 'confirmed', 'rejected', 'revoked', 'all'] as const
type Tab = (typeof reviewerTabs)[number]
const otherTabs: readonly Tab[] = ['all', 'submitted', 'confirmed', 'rejected', 'revoked']
const statuses = [...payableStatuses, 'refunded'] as const

/** New submissions and other reviewers' decisions show within this, in milliseconds. */
const waitingRefreshMs = 5_000
const decidedRefreshMs = 30_000

interface Asked {
  readonly waiting: boolean
  readonly state?: EnrolmentState | undefined
  readonly paymentStatus?: (typeof statuses)[number] | undefined
  readonly planId?: string | undefined
  readonly organisationId?: string | undefined
  readonly search?: string | undefined
  readonly cursor?: string | null | undefined
}

/** What waits stands in the order in which it is due, everything else newest first: two questions, one list. */
const binding = {
  key: () => ['enrolments.desk'],
  query: ({ waiting, state, paymentStatus, ...rest }: Asked, signal?: AbortSignal) =>
    waiting
      ? api.enrolments.reviewQueue.query({ ...rest, limit: 50 }, signal)
      : api.enrolments.staffList.query({ ...rest, state, paymentStatus, limit: 50 }, signal),
}

/** 报名审核: groups, people and one person side by side; decided one by one or in bulk, everything by keyboard. */
export default function DeskEnrolmentsPage(): JSX.Element {
  const staff = useStaff()
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/desk/enrolments', ['state', 'plan', 'organisation', 'payment', 'q'])
  const now = createNow()
  const roomy = createFromWidth(1280)
  const ticks = createDeskTicks()
  const mayDecide = () => staff.may('reviewer')
  const tabs = () => (mayDecide() ? reviewerTabs : otherTabs)
  const tab = (): Tab => tabs().find((one) => one === filters.value('state')) ?? tabs()[0] ?? 'all'
  const waiting = () => tab() === 'submitted' && mayDecide()
  const payment = () => statuses.find((one) => one === filters.value('payment'))
  const cut = () => ({
    ...(filters.value('plan') ? { planId: filters.value('plan') ?? undefined } : {}),
    ...(filters.value('organisation') ? { organisationId: filters.value('organisation') ?? undefined } : {}),
    ...(filters.value('q') ? { search: filters.value('q') ?? undefined } : {}),
  })
  const list = createKeysetList(
    binding,
    (): Omit<Asked, 'cursor'> => {
      const state = tab()
      return {
        ...cut(),
        waiting: waiting(),
        ...(waiting() || state === 'all' ? {} : { state }),
        ...(!waiting() && payment() ? { paymentStatus: payment() } : {}),
      }
    },
    () => ({ refreshMs: waiting() ? waitingRefreshMs : decidedRefreshMs }),
  )
  const counts = api.enrolments.reviewCounts.use(
    () => undefined,
    () => ({ refreshMs: 15_000 }),
  )
  const plans = api.plans.listAll.use(() => ({ limit: 100 }))
  const rows = () => list.rows() as readonly EnrolmentRow[]

  /** The next one is shown when the open one was decided; the list will follow. */
  const goOnFrom = (gone: ReadonlySet<string>) => {
    ticks.drop(gone)
    const open = params.id
    if (open === undefined || !gone.has(open) || !waiting()) return
    const at = rows().findIndex((row) => row.id === open)
    const rest = (row: EnrolmentRow) => !gone.has(row.id)
    const next = rows().slice(Math.max(0, at)).find(rest) ?? rows().slice(0, Math.max(0, at)).findLast(rest)
    filters.open(next?.id ?? null)
  }
  const decisions = createDeskDecisions(goOnFrom)

  createEffect(on(() => filters.value('state'), ticks.clear, { defer: true }))
  // Somebody who is decided or withdrawn elsewhere is no longer ticked.
  createEffect(() => {
    if (!waiting() || list.hasMore() || list.query.isFetching || filters.any()) return
    const here = new Set(rows().map((row) => row.id))
    const gone = [...ticks.ids()].filter((id) => !here.has(id))
    if (gone.length > 0) ticks.drop(new Set(gone))
  })
  const lead = () =>
    waiting()
      ? {
          width: roomy() ? 'clamp(224px, 18vw, 272px)' : '208px',
          pane: () => (
            <EnrolmentGroups
              planId={filters.value('plan')}
              organisationId={filters.value('organisation')}
              overdue={overdue()}
              ticks={ticks}
              onChoose={(group) =>
                filters.set({ plan: group?.plan.id ?? null, organisation: group?.organisation.id ?? null })
              }
            />
          ),
        }
      : undefined
  const ticked = () => (waiting() ? ticks.ids() : undefined)
  const tickMatching = () => (list.hasMore() ? () => void ticks.tickMatching(cut()) : undefined)
  const overdue = () => (counts.isSuccess ? counts.data.overdue : 0)
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={(room) =>
        enrolmentColumns({
          room,
          waiting: waiting(),
          grouped: waiting() && filters.value('plan') !== null && filters.value('organisation') !== null,
          roomy: roomy(),
          now: now(),
        })
      }
      rowName={(row) => row.learner.name}
      tabs={{
        name: 'state',
        label: t('title'),
        current: tab(),
        choices: tabs().map((one) => ({
          value: one,
          label: one === 'all' ? t('all') : stateWord(one),
          ...(one === 'submitted' && counts.isSuccess ? { count: counts.data.submitted } : {}),
        })),
      }}
      selects={
        <>
          <FilterSelect
            label={t('plan')}
            value={filters.value('plan')}
            onChange={(plan) => filters.set({ plan })}
            choices={(plans.isSuccess ? plans.data.rows : []).map((plan) => ({ value: plan.id, label: plan.name }))}
          />
          <FilterOrganisation
            label={t('organisation')}
            value={filters.value('organisation')}
            onChange={(organisation) => filters.set({ organisation })}
          />
          <Show when={!waiting()}>
            <FilterSelect
              label={t('payment')}
              value={payment() ?? null}
              onChange={(value) => filters.set({ payment: value })}
              choices={statuses.map((value) => ({ value, label: paymentWord(value) }))}
            />
          </Show>
        </>
      }
      search={t('search')}
      lead={lead()}
      emptyTitle={t(waiting() ? 'empty' : 'emptyDecided')}
      emptyText={t(waiting() ? 'emptyText' : 'emptyDecidedText')}
      ticked={ticked()}
      onTick={(ticked) => ticks.setShown(rows(), ticked)}
      bulk={
        <Show when={waiting()}>
          <DecideTicked ticks={ticks} decisions={decisions} onTickMatching={tickMatching()} />
        </Show>
      }
      openOnMove={waiting()}
      paneWidth="clamp(352px, 32vw, 480px)"
    >
      {(id, pane) => <DeskEnrolment id={id()} decisions={decisions} onClose={pane.close} />}
    </DeskList>
  )
}
