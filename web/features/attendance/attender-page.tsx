import { useParams } from '@solidjs/router'
import { type JSX, Match, Show, Switch } from 'solid-js'
import { AppError } from '../../../server/core/app-error.ts'
import type { Attender } from '../../../server/features/attendance/attendance.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Facts, Headline, Note, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { t } from '../../texts/attendance.zh-CN.ts'
import { formatDateTime, formatList } from '../../texts/format.ts'
import { AttendanceShell } from './attendance-shell.tsx'

/** Where the QR code of a confirmation form leads: who it is, whether they are paid for, and the tick. */
export default function AttenderPage(): JSX.Element {
  const params = useParams<{ code: string }>()
  const attender = api.attendance.byCode.use(() => ({ code: params.code }))
  const stale = [api.attendance.byCode.key(), api.attendance.plans.key(), api.attendance.ofPlan.key()]
  const tick = api.attendance.tick.use({ stale })
  const untick = api.attendance.untick.use({ stale })
  const shown = () => (attender.isSuccess ? attender.data : undefined)
  const unknown = () => attender.error instanceof AppError && ['notFound', 'inputInvalid'].includes(attender.error.code)
  return (
    <AttendanceShell
      back="/attend"
      actionBar={
        <Show when={shown()}>
          {(person) => (
            <Stack gap={2}>
              <ErrorNote error={tick.error ?? untick.error} />
              <Switch>
                <Match when={person().tickedAt}>
                  <ButtonLink kind="primary" size="main" wide href="/attend">
                    {t('next')}
                  </ButtonLink>
                  <Button
                    kind="quiet"
                    wide
                    busy={untick.isPending}
                    onClick={() => untick.mutate({ enrolmentId: person().enrolmentId })}
                  >
                    {t('undo')}
                  </Button>
                </Match>
                <Match when={person().obstacle === null}>
                  <Button
                    kind="primary"
                    size="main"
                    wide
                    busy={tick.isPending}
                    onClick={() => tick.mutate({ enrolmentId: person().enrolmentId })}
                  >
                    {t('tickNow', { name: person().name })}
                  </Button>
                </Match>
              </Switch>
            </Stack>
          )}
        </Show>
      }
    >
      <Show when={!unknown()} fallback={<EmptyState title={t('unknown')} />}>
        <Loaded query={attender} errorTitle={t('notOpened')}>
          {(person) => <Person person={person()} />}
        </Loaded>
      </Show>
    </AttendanceShell>
  )
}

function Person(props: { person: Attender }): JSX.Element {
  return (
    <>
      <Stack gap={2}>
        <Show when={props.person.tickedAt}>
          {(at) => (
            <Chop tone="settled" since={formatDateTime(at())}>
              {t('tickedWord')}
            </Chop>
          )}
        </Show>
        <Headline>{props.person.name}</Headline>
      </Stack>
      <Show when={props.person.obstacle}>{(why) => <Note tone="rejected">{t(why())}</Note>}</Show>
      <Show when={props.person.obstacle === null && props.person.paymentStatus !== 'paid'}>
        <Note tone="waiting">{t('notPaid')}</Note>
      </Show>
      <Facts
        facts={[
          { label: t('idNumber'), value: <IdNumber>{props.person.idNumberMasked}</IdNumber> },
          { label: t('payment'), value: t(props.person.paymentStatus) },
          { label: t('organisation'), value: props.person.organisationName, wide: true },
          { label: t('plan'), value: props.person.planName, wide: true },
          ...(props.person.subjects.length > 0
            ? [{ label: t('subjects'), value: formatList(props.person.subjects), wide: true }]
            : []),
          ...(props.person.place ? [{ label: t('place'), value: props.person.place, wide: true }] : []),
          ...(props.person.days.length > 0
            ? [{ label: t('days'), value: formatList(props.person.days), wide: true }]
            : []),
        ]}
      />
    </>
  )
}
