import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { Card, CardLine } from '../../components/card.tsx'
import { Chop, type StateTone } from '../../components/chop.tsx'
import { Facts, Headline, Section, Stack } from '../../components/layout.tsx'
import { formatList, formatYuan } from '../../texts/format.ts'
import { t } from '../../texts/plans.zh-CN.ts'
import { feeWords } from '../enrolments/plan-words.ts'
import { planFacts } from '../upload/plan-words.ts'

/** Whether a plan is still to come, runs, or is over. */
export function planTime(plan: PlanView, now: Date): { word: string; tone: StateTone } {
  if (plan.state === 'closed' || Date.parse(plan.endsAt) < now.getTime()) return { word: t('ended'), tone: 'neutral' }
  return Date.parse(plan.startsAt) > now.getTime()
    ? { word: t('toCome'), tone: 'waiting' }
    : { word: t('running'), tone: 'settled' }
}

/** A plan as an organisation's admin needs it: what it requires and costs, and where to go on. */
export function OwnPlan(props: { plan: PlanView; now: Date; aside?: JSX.Element | undefined }): JSX.Element {
  const time = () => planTime(props.plan, props.now)
  const subjects = () =>
    props.plan.subjects.map(({ name, feeFen }) => `${name} ${feeFen > 0 ? formatYuan(fen(feeFen)) : ''}`.trim())
  return (
    <Stack gap={4}>
      <Stack gap={2}>
        <Chop tone={time().tone}>{time().word}</Chop>
        <Headline aside={props.aside}>{props.plan.name}</Headline>
      </Stack>
      <Section title={t('doings')}>
        <Card>
          <CardLine label={t('enrol')} href={`/enrolments/${props.plan.id}`} />
          <Show when={props.plan.takesOrders}>
            <CardLine label={t('upload')} href={`/upload/${props.plan.id}`} />
          </Show>
          <CardLine label={t('recharge')} href={`/recharge?plan=${props.plan.id}`} />
          <CardLine label={t('hours')} href={`/hours?plan=${props.plan.id}`} />
          <CardLine label={t('report')} href={`/reports/plans?plan=${props.plan.id}`} />
        </Card>
      </Section>
      <Section title={t('facts')}>
        <Facts
          beside
          facts={[
            ...planFacts(props.plan),
            { label: t('mode'), value: t(props.plan.mode) },
            { label: t('fee'), value: feeWords(props.plan) },
            ...(subjects().length > 0 ? [{ label: t('subjects'), value: formatList(subjects()), wide: true }] : []),
            ...(props.plan.place ? [{ label: t('place'), value: props.plan.place, wide: true }] : []),
          ]}
        />
      </Section>
    </Stack>
  )
}
