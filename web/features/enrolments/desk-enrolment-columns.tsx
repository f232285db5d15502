import { type JSX, Show } from 'solid-js'
import { fen } from '../../../server/core/money.ts'
import type { EnrolmentRow } from '../../../server/features/enrolments/enrolments.schema.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { IdNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/desk-enrolments.zh-CN.ts'
import { t as words } from '../../texts/enrolments.zh-CN.ts'
import { formatDue, formatTableTime } from '../../texts/format.ts'
import type { DeskColumn, ListRoom } from '../shell/desk-list.tsx'
import { dueWord, isOverdue } from '../shell/review-desk.tsx'
import { wholePath } from '../shell/unit-path.ts'
import { paymentTone, paymentWord, stateTone, stateWord, subjectsLine } from './enrolment-words.ts'

/** What waits for review, or what became of it; the narrower the table, the less is said of each. */
export function enrolmentColumns(look: {
  room: ListRoom
  waiting: boolean
  /** One organisation and plan only: the rows need not name them. */
  grouped: boolean
  roomy: boolean
  now: Date
}): readonly DeskColumn<EnrolmentRow>[] {
  const { room, waiting, grouped, roomy, now } = look
  const beside = room.beside()
  const columns: (DeskColumn<EnrolmentRow> | false)[] = [
    waiting &&
      !beside && {
        id: 'due',
        header: t('columnDue'),
        cell: (row) => <DueMark row={row} now={now} />,
        long: true,
        width: roomy ? '164px' : '132px',
        wide: true,
      },
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <LongName>{row.learner.name}</LongName>,
      long: true,
      ...(beside && !roomy ? {} : { width: '128px' }),
    },
    roomy && {
      id: 'idNumber',
      header: t('columnIdNumber'),
      cell: (row) => <IdNumber>{row.learner.idNumberMasked}</IdNumber>,
      width: '180px',
      wide: !grouped,
    },
    !grouped && {
      id: 'organisation',
      header: t('organisation'),
      cell: (row) => <LongName>{wholePath(row.organisation)}</LongName>,
      long: true,
      wide: !roomy,
    },
    !grouped &&
      (roomy || !waiting) && {
        id: 'plan',
        header: t('plan'),
        cell: (row) => <LongName>{row.plan.name}</LongName>,
        long: true,
        wide: !roomy || waiting,
      },
    grouped && {
      id: 'subjects',
      header: t('columnSubjects'),
      cell: (row) => <LongName>{subjectsLine(row.subjects) || t('noSubjects')}</LongName>,
      long: true,
      wide: !roomy,
    },
    {
      id: 'fee',
      header: t('columnFee'),
      cell: (row) => (row.feeFen === null ? '–' : <Money amount={fen(row.feeFen)} sign={false} />),
      align: 'end',
      width: '92px',
    },
    !waiting && {
      id: 'state',
      header: t('columnState'),
      cell: (row) => <StateMark tone={stateTone(row.state)}>{stateWord(row.state)}</StateMark>,
      width: '108px',
    },
    !waiting && {
      id: 'payment',
      header: words('paymentState'),
      cell: (row) => <StateMark tone={paymentTone(row.paymentStatus)}>{paymentWord(row.paymentStatus)}</StateMark>,
      width: '108px',
      wide: !roomy,
    },
    !waiting &&
      roomy && {
        id: 'order',
        header: t('columnOrder'),
        cell: (row) => (row.order ? <OrderNumber>{row.order.number}</OrderNumber> : '–'),
        width: '116px',
        wide: true,
      },
    !waiting &&
      roomy && {
        id: 'since',
        header: t('columnSince'),
        cell: (row) => formatTableTime(row.stateSince, now),
        width: '104px',
        wide: true,
      },
  ]
  return columns.filter((column) => column !== false)
}

/** Overdue is a word and a colour; it takes two small lines where there is no room. */
function DueMark(props: { row: EnrolmentRow; now: Date }): JSX.Element {
  const due = () => ({ waiting: true, dueAt: props.row.dueAt ?? props.row.stateSince, decidedAt: null })
  return (
    <Show when={isOverdue(due(), props.now)} fallback={formatDue(due().dueAt, props.now)}>
      <StateMark tone="rejected">
        <LongName>{dueWord(due(), props.now)}</LongName>
      </StateMark>
    </Show>
  )
}
