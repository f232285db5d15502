import { Navigate, useSearchParams } from '@solidjs/router'
import { createSignal, For, type JSX, Show } from 'solid-js'
import { formatHours } from '../../../server/core/hours.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry, TickEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { Facts, Headline, Line, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { TextArea } from '../../components/text-input.tsx'
import { formatCalendarDay, formatDateTime, formatDue } from '../../texts/format.ts'
import { t } from '../../texts/hours.zh-CN.ts'
import { joinParts } from '../../texts/join.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { BeingDecided, decidedJustNow, decisionsElsewhere, isDoneHere, isRowDoneHere } from './being-decided.tsx'
import { createHourDecisions } from './create-hour-decisions.ts'
import { eachWords, type Group, keyOf } from './hour-groups.ts'
import { unitOf } from './hour-record.tsx'
import { groupId } from './training-key.ts'

/** What another admin recorded and this one approves, on a phone; a tab of 线下档案管理 on a desk. */
export default function HourReviewPage(): JSX.Element {
  return <ByWidth phone={<ReviewPhone />} desk={<Navigate href="/hours?tab=review" />} />
}

const pageSize = 50

function ReviewPhone(): JSX.Element {
  const now = createNow()
  const [address, setAddress] = useSearchParams<{ group?: string }>()
  const query = api.hours.groups.use(() => ({ limit: pageSize }))
  const groups = (): readonly Group[] =>
    query.isSuccess
      ? query.data.rows.map((row) => ({ ...row, id: groupId(row) })).filter((group) => !isDoneHere(group))
      : []
  const open = () => groups().find(({ id }) => id === address.group) ?? null
  return (
    <Show
      when={open()}
      fallback={
        <OrganisationShell title={t('reviewTitle')} back="/hours">
          <Loaded query={query} errorTitle={t('listFailed')}>
            {() => (
              <Show
                when={groups().length > 0}
                fallback={<EmptyState title={t('emptyReview')}>{t('emptyReviewText')}</EmptyState>}
              >
                <Card>
                  <For each={groups()}>
                    {(group) => (
                      <CardEntry
                        onOpen={() => setAddress({ group: group.id })}
                        state={
                          <Chop tone="waiting" since={shared('deadline', { when: formatDue(group.dueAt, now()) })}>
                            {t('pending')}
                          </Chop>
                        }
                        action={t('goReview')}
                        main={<strong>{group.title}</strong>}
                        amount={formatHours(group.free > 0 ? group.freeHours : group.hours)}
                        note={joinParts(t(group.kind), formatCalendarDay(group.studiedOn))}
                        noteEnd={t('peopleCount', { count: group.free > 0 ? group.free : group.count })}
                      >
                        {decisionsElsewhere(group).map(decidedJustNow).join('；') || undefined}
                      </CardEntry>
                    )}
                  </For>
                </Card>
              </Show>
            )}
          </Loaded>
        </OrganisationShell>
      }
    >
      {(group) => <GroupPhone group={group()} now={now()} onDone={() => setAddress({ group: null })} />}
    </Show>
  )
}

const rowsAtOnce = 50
/** As hours.schema.ts wants it. */
const [leastReason, mostReason] = [2, 200]

function GroupPhone(props: { group: Group; now: Date; onDone: () => void }): JSX.Element {
  const input = () => ({ group: keyOf(props.group), limit: rowsAtOnce })
  const query = api.hours.groupRows.use(input)
  const more = createMore(
    () => props.group.id,
    () => (query.isSuccess ? query.data : undefined),
    (cursor) => api.hours.groupRows.query({ ...input(), cursor }),
  )
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const [rejecting, setRejecting] = createSignal(false)
  const [reason, setReason] = createSignal('')
  const [asked, setAsked] = createSignal(false)
  /** Whether what was sent last is about all of it: then there is nothing left to look at here. */
  let whole = false
  const decisions = createHourDecisions(() => {
    setTicked(new Set<string>())
    setRejecting(false)
    if (whole) props.onDone()
  })
  const count = () => (ticked().size > 0 ? ticked().size : props.group.free)
  const selection = () => {
    whole = ticked().size === 0 || ticked().size >= props.group.free
    return ticked().size > 0 ? { ids: [...ticked()] } : { group: keyOf(props.group), expectedCount: props.group.free }
  }
  const tick = (id: string, on: boolean) => {
    const next = new Set(ticked())
    if (on) next.add(id)
    else next.delete(id)
    setTicked(next)
  }
  const problem = () => (asked() && reason().trim().length < leastReason ? t('reasonMissing') : null)
  const reject = () => {
    setAsked(true)
    if (problem() === null) decisions.reject(selection(), reason().trim())
  }
  return (
    <OrganisationShell
      title={t('reviewTitle')}
      back="/hours/review"
      actionBar={
        <Show when={!rejecting() && props.group.free > 0}>
          <Button kind="danger" size="main" onClick={() => setRejecting(true)}>
            {t('reject')}
          </Button>
          <Button
            kind="primary"
            size="main"
            wide
            busy={decisions.approving()}
            onClick={() => decisions.approve(selection())}
          >
            {decisions.approving()
              ? t('approving')
              : t(ticked().size > 0 ? 'approveTicked' : 'approveAll', { count: count() })}
          </Button>
        </Show>
      }
    >
      <Stack gap={1}>
        <Headline>{props.group.title}</Headline>
        <Quiet>{joinParts(t(props.group.kind), formatCalendarDay(props.group.studiedOn))}</Quiet>
      </Stack>
      <Facts
        facts={[
          { label: t('plan'), value: props.group.plan.name, wide: true },
          { label: t('hoursEach'), value: eachWords(props.group) },
          {
            label: t('recordedBy'),
            value: t('atBy', {
              at: formatDateTime(props.group.createdAt, props.now),
              name: props.group.createdByName,
            }),
          },
          { label: t('evidence'), value: props.group.evidence || t('noEvidence'), wide: true },
        ]}
      />
      <BeingDecided decisions={decisionsElsewhere(props.group)} onUndo={(id) => void decisions.undo(id)} />
      <Show when={rejecting()}>
        <Card padded>
          <Form gap={3} onSubmit={reject}>
            <Field label={t('rejectTitle')} hint={t('rejectHint')} error={problem()} required>
              <TextArea value={reason()} onInput={setReason} rows={2} maxLength={mostReason} />
            </Field>
            <Line>
              <Button type="submit" kind="danger" busy={decisions.rejecting()}>
                {decisions.rejecting()
                  ? t('rejecting')
                  : t(ticked().size > 0 ? 'rejectTicked' : 'rejectAll', { count: count() })}
              </Button>
              <Button onClick={() => setRejecting(false)}>{shared('cancel')}</Button>
            </Line>
          </Form>
        </Card>
      </Show>
      <Loaded query={query} errorTitle={t('groupFailed')}>
        {() => (
          <Stack gap={3}>
            <Card>
              <For each={more.rows().filter((row) => !isRowDoneHere(row))}>
                {(row) => (
                  <TickEntry
                    ticked={ticked().has(row.id)}
                    onTick={(on) => tick(row.id, on)}
                    tickable={row.decision === null}
                    tickLabel={t('tick', { name: row.learner.name })}
                    main={<strong>{row.learner.name}</strong>}
                    amount={formatHours(row.hours)}
                    note={unitOf(row)}
                  >
                    {row.decision ? decidedJustNow(row.decision) : row.reason || undefined}
                  </TickEntry>
                )}
              </For>
            </Card>
            <MoreButton more={more} />
          </Stack>
        )}
      </Loaded>
    </OrganisationShell>
  )
}
