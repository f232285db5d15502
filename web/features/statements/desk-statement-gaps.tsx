import { For, type JSX, Show } from 'solid-js'
import { type Fen, fen } from '../../../server/core/money.ts'
import type { StatementGap, StatementLineView } from '../../../server/features/statements/statements.schema.ts'
import { Card, CardEntry } from '../../components/card.tsx'
import { Note, Quiet, Section } from '../../components/layout.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/desk-statements.zh-CN.ts'
import { formatCalendarDay, formatCount, formatPhrases, formatYuan } from '../../texts/format.ts'

/** Where the balance does not continue: the two lines, and what is missing between them. */
export function StatementGaps(props: { gaps: readonly StatementGap[]; count: number }): JSX.Element {
  return (
    <Section title={t('gaps', { count: formatCount(props.count) })} ruled>
      <Note tone="waiting">{t('gapsText')}</Note>
      <For each={props.gaps}>
        {(gap) => (
          <Card>
            <GapLine line={gap.earlier} />
            <CardEntry main={<Note tone="rejected">{missing(gap.missingFen)}</Note>} />
            <GapLine line={gap.later} />
          </Card>
        )}
      </For>
      <Show when={props.count > props.gaps.length}>
        <Quiet>{t('gapsMore', { count: formatCount(props.count - props.gaps.length) })}</Quiet>
      </Show>
    </Section>
  )
}

function missing(missingFen: number): string {
  const amount = formatYuan(fen(Math.abs(missingFen)))
  return missingFen > 0 ? t('gapIn', { amount }) : t('gapOut', { amount })
}

function GapLine(props: { line: StatementLineView }): JSX.Element {
  const when = () => {
    const { day, time, remark } = props.line
    return formatPhrases([
      `${formatCalendarDay(day)}${time === null ? '' : ` ${time.slice(0, 5)}`}`,
      ...(remark ? [remark] : []),
    ])
  }
  return (
    <CardEntry
      main={props.line.counterpartyName || t('noName')}
      amount={<Money amount={signed(props.line)} />}
      note={when()}
      noteEnd={
        props.line.balanceFen === null ? undefined : t('balanceIs', { amount: formatYuan(fen(props.line.balanceFen)) })
      }
    />
  )
}

/** As it moved the balance. */
export function signed(line: Pick<StatementLineView, 'direction' | 'amountFen'>): Fen {
  return fen(line.direction === 'in' ? line.amountFen : -line.amountFen)
}
