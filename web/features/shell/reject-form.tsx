import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { createKeys } from '../../components/keys.ts'
import { TextInput } from '../../components/text-input.tsx'
import { ReasonList, VerdictBar } from '../../components/verdict-bar.tsx'
import { t as shared } from '../../texts/shared.zh-CN.ts'

export interface RejectFormProps<Reason extends string> {
  title: string
  /** Up to nine: each has its number as its key. */
  reasons: readonly { readonly value: Reason; readonly label: string; readonly suggested?: boolean | undefined }[]
  chosen: Reason | null
  /** A key or a click; `focus` puts the caret into the text. */
  onChoose: (reason: Reason, focus: () => void) => void
  /** The text below the reasons. */
  label: string
  text: string
  onText: (text: string) => void
  /** As long as it may be; 500 characters where nothing else is said. */
  most?: number | undefined
  hint?: string | undefined
  optional?: boolean | undefined
  /** What is wrong with the text. */
  problem?: string | null | undefined
  /** Enter in the text, or the button. */
  onSend: (focus: () => void) => void
  /** The button's word; without it a reason's key sends by itself. */
  send?: string | undefined
  busy?: boolean | undefined
  disabled?: boolean | undefined
  /** Why sending failed. */
  error?: unknown
  onClose: () => void
}

/** The small form in the foot of a review where something is rejected: a reason by its number, a sentence, Enter. */
export function RejectForm<Reason extends string>(props: RejectFormProps<Reason>): JSX.Element {
  let box: HTMLDivElement | undefined
  const focus = () => box?.querySelector('input')?.focus()
  createKeys(() => [
    ...props.reasons.map(({ value, label }, index) => ({
      key: String(index + 1),
      label,
      run: () => props.onChoose(value, focus),
    })),
    // The caret may have been put elsewhere since; the button says Enter all the same.
    { key: 'Enter', label: props.send ?? '', run: () => props.onSend(focus), when: () => props.send !== undefined },
    { key: 'R', label: shared('keyClose'), run: () => props.onClose() },
    { key: 'Esc', label: shared('keyClose'), run: () => props.onClose() },
  ])
  return (
    <VerdictBar
      before={
        <>
          <strong>{props.title}</strong>
          <ReasonList
            label={props.title}
            choices={props.reasons.map((reason, index) => ({ ...reason, keyHint: String(index + 1) }))}
            chosen={props.chosen}
            onChoose={(reason) => props.onChoose(reason, focus)}
          />
          <div ref={box}>
            <Field
              label={props.label}
              hint={props.hint}
              optional={Boolean(props.optional)}
              error={props.problem ?? null}
            >
              <TextInput
                value={props.text}
                maxLength={props.most ?? 500}
                onInput={props.onText}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && !event.isComposing) props.onSend(focus)
                }}
              />
            </Field>
          </div>
          <ErrorNote error={props.error ?? null} />
        </>
      }
    >
      <Show when={props.send}>
        {(word) => (
          <Button
            kind="danger"
            size="verdict"
            keyHint="Enter"
            busy={Boolean(props.busy)}
            disabled={Boolean(props.disabled)}
            onClick={() => props.onSend(focus)}
          >
            {word()}
          </Button>
        )}
      </Show>
      <Button size="verdict" keyHint="Esc" onClick={() => props.onClose()}>
        {shared('cancel')}
      </Button>
    </VerdictBar>
  )
}
