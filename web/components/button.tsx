import Loader from 'lucide-solid/icons/loader'
import { type JSX, Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import './button.css'
import { KeyHint } from './key-hint.tsx'

export type ButtonKind = 'primary' | 'secondary' | 'danger' | 'dangerFill' | 'quiet'
export type ButtonSize = 'normal' | 'dense' | 'verdict' | 'main'

export interface ButtonLook {
  /** One `primary` a screen; `danger` is the outlined one, `dangerFill` moves money out. */
  kind?: ButtonKind | undefined
  /** `main` is the one at the thumb, `verdict` decides on the desk, `dense` sits in a bar. */
  size?: ButtonSize | undefined
  icon?: JSX.Element | undefined
  iconAfter?: JSX.Element | undefined
  /** The key that does the same, shown on the button and announced. */
  keyHint?: string | readonly string[] | undefined
  /** Fills its row. */
  wide?: boolean | undefined
}

export interface ButtonProps extends ButtonLook, Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'size'> {
  /** Being done: cannot be pressed again, says so. The children should say what is being done. */
  busy?: boolean | undefined
}

const lookKeys = ['kind', 'size', 'icon', 'iconAfter', 'keyHint', 'wide', 'children', 'class'] as const

function lookClass(look: ButtonLook & { class?: string | undefined }): string {
  const parts = ['button', `button-${look.kind ?? 'secondary'}`, `button-${look.size ?? 'normal'}`]
  if (look.wide) parts.push('button-wide')
  if (look.class) parts.push(look.class)
  return parts.join(' ')
}

const ariaNames: Readonly<Record<string, string>> = { Esc: 'Escape', PgDn: 'PageDown', PgUp: 'PageUp' }

/** `Shift+A`, as `aria-keyshortcuts` wants it (WAI-ARIA 1.2, 6.6). */
function announced(keys: ButtonLook['keyHint']): string | undefined {
  if (keys === undefined) return undefined
  return [keys]
    .flat()
    .map((key) => ariaNames[key] ?? key)
    .join('+')
}

function ButtonInside(props: ButtonLook & { children?: JSX.Element; busy?: boolean | undefined }) {
  return (
    <>
      <Show when={props.keyHint}>{(keys) => <KeyHint keys={keys()} />}</Show>
      <Show when={props.busy} fallback={props.icon}>
        <Loader size={16} />
      </Show>
      <Show when={props.children}>
        <span class="button-label">{props.children}</span>
      </Show>
      {props.iconAfter}
    </>
  )
}

/** Something that happens here. Going somewhere is a `ButtonLink`. */
export function Button(props: ButtonProps): JSX.Element {
  const [look, own, rest] = splitProps(props, lookKeys, ['busy', 'disabled'])
  return (
    <button
      type="button"
      aria-keyshortcuts={announced(look.keyHint)}
      {...rest}
      class={lookClass(look)}
      disabled={own.disabled || own.busy}
      aria-busy={own.busy ? 'true' : undefined}
    >
      <ButtonInside {...look} busy={own.busy} />
    </button>
  )
}

export type ButtonLinkProps = ButtonLook & JSX.AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }

/** Looks like a button, is a link. The router takes it over when it stays inside the product. */
export function ButtonLink(props: ButtonLinkProps): JSX.Element {
  const [look, rest] = splitProps(props, lookKeys)
  return (
    <a aria-keyshortcuts={announced(look.keyHint)} {...rest} class={lookClass(look)}>
      <ButtonInside {...look} />
    </a>
  )
}

export interface IconButtonProps extends Omit<JSX.ButtonHTMLAttributes<HTMLButtonElement>, 'children'> {
  /** What it does, heard and shown on hover. */
  label: string
  icon: JSX.Element
  pressed?: boolean | undefined
  href?: string | undefined
  /** `href` is a file to save, not a page of ours. */
  download?: boolean | undefined
}

/** A square of the control's height with one icon. */
export function IconButton(props: IconButtonProps): JSX.Element {
  const [own, rest] = splitProps(props, ['label', 'icon', 'pressed', 'href', 'download', 'class'])
  return (
    <Dynamic
      component={own.href === undefined ? 'button' : 'a'}
      {...(own.href === undefined ? { type: 'button' } : { href: own.href })}
      {...(own.download ? { download: '', target: '_self' } : {})}
      {...rest}
      class={`icon-button${own.class ? ` ${own.class}` : ''}`}
      aria-label={own.label}
      title={own.label}
      aria-pressed={own.pressed}
    >
      {own.icon}
    </Dynamic>
  )
}
