import { createSignal, type JSX } from 'solid-js'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { RejectForm } from '../shell/reject-form.tsx'

/** As enrolments.schema.ts wants it. */
const leastCharacters = 2
const mostCharacters = 200

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
  const [chosen, setChosen] = createSignal<Reason | null>(null)
  const [text, setText] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const missing = () => text().trim().length < leastCharacters
  return (
    <RejectForm<Reason>
      title={props.title}
      reasons={(props.kind === 'reject' ? rejectReasons : revokeReasons).map((value) => ({ value, label: t(value) }))}
      chosen={chosen()}
      onChoose={(reason, focus) => {
        setChosen(reason)
        setText(t(sentences[reason]))
        focus()
      }}
      label={t('reason')}
      text={text()}
      onText={setText}
      most={mostCharacters}
      hint={t('reasonHint')}
      problem={asked() && missing() ? t('reasonMissing') : null}
      onSend={(focus) => {
        setAsked(true)
        if (missing()) return focus()
        if (!props.busy) props.onSend(text().trim())
      }}
      send={props.send}
      busy={props.busy}
      error={props.error}
      onClose={props.onClose}
    />
  )
}
