import { Navigate, useLocation } from '@solidjs/router'
import CircleUserRound from 'lucide-solid/icons/circle-user-round'
import ClipboardPenLine from 'lucide-solid/icons/clipboard-pen-line'
import House from 'lucide-solid/icons/house'
import ReceiptText from 'lucide-solid/icons/receipt-text'
import { type JSX, lazy, Show, Suspense, splitProps } from 'solid-js'
import type { Me } from '../../../server/features/accounts/accounts.schema.ts'
import { PhoneShell, type PhoneShellProps, type Place } from '../../components/phone-shell.tsx'
import { isWide } from '../../components/wide.ts'
import { t } from '../../texts/places.zh-CN.ts'
import { homeOf, useMe } from '../accounts/session.ts'

const DeskOrganisationPage = lazy(() => import('./desk-organisation-page.tsx'))

/** The four places of an organisation's admin, and the lists that belong to each of them. */
function organisationPlaces(here: string): Place[] {
  const under = (...starts: string[]) => starts.some((start) => here === start || here.startsWith(`${start}/`))
  return [
    { label: t('home'), href: '/home', icon: (props) => <House {...props} /> },
    {
      label: t('enrolments'),
      href: '/enrolments',
      icon: (props) => <ClipboardPenLine {...props} />,
      current: under('/enrolments', '/plans'),
    },
    {
      label: t('orders'),
      href: '/orders',
      icon: (props) => <ReceiptText {...props} />,
      current: under(
        '/orders',
        '/upload',
        '/reconciliation',
        '/vouchers',
        '/invoices',
        '/credit',
        '/refunds',
        '/recharges',
        '/recharge',
        '/cards',
      ),
    },
    {
      label: t('me'),
      href: '/me',
      icon: (props) => <CircleUserRound {...props} />,
      current: under(
        '/me',
        '/menu',
        '/learners',
        '/tree',
        '/imports',
        '/billing',
        '/notices',
        '/audit',
        '/hours',
        '/archive',
        '/certificates',
        '/letters',
        '/reports',
      ),
    },
  ]
}

/**
 * Where to send somebody who has no business on an organisation's pages; null lets them in. Unknown (no network) lets
 * in: pages say so.
 */
export function organisationOf(me: Me | null, here: string): string | null {
  if (!me) return `/log-in?return=${encodeURIComponent(here)}`
  if (me.gate !== 'open') return `${homeOf(me)}?return=${encodeURIComponent(here)}`
  return me.organisation ? null : homeOf(me)
}

export interface OrganisationShellProps extends Omit<PhoneShellProps, 'places'> {
  /** Whether the four places stand below: on the pages that are places, not on steps of something. */
  places?: boolean | undefined
}

/**
 * A phone page of an organisation's admin; with room for a desk, the same in a column of their desk. Everybody else is
 * sent where they belong.
 */
export function OrganisationShell(props: OrganisationShellProps): JSX.Element {
  const me = useMe()
  const location = useLocation()
  const [own, shell] = splitProps(props, ['places'])
  const target = () => (me.isSuccess ? organisationOf(me.data ?? null, location.pathname + location.search) : null)
  return (
    <Show
      when={target()}
      fallback={
        <Show
          when={isWide()}
          fallback={<PhoneShell {...shell} places={own.places ? organisationPlaces(location.pathname) : undefined} />}
        >
          <Suspense>
            <DeskOrganisationPage {...shell} />
          </Suspense>
        </Show>
      }
    >
      {(href) => <Navigate href={href()} />}
    </Show>
  )
}
