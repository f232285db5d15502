import { createSignal, For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourRecordView, HourRow } from '../../../server/features/hours/hours.schema.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { type Fact, Facts, Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { Timeline } from '../../components/timeline.tsx'
import { formatCalendarDay, formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { BeingDecided } from './being-decided.tsx'
import { type Change, ChangeHours } from './change-hours.tsx'
import { createHourChanges } from './create-hour-changes.ts'
import { createHourDecisions } from './create-hour-decisions.ts'
import { missingParts, recordState, ruleParts, whoAndWhen } from './hour-words.ts'

/** One record: what it says, whom it waits for, what corrected it, and correcting it. */
export function HourRecord(props: {
  record: HourRecordView
  /** Where a learner's hours and an imported file are shown: `/hours` and `/imports`, or those of the desk. */
  personHref: string | null
  importsBase: string
}): JSX.Element {
  const now = createNow()
  const [asking, setAsking] = createSignal<Change | null>(null)
  const changes = createHourChanges(() => setAsking(null))
  const decisions = createHourDecisions(() => setAsking(null))
  const ask = (change: Change | null) => {
    changes.forget()
    setAsking(change)
  }
  const state = () => recordState(props.record)
  const taking = (): Change => (props.record.state === 'pending' ? 'withdraw' : 'takeAway')
  return (
    <Stack gap={4}>
      <Stack gap={1}>
        <Chop tone={state().tone} since={formatDateTime(props.record.stateSince, now())}>
          {state().word}
        </Chop>
        <Headline aside={t('hours', { hours: formatHours(props.record.hours) })}>{props.record.learner.name}</Headline>
        <Show when={whoAndWhen(props.record, now())}>{(who) => <Quiet>{who()}</Quiet>}</Show>
      </Stack>
      <Show when={props.record.rejectedReason}>
        {(reason) => (
          <Note tone="rejected">
            {t('rejectedReason')}：{reason()}
          </Note>
        )}
      </Show>
      <Show when={props.record.decision}>
        {(decision) => <BeingDecided decisions={[decision()]} onUndo={(id) => void decisions.undo(id)} />}
      </Show>
      <Facts beside facts={recordFacts(props.record, now())} />
      <Show when={asking()} fallback={<Actions record={props.record} onAsk={ask} taking={taking()} />}>
        {(change) => (
          <ChangeHours record={props.record} change={change()} changes={changes} onClose={() => ask(null)} />
        )}
      </Show>
      <Show when={props.record.trail.length > 1}>
        <Section title={t('trail')} ruled>
          <Timeline steps={props.record.trail.map((row) => trailStep(row, now()))} />
        </Section>
      </Show>
      <Section title={t('progress')} ruled>
        <Stack gap={1}>
          <For each={missingParts(props.record.progress.rule, props.record.progress.sums)}>
            {(part) => <span>{part}</span>}
          </For>
          <Quiet>{joinParts(...ruleParts(props.record.progress.rule))}</Quiet>
        </Stack>
      </Section>
      <Line>
        <Show when={props.personHref}>{(href) => <ButtonLink href={href()}>{t('seePerson')}</ButtonLink>}</Show>
        <Show when={props.record.importId}>
          {(id) => <ButtonLink href={`${props.importsBase}/${id()}`}>{t('seeImport')}</ButtonLink>}
        </Show>
      </Line>
    </Stack>
  )
}

function Actions(props: { record: HourRecordView; taking: Change; onAsk: (change: Change) => void }): JSX.Element {
  return (
    <Show when={props.record.may.correct || props.record.may.withdraw}>
      <Line>
        <Show when={props.record.may.correct}>
          <Button onClick={() => props.onAsk('correct')}>{t('correct')}</Button>
        </Show>
        <Show when={props.record.may.withdraw}>
          <Button kind="danger" onClick={() => props.onAsk(props.taking)}>
            {t(props.taking === 'withdraw' ? 'withdraw' : 'takeAway')}
          </Button>
        </Show>
      </Line>
    </Show>
  )
}

/** `总公司 › 研发部`, or that it is somebody else's. */
export function unitOf({ organisation }: Pick<HourRow, 'organisation'>): string {
  const { names, name } = organisation
  return names.length > 1 ? names.slice(1).join(' › ') : name || t('elsewhere')
}

function recordFacts(record: HourRecordView, now: Date): Fact[] {
  const at = (iso: string, name: string) => t('atBy', { at: formatDateTime(iso, now), name })
  return [
    { label: t('trainingName'), value: record.title },
    { label: t('kind'), value: t(record.kind) },
    { label: t('source'), value: record.importId ? t('byImport') : t(record.source) },
    { label: t('studiedOn'), value: formatCalendarDay(record.studiedOn) },
    { label: t('hoursRecorded'), value: formatHours(record.hours) },
    ...(record.left === record.hours ? [] : [{ label: t('countsNow'), value: formatHours(record.left) }]),
    { label: t('evidence'), value: record.evidence || t('noEvidence') },
    { label: t('plan'), value: record.plan.name },
    { label: t('unit'), value: unitOf(record) },
    { label: t('recordedBy'), value: at(record.createdAt, record.createdByName) },
    ...(record.decidedByName === ''
      ? []
      : [{ label: t('decidedBy'), value: at(record.stateSince, record.decidedByName) }]),
    ...(record.reason === '' ? [] : [{ label: t('reason'), value: record.reason }]),
    ...(record.certificate ? [{ label: t('certificate'), value: record.certificate.number }] : []),
  ]
}

function trailStep(row: HourRow, now: Date) {
  const hours = formatHours(Math.abs(row.hours))
  const title =
    row.source !== 'adjustment'
      ? t('trailRecorded', { hours })
      : t(row.hours > 0 ? 'trailMore' : 'trailLess', { hours })
  return {
    state:
      row.state === 'pending' ? ('now' as const) : row.state === 'rejected' ? ('failed' as const) : ('done' as const),
    title,
    at: formatDateTime(row.createdAt, now),
    note: joinParts(
      row.state === 'approved' ? null : recordState(row).word,
      row.createdByName,
      row.reason || row.rejectedReason,
    ),
  }
}
