import { Navigate, useLocation } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { EmptyState } from '../../components/empty-state.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { PhoneShell } from '../../components/phone-shell.tsx'
import { t } from '../../texts/attendance.zh-CN.ts'
import { homeOf, useMe } from '../accounts/session.ts'

/** The phone of somebody who ticks people at the door: staff only. */
export function AttendanceShell(props: {
  back: string
  actionBar?: JSX.Element | undefined
  children: JSX.Element
}): JSX.Element {
  const me = useMe()
  const location = useLocation()
  const isStaff = () => me.isSuccess && (me.data?.staffRoles.length ?? 0) > 0
  return (
    <PhoneShell title={t('title')} back={props.back} actionBar={<Show when={isStaff()}>{props.actionBar}</Show>}>
      <Loaded query={me} errorTitle={t('notOpened')}>
        {(data) => (
          <Show when={data()} fallback={<Navigate href={`/log-in?return=${encodeURIComponent(location.pathname)}`} />}>
            {(person) => (
              <Show when={person().gate === 'open'} fallback={<Navigate href={homeOf(person())} />}>
                <Show
                  when={person().staffRoles.length > 0}
                  fallback={<EmptyState title={t('staffOnly')}>{t('staffOnlyText')}</EmptyState>}
                >
                  {props.children}
                </Show>
              </Show>
            )}
          </Show>
        )}
      </Loaded>
    </PhoneShell>
  )
}
