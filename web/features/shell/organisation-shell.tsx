import { Navigate, useLocation } from '@solidjs/router'
import CircleUserRound from 'lucide-solid/icons/circle-user-round'
import FileText from 'lucide-solid/icons/file-text'
import House from 'lucide-solid/icons/house'
import ReceiptText from 'lucide-solid/icons/receipt-text'
import { type JSX, Show, splitProps } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { PhoneShell, type PhoneShellProps, type Place } from '../../components/phone-shell.tsx'
import { t } from '../../texts/places.zh-CN.ts'
import { homeOf, useMe } from '../accounts/session.ts'

/** The four places of an organisation's admin. */
export function organisationPlaces(): Place[] {
  return [
    { label: t('home'), href: '/home', icon: (props) => <House {...props} /> },
    { label: t('orders'), href: '/orders', icon: (props) => <ReceiptText {...props} /> },
    { label: t('invoices'), href: '/invoices', icon: (props) => <FileText {...props} /> },
    { label: t('me'), href: '/me', icon: (props) => <CircleUserRound {...props} /> },
  ]
}

/** Where to send somebody who has no business here; null lets them in. Unknown (no network) lets in: pages say so. */
function elsewhere(me: Me | null, here: string): string | null {
  if (!me) return `/log-in?return=${encodeURIComponent(here)}`
  if (me.gate !== 'open') return `${homeOf(me)}?return=${encodeURIComponent(here)}`
  return me.organisation ? null : homeOf(me)
}

export interface OrganisationShellProps extends Omit<PhoneShellProps, 'places'> {
  /** Whether the four places stand below: on the pages that are places, not on steps of something. */
  places?: boolean | undefined
}

/** A phone page of an organisation's admin. Everybody else is sent where they belong. */
export function OrganisationShell(props: OrganisationShellProps): JSX.Element {
  const me = useMe()
  const location = useLocation()
  const [own, shell] = splitProps(props, ['places'])
  const target = () => (me.isSuccess ? elsewhere(me.data ?? null, location.pathname + location.search) : null)
  return (
    <Show when={target()} fallback={<PhoneShell {...shell} places={own.places ? organisationPlaces() : undefined} />}>
      {(href) => <Navigate href={href()} />}
    </Show>
  )
}
