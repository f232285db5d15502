import { For, type JSX, Show } from 'solid-js'
import type { EnrolmentRow, SubmitProblem } from '../../../server/features/enrolments/enrolments.schema.ts'
import { Button } from '../../components/button.tsx'
import { Card } from '../../components/card.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import type { Problems } from './create-enrolment-actions.ts'

/** A list of a class would push everything else from the screen. */
const mostShown = 8

const words = {
  enrolmentSubjectsMissing: 'problemSubjects',
  enrolmentSubjectRetired: 'problemRetired',
  learnerDisabled: 'problemDisabled',
  learnerElsewhere: 'problemElsewhere',
} as const satisfies Record<SubmitProblem['code'], string>

/** What a choice of subjects would put right. */
export function wantsSubjects({ code }: SubmitProblem): boolean {
  return code === 'enrolmentSubjectsMissing' || code === 'enrolmentSubjectRetired'
}

/** It answers a button at the foot of a long list. */
function bringIntoView(element: HTMLElement): void {
  requestAnimationFrame(() => element.scrollIntoView({ block: 'nearest', behavior: 'smooth' }))
}

/** Why nobody was submitted, person by person, and the two ways on: put it right, or submit the others. */
export function SubmitProblems(props: {
  problems: Problems
  /** Ticked people who have no problem; empty where not everybody is known by name. */
  others: readonly EnrolmentRow[]
  onSubmitOthers: () => void
  /** Given where the page knows the people who lack subjects. */
  onChooseSubjects?: (() => void) | undefined
  planId: string
}): JSX.Element {
  const hidden = () => props.problems.count - Math.min(mostShown, props.problems.shown.length)
  const lackSubjects = () => props.problems.shown.filter(wantsSubjects).length
  return (
    <div role="alert" ref={bringIntoView}>
      <Card tone="rejected" padded>
        <Stack gap={2}>
          <strong>{t('problemsTitle', { count: props.problems.count })}</strong>
          <For each={props.problems.shown.slice(0, mostShown)}>
            {(problem) => (
              <Line apart gap={3}>
                <a href={`/enrolments/${props.planId}/people/${problem.enrolmentId}`}>
                  <strong>{problem.name}</strong>
                </a>
                <Quiet>{t(words[problem.code])}</Quiet>
              </Line>
            )}
          </For>
          <Show when={hidden() > 0}>
            <Quiet>{t('problemsMore', { count: hidden() })}</Quiet>
          </Show>
          <Quiet>{t('problemsText')}</Quiet>
          <Line>
            <Show when={props.onChooseSubjects && lackSubjects() > 0}>
              <Button onClick={() => props.onChooseSubjects?.()}>
                {t('chooseForThese', { count: lackSubjects() })}
              </Button>
            </Show>
            <Show when={props.others.length > 0}>
              <Button onClick={() => props.onSubmitOthers()}>
                {t('submitOthers', { count: props.others.length })}
              </Button>
            </Show>
          </Line>
        </Stack>
      </Card>
    </div>
  )
}
