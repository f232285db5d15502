import { For, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './step-chain.css'

export interface ChainStep {
  readonly state: 'done' | 'now' | 'later' | 'failed'
  readonly title: string
  /** When, or whom it waits for: one or two short lines. */
  readonly lines: readonly string[]
}

const stateText = { done: 'stepDone', failed: 'stepFailed', now: 'stepNow', later: 'stepLater' } as const

/** Steps beside one another, with a line between them: solid up to what is done, dashed from there. */
export function StepChain(props: { steps: readonly ChainStep[]; label: string }): JSX.Element {
  return (
    <ol class="step-chain" aria-label={props.label}>
      <For each={props.steps}>
        {(step) => (
          <li class={`chain-step chain-${step.state}`}>
            <span class="chain-mark" />
            <span class="chain-title">
              <span class="only-heard">{t(stateText[step.state])} </span>
              {step.title}
            </span>
            <For each={step.lines}>
              {(line, at) => <span class={at() === 0 ? 'chain-when' : 'chain-what'}>{line}</span>}
            </For>
            <Show when={step.lines.length === 0}>
              <span class="chain-what" />
            </Show>
          </li>
        )}
      </For>
    </ol>
  )
}
