import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { BatchView, Operation } from '../../../server/features/study-cards/study-cards.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Facts, Headline, Line, Note, Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { ProgressLine } from '../../components/progress-card.tsx'
import { SkeletonCards } from '../../components/skeleton.tsx'
import { t } from '../../texts/cards.zh-CN.ts'
import { formatCalendarDay, formatDateTime, formatYuan } from '../../texts/format.ts'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { batchTones, batchWarning, operationTones } from './card-words.ts'

export interface BatchPlaces {
  readonly cards: string
  readonly orders: string
  readonly history: string
}

const operationsOnPage = 10

/** One batch: what is left and what became of the rest, until when, and what was done with it. */
export function BatchBody(props: {
  batch: BatchView
  places: BatchPlaces
  /** Beside the state: what closes the pane. */
  aside?: JSX.Element | undefined
  /** More that can be done with it. */
  actions?: JSX.Element | undefined
}): JSX.Element {
  const money = (amount: number) => <Money amount={fen(amount)} strong={false} />
  const given = () => props.batch.valueFen - props.batch.leftFen
  return (
    <Stack gap={4}>
      <Stack gap={2}>
        <Line apart>
          <Chop
            tone={batchTones[props.batch.state]}
            since={t('until', { day: formatCalendarDay(props.batch.expiresOn) })}
            sinceUrgent={props.batch.state === 'expiring'}
          >
            {t(`state_${props.batch.state}`)}
          </Chop>
          {props.aside}
        </Line>
        <Headline>{props.batch.plan.name}</Headline>
        <Line apart>
          <span>{t('left')}</span>
          <Money amount={fen(props.batch.leftFen)} size="figure" />
        </Line>
        <ProgressLine done={given()} total={props.batch.valueFen} label={t('recharged')} />
        <Show when={batchWarning(props.batch)}>{(warning) => <Note tone="waiting">{warning()}</Note>}</Show>
      </Stack>
      <Show when={props.batch.may.takeBack || props.actions}>
        <Line>
          <Show when={props.batch.may.takeBack}>
            <ButtonLink href={`${props.places.cards}/${props.batch.id}/take-back`}>{t('takeBack')}</ButtonLink>
          </Show>
          {props.actions}
        </Line>
      </Show>
      <Facts
        beside
        facts={[
          { label: t('value'), value: money(props.batch.valueFen) },
          { label: t('recharged'), value: money(props.batch.rechargedFen) },
          { label: t('people'), value: t('peopleGiven', { count: props.batch.people }) },
          { label: t('held'), value: money(props.batch.heldFen) },
          { label: t('spent'), value: money(props.batch.spentFen) },
          ...(props.batch.expiredFen > 0 ? [{ label: t('expiredValue'), value: money(props.batch.expiredFen) }] : []),
          ...(props.batch.expiredWithLearnersFen > 0
            ? [{ label: t('expiredHeld'), value: money(props.batch.expiredWithLearnersFen) }]
            : []),
          { label: t('buyer'), value: props.batch.organisation.name },
          {
            label: t('order'),
            value: (
              <a href={`${props.places.orders}/${props.batch.order.id}`}>
                <OrderNumber>{props.batch.order.number}</OrderNumber>
              </a>
            ),
          },
          { label: t('boughtAt'), value: formatDateTime(props.batch.createdAt) },
        ]}
      />
      <Operations batchId={props.batch.id} places={props.places} />
    </Stack>
  )
}

/** What was done with a batch, the newest first. */
function Operations(props: { batchId: string; places: BatchPlaces }): JSX.Element {
  const list = createPagedList(
    api.studyCards.operations,
    () => ({ batchId: props.batchId, limit: operationsOnPage }),
    () => ({ keepPrevious: false }),
  )
  return (
    <Section
      title={t('operationsOf')}
      aside={<a href={`${props.places.history}?batch=${props.batchId}`}>{t('history')}</a>}
    >
      <PagedRows
        list={list}
        errorTitle={t('operationsNotOpened')}
        skeleton={<SkeletonCards count={1} />}
        together
        empty={<Quiet>{t('noOperations')}</Quiet>}
      >
        {(one) => <OperationEntry one={one} cards={props.places.cards} />}
      </PagedRows>
    </Section>
  )
}

function OperationEntry(props: { one: Operation; cards: string }): JSX.Element {
  const sign = () => (props.one.kind === 'takeBack' ? '+' : '')
  return (
    <CardEntry
      href={`${props.cards}/operations/${props.one.id}`}
      state={
        <Chop tone={operationTones[props.one.state]} since={formatDateTime(props.one.stateSince)}>
          {t(`state_${props.one.state}`)}
        </Chop>
      }
      main={`${t(`kind_${props.one.kind}`)} ${t('sumPeople', { count: props.one.people })}`}
      amount={`${sign()}${formatYuan(fen(props.one.totalFen))}`}
      note={props.one.createdByName}
      noteEnd={props.one.reason}
    />
  )
}
