import { For, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './timeline.css'

export type StepState = 'done' | 'failed' | 'now' | 'later'

export interface TimelineStep {
  readonly state: StepState
  /** Who and what. */
  readonly title: JSX.Element
  /** When, or until when. */
  readonly at?: JSX.Element | undefined
  /** Why. */
  readonly note?: JSX.Element | undefined
}

const stateText = { done: 'stepDone', failed: 'stepFailed', now: 'stepNow', later: 'stepLater' } as const

/** Who had it when, and what comes next. */
export function Timeline(props: { steps: readonly TimelineStep[] }): JSX.Element {
  return (
    <ol class="timeline">
      <For each={props.steps}>
        {(step) => (
          <li class={`timeline-step timeline-${step.state}`}>
            <span class="timeline-mark" />
            <div class="timeline-words">
              <div class="timeline-line">
                <span class="timeline-title">
                  <span class="only-heard">{t(stateText[step.state])} </span>
                  {step.title}
                </span>
                <Show when={step.at}>
                  <span class="timeline-at">{step.at}</span>
                </Show>
              </div>
              <Show when={step.note}>
                <div class="timeline-note">{step.note}</div>
              </Show>
            </div>
          </li>
        )}
      </For>
    </ol>
  )
}
