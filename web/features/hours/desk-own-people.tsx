import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourPerson } from '../../../server/features/hours/hour-people.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { api } from '../../api.ts'
import { IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { DataTable, LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { Headline, Line, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { language } from '../../texts/texts.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createKeysetList } from '../shell/keyset-list.ts'
import { type DeskProps, ImportLink, PlanFilter, recordColumns, ruleSums } from './desk-own-hours-parts.tsx'
import { missingParts, ruleParts } from './hour-words.ts'

/** The list keeps its rows apart by an id: the learner's. */
type Person = HourPerson & { readonly id: string }

const shows = ['short', 'pending', 'reached'] as const
const showWords = { short: 'short', pending: 'withPending', reached: 'reached' } as const

/** By person: who has how much of the plan, and what is missing. */
export function PeopleDesk(props: DeskProps): JSX.Element {
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
