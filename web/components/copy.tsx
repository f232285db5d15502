import Check from 'lucide-solid/icons/check'
import Copy from 'lucide-solid/icons/copy'
import { createSignal, type JSX, onCleanup, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { Button, type ButtonProps } from './button.tsx'
import './copy.css'
import { copyText } from './copy-text.ts'

type CopyState = 'ready' | 'copied' | 'refused'

/** How long "已复制" stays before the button is itself again. */
const copiedForMs = 4000

function createCopy(text: () => string): { state: () => CopyState; copy: () => Promise<void> } {
  const [state, setState] = createSignal<CopyState>('ready')
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const copy = async () => {
    setState((await copyText(text())) ? 'copied' : 'refused')
    clearTimeout(timer)
    timer = setTimeout(() => setState('ready'), copiedForMs)
  }
  return { state, copy }
}

export interface CopyRowProps {
  label: string
  /** What is shown; often a grouped number. */
  children: JSX.Element
  /** What is copied: without blanks, without ¥. */
  copy: string
  /** The first and most important one of a list. */
  lead?: boolean | undefined
  /** As large as it can be read out: a one-time password. */
  figure?: boolean | undefined
}

/** Label, value, and a button that copies it. The whole row can be tapped. */
export function CopyRow(props: CopyRowProps): JSX.Element {
  const { state, copy } = createCopy(() => props.copy)
  return (
    <div
      class="copy-row"
      classList={{ 'copy-row-lead': Boolean(props.lead), 'copy-row-figure': Boolean(props.figure) }}
    >
      <div class="copy-row-words">
        <div class="copy-row-label">{props.label}</div>
        <div class="copy-row-value">{props.children}</div>
      </div>
      <button
        type="button"
        class={`copy-row-button copy-row-${state()}`}
        onClick={copy}
        aria-label={t('copyWhat', { what: props.label })}
      >
        <Show when={state() === 'copied'} fallback={<Copy size={20} />}>
          <Check size={20} />
        </Show>
        <span>{state() === 'copied' ? t('copied') : state() === 'refused' ? t('copyByHand') : t('copy')}</span>
      </button>
      <span class="only-heard" aria-live="polite">
        {state() === 'copied' ? t('copied') : state() === 'refused' ? t('copyByHand') : ''}
      </span>
    </div>
  )
}

/** A button of its own: 全部复制, or a small one beside a number. */
export function CopyButton(props: Omit<ButtonProps, 'onClick' | 'onCopy'> & { text: string }): JSX.Element {
  const { state, copy } = createCopy(() => props.text)
  const { text: _, ...look } = props
  return (
    <>
      <Button
        {...look}
        icon={state() === 'copied' ? <Check size={props.size === 'main' ? 24 : 16} /> : look.icon}
        onClick={copy}
      >
        {state() === 'copied' ? t('copied') : state() === 'refused' ? t('copyByHand') : (props.children ?? t('copy'))}
      </Button>
      <span class="only-heard" aria-live="polite">
        {state() === 'copied' ? t('copied') : state() === 'refused' ? t('copyByHand') : ''}
      </span>
    </>
  )
}
