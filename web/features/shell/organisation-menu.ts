import type { DeskPlace } from '../../components/desk-shell.tsx'
import { type MenuTexts, t } from '../../texts/menu.zh-CN.ts'

type MenuWord = keyof MenuTexts

interface MenuPlace {
  readonly label: MenuWord
  readonly href: string
  readonly also?: readonly string[]
}

export interface MenuPart {
  readonly label: MenuWord
  readonly places: readonly MenuPlace[]
}

/** The menus of an organisation's admin, by the names that the manuals give them. */
export const organisationMenu = {
  organisationPayment: {
    label: 'organisationPayment',
    places: [
      { label: 'upload', href: '/upload' },
      { label: 'orders', href: '/orders', also: ['/credit', '/refunds'] },
      { label: 'vouchers', href: '/vouchers' },
      { label: 'invoices', href: '/invoices' },
    ],
  },
  reconciliation: {
    label: 'reconciliation',
    places: [
      { label: 'reconciliation', href: '/reconciliation' },
      { label: 'reconciliationReport', href: '/reports/reconciliation', also: ['/reports/invoices'] },
    ],
  },
  learnerPayment: {
    label: 'learnerPayment',
    places: [
      { label: 'recharge', href: '/recharge' },
      { label: 'cards', href: '/cards' },
      { label: 'cardHistory', href: '/cards/history' },
      { label: 'recharges', href: '/recharges' },
    ],
  },
  learners: {
    label: 'learners',
    places: [
      { label: 'learners', href: '/learners' },
      { label: 'imports', href: '/imports' },
    ],
  },
  training: {
    label: 'training',
    places: [
      { label: 'plans', href: '/plans' },
      { label: 'planReport', href: '/reports/plans' },
    ],
  },
  archive: {
    label: 'archive',
    places: [
      { label: 'archive', href: '/archive' },
      { label: 'hours', href: '/hours' },
      { label: 'certificates', href: '/certificates' },
      { label: 'letters', href: '/letters' },
    ],
  },
  system: {
    label: 'system',
    places: [
      { label: 'tree', href: '/tree' },
      { label: 'audit', href: '/audit' },
      { label: 'settings', href: '/me', also: ['/billing'] },
    ],
  },
} as const satisfies Record<string, MenuPart>

/** A menu as a rail shows it: closed it is one line, which leads to its first place. `waiting`: what waits, by address. */
export function railPlace({ label, places }: MenuPart, waiting: Readonly<Record<string, number>> = {}): DeskPlace {
  return {
    label: t(label),
    href: places[0]?.href ?? '/home',
    places: places.map(({ label, href, also }) => ({ label: t(label), href, also, count: waiting[href] })),
  }
}
