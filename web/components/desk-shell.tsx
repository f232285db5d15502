import { useLocation } from '@solidjs/router'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down'
import {
  children,
  createEffect,
  createMemo,
  createSignal,
  Index,
  type JSX,
  lazy,
  on,
  onMount,
  Show,
  Suspense,
} from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { setDensity } from '../appearance.ts'
import '../texts/errors-desk.ts'
import { formatCount } from '../texts/format.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { language } from '../texts/texts.ts'
import { BrandMark } from './brand-mark.tsx'
import { IconButton } from './button.tsx'
import './desk-shell.css'
import { KeyHint } from './key-hint.tsx'
import { createKeys } from './keys.ts'

export interface DeskPlace {
  readonly label: string
  readonly href: string
  /** What waits there; nothing when it is zero or unknown. */
  readonly count?: number | undefined
  /** Where else one is at this place. */
  readonly also?: readonly string[] | undefined
  /** Belong to it and stand below it while one is at one of them; its own address is the first one's. */
  readonly places?: readonly DeskPlace[] | undefined
}

export interface DeskShellProps {
  /** In groups, divided by lines. */
  groups: readonly (readonly DeskPlace[])[]
  /** Whose desk it is, where it is not the centre's: stands under the mark. */
  owner?: string | undefined
  onSwitchOwner?: (() => void) | undefined
  user: { readonly name: string; readonly role: string }
  /** Opens with the user's name: account, language, theme, log-out. */
  userMenu?: (trigger: JSX.Element) => JSX.Element
  children: JSX.Element
}

/** One list of keys for the whole desk: opened by `?` or by the words in a page's head. */
const [keysShown, setKeysShown] = createSignal(false)
const KeysHelp = lazy(() => import('./keys-help.tsx'))

/** The staff's frame: a rail of places with what waits in each, and the page beside it. `?` lists the keys. */
export function DeskShell(props: DeskShellProps): JSX.Element {
  const location = useLocation()
  onMount(() => setDensity('desk'))
  createKeys(() => [{ key: '?', label: t('keysHelp'), run: () => setKeysShown(true) }])
  const current = createMemo(() => currentPlace(props.groups.flat(), location.pathname))
  const user = () => (
    <>
      <strong class="desk-shell-user-name">{props.user.name}</strong>
      <span class="desk-shell-user-role">{props.user.role}</span>
    </>
  )
  return (
    <div
      class="desk-shell"
      classList={{ 'desk-shell-wide': language() === 'en', 'desk-shell-owned': props.owner !== undefined }}
    >
      <a class="desk-shell-skip" href="#content" target="_self">
        {t('skipToContent')}
      </a>
      <nav class="desk-shell-rail" aria-label={t('places')}>
        <div class="desk-shell-brand">
          <BrandMark size={28} />
          <Show when={props.owner}>
            <Dynamic
              component={props.onSwitchOwner ? 'button' : 'div'}
              {...(props.onSwitchOwner ? { type: 'button', title: t('switchOrganisation') } : {})}
              class="desk-shell-owner"
              onClick={() => props.onSwitchOwner?.()}
            >
              <span>{props.owner}</span>
              <Show when={props.onSwitchOwner}>
                <ChevronsUpDown size={16} class="desk-shell-switch" />
              </Show>
            </Dynamic>
          </Show>
        </div>
        <div class="desk-shell-groups">
          {/* By position: new counts change the words in place, and the focus stays where it is. */}
          <Index each={props.groups}>
            {(group) => (
              <ul class="desk-shell-group">
                <Index each={group()}>{(place) => <RailPlace place={place()} current={current()} />}</Index>
              </ul>
            )}
          </Index>
        </div>
        <div class="desk-shell-user">{props.userMenu ? props.userMenu(user()) : user()}</div>
      </nav>
      <main class="desk-shell-main" id="content" tabindex="-1">
        {props.children}
      </main>
      <Show when={keysShown()}>
        <Suspense>
          <KeysHelp open={keysShown()} onClose={() => setKeysShown(false)} />
        </Suspense>
      </Show>
    </div>
  )
}

/** The place of the rail that an address belongs to: the one whose own address goes furthest along it. */
function currentPlace(places: readonly DeskPlace[], pathname: string): DeskPlace | null {
  let found: DeskPlace | null = null
  let length = 0
  for (const place of places.flatMap((one) => one.places ?? one)) {
    for (const href of [place.href, ...(place.also ?? [])]) {
      const here = pathname === href || pathname.startsWith(`${href}/`)
      if (here && href.length > length) [found, length] = [place, href.length]
    }
  }
  return found
}

/** What waits in all of them together. */
const countOf = (place: DeskPlace): number =>
  place.places ? place.places.reduce((sum, one) => sum + (one.count ?? 0), 0) : (place.count ?? 0)

function RailPlace(props: { place: DeskPlace; current: DeskPlace | null; within?: boolean | undefined }): JSX.Element {
  const places = () => props.place.places ?? []
  const opened = () => places().some(({ href }) => href === props.current?.href)
  const count = () => (opened() ? 0 : countOf(props.place))
  return (
    <li>
      <a
        class="desk-shell-place"
        classList={{ 'desk-shell-opened': opened(), 'desk-shell-within': Boolean(props.within) }}
        href={props.place.href}
        aria-current={places().length === 0 && props.current?.href === props.place.href ? 'page' : undefined}
        aria-expanded={places().length > 0 ? opened() : undefined}
      >
        <span>{props.place.label}</span>
        <Show when={count()}>{(some) => <span class="desk-shell-count">{formatCount(some())}</span>}</Show>
      </a>
      <Show when={opened()}>
        <ul>
          <Index each={places()}>{(one) => <RailPlace place={one()} current={props.current} within />}</Index>
        </ul>
      </Show>
    </li>
  )
}

export interface DeskPageProps {
  title: string
  /** Where the page was reached from, when the rail does not lead there. */
  back?: string | undefined
  /** Beside the title: `LinkTabs`. */
  tabs?: JSX.Element | undefined
  /** At the right: search, export. */
  actions?: JSX.Element | undefined
  /** Says that `?` lists the keys. */
  keys?: boolean | undefined
  /** One line under the head: a `FilterBar`. */
  filters?: JSX.Element | undefined
  /** A page that scrolls as a whole; otherwise its parts scroll by themselves. */
  scrolls?: boolean | undefined
  children: JSX.Element
}

/** A page of the desk: title, tabs and actions in one line, filters in the next, the rest is the list. */
export function DeskPage(props: DeskPageProps): JSX.Element {
  createEffect(() => {
    document.title = `${props.title} · ${t('brand')}`
  })
  // Resolved once: a `Show` that looks at an element given as a property would make it twice, keys and all.
  const filters = children(() => props.filters)
  return (
    <div class="desk-page" classList={{ 'desk-page-scrolls': Boolean(props.scrolls) }}>
      <header class="desk-page-head">
        <Show when={props.back}>
          {(href) => (
            <IconButton href={href()} class="desk-page-back" label={t('back')} icon={<ChevronLeft size={20} />} />
          )}
        </Show>
        <h1 class="desk-page-title">{props.title}</h1>
        <div class="desk-page-tabs">{props.tabs}</div>
        <div class="desk-page-actions">
          {props.actions}
          <Show when={props.keys}>
            <button type="button" class="desk-page-keys" onClick={() => setKeysShown(true)}>
              <KeyHint keys="?" />
              {t('allKeys')}
            </button>
          </Show>
        </div>
      </header>
      <Show when={filters()}>
        <div class="desk-page-filters">{filters()}</div>
      </Show>
      <div class="desk-page-body">{props.children}</div>
    </div>
  )
}

/** Parts side by side, each scrolling by itself; under one another where there is no room. */
export function Panes(props: {
  /** CSS grid columns: `240px minmax(0, 1fr) 512px`. */
  columns: string
  children: JSX.Element
}): JSX.Element {
  return (
    <div class="panes" style={{ '--panes-columns': props.columns }}>
      {props.children}
    </div>
  )
}

export interface PaneProps {
  /** Heard: what this part is. */
  label: string
  /** Stays at the top, at the foot; the middle scrolls. */
  head?: JSX.Element | undefined
  foot?: JSX.Element | undefined
  /** A sheet, or the paper of the page. */
  ground?: 'sheet' | 'paper' | 'sunk' | undefined
  padded?: boolean | undefined
  /** Buttons at the foot want a margin; a bar goes to the edges. */
  footPadded?: boolean | undefined
  /** Of what is shown: another one begins at its top. */
  shownId?: string | undefined
  children: JSX.Element
}

export function Pane(props: PaneProps): JSX.Element {
  let body: HTMLDivElement | undefined
  const head = children(() => props.head)
  const foot = children(() => props.foot)
  createEffect(
    on(
      () => props.shownId,
      () => {
        if (body) body.scrollTop = 0
      },
      { defer: true },
    ),
  )
  return (
    <section class={`pane pane-${props.ground ?? 'sheet'}`} aria-label={props.label}>
      <Show when={head()}>
        <div class="pane-head">{head()}</div>
      </Show>
      <div ref={body} class="pane-body" classList={{ 'pane-padded': Boolean(props.padded) }}>
        {props.children}
      </div>
      <Show when={foot()}>
        <div class="pane-foot" classList={{ 'pane-foot-padded': Boolean(props.footPadded) }}>
          {foot()}
        </div>
      </Show>
    </section>
  )
}

/** A padded part of a pane, between tables that reach its edges. */
export function PanePart(props: { children: JSX.Element }): JSX.Element {
  return <div class="pane-part">{props.children}</div>
}
