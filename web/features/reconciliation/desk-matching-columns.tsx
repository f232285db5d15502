import { type JSX, Match, Show, Switch } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type {
  LineState,
  MatchLineRow,
  Suggested,
} from '../../../server/features/reconciliation/matching-desk.schema.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName, LongText } from '../../components/data-table.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { Quiet } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { type ReasonSlot, ReasonSlots, Score } from '../../components/reason-slots.tsx'
import { t } from '../../texts/desk-matching.zh-CN.ts'
import { formatTableDay, formatYuan } from '../../texts/format.ts'
import { matchReason } from '../../texts/matching.ts'
import type { DeskColumn, ListRoom } from '../shell/desk-list.tsx'
import { doubtBelow, sureFrom } from './certainty.ts'
import { categoryWord, ignoredWord, momentOf, whenOf } from './line-words.ts'
import { fixedSlots, slotVerdict } from './reason-verdicts.ts'

const slotWords = { reference: 'slotReference', amount: 'slotAmount', name: 'slotName' } as const

/** The columns of a tab; `roomy`: from 1280 on the reasons stand beside the open line too. */
export function columnsOf(
  state: LineState,
  room: ListRoom,
  { roomy, now }: { readonly roomy: boolean; readonly now: Date },
): DeskColumn<MatchLineRow>[] {
  const [narrow, beside] = [!roomy, room.beside()]
  const tight = narrow && beside
  const common: DeskColumn<MatchLineRow>[] = [
    {
      id: 'at',
      header: t('columnAt'),
      cell: (row) => (tight ? formatTableDay(momentOf(row), now) : whenOf(row, now)),
      width: tight ? '64px' : state === 'suggested' ? '92px' : '104px',
    },
    {
      id: 'payer',
      header: t('columnPayer'),
      cell: (row) => (
        <Show when={row.counterpartyName} fallback={<Quiet>{t('noPayer')}</Quiet>}>
          <LongName>{row.counterpartyName}</LongName>
        </Show>
      ),
      long: true,
    },
    {
      id: 'amount',
      header: t('columnAmount'),
      cell: (row) => <RowAmount row={row} />,
      align: 'end',
      width: '96px',
      long: true,
    },
    ...(tight
      ? []
      : [
          {
            id: 'remark',
            header: t('columnRemark'),
            cell: (row: MatchLineRow) => <LongText>{row.remark}</LongText>,
            long: true,
            width: beside || narrow ? '16%' : '20%',
          },
        ]),
  ]
  if (state === 'matched') {
    return [
      ...common,
      { id: 'paid', header: t('columnPaid'), cell: (row) => <PaidOrders row={row} />, width: '136px' },
      {
        id: 'how',
        header: t('columnHow'),
        cell: (row) => t(row.paid?.automatic ? 'byItself' : 'byHand'),
        width: '88px',
        wide: true,
      },
    ]
  }
  if (state === 'ignored') {
    return [
      ...common,
      { id: 'category', header: t('category'), cell: (row) => categoryWord(row.category), width: '120px', wide: true },
      {
        id: 'why',
        header: t('columnWhy'),
        cell: (row) => <LongName>{ignoredWord(row.ignoredReason ?? '')}</LongName>,
        long: true,
        width: '152px',
      },
      { id: 'by', header: t('columnBy'), cell: (row) => row.ignoredByName ?? '–', width: '96px', wide: true },
    ]
  }
  return [
    ...common,
    {
      id: 'order',
      header: t('columnOrder'),
      cell: (row) => <SuggestedOrders suggestion={row.suggestion} />,
      width: '116px',
    },
    ...(tight
      ? []
      : [
          {
            id: 'reasons',
            header: t('columnReasons'),
            cell: (row: MatchLineRow) => (
              <Show when={row.suggestion}>{(suggestion) => <ReasonSlots slots={slotsOf(suggestion())} />}</Show>
            ),
            width: '132px',
          },
          {
            id: 'score',
            header: t('columnScore'),
            cell: (row: MatchLineRow) => (
              <Show when={row.suggestion}>
                {(suggestion) => <Score value={suggestion().score} sureFrom={sureFrom} doubtBelow={doubtBelow} />}
              </Show>
            ),
            align: 'end' as const,
            width: '54px',
          },
        ]),
  ]
}

/** What is left of it; the whole stands under it where a part is allocated. */
function RowAmount(props: { row: MatchLineRow }): JSX.Element {
  const shown = () => (props.row.state === 'matched' ? props.row.amountFen : props.row.leftFen)
  return (
    <>
      <Money amount={fen(shown())} sign={false} />
      <Show when={shown() < props.row.amountFen}>
        <br />
        <Quiet>{t('partLeft', { amount: formatYuan(fen(props.row.amountFen)) })}</Quiet>
      </Show>
    </>
  )
}

function SuggestedOrders(props: { suggestion: Suggested | null }): JSX.Element {
  const credit = (suggestion: Suggested) => (suggestion.toCreditFen > 0 ? t('andCredit') : '')
  return (
    <Show when={props.suggestion} fallback={<Quiet>{t('noIdea')}</Quiet>}>
      {(suggestion) => (
        <Switch fallback={<OrderNumber>{suggestion().orders[0]?.number ?? ''}</OrderNumber>}>
          <Match when={suggestion().strength === 'tie'}>
            <StateMark tone="waiting">
              {suggestion().orderCount > 1 ? t('tieBetween', { count: suggestion().orderCount }) : t('tieLines')}
            </StateMark>
          </Match>
          <Match when={suggestion().double}>{t('toCreditOnly')}</Match>
          <Match when={suggestion().orderCount > 1}>
            <strong>{t('orders', { count: suggestion().orderCount })}</strong>
            {credit(suggestion())}
          </Match>
        </Switch>
      )}
    </Show>
  )
}

function PaidOrders(props: { row: MatchLineRow }): JSX.Element {
  return (
    <Show when={props.row.paid}>
      {(paid) => (
        <Show when={paid().orderCount > 1} fallback={<OrderNumber>{paid().orders[0]?.number ?? ''}</OrderNumber>}>
          <strong>{t('orders', { count: paid().orderCount })}</strong>
        </Show>
      )}
    </Show>
  )
}

/** 单号, 金额, 户名: always these three, in this order. */
export function slotsOf({ reasons }: Pick<Suggested, 'reasons'>): ReasonSlot[] {
  return fixedSlots.map((slot) => ({
    label: t(slotWords[slot]),
    verdict: slotVerdict(reasons, slot),
    sentence: reasons
      .filter((reason) => reason.slot === slot)
      .map(matchReason)
      .join('；'),
  }))
}
