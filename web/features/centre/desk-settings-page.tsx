import { useParams } from '@solidjs/router'
import { type JSX, Match, Switch } from 'solid-js'
import { DeskPage } from '../../components/desk-shell.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { t } from '../../texts/desk-settings.zh-CN.ts'
import { RetentionSettings } from '../privacy/desk-retention.tsx'
import { useStaff } from '../shell/desk-staff.ts'
import { CalendarSettings } from './desk-calendar-settings.tsx'
import { CentreSettings } from './desk-centre-settings.tsx'
import { FinanceSettingsForm } from './desk-finance-settings.tsx'
import { OwnAccount } from './desk-own-account.tsx'
import { PayeeSettings } from './desk-payee-settings.tsx'

const parts = ['mine', 'centre', 'payees', 'finance', 'calendar', 'retention'] as const
type Part = (typeof parts)[number]

/** 设置: everybody's own account; the centre's for system admins. */
export default function DeskSettingsPage(): JSX.Element {
  const staff = useStaff()
  const params = useParams<{ part?: string }>()
  const allowed = (): readonly Part[] =>
    parts.filter((one) => one === 'mine' || staff.may(one === 'finance' ? 'finance' : 'systemAdmin'))
  const part = (): Part => allowed().find((one) => one === params.part) ?? 'mine'
  return (
    <DeskPage
      title={t('title')}
      scrolls
      tabs={
        <LinkTabs
          label={t('title')}
          tabs={[
            ...allowed().map((one) => ({
              label: t(one),
              href: one === 'mine' ? '/desk/settings' : `/desk/settings/${one}`,
              current: part() === one,
            })),
            // What is set on pages of its own.
            ...(staff.may('systemAdmin')
              ? ([
                  ['staffAccounts', '/desk/accounts'],
                  ['templates', '/desk/templates'],
                ] as const)
              : []
            ).map(([label, href]) => ({ label: t(label), href, current: false })),
          ]}
        />
      }
    >
      <Switch fallback={<OwnAccount />}>
        <Match when={part() === 'centre'}>
          <CentreSettings />
        </Match>
        <Match when={part() === 'payees'}>
          <PayeeSettings />
        </Match>
        <Match when={part() === 'finance'}>
          <FinanceSettingsForm />
        </Match>
        <Match when={part() === 'retention'}>
          <RetentionSettings />
        </Match>
        <Match when={part() === 'calendar'}>
          <CalendarSettings />
        </Match>
      </Switch>
    </DeskPage>
  )
}
