import CircleAlert from 'lucide-solid/icons/circle-alert'
import CloudOff from 'lucide-solid/icons/cloud-off'
import Inbox from 'lucide-solid/icons/inbox'
import { type JSX, Show } from 'solid-js'
import { ConnectionLost, errorSentence } from '../texts/errors.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { Button } from './button.tsx'
import './empty-state.css'

export interface EmptyStateProps {
  /** What is not here. */
  title: JSX.Element
  /** What will appear here. */
  children?: JSX.Element
  icon?: JSX.Element | undefined
  /** The first step. */
  action?: JSX.Element | undefined
}

export function EmptyState(props: EmptyStateProps): JSX.Element {
  return (
    <div class="empty-state">
      <span class="empty-state-icon">{props.icon ?? <Inbox size={24} />}</span>
      <h2 class="empty-state-title">{props.title}</h2>
      <Show when={props.children}>
        <div class="empty-state-text">{props.children}</div>
      </Show>
      <Show when={props.action}>
        <div class="empty-state-action">{props.action}</div>
      </Show>
    </div>
  )
}

export interface ErrorStateProps {
  /** What did not work: 订单没打开. */
  title?: JSX.Element | undefined
  /** Anything that was thrown; its sentence says why and what now. */
  error: unknown
  onRetry?: (() => void) | undefined
  actions?: JSX.Element | undefined
}

/** In the place of what could not be shown: what happened, why, what now. */
export function ErrorState(props: ErrorStateProps): JSX.Element {
  return (
    <div class="empty-state error-state" role="alert">
      <span class="empty-state-icon">
        <Show when={props.error instanceof ConnectionLost} fallback={<CircleAlert size={24} />}>
          <CloudOff size={24} />
        </Show>
      </span>
      <h2 class="empty-state-title">{props.title ?? t('errorTitle')}</h2>
      <p class="empty-state-text">{errorSentence(props.error)}</p>
      <Show when={props.onRetry || props.actions}>
        <div class="empty-state-action">
          <Show when={props.onRetry}>
            <Button onClick={() => props.onRetry?.()}>{t('retry')}</Button>
          </Show>
          {props.actions}
        </div>
      </Show>
    </div>
  )
}

/** A refusal beside the form or list that caused it, which stays as it is. */
export function ErrorNote(props: { error: unknown; actions?: JSX.Element | undefined }): JSX.Element {
  return (
    <Show when={props.error}>
      <div class="error-note" role="alert">
        <CircleAlert size={20} class="error-note-icon" />
        <p>{errorSentence(props.error)}</p>
        {props.actions}
      </div>
    </Show>
  )
}
