import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { Card, CheckLine } from '../../components/card.tsx'
import { Field } from '../../components/field.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { feeOfChoice } from './plan-words.ts'

/** 选报考科目: what each costs, and what the choice costs a person, and all of them where there are several. */
export function SubjectsField(props: {
  plan: PlanView
  chosen: readonly string[]
  onChange: (subjectIds: readonly string[]) => void
  /** How many people take them. */
  people: number
  error?: string | null | undefined
  hint?: string | undefined
}): JSX.Element {
  const each = () => feeOfChoice(props.plan, props.chosen)
  const toggle = (id: string, on: boolean) =>
    props.onChange(on ? [...props.chosen, id] : props.chosen.filter((one) => one !== id))
  return (
    <Stack gap={3}>
      <Show when={props.plan.subjects.length > 0}>
        <Field label={t('subjects')} error={props.error} hint={props.chosen.length === 0 ? props.hint : undefined}>
          <Card>
            <For each={props.plan.subjects}>
              {(subject) => (
                <CheckLine
                  checked={props.chosen.includes(subject.id)}
                  invalid={Boolean(props.error)}
                  value={<Money amount={fen(subject.feeFen)} strong={false} />}
                  onChange={(on) => toggle(subject.id, on)}
                >
                  {subject.name}
                </CheckLine>
              )}
            </For>
          </Card>
        </Field>
      </Show>
      <Line apart>
        <span>{props.people > 1 ? t('feePerPerson') : t('totalFee')}</span>
        <Show when={each() !== null} fallback={<Quiet>{t('feeLater')}</Quiet>}>
          <Money amount={each() ?? fen(0)} size="title" />
        </Show>
      </Line>
      <Show when={props.people > 1 && each() !== null}>
        <Line apart>
          <span>{t('totalOf', { count: props.people })}</span>
          <Money amount={fen((each() ?? 0) * props.people)} />
        </Line>
      </Show>
    </Stack>
  )
}
