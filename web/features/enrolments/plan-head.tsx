import { type JSX, Show } from 'solid-js'
import type { PlanView } from '../../../server/features/plans/plans.schema.ts'
import { Chop } from '../../components/chop.tsx'
import { Headline, Note, Quiet, Stack } from '../../components/layout.tsx'
import { joinParts } from '../../texts/join.ts'
import { feeWords, seatsWords, windowNote, windowWords } from './plan-words.ts'

/** Which plan it is, until when one can enrol, and why one cannot. */
export function PlanHead(props: { plan: PlanView; now: Date; withName?: boolean | undefined }): JSX.Element {
  const words = () => windowWords(props.plan, props.now)
  return (
    <Stack gap={2}>
      <Chop tone={words().tone} since={words().since} sinceUrgent={words().urgent}>
        {words().word}
      </Chop>
      <Show when={props.withName !== false}>
        <Headline>{props.plan.name}</Headline>
      </Show>
      <Quiet>{joinParts(feeWords(props.plan), seatsWords(props.plan))}</Quiet>
      <Show when={windowNote(props.plan, props.now)}>{(sentence) => <Note tone="waiting">{sentence()}</Note>}</Show>
    </Stack>
  )
}
