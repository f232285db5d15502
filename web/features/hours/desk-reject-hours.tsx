import { createSignal, type JSX } from 'solid-js'
import { t } from '../../texts/hours.zh-CN.ts'
import { RejectForm } from '../shell/reject-form.tsx'

const sentences = {
  reasonEvidence: 'sentenceEvidence',
  reasonHours: 'sentenceHours',
  reasonDay: 'sentenceDay',
  reasonTwice: 'sentenceTwice',
  reasonTitle: 'sentenceTitle',
} as const
type Reason = keyof typeof sentences
const reasons = Object.keys(sentences) as readonly Reason[]

/** As hours.schema.ts wants it. */
const [leastReason, mostReason] = [2, 200]

/** Why hours are rejected: one sentence, which whoever recorded them and the learners read. */
export function RejectHours(props: {
  title: string
  busy: boolean
  onSend: (reason: string) => void
  onClose: () => void
}): JSX.Element {
  const [chosen, setChosen] = createSignal<Reason | null>(null)
  const [text, setText] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const missing = () => text().trim().length < leastReason
  return (
    <RejectForm<Reason>
      title={t('rejectTitle')}
      reasons={reasons.map((value) => ({ value, label: t(value) }))}
      chosen={chosen()}
      onChoose={(reason, focus) => {
        setChosen(reason)
        setText(t(sentences[reason]))
        focus()
      }}
      label={t('reason')}
      text={text()}
      onText={setText}
      most={mostReason}
      hint={t('rejectHint')}
      problem={asked() && missing() ? t('reasonMissing') : null}
      onSend={(focus) => {
        setAsked(true)
        if (missing()) return focus()
        if (!props.busy) props.onSend(text().trim())
      }}
      send={props.title}
      busy={props.busy}
      onClose={props.onClose}
    />
  )
}
