import { type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './bulk-bar.css'
import { KeyHint } from './key-hint.tsx'
import { createKeys } from './keys.ts'

export interface BulkBarProps {
  count: number
  /** In words of the page: 已勾 3 张，检查全部通过. Without it 已勾 3 项. */
  text?: JSX.Element | undefined
  /** The sum of what is ticked. */
  amount?: JSX.Element | undefined
  onClear: () => void
  /** At the foot of a narrow queue: two lines. */
  narrow?: boolean | undefined
  /** What happens to all of them: `BulkAction`s. */
  children: JSX.Element
}

/** Stands at the foot of a list while something is ticked. */
export function BulkBar(props: BulkBarProps): JSX.Element {
  createKeys(() => (props.count > 0 ? [{ key: 'Esc', label: t('clear'), run: () => props.onClear() }] : []))
  return (
    <Show when={props.count > 0}>
      <section
        class="bulk-bar"
        classList={{ 'bulk-bar-narrow': Boolean(props.narrow) }}
        aria-label={t('ticked', { count: props.count })}
      >
        <span class="bulk-bar-text">{props.text ?? t('ticked', { count: props.count })}</span>
        <Show when={props.amount}>
          <span class="bulk-bar-amount">{props.amount}</span>
        </Show>
        <span class="bulk-bar-space" />
        <button type="button" class="bulk-bar-clear" aria-keyshortcuts="Escape" onClick={() => props.onClear()}>
          <KeyHint keys="Esc" />
          <span class="bulk-bar-cancel">{t('cancel')}</span>
        </button>
        {props.children}
      </section>
    </Show>
  )
}

export function BulkAction(props: {
  children: JSX.Element
  keyHint?: string | readonly string[] | undefined
  busy?: boolean | undefined
  onClick: () => void
}): JSX.Element {
  return (
    <button type="button" class="bulk-action" disabled={props.busy} aria-busy={props.busy} onClick={props.onClick}>
      <Show when={props.keyHint}>{(keys) => <KeyHint keys={keys()} />}</Show>
      {props.children}
    </button>
  )
}
