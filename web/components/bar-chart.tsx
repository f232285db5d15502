import { createMemo, For, type JSX, Show } from 'solid-js'
import './bar-chart.css'

export interface Bar {
  readonly id: string
  /** Under the axis; empty for bars between the named ones. */
  readonly label: string
  /** Stacked, from below; not below zero. */
  readonly first: number
  readonly second: number
  /** All of it in words, for who points at it and for who hears it. */
  readonly words: string
}

export interface BarChartProps {
  /** Heard: what the bars show. */
  label: string
  bars: readonly Bar[]
  /** What the two parts are. */
  legend: readonly [string, string]
  /** A value of the axis in words. */
  axis: (value: number) => string
}

const width = 1280
const height = 220
const left = 72
const bottom = 24
const top = 8

/** Stacked bars over days. Every bar says its numbers where it is pointed at, and a table beside the chart has them all. */
export function BarChart(props: BarChartProps): JSX.Element {
  // Asked for by every bar: made once for all of them.
  const bars = createMemo(() => props.bars)
  const highest = createMemo(() => niceAbove(Math.max(1, ...bars().map((bar) => bar.first + bar.second))))
  const plot = height - top - bottom
  const step = () => (width - left) / Math.max(1, bars().length)
  const tall = (value: number) => (Math.max(0, value) / highest()) * plot
  const lines = () => [0, 0.5, 1].map((share) => share * highest())
  return (
    <figure style={{ margin: 0 }}>
      <svg class="bar-chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={props.label}>
        <For each={lines()}>
          {(value) => (
            <>
              <line
                class="bar-chart-grid"
                x1={left}
                x2={width}
                y1={top + plot - tall(value)}
                y2={top + plot - tall(value)}
              />
              <text class="bar-chart-text" x={left - 8} y={top + plot - tall(value) + 4} text-anchor="end">
                {props.axis(value)}
              </text>
            </>
          )}
        </For>
        <For each={bars()}>
          {(bar, at) => {
            const x = () => left + at() * step()
            const thick = () => Math.max(1, Math.min(28, step() * 0.7))
            const from = () => x() + (step() - thick()) / 2
            return (
              <g>
                <rect class="bar-chart-hit" x={x()} y={top} width={step()} height={plot}>
                  <title>{bar.words}</title>
                </rect>
                <rect
                  class="bar-chart-first"
                  x={from()}
                  y={top + plot - tall(bar.first)}
                  width={thick()}
                  height={tall(bar.first)}
                  pointer-events="none"
                />
                <rect
                  class="bar-chart-second"
                  x={from()}
                  y={top + plot - tall(bar.first) - tall(bar.second)}
                  width={thick()}
                  height={tall(bar.second)}
                  pointer-events="none"
                />
                <Show when={bar.label !== ''}>
                  <text class="bar-chart-text" x={x() + step() / 2} y={height - 4} text-anchor="middle">
                    {bar.label}
                  </text>
                </Show>
              </g>
            )
          }}
        </For>
      </svg>
      <figcaption class="bar-chart-legend">
        <span>
          <span class="bar-chart-mark" />
          {props.legend[0]}
        </span>
        <span>
          <span class="bar-chart-mark bar-chart-mark-second" />
          {props.legend[1]}
        </span>
      </figcaption>
    </figure>
  )
}

/** The next of 1, 2, 5 × 10^n above a value, so that the axis has round numbers. */
export function niceAbove(value: number): number {
  const power = 10 ** Math.floor(Math.log10(value))
  return ([1, 2, 5, 10].find((factor) => factor * power >= value) ?? 10) * power
}
