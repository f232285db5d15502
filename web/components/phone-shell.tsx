import { useLocation } from '@solidjs/router'
import Bell from 'lucide-solid/icons/bell'
import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronsUpDown from 'lucide-solid/icons/chevrons-up-down'
import { children, createEffect, For, type JSX, onMount, Show } from 'solid-js'
import { Dynamic } from 'solid-js/web'
import { setDensity } from '../appearance.ts'
import { t } from '../texts/shared.zh-CN.ts'
import { BrandMark } from './brand-mark.tsx'
import { IconButton } from './button.tsx'
import { measureFoot } from './measure-foot.ts'
import './phone-shell.css'

export interface Place {
  readonly label: string
  readonly href: string
  readonly icon: (props: { size: number }) => JSX.Element
  /** Also for pages under it: true when the address starts with `href`, or exactly for `/`. */
  readonly current?: boolean | undefined
}

export interface PhoneShellProps {
  /** Of a page: stands in the middle, with the way back at the left. */
  title?: string | undefined
  back?: string | undefined
  /** Of a home page: whose home it is. */
  owner?: string | undefined
  onSwitchOwner?: (() => void) | undefined
  /** Where notices are, and how many are new. */
  noticesHref?: string | undefined
  newNotices?: number | undefined
  /** One icon button at the right of a page's title. */
  actions?: JSX.Element | undefined
  /** The main action at the thumb; up to two buttons of size `main`. */
  actionBar?: JSX.Element | undefined
  /** A sentence above the action bar. */
  actionNote?: JSX.Element | undefined
  /** Four at most; none on pages that are one step of something. */
  places?: readonly Place[] | undefined
  /** Content goes to both edges: a picture, a list with its own gutters. */
  bleed?: boolean | undefined
  children: JSX.Element
}

/** One column for a phone: who and where at the top, one thing to do at the thumb, four places below. */
export function PhoneShell(props: PhoneShellProps): JSX.Element {
  const location = useLocation()
  onMount(() => setDensity('phone'))
  createEffect(() => {
    document.title = props.title ? `${props.title} · ${t('brand')}` : t('brand')
  })
  // Made once, and an expression that comes to nothing makes no bar.
  const actionBar = children(() => props.actionBar)
  const hasActions = () => actionBar.toArray().some((part) => part !== null && part !== undefined && part !== false)
  const isCurrent = (place: Place) =>
    place.current ?? (place.href === '/' ? location.pathname === '/' : location.pathname.startsWith(place.href))
  return (
    <div class="phone-shell">
      <header class="phone-shell-head">
        <Show
          when={props.title !== undefined}
          fallback={
            <div class="phone-shell-home">
              <BrandMark />
              <Dynamic
                component={props.onSwitchOwner ? 'button' : 'div'}
                {...(props.onSwitchOwner ? { type: 'button', title: t('switchOrganisation') } : {})}
                class="phone-shell-owner"
                onClick={() => props.onSwitchOwner?.()}
              >
                <span class="phone-shell-name">{props.owner ?? t('brand')}</span>
                <Show when={props.onSwitchOwner}>
                  <ChevronsUpDown size={20} class="phone-shell-switch" />
                </Show>
              </Dynamic>
              <Show when={props.noticesHref}>
                {(href) => (
                  <IconButton
                    href={href()}
                    class="phone-shell-bell"
                    label={props.newNotices ? t('noticesNew', { count: props.newNotices }) : t('notices')}
                    icon={
                      <>
                        <Bell size={24} />
                        <Show when={props.newNotices}>
                          <span class="phone-shell-dot" />
                        </Show>
                      </>
                    }
                  />
                )}
              </Show>
              {props.actions}
            </div>
          }
        >
          <div class="phone-shell-page">
            <Show when={props.back} fallback={<span />}>
              {(href) => <IconButton href={href()} label={t('back')} icon={<ChevronLeft size={24} />} />}
            </Show>
            <h1 class="phone-shell-title">{props.title}</h1>
            <span class="phone-shell-actions">{props.actions}</span>
          </div>
        </Show>
      </header>
      <main class="phone-shell-content" classList={{ 'phone-shell-bleed': Boolean(props.bleed) }}>
        {props.children}
      </main>
      <Show when={hasActions() || (props.places && props.places.length > 0)}>
        <div class="phone-shell-foot" ref={measureFoot}>
          <Show when={hasActions()}>
            <section class="phone-shell-action" aria-label={t('mainAction')}>
              <Show when={props.actionNote}>
                <div class="phone-shell-note">{props.actionNote}</div>
              </Show>
              <div class="phone-shell-buttons">{actionBar()}</div>
            </section>
          </Show>
          <Show when={props.places && props.places.length > 0}>
            <nav class="phone-shell-places" aria-label={t('places')}>
              <For each={props.places}>
                {(place) => (
                  <a class="phone-shell-place" href={place.href} aria-current={isCurrent(place) ? 'page' : undefined}>
                    {place.icon({ size: 24 })}
                    <span>{place.label}</span>
                  </a>
                )}
              </For>
            </nav>
          </Show>
        </div>
      </Show>
    </div>
  )
}
