import { Dialog as Primitive } from '@kobalte/core/dialog'
import X from 'lucide-solid/icons/x'
import { createRenderEffect, type JSX, Show } from 'solid-js'
import { density } from '../appearance.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { IconButton } from './button.tsx'
import './dialog.css'

export interface DialogProps {
  open: boolean
  onClose: () => void
  title: JSX.Element
  /** One sentence under the title. */
  text?: JSX.Element | undefined
  children?: JSX.Element
  /** Buttons, the main one last. */
  actions?: JSX.Element | undefined
  width?: 'narrow' | 'wide' | undefined
}

/**
 * In the middle of the desk, from the bottom edge on the phone. Focus goes in and comes back, Esc and a tap outside
 * close it, the page behind does not scroll. Never open one on another.
 */
export function Dialog(props: DialogProps): JSX.Element {
  // Kobalte gives the focus back to its own trigger; ours is whatever was pressed to open it.
  let opener: Element | null = null
  createRenderEffect(() => {
    if (props.open) opener = document.activeElement
  })
  const giveFocusBack = (event: Event) => {
    event.preventDefault()
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
  }
  // To the first thing to fill in, where there is one: nobody opens a form to close it.
  let body: HTMLDivElement | undefined
  const giveFocus = (event: Event) => {
    const { currentTarget } = event
    event.preventDefault()
    setTimeout(() => {
      // A select brings a hidden one for forms.
      const fields = body?.querySelectorAll<HTMLElement>('input:not([type="hidden"]), textarea, [aria-haspopup]') ?? []
      const field = [...fields].find((one) => !one.closest('[aria-hidden="true"]'))
      const button = currentTarget instanceof HTMLElement ? currentTarget.querySelector('button') : null
      const first = field ?? button
      first?.focus({ preventScroll: true })
    })
  }
  return (
    <Primitive open={props.open} onOpenChange={(open) => !open && props.onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay class="dialog-veil" />
        <div class="dialog-place" classList={{ 'dialog-place-sheet': density() === 'phone' }}>
          <Primitive.Content
            class={`dialog dialog-${props.width ?? 'narrow'}`}
            onOpenAutoFocus={giveFocus}
            onCloseAutoFocus={giveFocusBack}
          >
            <div class="dialog-head">
              <Primitive.Title class="dialog-title">{props.title}</Primitive.Title>
              <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
            </div>
            <div ref={body} class="dialog-body">
              <Show when={props.text}>
                <Primitive.Description class="dialog-text">{props.text}</Primitive.Description>
              </Show>
              {props.children}
            </div>
            <Show when={props.actions}>
              <div class="dialog-actions">{props.actions}</div>
            </Show>
          </Primitive.Content>
        </div>
      </Primitive.Portal>
    </Primitive>
  )
}
