import { fen } from '../../../server/core/money.ts'
import type { EnrolmentRow, EnrolmentState } from '../../../server/features/enrolments/enrolments.schema.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { IdNumber, OrderNumber } from '../../components/grouped-number.tsx'
import { Money } from '../../components/money.tsx'
import { t } from '../../texts/enrolments.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { unitPath } from '../shell/unit-path.ts'
import { paymentTone, paymentWord, stateTone, stateWord, subjectsShort } from './enrolment-words.ts'

/** Two lines of a narrow column; the whole stands beside the list. */
function shortened(text: string, room: number): string {
  return text.length > room ? `${text.slice(0, room - 1)}…` : text
}

/** What there is room for: who, 报名状态 and 缴费状态 always; the rest as the window and the open pane allow. */
export function peopleColumns(room: {
  state: EnrolmentState | null
  hasSubjects: boolean
  beside: boolean
  medium: boolean
  wide: boolean
  now: Date
}): Column<EnrolmentRow>[] {
  const { state, hasSubjects, beside, medium, wide, now } = room
  /** Reasons stand in the place of the subjects where everybody has one. */
  const reasons = state === 'rejected' || state === 'revoked'
  const reasonRoom = beside ? (wide ? 24 : 14) : wide ? 36 : 24
  const all: (Column<EnrolmentRow> & { readonly shown?: boolean })[] = [
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <LongName>{row.learner.name}</LongName>,
      long: true,
      width: medium ? '128px' : '112px',
    },
    {
      id: 'id',
      header: t('columnId'),
      cell: (row) => <IdNumber>{row.learner.idNumberMasked}</IdNumber>,
      width: '196px',
      shown: !beside || (medium && !reasons),
    },
    {
      id: 'state',
      header: t('enrolmentState'),
      cell: (row) => <StateMark tone={stateTone(row.state)}>{stateWord(row.state)}</StateMark>,
      width: '112px',
      // Beside an open person the tab says it.
      shown: !(beside && state !== null),
    },
    {
      id: 'payment',
      header: t('paymentState'),
      cell: (row) => <StateMark tone={paymentTone(row.paymentStatus)}>{paymentWord(row.paymentStatus)}</StateMark>,
      width: '112px',
    },
    {
      id: 'subjects',
      header: t('columnSubjects'),
      cell: (row) => <LongName>{subjectsShort(row.subjects)}</LongName>,
      long: true,
      shown: hasSubjects && !beside && !(reasons && !wide),
    },
    {
      id: 'reason',
      header: t('columnReason'),
      cell: (row) => <LongName>{shortened(row.reason ?? '–', reasonRoom)}</LongName>,
      long: true,
      shown: reasons,
    },
    {
      id: 'unit',
      header: t('columnUnit'),
      cell: (row) => <LongName>{unitPath(row.organisation)}</LongName>,
      long: true,
      width: wide ? '184px' : '152px',
      shown: medium && !beside,
    },
    {
      id: 'fee',
      header: t('fee'),
      cell: (row) => (row.feeFen === null ? '–' : <Money amount={fen(row.feeFen)} sign={false} />),
      width: '96px',
      align: 'end',
    },
    {
      id: 'order',
      header: t('columnOrder'),
      cell: (row) => (row.order ? <OrderNumber>{row.order.number}</OrderNumber> : '–'),
      width: '128px',
      shown: wide && !beside && (state === null || state === 'confirmed'),
    },
    {
      id: 'since',
      header: t('columnSince'),
      cell: (row) => formatTableTime(row.stateSince, now),
      width: '116px',
      shown: medium && !beside,
    },
  ]
  return all.filter(({ shown }) => shown !== false)
}
