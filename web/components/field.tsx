import CircleAlert from 'lucide-solid/icons/circle-alert'
import { createContext, createUniqueId, type JSX, Show, useContext } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './field.css'

export interface FieldProps {
  label: JSX.Element
  /** A quiet sentence under the label's control. */
  hint?: JSX.Element | undefined
  /** What is wrong and what to do, as a sentence. Takes the place of the hint. */
  error?: string | null | undefined
  required?: boolean | undefined
  /** Says 选填 beside the label: in a form where nearly everything is required. */
  optional?: boolean | undefined
  /** At the right end of the label's line. */
  aside?: JSX.Element | undefined
  /** Buttons that repair the entry, under the error. */
  repairs?: JSX.Element | undefined
  children: JSX.Element
}

interface FieldLinks {
  id: string
  labelId: string
  describedBy: () => string | undefined
  invalid: () => boolean
  required: () => boolean
}

const FieldContext = createContext<FieldLinks>()

/** What a control inside a `Field` puts on its input: id, error and description are tied for screen readers. */
export function useField(): {
  readonly id: string | undefined
  readonly labelId: string | undefined
  readonly 'aria-describedby': string | undefined
  readonly 'aria-invalid': 'true' | undefined
  readonly 'aria-required': 'true' | undefined
} {
  const links = useContext(FieldContext)
  return {
    get id() {
      return links?.id
    },
    /** For groups, which a `for` does not label: put it into `aria-labelledby`. */
    get labelId() {
      return links?.labelId
    },
    get 'aria-describedby'() {
      return links?.describedBy()
    },
    get 'aria-invalid'() {
      return links?.invalid() ? 'true' : undefined
    },
    get 'aria-required'() {
      return links?.required() ? 'true' : undefined
    },
  }
}

/** A label, a control (any of the inputs of this folder), and a hint or an error sentence under it. */
export function Field(props: FieldProps): JSX.Element {
  const id = createUniqueId()
  const noteId = `${id}-note`
  const links: FieldLinks = {
    id,
    labelId: `${id}-label`,
    describedBy: () => (props.error || props.hint ? noteId : undefined),
    invalid: () => Boolean(props.error),
    required: () => Boolean(props.required),
  }
  return (
    <FieldContext.Provider value={links}>
      <div class="field">
        <div class="field-head">
          <label class="field-label" id={links.labelId} for={id}>
            {props.label}
            <Show when={props.optional}>
              <span class="field-optional">{t('optional')}</span>
            </Show>
          </label>
          <Show when={props.aside}>
            <span class="field-aside">{props.aside}</span>
          </Show>
        </div>
        {props.children}
        <div id={noteId} class="field-note" aria-live="polite">
          <Show
            when={props.error}
            fallback={
              <Show when={props.hint}>
                <p class="field-hint">{props.hint}</p>
              </Show>
            }
          >
            <p class="field-error">
              <CircleAlert size="1em" class="field-error-icon" />
              <span>{props.error}</span>
            </p>
          </Show>
        </div>
        <Show when={props.repairs}>
          <div class="field-repairs">{props.repairs}</div>
        </Show>
      </div>
    </FieldContext.Provider>
  )
}

/** Several fields under one another, or two columns on the desk. */
export function FieldGroup(props: { columns?: 1 | 2 | undefined; children: JSX.Element }): JSX.Element {
  return <div class={`field-group field-group-${props.columns ?? 1}`}>{props.children}</div>
}
