import { type JSX, Match, Show, Switch } from 'solid-js'
import type { AdminView } from '../../../server/features/organisations/admins.schema.ts'
import type { OrganisationView } from '../../../server/features/organisations/organisations.schema.ts'
import { t } from '../../texts/units.zh-CN.ts'
import { AddAdminForm, AdminForm } from './admin-forms.tsx'
import type { UnitActions } from './create-unit-actions.ts'
import { MoveForm } from './move-form.tsx'
import { AddUnitForm, ContactForm, EnableForm, RemoveForm, RenameForm } from './unit-forms.tsx'

/** What is being asked about a unit; `admin` by account. */
export type Asking =
  | { readonly about: 'add' | 'rename' | 'move' | 'enable' | 'contact' | 'remove' | 'addAdmin' | 'menu' }
  | { readonly about: 'admin'; readonly accountId: string }

export interface UnitAskingProps {
  unit: OrganisationView
  admins: readonly AdminView[]
  asking: Asking
  staff: boolean
  actions: UnitActions
  onClose: () => void
  onOpen: (unitId: string) => void
}

/** What a form about a unit is called, above it. */
export function askingTitle({ asking, unit, admins }: Pick<UnitAskingProps, 'asking' | 'unit' | 'admins'>): string {
  const { name } = unit
  switch (asking.about) {
    case 'add':
      return t('addTitle', { name })
    case 'rename':
      return t('renameTitle')
    case 'move':
      return t('moveTitle', { name })
    case 'enable':
      return unit.enabled ? t('disableTitle', { name }) : t('enableTitle', { name })
    case 'contact':
      return t('contactTitle')
    case 'remove':
      return t('removeTitle', { name })
    case 'addAdmin':
      return t('addAdmin')
    case 'admin':
      return admins.find(({ accountId }) => accountId === asking.accountId)?.name ?? t('admins')
    case 'menu':
      return name
  }
}

/** The form that was asked for: in the pane on a desk, in a sheet on a phone. */
export function UnitAsking(props: UnitAskingProps): JSX.Element {
  const about = () => props.asking.about
  const admin = () => {
    const { asking } = props
    return asking.about === 'admin' ? props.admins.find(({ accountId }) => accountId === asking.accountId) : undefined
  }
  const form = () => ({ unit: props.unit, staff: props.staff, onClose: props.onClose })
  return (
    <Switch>
      <Match when={about() === 'add'}>
        <AddUnitForm {...form()} onAdded={props.onOpen} />
      </Match>
      <Match when={about() === 'rename'}>
        <RenameForm {...form()} actions={props.actions} />
      </Match>
      <Match when={about() === 'move'}>
        <MoveForm {...form()} actions={props.actions} />
      </Match>
      <Match when={about() === 'enable'}>
        <EnableForm {...form()} actions={props.actions} />
      </Match>
      <Match when={about() === 'contact'}>
        <ContactForm {...form()} />
      </Match>
      <Match when={about() === 'remove'}>
        <RemoveForm {...form()} onRemoved={() => props.unit.parentId !== null && props.onOpen(props.unit.parentId)} />
      </Match>
      <Match when={about() === 'addAdmin'}>
        <AddAdminForm organisationId={props.unit.id} onClose={props.onClose} />
      </Match>
      <Match when={about() === 'admin'}>
        <Show when={admin()}>
          {(row) => <AdminForm organisationId={props.unit.id} admin={row()} onClose={props.onClose} />}
        </Show>
      </Match>
    </Switch>
  )
}
