import FileUp from 'lucide-solid/icons/file-up'
import { type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourRow } from '../../../server/features/hours/hours.schema.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { ButtonLink } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import type { BesidePane } from '../shell/desk-list.tsx'
import type { HourFrame } from './desk-hour-frame.ts'
import { unitOf } from './hour-record.tsx'
import { recordState, ruleParts } from './hour-words.ts'
import type { PlanChoice } from './plan-choice.tsx'

/** What each tab of an organisation's desk is given. */
export interface DeskProps {
  frame: HourFrame
  choice: PlanChoice
  create: { readonly label: string; readonly pane: (pane: BesidePane) => JSX.Element }
}

/** Which plan the list is of. */
export function PlanFilter(props: { frame: HourFrame; choice: PlanChoice }): JSX.Element {
  return (
    <FilterSelect
      label={t('plan')}
      value={props.choice.plan()?.id ?? null}
      onChange={(plan) => props.frame.filters.set({ plan })}
      choices={props.choice.plans().map(({ id, name }) => ({ value: id, label: name }))}
    />
  )
}

/** To the import of hours into the plan that is shown. */
export function ImportLink(props: { choice: PlanChoice }): JSX.Element {
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

/** What the plan asks for, under a list. */
export const ruleSums = (plan: PlanView | null) => (plan ? [{ label: joinParts(...ruleParts(plan)), value: '' }] : [])

/** Records in a pane; each leads to itself in the list of all. */
export function recordColumns(now: Date, first: 'name' | 'title'): Column<HourRow>[] {
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
