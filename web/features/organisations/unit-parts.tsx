import { For, type JSX, Show } from 'solid-js'
import type { AdminView } from '../../../server/features/organisations/admins.schema.ts'
import type { OrganisationView } from '../../../server/features/organisations/organisations.schema.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { AccountNumber } from '../../components/grouped-number.tsx'
import { type Fact, Facts, Quiet, Section } from '../../components/layout.tsx'
import { createNow } from '../../components/now.ts'
import { formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/units.zh-CN.ts'
import type { Asking } from './unit-asking.tsx'
import { unitKind } from './unit-words.ts'

/** What a unit is and holds, and whom one reaches there. */
export function UnitFacts(props: { unit: OrganisationView }): JSX.Element {
  const facts = (): Fact[] => {
    const { creditCode, contactName, telephone, mobile, email, address } = props.unit
    const rows: readonly [string, JSX.Element][] = [
      [t('kind'), unitKind(props.unit)],
      [t('creditCode'), creditCode ? <AccountNumber>{creditCode}</AccountNumber> : ''],
      [t('contactName'), contactName],
      [t('mobile'), mobile],
      [t('telephone'), telephone],
      [t('email'), email],
      [t('address'), address],
    ]
    return rows.flatMap(([label, value]) => (value === '' ? [] : [{ label, value }]))
  }
  return <Facts beside facts={facts()} />
}

/** Who manages a unit: its own admins to act on, and those above by name. */
export function UnitAdmins(props: {
  unit: OrganisationView
  admins: readonly AdminView[]
  onAsk: (asking: Asking) => void
}): JSX.Element {
  const now = createNow()
  const own = () => props.admins.filter((admin) => admin.direct)
  const above = () => props.admins.filter((admin) => !admin.direct)
  const note = (admin: AdminView) => {
    if (!admin.enabled) return t('adminDisabled')
    if (admin.lastSeenAt) return t('lastSeen', { when: formatDateTime(admin.lastSeenAt, now()) })
    return t('neverLoggedIn')
  }
  const touchable = (admin: AdminView) => admin.may.remove || admin.may.resetPassword || admin.may.setMayUnmask
  return (
    <Section
      title={t('admins')}
      ruled
      aside={
        <Show when={props.unit.may.manageAdmins}>
          <Button size="dense" onClick={() => props.onAsk({ about: 'addAdmin' })}>
            {t('addAdmin')}
          </Button>
        </Show>
      }
    >
      <Show when={own().length > 0} fallback={<Quiet>{t('noAdmins')}</Quiet>}>
        <Card>
          <For each={own()}>
            {(admin) => (
              <CardEntry
                main={<strong>{admin.isMyself ? t('myself', admin) : admin.name}</strong>}
                amount={
                  <Show when={admin.mayUnmask}>
                    <Chop tone="neutral">{t('mayUnmask')}</Chop>
                  </Show>
                }
                note={[admin.mobile, admin.email].filter((part) => part !== '').join('　')}
                noteEnd={note(admin)}
                onOpen={
                  touchable(admin) ? () => props.onAsk({ about: 'admin', accountId: admin.accountId }) : undefined
                }
              />
            )}
          </For>
        </Card>
      </Show>
      <Show when={above().length > 0}>
        <Quiet>
          {t('above')}
          {above()
            .map((admin) => t('aboveOne', { name: admin.name, organisation: admin.organisationName }))
            .join('、')}
        </Quiet>
      </Show>
    </Section>
  )
}
