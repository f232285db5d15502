import { For, type JSX, Show } from 'solid-js'
import './layout.css'

/** Parts under one another; `gap` in steps of the space scale. */
export function Stack(props: { gap?: 1 | 2 | 3 | 4 | 5 | 6 | undefined; children: JSX.Element }): JSX.Element {
  return <div class={`stack stack-${props.gap ?? 4}`}>{props.children}</div>
}

/** Parts beside one another, wrapping. */
export function Line(props: {
  gap?: 1 | 2 | 3 | 4 | 5 | undefined
  apart?: boolean | undefined
  children: JSX.Element
}): JSX.Element {
  return (
    <div class={`line line-${props.gap ?? 2}`} classList={{ 'line-apart': Boolean(props.apart) }}>
      {props.children}
    </div>
  )
}

/** Parts of a desk page beside one another, as many as there is room for; lines of text stay short enough to read. */
export function Columns(props: { children: JSX.Element }): JSX.Element {
  return <div class="columns">{props.children}</div>
}

/** Controls in one row of a list that is edited in place; the columns line up from row to row. */
export function Row(props: {
  /** CSS grid columns: `160px auto minmax(0, 1fr)`. */
  columns: string
  children: JSX.Element
}): JSX.Element {
  return (
    <div class="row" style={{ '--row-columns': props.columns }}>
      {props.children}
    </div>
  )
}

/** A part of a page with its own small title. */
export function Section(props: {
  title: JSX.Element
  aside?: JSX.Element | undefined
  /** A hairline above it. */
  ruled?: boolean | undefined
  children: JSX.Element
}): JSX.Element {
  return (
    <section class="section" classList={{ 'section-ruled': Boolean(props.ruled) }}>
      <div class="section-head">
        <h2 class="section-title">{props.title}</h2>
        <Show when={props.aside}>
          <span class="section-aside">{props.aside}</span>
        </Show>
      </div>
      {props.children}
    </section>
  )
}

/** The sentence that leads a page, with what belongs to it at the right. */
export function Headline(props: { children: JSX.Element; aside?: JSX.Element | undefined }): JSX.Element {
  return (
    <div class="headline">
      <h1>{props.children}</h1>
      <Show when={props.aside}>
        <span class="headline-aside">{props.aside}</span>
      </Show>
    </div>
  )
}

export interface Fact {
  readonly label: JSX.Element
  readonly value: JSX.Element
  /** Takes the whole width of two columns. */
  readonly wide?: boolean | undefined
}

/** Labels and values: label above value in ruled rows, or beside it; amounts to be compared `atEnd`, under one another. */
export function Facts(props: {
  facts: readonly Fact[]
  beside?: boolean | undefined
  atEnd?: boolean | undefined
}): JSX.Element {
  return (
    <dl
      class="facts"
      classList={{ 'facts-beside': Boolean(props.beside || props.atEnd), 'facts-at-end': Boolean(props.atEnd) }}
    >
      <For each={props.facts}>
        {(fact) => (
          <div class="fact" classList={{ 'fact-wide': Boolean(fact.wide) }}>
            <dt>{fact.label}</dt>
            <dd>{fact.value}</dd>
          </div>
        )}
      </For>
    </dl>
  )
}

/** A sentence of help or warning inside a page. */
export function Note(props: {
  icon?: JSX.Element | undefined
  tone?: 'quiet' | 'waiting' | 'rejected' | undefined
  children: JSX.Element
}): JSX.Element {
  return (
    <div class={`note note-${props.tone ?? 'quiet'}`}>
      {props.icon}
      <div>{props.children}</div>
    </div>
  )
}

/** Words in the colour and size of a caption. */
export function Quiet(props: { children: JSX.Element }): JSX.Element {
  return <span class="quiet">{props.children}</span>
}

export interface SumPart {
  readonly label: JSX.Element
  readonly value: JSX.Element
}

/** Under a list: how many, sums by state, and what can be done with all of it. */
export function SumBar(props: { parts: readonly SumPart[]; children?: JSX.Element }): JSX.Element {
  return (
    <footer class="sum-bar">
      <For each={props.parts}>
        {(part) => (
          <span class="sum-bar-part">
            {part.label} {part.value}
          </span>
        )}
      </For>
      <span class="sum-bar-end">{props.children}</span>
    </footer>
  )
}
