import { createSignal, type JSX } from 'solid-js'
import { RejectForm } from './reject-form.tsx'

export interface ReasonFormProps<Reason extends string> {
  title: string
  /** Each with what its key writes into the text; nothing where people have to say it themselves. */
  reasons: readonly { readonly value: Reason; readonly label: string; readonly sentence: string }[]
  /** The text, which is what is sent. */
  label: string
  hint?: string | undefined
  /** How many characters it has at least and, where not 500, at most: as the server wants it. */
  least: number
  most?: number | undefined
  /** What is said when it is too short. */
  missing: string
  send: string
  busy: boolean
  /** Why sending failed. */
  error?: unknown
  onSend: (reason: string) => void
  onClose: () => void
}

/** A `RejectForm` whose reasons are beginnings: a key writes a sentence, people finish it, and the sentence is sent. */
export function ReasonForm<Reason extends string>(props: ReasonFormProps<Reason>): JSX.Element {
  const [chosen, setChosen] = createSignal<Reason | null>(null)
  const [text, setText] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  const tooShort = () => text().trim().length < props.least
  return (
    <RejectForm<Reason>
      title={props.title}
      reasons={props.reasons}
      chosen={chosen()}
      onChoose={(reason, focus) => {
        setChosen(() => reason)
        setText(props.reasons.find(({ value }) => value === reason)?.sentence ?? '')
        focus()
      }}
      label={props.label}
      text={text()}
      onText={setText}
      most={props.most}
      hint={props.hint}
      problem={asked() && tooShort() ? props.missing : null}
      onSend={(focus) => {
        setAsked(true)
        if (tooShort()) return focus()
        if (!props.busy) props.onSend(text().trim())
      }}
      send={props.send}
      busy={props.busy}
      error={props.error}
      onClose={props.onClose}
    />
  )
}
