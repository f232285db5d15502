import Check from 'lucide-solid/icons/check'
import { For, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './check-row.css'
import { DiffText } from './diff-text.tsx'

export type Verdict = 'pass' | 'warn' | 'fail' | 'pending'

/** The mark alone: a bare green tick, a filled amber square, a filled vermilion square, an empty dashed one. */
export function VerdictMark(props: { verdict: Verdict }): JSX.Element {
  return (
    <span class={`verdict-mark verdict-mark-${props.verdict}`} role="img" aria-label={t(props.verdict)}>
      <Show when={props.verdict === 'pass'}>
        <Check size={16} />
      </Show>
      <Show when={props.verdict === 'fail'}>
        <svg viewBox="0 0 16 16" width="10" height="10" aria-hidden="true">
          <path d="M3 3l10 10M13 3L3 13" stroke="currentColor" stroke-width="2.5" fill="none" />
        </svg>
      </Show>
      <Show when={props.verdict === 'warn'}>
        <svg viewBox="0 0 16 16" width="12" height="12" aria-hidden="true">
          <path d="M8 2.5v7M8 11.6v2.4" stroke="currentColor" stroke-width="2.2" fill="none" />
        </svg>
      </Show>
    </span>
  )
}

export interface ComparedValue {
  /** Where it is from: 回单, 待缴, 单位. */
  readonly label: string
  readonly text: string
  /** Marks what differs from this one. */
  readonly against?: string | undefined
}

export interface CheckRowProps {
  verdict: Verdict
  title: JSX.Element
  /** The sentence under the title: what it means and what to do. */
  children?: JSX.Element
  /** The two values compared, each on its own line. */
  values?: readonly ComparedValue[] | undefined
  /** At the right end: the value that agreed, or what is waited for. */
  aside?: JSX.Element | undefined
  /** What can be done about it. */
  actions?: JSX.Element | undefined
}

/** One check and what it found. The louder the more it needs a hand. */
export function CheckRow(props: CheckRowProps): JSX.Element {
  const quiet = () => props.verdict === 'pass' || props.verdict === 'pending'
  return (
    // One string: a class that changes beside a classList would wipe out what the list had set.
    <div class={`check-row check-row-${props.verdict}${quiet() ? ' check-row-quiet' : ''}`}>
      <VerdictMark verdict={props.verdict} />
      <div class="check-row-words">
        <div class="check-row-title">{props.title}</div>
        <Show when={props.values && props.values.length > 0}>
          <dl class="check-row-values">
            <For each={props.values}>
              {(value) => (
                <div class="check-row-value">
                  <dt>{value.label}</dt>
                  <dd>
                    {value.against === undefined ? value.text : <DiffText text={value.text} against={value.against} />}
                  </dd>
                </div>
              )}
            </For>
          </dl>
        </Show>
        <Show when={props.children}>
          <div class="check-row-detail">{props.children}</div>
        </Show>
        <Show when={props.actions}>
          <div class="check-row-actions">{props.actions}</div>
        </Show>
      </div>
      <Show when={props.aside}>
        <div class="check-row-aside">{props.aside}</div>
      </Show>
    </div>
  )
}

/** Checks on the desk: trouble as it is, passed ones small and without lines, so that forty fit. */
export function CheckList(props: { children: JSX.Element }): JSX.Element {
  return <div class="check-list">{props.children}</div>
}

/** Passed checks in two short columns: nobody has to read them. */
export function PassedChecks(props: { titles: readonly string[] }): JSX.Element {
  return (
    <ul class="passed-checks">
      <For each={props.titles}>
        {(title) => (
          <li>
            <VerdictMark verdict="pass" />
            <span>{title}</span>
          </li>
        )}
      </For>
    </ul>
  )
}
