import { For, type JSX } from 'solid-js'
import './funnel.css'

export interface FunnelStep {
  readonly id: string
  readonly label: string
  readonly count: number
  /** The count in words, with its unit. */
  readonly words: string
  /** What share of the step before it is; empty where there is none. */
  readonly share: string
}

/** How many are left from step to step: a bar for each, all on one scale. The numbers stand beside the bars. */
export function Funnel(props: { label: string; steps: readonly FunnelStep[] }): JSX.Element {
  const most = () => Math.max(1, ...props.steps.map((step) => step.count))
  return (
    <ol class="funnel" aria-label={props.label}>
      <For each={props.steps}>
        {(step) => (
          <li class="funnel-step">
            <span class="funnel-label">{step.label}</span>
            <span class="funnel-track" aria-hidden="true">
              <span class="funnel-bar" style={{ 'inline-size': `${(step.count / most()) * 100}%` }} />
            </span>
            <span class="funnel-count">{step.words}</span>
            <span class="funnel-share">{step.share}</span>
          </li>
        )}
      </For>
    </ol>
  )
}
