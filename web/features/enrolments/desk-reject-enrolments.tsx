import type { JSX } from 'solid-js'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { ReasonForm } from '../shell/reason-form.tsx'

const sentences = {
  reasonIdentity: 'sentenceIdentity',
  reasonConditions: 'sentenceConditions',
  reasonSubjects: 'sentenceSubjects',
  reasonPlan: 'sentencePlan',
  reasonTwice: 'sentenceTwice',
  reasonUnit: 'sentenceUnit',
  reasonAsked: 'sentenceAsked',
  reasonNotHeld: 'sentenceNotHeld',
  reasonMistake: 'sentenceMistake',
} as const
type Reason = keyof typeof sentences
const rejectReasons = [
  'reasonIdentity',
  'reasonConditions',
  'reasonSubjects',
  'reasonPlan',
  'reasonTwice',
  'reasonUnit',
] as const satisfies readonly Reason[]
const revokeReasons = ['reasonAsked', 'reasonNotHeld', 'reasonMistake'] as const satisfies readonly Reason[]

/** Why somebody, or everybody who is ticked, is rejected or revoked: one sentence, which the organisation reads. */
export function ReasonForEnrolments(props: {
  kind: 'reject' | 'revoke'
  title: string
  send: string
  busy: boolean
  error: unknown
  onSend: (reason: string) => void
  onClose: () => void
}): JSX.Element {
  return (
    <ReasonForm<Reason>
      title={props.title}
      reasons={(props.kind === 'reject' ? rejectReasons : revokeReasons).map((value) => ({
        value,
        label: t(value),
        sentence: t(sentences[value]),
      }))}
      label={t('reason')}
      hint={t('reasonHint')}
      // As enrolments.schema.ts wants it.
      least={2}
      most={200}
      missing={t('reasonMissing')}
      send={props.send}
      busy={props.busy}
      error={props.error}
      onSend={props.onSend}
      onClose={props.onClose}
    />
  )
}
