import type { JSX } from 'solid-js'
import { t } from '../../texts/hours.zh-CN.ts'
import { ReasonForm } from '../shell/reason-form.tsx'

const sentences = {
  reasonEvidence: 'sentenceEvidence',
  reasonHours: 'sentenceHours',
  reasonDay: 'sentenceDay',
  reasonTwice: 'sentenceTwice',
  reasonTitle: 'sentenceTitle',
} as const
type Reason = keyof typeof sentences
const reasons = Object.keys(sentences) as readonly Reason[]

/** Why hours are rejected: one sentence, which whoever recorded them and the learners read. */
export function RejectHours(props: {
  title: string
  busy: boolean
  onSend: (reason: string) => void
  onClose: () => void
}): JSX.Element {
  return (
    <ReasonForm<Reason>
      title={t('rejectTitle')}
      reasons={reasons.map((value) => ({ value, label: t(value), sentence: t(sentences[value]) }))}
      label={t('reason')}
      hint={t('rejectHint')}
      // As the server wants it.
      least={2}
      most={200}
      missing={t('reasonMissing')}
      send={props.title}
      busy={props.busy}
      onSend={props.onSend}
      onClose={props.onClose}
    />
  )
}
