import { useParams } from '@solidjs/router'
import FileUp from 'lucide-solid/icons/file-up'
import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourPerson, TrainingRow } from '../../../server/features/hours/hour-people.schema.ts'
import type { HourRow } from '../../../server/features/hours/hours.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, DataTable, LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { Headline, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { formatCalendarDay, formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { language } from '../../texts/texts.ts'
import { type BesidePane, type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { DeskMoreButton } from '../shell/desk-more-button.tsx'
import { createKeysetList } from '../shell/keyset-list.ts'
import { WithdrawSeveral } from './change-hours.tsx'
import { createHourChanges } from './create-hour-changes.ts'
import { createHourFilters, type HourFrame } from './desk-hour-frame.ts'
import { HourRecords } from './desk-hour-records.tsx'
import { HourReview } from './desk-hour-review.tsx'
import { NewHoursPane } from './desk-new-hours.tsx'
import { unitOf } from './hour-record.tsx'
import { missingParts, recordState, ruleParts, trainingState, whoAndWhen } from './hour-words.ts'
import { createPlanChoice, type PlanChoice } from './plan-choice.tsx'
import { readTrainingId, trainingId } from './training-key.ts'

const tabNames = ['trainings', 'people', 'records', 'review'] as const
type TabName = (typeof tabNames)[number]
const tabWords = { trainings: 'byTraining', people: 'byPerson', records: 'records', review: 'review' } as const

/** 线下档案管理 on a desk of an organisation's admin. */
export function DeskOwnHours(): JSX.Element {
  const filters = createHourFilters('/hours')
  const waiting = api.hours.ownReviewCounts.use(
    () => undefined,
    () => ({ refreshMs: 30_000 }),
  )
  const params = useParams<{ id?: string }>()
  // The address of one record says no tab: it comes from a phone.
  const isRecord = () => params.id !== undefined && readTrainingId(params.id) === null
  const tab = (): TabName =>
    tabNames.find((name) => name === filters.value('tab')) ?? (isRecord() ? 'records' : 'trainings')
  const frame: HourFrame = {
    title: t('title'),
    base: '/hours',
    filters,
    wholeCentre: false,
    tabs: () => ({
      name: 'tab',
      label: t('title'),
      current: tab(),
      choices: tabNames.map((value) => ({
        value,
        label: t(tabWords[value]),
        count: value === 'review' && waiting.isSuccess ? waiting.data.waiting : undefined,
      })),
    }),
  }
  const choice = createPlanChoice(() => filters.value('plan'))
  const create = {
    label: t('add'),
    pane: (pane: BesidePane) => (
      <NewHoursPane byStaff={false} planId={choice.plan()?.id ?? null} onClose={pane.close} />
    ),
  }
  return (
    <Switch>
      <Match when={tab() === 'trainings'}>
        <TrainingsDesk frame={frame} choice={choice} create={create} />
      </Match>
      <Match when={tab() === 'people'}>
        <PeopleDesk frame={frame} choice={choice} create={create} />
      </Match>
      <Match when={tab() === 'records'}>
        <HourRecords frame={frame} create={create} />
      </Match>
      <Match when={tab() === 'review'}>
        <HourReview
          frame={frame}
          waitsFor={null}
          mayDecide
          search={t('searchTraining')}
          organisationWord={t('unit')}
          emptyTitle={t('emptyReview')}
          emptyText={t('emptyReviewText')}
        />
      </Match>
    </Switch>
  )
}

interface DeskProps {
  frame: HourFrame
  choice: PlanChoice
  create: { readonly label: string; readonly pane: (pane: BesidePane) => JSX.Element }
}

function PlanFilter(props: { frame: HourFrame; choice: PlanChoice }): JSX.Element {
  return (
    <FilterSelect
      label={t('plan')}
      value={props.choice.plan()?.id ?? null}
      onChange={(plan) => props.frame.filters.set({ plan })}
      choices={props.choice.plans().map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

function ImportLink(props: { choice: PlanChoice }): JSX.Element {
  return (
    <Show when={props.choice.plan()}>
      {(plan) => (
        <ButtonLink href={`/hours/import?plan=${plan().id}`} icon={<FileUp size={16} />}>
          {t('import')}
        </ButtonLink>
      )}
    </Show>
  )
}

/** Lists without ids of their own get one from what their rows are. */
type Training = TrainingRow & { readonly id: string }
type Person = HourPerson & { readonly id: string }

function TrainingsDesk(props: DeskProps): JSX.Element {
  const { filters } = props.frame
  const now = createNow()
  const planId = () => props.choice.plan()?.id ?? null
  const binding = {
    key: () => api.hours.trainings.key(),
    query: async (input: Parameters<typeof api.hours.trainings.query>[0], signal?: AbortSignal) => {
      const page = await api.hours.trainings.query(input, signal)
      return { ...page, rows: page.rows.map((row): Training => ({ ...row, id: trainingId(row) })) }
    },
  }
  const list = createKeysetList(
    binding,
    () => ({
      planId: planId() ?? '',
      limit: 50,
      ...(filters.value('q') ? { search: filters.value('q') ?? undefined } : {}),
    }),
    () => ({ enabled: planId() !== null }),
  )
  return (
    <DeskList
      title={props.frame.title}
      filters={filters}
      tabs={props.frame.tabs()}
      list={list}
      label={t('trainings')}
      columns={() => trainingColumns(now())}
      rowName={(row) => row.title}
      actions={<ImportLink choice={props.choice} />}
      selects={<PlanFilter frame={props.frame} choice={props.choice} />}
      search={t('searchTraining')}
      emptyTitle={t('emptyTrainings')}
      sums={ruleSums(props.choice.plan())}
      emptyText={t('emptyTrainingsText')}
      emptyAction={(create) => <Button onClick={create}>{t('add')}</Button>}
      create={props.create}
      paneWidth="clamp(440px, 40vw, 600px)"
    >
      {(id, pane) => (
        <Show when={readTrainingId(id())} fallback={<Pane label={t('training')}>{null}</Pane>}>
          {(training) => <TrainingPane training={training()} planId={planId()} onClose={pane.close} />}
        </Show>
      )}
    </DeskList>
  )
}

/** At the foot of a list: what the plan asks for. */
const ruleSums = (plan: PlanView | null) => (plan ? [{ label: joinParts(...ruleParts(plan)), value: '' }] : [])

function trainingColumns(now: Date): DeskColumn<Training>[] {
  return [
    {
      id: 'state',
      header: t('state'),
      cell: (row) => <StateMark tone={trainingState(row).tone}>{trainingState(row).word}</StateMark>,
      width: '96px',
    },
    {
      id: 'title',
      header: t('trainingName'),
      cell: (row) => <LongName>{row.title}</LongName>,
      long: true,
    },
    { id: 'kind', header: t('kind'), cell: (row) => t(row.kind), width: '88px' },
    { id: 'day', header: t('studiedOn'), cell: (row) => row.studiedOn, width: '104px' },
    { id: 'people', header: t('columnPeople'), cell: (row) => row.people, width: '72px', align: 'end' },
    { id: 'approved', header: t('sumApproved'), cell: (row) => formatHours(row.approved), width: '88px', align: 'end' },
    { id: 'pending', header: t('sumPending'), cell: (row) => formatHours(row.pending), width: '88px', align: 'end' },
    {
      id: 'rejected',
      header: t('rejected'),
      cell: (row) => (row.counts.rejected > 0 ? row.counts.rejected : '–'),
      width: '72px',
      align: 'end',
      wide: true,
    },
    {
      id: 'waits',
      header: t('columnDue'),
      cell: (row) => <Quiet>{whoAndWhen(row, now) ?? '–'}</Quiet>,
      width: '272px',
      wide: true,
    },
  ]
}

function TrainingPane(props: {
  training: Pick<TrainingRow, 'kind' | 'title' | 'studiedOn'>
  planId: string | null
  onClose: () => void
}): JSX.Element {
  const now = createNow()
  const list = createKeysetList(api.hours.list, () => ({
    ...(props.planId ? { planId: props.planId } : {}),
    kind: props.training.kind,
    title: props.training.title,
    studiedFrom: props.training.studiedOn,
    studiedTo: props.training.studiedOn,
    limit: 100,
  }))
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = createSignal(false)
  const changes = createHourChanges(() => {
    setTicked(new Set<string>())
    setAsking(false)
  })
  const chosen = () => list.rows().filter((row) => ticked().has(row.id))
  return (
    <Pane
      label={t('training')}
      shownId={trainingId(props.training)}
      foot={
        <Show when={ticked().size > 0}>
          <PanePart>
            <Show
              when={asking()}
              fallback={
                <Line apart>
                  <span>
                    {t('tickedHours', {
                      count: ticked().size,
                      hours: formatHours(chosen().reduce((sum, row) => sum + row.left, 0)),
                    })}
                  </span>
                  <Button
                    kind="danger"
                    onClick={() => {
                      changes.forget()
                      setAsking(true)
                    }}
                  >
                    {t('withdrawTicked', { count: ticked().size })}
                  </Button>
                </Line>
              }
            >
              <WithdrawSeveral
                busy={changes.busy()}
                error={changes.error()}
                onSend={(reason) => changes.withdraw(chosen(), reason)}
                onClose={() => setAsking(false)}
              />
            </Show>
          </PanePart>
        </Show>
      }
    >
      <PanePart>
        <Line apart>
          <Headline>{props.training.title}</Headline>
          <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Quiet>{joinParts(t(props.training.kind), formatCalendarDay(props.training.studiedOn))}</Quiet>
      </PanePart>
      <Show when={!list.query.isPending} fallback={<SkeletonRows count={8} />}>
        <DataTable
          label={t('trainingOf')}
          columns={recordColumns(now(), 'name')}
          rows={list.rows()}
          rowKey={(row) => row.id}
          rowName={(row) => row.learner.name}
          ticked={ticked()}
          onTick={setTicked}
          tickable={(row) => row.may.withdraw}
        >
          <DeskMoreButton list={list} rows={100} />
        </DataTable>
      </Show>
    </Pane>
  )
}

/** Records in a pane; each leads to itself in the list of all. */
function recordColumns(now: Date, first: 'name' | 'title'): Column<HourRow>[] {
  const href = (row: HourRow) => `/hours/${row.correctsId ?? row.id}?tab=records&plan=${row.plan.id}`
  return [
    {
      id: 'state',
      header: t('state'),
      cell: (row) => <StateMark tone={recordState(row).tone}>{recordState(row).word}</StateMark>,
      width: '88px',
    },
    {
      id: 'first',
      header: t(first === 'name' ? 'name' : 'trainingName'),
      cell: (row) => (
        <a href={href(row)}>
          <LongName>{first === 'name' ? row.learner.name : row.title}</LongName>
        </a>
      ),
      long: true,
    },
    first === 'name'
      ? {
          id: 'unit',
          header: t('unit'),
          cell: (row) => <LongName>{unitOf(row)}</LongName>,
          long: true,
        }
      : { id: 'kind', header: t('kind'), cell: (row) => t(row.kind), width: '72px' },
    { id: 'hours', header: t('hoursField'), cell: (row) => formatHours(row.hours), width: '72px', align: 'end' },
    { id: 'since', header: t('columnSince'), cell: (row) => formatTableTime(row.stateSince, now), width: '104px' },
  ]
}

const shows = ['short', 'pending', 'reached'] as const
const showWords = { short: 'short', pending: 'withPending', reached: 'reached' } as const

function PeopleDesk(props: DeskProps): JSX.Element {
  const { filters } = props.frame
  const planId = () => props.choice.plan()?.id ?? null
  const show = () => shows.find((one) => one === filters.value('show')) ?? null
  const asked = () => ({
    planId: planId() ?? '',
    ...(filters.value('q') ? { search: filters.value('q') ?? undefined } : {}),
  })
  const binding = {
    key: () => api.hours.people.key(),
    query: async (input: Parameters<typeof api.hours.people.query>[0], signal?: AbortSignal) => {
      const page = await api.hours.people.query(input, signal)
      return { ...page, rows: page.rows.map((row): Person => ({ ...row, id: row.learner.id })) }
    },
  }
  const list = createKeysetList(
    binding,
    () => ({ ...asked(), limit: 50, show: show() ?? ('all' as const) }),
    () => ({ enabled: planId() !== null }),
  )
  const counts = api.hours.peopleCounts.use(asked, () => ({ enabled: planId() !== null, keepPrevious: true }))
  return (
    <DeskList
      title={props.frame.title}
      filters={filters}
      tabs={props.frame.tabs()}
      list={list}
      label={t('people')}
      columns={() => personColumns(props.choice.plan())}
      rowName={(row) => row.learner.name}
      actions={<ImportLink choice={props.choice} />}
      selects={
        <>
          <PlanFilter frame={props.frame} choice={props.choice} />
          <FilterSelect
            label={t('state')}
            value={show()}
            onChange={(value) => filters.set({ show: value })}
            choices={shows.map((value) => ({ value, label: t(showWords[value]) }))}
          />
        </>
      }
      search={t('searchPerson')}
      emptyTitle={t('emptyPeople')}
      emptyText={t('emptyPeopleText')}
      sums={[
        ...(counts.isSuccess
          ? [
              { label: t('reached'), value: counts.data.reached },
              { label: t('short'), value: counts.data.short },
              { label: t('withPending'), value: counts.data.pending },
            ]
          : []),
        ...ruleSums(props.choice.plan()),
      ]}
      create={props.create}
      paneWidth="clamp(420px, 38vw, 560px)"
    >
      {(id, pane) => <PersonPane learnerId={id()} planId={planId()} onClose={pane.close} />}
    </DeskList>
  )
}

function personColumns(plan: PlanView | null): DeskColumn<Person>[] {
  const hours = (id: string, header: string, of: (row: Person) => number, wide = true): DeskColumn<Person> => ({
    id,
    header,
    cell: (row) => formatHours(of(row)),
    width: '88px',
    align: 'end',
    wide,
  })
  return [
    {
      id: 'state',
      header: t('state'),
      cell: (row) => (
        <StateMark tone={row.reached ? 'settled' : 'neutral'}>{t(row.reached ? 'reached' : 'short')}</StateMark>
      ),
      width: language() === 'en' ? '136px' : '96px',
    },
    {
      id: 'name',
      header: t('name'),
      cell: (row) => <LongName>{row.learner.name}</LongName>,
      long: true,
      width: '112px',
    },
    {
      id: 'unit',
      header: t('unit'),
      cell: (row) => <LongName>{row.organisation.names.slice(1).join(' › ') || row.organisation.name}</LongName>,
      long: true,
    },
    hours('compulsory', t('columnCompulsory'), (row) => row.sums.compulsoryApproved),
    hours('elective', t('columnElective'), (row) => row.sums.electiveApproved),
    hours('counted', t('columnCounted'), (row) => row.counted, false),
    hours('pending', t('columnPending'), (row) => row.sums.compulsoryPending + row.sums.electivePending, false),
    {
      id: 'missing',
      header: t('columnMissing'),
      cell: (row) => (plan && !row.reached ? <LongName>{joinParts(...missingParts(plan, row.sums))}</LongName> : '–'),
      long: true,
      wide: true,
    },
  ]
}

function PersonPane(props: { learnerId: string; planId: string | null; onClose: () => void }): JSX.Element {
  const now = createNow()
  const query = api.hours.ofLearner.use(() => ({
    learnerId: props.learnerId,
    ...(props.planId ? { planId: props.planId } : {}),
  }))
  return (
    <Pane label={t('person')} shownId={props.learnerId}>
      <Loaded query={query} errorTitle={t('listFailed')} skeleton={<SkeletonRows count={8} />}>
        {(hours) => (
          <>
            <PanePart>
              <Line apart>
                <Headline>{hours().records[0]?.learner.name ?? t('person')}</Headline>
                <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
              </Line>
              <Show when={hours().progress[0]}>
                {(one) => (
                  <Section title={one().plan.name}>
                    <Stack gap={1}>
                      <span>{joinParts(...missingParts(one().rule, one().sums))}</span>
                      <Quiet>{joinParts(...ruleParts(one().rule))}</Quiet>
                    </Stack>
                  </Section>
                )}
              </Show>
            </PanePart>
            <Show
              when={hours().records.length > 0}
              fallback={<EmptyState title={t('emptyRecords')}>{null}</EmptyState>}
            >
              <DataTable
                label={t('personOf', { name: hours().records[0]?.learner.name ?? '' })}
                columns={recordColumns(now(), 'title')}
                rows={hours().records}
                rowKey={(row) => row.id}
                rowName={(row) => row.title}
              />
            </Show>
          </>
        )}
      </Loaded>
    </Pane>
  )
}
