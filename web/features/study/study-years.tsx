import { createSignal, For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { Study, StudyPlan, StudyRecord } from '../../../server/features/study/study.schema.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { Quiet, Section } from '../../components/layout.tsx'
import { formatCalendarDay } from '../../texts/format.ts'
import { t } from '../../texts/study.zh-CN.ts'
import { countedFigure, kindWord, recordPlace, recordState, type StudyYear, shownNumber } from './study-words.ts'

/** As many as a screen holds; the rest when somebody asks. */
const firstRecords = 5

/** One year: its plans with what came of them, and its records. */
export function YearSection(props: {
  year: StudyYear
  certificates: Study['certificates']
  /** Where a plan's ring is to be seen. */
  planHref?: ((plan: StudyPlan) => string) | undefined
  children?: JSX.Element
}): JSX.Element {
  const [all, setAll] = createSignal(false)
  const shown = () => (all() ? props.year.records : props.year.records.slice(0, firstRecords))
  return (
    <Section title={t('yearTitle', { year: props.year.year })}>
      <Card>
        <For each={props.year.plans}>
          {(plan) => <PlanEntry plan={plan} certificates={props.certificates} href={props.planHref?.(plan)} />}
        </For>
      </Card>
      {props.children}
      <Show when={props.year.records.length > 0} fallback={<Quiet>{t('noRecords')}</Quiet>}>
        <Card label={t('recordsOf', { year: props.year.year })}>
          <For each={shown()}>{(record) => <RecordEntry record={record} />}</For>
        </Card>
        <Show when={!all() && props.year.records.length > firstRecords}>
          <Button wide onClick={() => setAll(true)}>
            {t('recordsCount', { count: props.year.records.length })}
          </Button>
        </Show>
      </Show>
    </Section>
  )
}

function PlanEntry(props: {
  plan: StudyPlan
  certificates: Study['certificates']
  href: string | undefined
}): JSX.Element {
  const certificate = () =>
    props.certificates.find(({ planId, state }) => planId === props.plan.id && state === 'valid')
  const { missing } = props.plan
  return (
    <CardEntry
      href={props.href}
      state={
        <Chop tone={missing.reached ? 'settled' : props.plan.over ? 'neutral' : 'waiting'}>
          {missing.reached
            ? t('reached')
            : props.plan.over
              ? t('notEnough')
              : t('missing', { hours: formatHours(missing.toGo) })}
        </Chop>
      }
      main={<strong>{props.plan.name}</strong>}
      amount={t('progress', { done: countedFigure(props.plan), required: formatHours(props.plan.rule.requiredHours) })}
      note={<Show when={certificate()}>{(one) => shownNumber(one().number)}</Show>}
    />
  )
}

export function RecordEntry(props: { record: StudyRecord }): JSX.Element {
  const state = () => recordState(props.record)
  return (
    <CardEntry
      state={
        <Chop tone={state().tone} since={formatCalendarDay(props.record.studiedOn)}>
          {state().word}
        </Chop>
      }
      main={props.record.title}
      amount={formatHours(props.record.hours)}
      note={`${kindWord(props.record.kind)} · ${recordPlace(props.record)}`}
    >
      {props.record.reason || undefined}
    </CardEntry>
  )
}
