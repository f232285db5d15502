import { For, type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { Reason } from '../../../server/features/reconciliation/matching.schema.ts'
import type {
  AllocationView,
  LineBeside,
  MatchLine,
} from '../../../server/features/reconciliation/matching-desk.schema.ts'
import { Button } from '../../components/button.tsx'
import { CheckList, CheckRow } from '../../components/check-row.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Quiet, Section, Stack } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { createNow } from '../../components/now.ts'
import { SideList } from '../../components/side-list.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { formatDateTime, formatTableDay, formatYuan } from '../../texts/format.ts'
import { matchReason, tieSentence } from '../../texts/matching.ts'
import { momentOf, whenOf } from './line-words.ts'
import { reasonMark } from './reason-verdicts.ts'

/** Why, reason by reason: what agrees is quiet, a doubt is amber, what says nothing is an empty mark. */
export function Reasons(props: { reasons: readonly Reason[] }): JSX.Element {
  return (
    <CheckList>
      <For each={props.reasons}>
        {(reason) => <CheckRow verdict={reasonMark(reason)} title={matchReason(reason)} />}
      </For>
    </CheckList>
  )
}

export function TieNote(props: { line: MatchLine }): JSX.Element {
  return <Show when={props.line.between}>{(between) => <Quiet>{tieSentence({ between: between() })}</Quiet>}</Show>
}

/** What stands of a line, each with its undoing, and what was undone before. */
export function Allocations(props: {
  line: MatchLine
  /** The one that U would undo. */
  chosen: string | null
  onUndo: (allocation: AllocationView) => void
}): JSX.Element {
  const now = createNow()
  const live = () => props.line.allocations.filter((one) => one.undoneAt === null)
  const undone = () => props.line.allocations.filter((one) => one.undoneAt !== null)
  const madeBy = (one: AllocationView) => {
    const when = formatDateTime(one.createdAt, now())
    return one.automatic
      ? t('allocatedAuto', { when, score: Math.floor((one.score ?? 0) / 10) })
      : t('allocatedBy', { when, by: one.decidedByName })
  }
  return (
    <>
      <Show when={live().length > 0}>
        <Section title={t('allocated')}>
          <SideList
            label={t('allocated')}
            rows={live().map((one) => ({
              id: one.id,
              title: (
                <a href={`/desk/orders/${one.orderId}`}>
                  <OrderNumber strong>{one.orderNumber}</OrderNumber>
                </a>
              ),
              aside: <Money amount={fen(one.amountFen)} sign={false} />,
              text: one.organisationName,
              note: one.settled ? madeBy(one) : `${madeBy(one)}，${t('allocationLinked')}`,
              action: (
                <Button size="dense" onClick={() => props.onUndo(one)}>
                  {t('undo')}
                </Button>
              ),
              chosen: props.chosen === one.id,
            }))}
          />
        </Section>
        <Show when={(live()[0]?.reasons.length ?? 0) > 0}>
          <Section title={t('why')} ruled>
            <Reasons reasons={live()[0]?.reasons ?? []} />
          </Section>
        </Show>
      </Show>
      <Show when={undone().length > 0}>
        <Section title={t('undone')} ruled>
          <SideList
            label={t('undone')}
            rows={undone().map((one) => ({
              id: one.id,
              title: <OrderNumber>{one.orderNumber}</OrderNumber>,
              aside: <Money amount={fen(one.amountFen)} sign={false} strong={false} />,
              text: one.organisationName,
              note: t('undoneBy', {
                when: formatDateTime(one.undoneAt ?? one.createdAt, now()),
                by: one.undoneByName ?? '',
                why: one.undoneReason ?? '',
              }),
            }))}
          />
        </Section>
      </Show>
    </>
  )
}

/** What else is known: the other lines of the suggestion, what this payer's money was for before, and the lines around it. */
export function Background(props: { line: MatchLine; onOpen: (id: string) => void }): JSX.Element {
  const now = createNow()
  return (
    <Stack gap={4}>
      <Show when={props.line.joined.length > 0}>
        <Section title={t('joined')} ruled>
          <SideList label={t('joined')} rows={props.line.joined.map((one) => besideRow(one, props.onOpen, now()))} />
        </Section>
      </Show>
      <Show when={props.line.history.length > 0}>
        <Section title={t('history')} ruled>
          <SideList
            label={t('history')}
            rows={props.line.history.map((one) => ({
              id: one.lineId,
              title: one.automatic
                ? t('historyAuto', { day: formatTableDay(momentOf(one), now()), orders: one.orderCount })
                : t('historyOne', {
                    day: formatTableDay(momentOf(one), now()),
                    orders: one.orderCount,
                    by: one.decidedByName,
                  }),
              aside: <Money amount={fen(one.amountFen)} sign={false} strong={false} />,
              text: one.organisations.join('、'),
              onOpen: () => props.onOpen(one.lineId),
            }))}
          />
        </Section>
      </Show>
      <Show when={props.line.before.length + props.line.after.length > 0}>
        <Section title={t('beside')} ruled>
          <SideList
            label={t('beside')}
            rows={[
              ...props.line.before.map((one) => besideRow(one, props.onOpen, now())),
              {
                id: props.line.id,
                title: whenOf(props.line, now()),
                aside: <Money amount={fen(props.line.amountFen)} sign={false} />,
                text: props.line.counterpartyName || t('noPayer'),
                chosen: true,
              },
              ...props.line.after.map((one) => besideRow(one, props.onOpen, now())),
            ]}
          />
        </Section>
      </Show>
    </Stack>
  )
}

function besideRow(one: LineBeside, onOpen: (id: string) => void, now: Date) {
  const amount = fen(one.direction === 'in' ? one.amountFen : -one.amountFen)
  return {
    id: one.id,
    title: whenOf(one, now),
    aside: <Money amount={amount} sign={false} strong={false} />,
    text: one.counterpartyName || one.remark || t('noPayer'),
    ...(one.direction === 'in' ? { onOpen: () => onOpen(one.id) } : {}),
  }
}

export function amountText(line: Pick<MatchLine, 'amountFen' | 'leftFen'>): string {
  return t('leftOf', { left: formatYuan(fen(line.leftFen)), amount: formatYuan(fen(line.amountFen)) })
}
