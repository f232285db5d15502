import ChevronRight from 'lucide-solid/icons/chevron-right'
import { type JSX, Show, splitProps } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import './card.css'
import { Checkbox } from './checkbox.tsx'

export interface CardProps {
  children: JSX.Element
  /** The whole card is about something that failed. */
  tone?: 'plain' | 'rejected' | undefined
  /** Heard, for a card that is a region of its own. */
  label?: string | undefined
  /** Entries go to the edge by themselves: `CardEntry`, `CardLine`. False for free content. */
  padded?: boolean | undefined
}

/** A sheet with a hairline. Several entries in it are divided by lines. */
export function Card(props: CardProps): JSX.Element {
  return (
    <section
      class={`card card-${props.tone ?? 'plain'}`}
      classList={{ 'card-padded': Boolean(props.padded) }}
      aria-label={props.label}
    >
      {props.children}
    </section>
  )
}

export interface CardEntryProps {
  /** A `Chop` with its since: the state stands first. */
  state?: JSX.Element | undefined
  /** What to do, at the right: 去缴费. The whole entry can be tapped. */
  action?: string | undefined
  href?: string | undefined
  onOpen?: (() => void) | undefined
  /** Which one. */
  main?: JSX.Element | undefined
  /** How much. */
  amount?: JSX.Element | undefined
  note?: JSX.Element | undefined
  noteEnd?: JSX.Element | undefined
  noteEndUrgent?: boolean | undefined
  /** Why, and what now: full sentences. */
  children?: JSX.Element
}

/** One thing in a list of cards: state and when, which and how much, why and what now. */
export function CardEntry(props: CardEntryProps): JSX.Element {
  const touchable = () => props.href !== undefined || props.onOpen !== undefined
  return (
    <Dynamic
      component={props.href !== undefined ? 'a' : props.onOpen ? 'button' : 'div'}
      {...(props.href !== undefined ? { href: props.href } : props.onOpen ? { type: 'button' } : {})}
      class="card-entry"
      onClick={() => props.onOpen?.()}
    >
      <Show when={props.state || props.action}>
        <div class="card-entry-head">
          <div class="card-entry-state">{props.state}</div>
          <Show when={props.action}>
            <span class="card-entry-action">
              {props.action}
              <Show when={touchable()}>
                <ChevronRight size={16} />
              </Show>
            </span>
          </Show>
        </div>
      </Show>
      <Show when={props.main || props.amount}>
        <div class="card-entry-line">
          <span class="card-entry-main">{props.main}</span>
          <span class="card-entry-amount">{props.amount}</span>
        </div>
      </Show>
      <Show when={props.note || props.noteEnd}>
        <div class="card-entry-line card-entry-notes">
          <span>{props.note}</span>
          <span class="card-entry-note-end" classList={{ 'card-entry-urgent': Boolean(props.noteEndUrgent) }}>
            {props.noteEnd}
          </span>
        </div>
      </Show>
      <Show when={props.children}>
        <div class="card-entry-text">{props.children}</div>
      </Show>
    </Dynamic>
  )
}

export interface TickEntryProps extends CardEntryProps {
  ticked: boolean
  onTick: (ticked: boolean) => void
  /** Heard: whom it ticks. */
  tickLabel: string
  /** Cannot be ticked; the entry says why. */
  tickable?: boolean | undefined
}

/**
 * An entry of a list of which several are taken at once: a tick the size of a thumb, and the entry beside it. One that leads
 * nowhere is ticked by all of it.
 */
export function TickEntry(props: TickEntryProps): JSX.Element {
  const [tick, entry] = splitProps(props, ['ticked', 'onTick', 'tickLabel', 'tickable'])
  const box = (children?: JSX.Element) => (
    <Checkbox
      class={children === undefined ? 'card-tick-box' : 'card-tick-whole'}
      aria-label={tick.tickLabel}
      checked={tick.ticked}
      disabled={tick.tickable === false}
      onChange={tick.onTick}
    >
      {children}
    </Checkbox>
  )
  return (
    <div class="card-tick">
      <Show when={entry.href !== undefined || entry.onOpen !== undefined} fallback={box(<CardEntry {...entry} />)}>
        {box()}
        <CardEntry {...entry} />
      </Show>
    </div>
  )
}

/** A line of a card that is ticked as a whole: what it is, and at the right how much. */
export function CheckLine(props: {
  checked: boolean
  onChange: (checked: boolean) => void
  value?: JSX.Element | undefined
  invalid?: boolean | undefined
  children: JSX.Element
}): JSX.Element {
  return (
    <Checkbox
      class="card-check"
      checked={props.checked}
      aria-invalid={props.invalid ? 'true' : undefined}
      onChange={props.onChange}
    >
      <span class="card-single-label">{props.children}</span>
      <span class="card-single-value">{props.value}</span>
    </Checkbox>
  )
}

export interface CardLineProps {
  label: JSX.Element
  value?: JSX.Element | undefined
  icon?: JSX.Element | undefined
  href?: string | undefined
  /** The link is a file, to be kept rather than opened as a page. */
  download?: boolean | undefined
  onOpen?: (() => void) | undefined
  /** Under the label. */
  note?: JSX.Element | undefined
}

/** A single line of a card: label, value, and an arrow when it leads somewhere. */
export function CardLine(props: CardLineProps): JSX.Element {
  return (
    <Dynamic
      component={props.href !== undefined ? 'a' : props.onOpen ? 'button' : 'div'}
      {...(props.href !== undefined
        ? { href: props.href, ...(props.download ? { download: '' } : {}) }
        : props.onOpen
          ? { type: 'button' }
          : {})}
      class="card-single"
      onClick={() => props.onOpen?.()}
    >
      {props.icon}
      <span class="card-single-label">
        {props.label}
        <Show when={props.note}>
          <span class="card-single-note">{props.note}</span>
        </Show>
      </span>
      <span class="card-single-value">{props.value}</span>
      <Show when={props.href !== undefined || props.onOpen}>
        <ChevronRight size={20} class="card-single-arrow" />
      </Show>
    </Dynamic>
  )
}
