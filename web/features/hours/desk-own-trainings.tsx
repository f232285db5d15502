import X from 'lucide-solid/icons/x'
import { createSignal, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { TrainingRow } from '../../../server/features/hours/hour-people.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { DataTable, LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { Headline, Line, Quiet } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { formatCalendarDay } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { DeskMoreButton } from '../shell/desk-more-button.tsx'
import { createKeysetList } from '../shell/keyset-list.ts'
import { WithdrawSeveral } from './change-hours.tsx'
import { createHourChanges } from './create-hour-changes.ts'
import { type DeskProps, ImportLink, PlanFilter, recordColumns, ruleSums } from './desk-own-hours-parts.tsx'
import { trainingState, whoAndWhen } from './hour-words.ts'
import { readTrainingId, trainingId } from './training-key.ts'

/** A training has no id of its own: what it is stands in its place. */
type Training = TrainingRow & { readonly id: string }

/** By training: what was recorded of each, and its records beside the list. */
export function TrainingsDesk(props: DeskProps): JSX.Element {
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
