import { useParams, useSearchParams } from '@solidjs/router'
import { For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import type { HourRow } from '../../../server/features/hours/hours.schema.ts'
import { api } from '../../api.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Headline, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { formatCalendarDay, formatDateTime } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { HourRecord, unitOf } from './hour-record.tsx'
import { missingParts, recordState, ruleParts, whoAndWhen } from './hour-words.ts'
import type { TrainingKey } from './training-key.ts'

const pageSize = 30

/** One record on a phone. */
export function RecordPhone(props: { id: string }): JSX.Element {
  const query = api.hours.get.use(() => ({ id: props.id }))
  return (
    <OrganisationShell title={t('record')} back="/hours">
      <Loaded query={query} errorTitle={t('recordFailed')}>
        {(record) => (
          <HourRecord
            record={record()}
            personHref={`/hours/people/${record().learner.id}?plan=${record().plan.id}`}
            importsBase="/imports"
          />
        )}
      </Loaded>
    </OrganisationShell>
  )
}

/** The records of one training on a phone. */
export function TrainingPhone(props: { training: TrainingKey }): JSX.Element {
  const [address] = useSearchParams<{ plan?: string }>()
  const filter = () => ({
    ...(address.plan ? { planId: address.plan } : {}),
    kind: props.training.kind,
    title: props.training.title,
    studiedFrom: props.training.studiedOn,
    studiedTo: props.training.studiedOn,
    limit: pageSize,
  })
  const query = api.hours.list.use(filter)
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (query.isSuccess ? query.data : undefined),
    (cursor) => api.hours.list.query({ ...filter(), cursor }),
  )
  return (
    <OrganisationShell title={t('training')} back={`/hours${address.plan ? `?plan=${address.plan}` : ''}`}>
      <Stack gap={1}>
        <Headline>{props.training.title}</Headline>
        <Quiet>{joinParts(t(props.training.kind), formatCalendarDay(props.training.studiedOn))}</Quiet>
      </Stack>
      <Loaded query={query} errorTitle={t('listFailed')}>
        {() => (
          <Show when={more.rows().length > 0} fallback={<EmptyState title={t('emptyRecords')} />}>
            <Stack gap={3}>
              <Card>
                <For each={more.rows()}>
                  {(row) => <RecordEntry row={row} main={row.learner.name} note={unitOf(row)} />}
                </For>
              </Card>
              <MoreButton more={more} />
            </Stack>
          </Show>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

/** All hours of a learner in a plan, whoever recorded them: a page of its own on the phone. */
export default function HourPersonPage(): JSX.Element {
  const params = useParams<{ learnerId: string }>()
  const [address] = useSearchParams<{ plan?: string }>()
  const query = api.hours.ofLearner.use(() => ({
    learnerId: params.learnerId,
    ...(address.plan ? { planId: address.plan } : {}),
  }))
  return (
    <OrganisationShell
      title={t('person')}
      back={`/hours${address.plan ? `?plan=${address.plan}&by=person` : '?by=person'}`}
    >
      <Loaded query={query} errorTitle={t('listFailed')}>
        {(hours) => (
          <Stack gap={4}>
            <Show when={hours().records[0]}>{(first) => <Headline>{first().learner.name}</Headline>}</Show>
            <For each={hours().progress}>
              {(one) => (
                <Card padded>
                  <Stack gap={1}>
                    <strong>{one.plan.name}</strong>
                    <span>{joinParts(...missingParts(one.rule, one.sums))}</span>
                    <Quiet>{joinParts(...ruleParts(one.rule))}</Quiet>
                  </Stack>
                </Card>
              )}
            </For>
            <Show when={hours().records.length > 0} fallback={<EmptyState title={t('emptyRecords')} />}>
              <Card>
                <For each={hours().records}>
                  {(row) => <RecordEntry row={row} main={row.title} note={whatAndWho(row)} />}
                </For>
              </Card>
            </Show>
          </Stack>
        )}
      </Loaded>
    </OrganisationShell>
  )
}

/** `选修，2026 年 11 月 17 日，检测一部`. */
const whatAndWho = (row: HourRow): string =>
  joinParts(t(row.kind), row.source === 'offline' ? null : t(row.source), formatCalendarDay(row.studiedOn), unitOf(row))

function RecordEntry(props: { row: HourRow; main: string; note: string }): JSX.Element {
  const now = createNow()
  return (
    <CardEntry
      href={`/hours/${props.row.correctsId ?? props.row.id}`}
      state={
        <Chop tone={recordState(props.row).tone} since={formatDateTime(props.row.stateSince, now())}>
          {recordState(props.row).word}
        </Chop>
      }
      main={<strong>{props.main}</strong>}
      amount={t('hours', {
        hours: formatHours(props.row.source === 'adjustment' ? props.row.hours : props.row.left || props.row.hours),
      })}
      note={props.note}
    >
      <Show when={whoAndWhen(props.row, now())} fallback={props.row.rejectedReason ?? undefined}>
        {(who) => <Quiet>{who()}</Quiet>}
      </Show>
    </CardEntry>
  )
}
