import { type JSX, Show } from 'solid-js'
import './chart-panel.css'
import { Section, Stack } from './layout.tsx'

/** A chart over a table of the desk: no wider than the eye compares bars. */
export function ChartPanel(props: {
  title: string
  aside?: JSX.Element | undefined
  /** Put away, its title stays. */
  shown: boolean
  children: JSX.Element
}): JSX.Element {
  return (
    <div class="chart-panel">
      <Section title={props.title} aside={props.aside}>
        <Show when={props.shown}>
          <div class="chart-panel-body">
            <Stack gap={2}>{props.children}</Stack>
          </div>
        </Show>
      </Section>
    </div>
  )
}
