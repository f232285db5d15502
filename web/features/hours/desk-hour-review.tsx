import X from 'lucide-solid/icons/x'
import { createEffect, createSignal, type JSX, on, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourReviewer, HourRow } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { type Column, DataTable, LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { EmptyState, ErrorState } from '../../components/empty-state.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import { type Fact, Facts, Headline, Line } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { VerdictBar } from '../../components/verdict-bar.tsx'
import { formatCalendarDay, formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { DeskMoreButton } from '../shell/desk-more-button.tsx'
import { createKeysetList } from '../shell/keyset-list.ts'
import { dueWord, isOverdue } from '../shell/review-desk.tsx'
import { BeingDecided, decidedJustNow, decisionsElsewhere, isDoneHere, isRowDoneHere } from './being-decided.tsx'
import { createHourDecisions } from './create-hour-decisions.ts'
import type { HourFrame } from './desk-hour-frame.ts'
import { RejectHours } from './desk-reject-hours.tsx'
import { eachWords, type Group, groupsOf, keyOf } from './hour-groups.ts'
import { unitOf } from './hour-record.tsx'
import { createPlanChoice } from './plan-choice.tsx'

const refreshMs = 15_000

/** What waits, by training and organisation, the earliest due first; one of them beside the list, to be decided on. */
export function HourReview(props: {
  frame: HourFrame
  /** For staff: whose queue. An organisation's admin has their own. */
  waitsFor: HourReviewer | null
  /** Finance staff only look. */
  mayDecide: boolean
  search: string
  organisationWord: string
  emptyTitle: string
  emptyText: string
}): JSX.Element {
  const { filters, wholeCentre } = props.frame
  const now = createNow()
  const plans = createPlanChoice(() => filters.value('plan'))
  const list = createKeysetList(
    groupsOf(wholeCentre),
    () => ({
      limit: 50,
      ...(props.waitsFor ? { waitsFor: props.waitsFor } : {}),
      ...(filters.value('plan') ? { planId: filters.value('plan') ?? undefined } : {}),
      ...(filters.value('q') ? { search: filters.value('q') ?? undefined } : {}),
    }),
    () => ({ refreshMs }),
  )
  /** What was decided here is done, though it takes effect in some seconds. */
  const groups = () => (list.rows() as readonly Group[]).filter((group) => !isDoneHere(group))
  // What is done makes way for the next: nobody is left before an empty pane.
  let lastAt = -1
  return (
    <DeskList
      title={props.frame.title}
      filters={filters}
      tabs={props.frame.tabs()}
      list={{ ...list, rows: groups }}
      label={t('groups')}
      columns={() => columns({ wholeCentre, now: now(), organisation: props.organisationWord })}
      rowName={(row) => row.title}
      selects={
        <FilterSelect
          label={t('plan')}
          value={filters.value('plan')}
          onChange={(plan) => filters.set({ plan })}
          choices={plans.plans().map(({ id, name }) => ({ value: id, label: name }))}
        />
      }
      search={props.search}
      emptyTitle={props.emptyTitle}
      emptyText={props.emptyText}
      openOnMove
      paneWidth="clamp(460px, 42vw, 640px)"
    >
      {(id, pane) => {
        const group = () => groups().find((one) => one.id === id()) ?? null
        createEffect(
          on([id, groups], () => {
            const at = groups().findIndex((one) => one.id === id())
            if (at >= 0) lastAt = at
            else if (lastAt >= 0 && !list.query.isFetching) {
              const next = groups()[Math.min(lastAt, groups().length - 1)]
              lastAt = -1
              if (next) pane.open(next.id)
              else pane.close()
            }
          }),
        )
        return (
          <Show
            when={group()}
            fallback={
              <Pane label={t('group')}>
                <Show when={!list.query.isFetching} fallback={<SkeletonRows count={8} />}>
                  <EmptyState title={t('emptyReview')}>{null}</EmptyState>
                </Show>
              </Pane>
            }
          >
            {(found) => (
              <GroupPane
                group={found()}
                wholeCentre={wholeCentre}
                mayDecide={props.mayDecide}
                now={now()}
                onOpen={pane.open}
                onClose={pane.close}
              />
            )}
          </Show>
        )
      }}
    </DeskList>
  )
}

function GroupPane(props: {
  group: Group
  wholeCentre: boolean
  mayDecide: boolean
  now: Date
  onOpen: (id: string) => void
  onClose: () => void
}): JSX.Element {
  const list = createKeysetList(props.wholeCentre ? api.hours.reviewRows : api.hours.groupRows, () => ({
    group: keyOf(props.group),
    limit: 100,
  }))
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const [rejecting, setRejecting] = createSignal(false)
  const reset = () => {
    setTicked(new Set<string>())
    setRejecting(false)
  }
  createEffect(on(() => props.group.id, reset, { defer: true }))
  const decisions = createHourDecisions(reset)
  const selection = () =>
    ticked().size > 0 ? { ids: [...ticked()] } : { group: keyOf(props.group), expectedCount: props.group.free }
  /** What is undone is shown again, whatever is open by then. */
  const reopen = () => {
    const { id } = props.group
    const { onOpen } = props
    return () => onOpen(id)
  }
  const approve = () => decisions.approve(selection(), reopen())
  const count = () => (ticked().size > 0 ? ticked().size : props.group.free)
  const elsewhere = () => decisionsElsewhere(props.group)
  const shown = () => (props.group.free > 0 ? props.group.free : props.group.count)
  const shownHours = () => (props.group.free > 0 ? props.group.freeHours : props.group.hours)
  const approveWord = () =>
    decisions.approving() ? t('approving') : t(ticked().size > 0 ? 'approveTicked' : 'approveAll', { count: count() })
  const rejectWord = () =>
    decisions.rejecting() ? t('rejecting') : t(ticked().size > 0 ? 'rejectTicked' : 'rejectAll', { count: count() })
  const mayDecide = () => props.mayDecide && props.group.free > 0 && (props.wholeCentre || !props.group.own)
  createKeys(() =>
    mayDecide() && !rejecting()
      ? [
          { key: 'A', label: t('keyApprove'), run: approve },
          { key: 'R', label: t('keyReject'), run: () => setRejecting(true) },
        ]
      : [],
  )
  const overdue = () => isOverdue({ waiting: true, dueAt: props.group.dueAt, decidedAt: null }, props.now)
  return (
    <Pane
      label={t('group')}
      shownId={props.group.id}
      foot={
        <Show when={mayDecide()}>
          <Show
            when={rejecting()}
            fallback={
              <VerdictBar intro={t('effects')} effects={[t('effectCount'), t('effectNotice'), t('effectCertificate')]}>
                <Button kind="primary" size="verdict" keyHint="A" busy={decisions.approving()} onClick={approve}>
                  {approveWord()}
                </Button>
                <Button
                  kind="danger"
                  size="verdict"
                  keyHint="R"
                  disabled={decisions.approving()}
                  onClick={() => setRejecting(true)}
                >
                  {rejectWord()}
                </Button>
              </VerdictBar>
            }
          >
            <RejectHours
              title={rejectWord()}
              busy={decisions.rejecting()}
              onSend={(reason) => decisions.reject(selection(), reason, reopen())}
              onClose={() => setRejecting(false)}
            />
          </Show>
        </Show>
      }
    >
      <PanePart>
        <Line apart>
          <Chop
            tone="waiting"
            since={dueWord({ waiting: true, dueAt: props.group.dueAt, decidedAt: null }, props.now)}
            sinceUrgent={overdue()}
          >
            {t('pending')}
          </Chop>
          <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Headline aside={t('groupPeople', { count: shown(), hours: formatHours(shownHours()) })}>
          {props.group.title}
        </Headline>
        <Facts facts={groupFacts(props.group, props.now)} />
        <BeingDecided decisions={elsewhere()} onUndo={(id) => void decisions.undo(id)} />
      </PanePart>
      <Show
        when={!list.query.isPending && !list.query.isLoadingError}
        fallback={
          <Show when={list.query.isLoadingError} fallback={<SkeletonRows count={8} />}>
            <ErrorState title={t('groupFailed')} error={list.query.error} onRetry={() => void list.query.refetch()} />
          </Show>
        }
      >
        <DataTable
          label={t('trainingOf')}
          columns={personColumns(props.group.evidence)}
          rows={list.rows().filter((row) => !isRowDoneHere(row))}
          tickable={(row) => row.decision === null}
          rowKey={(row) => row.id}
          rowName={(row) => row.learner.name}
          {...(mayDecide() ? { ticked: ticked(), onTick: setTicked } : {})}
        >
          <DeskMoreButton list={list} rows={100} />
        </DataTable>
      </Show>
    </Pane>
  )
}

function groupFacts(group: Group, now: Date): Fact[] {
  return [
    { label: t('unit'), value: group.organisation.name },
    { label: t('plan'), value: group.plan.name },
    { label: t('kind'), value: t(group.kind) },
    { label: t('studiedOn'), value: formatCalendarDay(group.studiedOn) },
    { label: t('hoursEach'), value: eachWords(group) },
    {
      label: t('recordedBy'),
      value: joinParts(
        t('atBy', { at: formatDateTime(group.createdAt, now), name: group.createdByName }),
        group.importId ? t('byImport') : null,
      ),
    },
    { label: t('evidence'), value: group.evidence || t('noEvidence'), wide: true },
    ...(group.adjustments > 0 ? [{ label: t('source'), value: t('adjustments', { count: group.adjustments }) }] : []),
  ]
}

/** @param said the evidence that is shown above: what is the same is not repeated */
function personColumns(said: string): Column<HourRow>[] {
  return [
    {
      id: 'name',
      header: t('name'),
      cell: (row) => <LongName>{row.learner.name}</LongName>,
      long: true,
      width: '104px',
    },
    { id: 'unit', header: t('unit'), cell: (row) => <LongName>{unitOf(row)}</LongName>, long: true },
    { id: 'hours', header: t('hoursField'), cell: (row) => formatHours(row.hours), width: '72px', align: 'end' },
    {
      id: 'evidence',
      header: t('evidence'),
      cell: (row) => (
        <LongName>
          {row.decision ? decidedJustNow(row.decision) : row.reason || (row.evidence === said ? '–' : row.evidence)}
        </LongName>
      ),
      long: true,
    },
  ]
}

function columns(shown: { wholeCentre: boolean; now: Date; organisation: string }): DeskColumn<Group>[] {
  const { wholeCentre, now } = shown
  const due = (row: Group) => ({ waiting: true, dueAt: row.dueAt, decidedAt: null })
  return [
    {
      id: 'due',
      header: t('columnDue'),
      cell: (row) => {
        const [taken] = row.free > 0 ? [] : decisionsElsewhere(row)
        if (taken) return decidedJustNow(taken)
        return isOverdue(due(row), now) ? <strong>{dueWord(due(row), now)}</strong> : dueWord(due(row), now)
      },
      width: '136px',
    },
    {
      id: 'title',
      header: t('trainingName'),
      cell: (row) => <LongName>{row.title}</LongName>,
      long: true,
    },
    ...(wholeCentre
      ? [
          {
            id: 'organisation',
            header: shown.organisation,
            cell: (row: Group) => <LongName>{row.organisation.name}</LongName>,
            long: true,
          },
        ]
      : []),
    {
      id: 'plan',
      header: t('plan'),
      cell: (row) => <LongName>{row.plan.name}</LongName>,
      long: true,
      wide: true,
    },
    { id: 'kind', header: t('kind'), cell: (row) => t(row.kind), width: '88px', wide: true },
    { id: 'day', header: t('studiedOn'), cell: (row) => row.studiedOn, width: '104px', wide: true },
    {
      id: 'people',
      header: t('columnPeople'),
      cell: (row) => (row.free > 0 ? row.free : row.count),
      width: '64px',
      align: 'end',
    },
    {
      id: 'hours',
      header: t('columnSum'),
      cell: (row) => formatHours(row.free > 0 ? row.freeHours : row.hours),
      width: '88px',
      align: 'end',
      wide: true,
    },
    {
      id: 'by',
      header: t('recorder'),
      cell: (row) => <LongName>{row.createdByName}</LongName>,
      long: true,
      width: '88px',
      wide: true,
    },
  ]
}
