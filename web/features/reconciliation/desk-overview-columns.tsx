import { fen } from '../../../server/core/money.ts'
import type { OverviewRow, OverviewWay } from '../../../server/features/reconciliation/overview.schema.ts'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { Money } from '../../components/money.tsx'
import { formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/reconciliation-list.zh-CN.ts'
import { language } from '../../texts/texts.ts'
import type { DeskColumn, ListRoom } from '../shell/desk-list.tsx'
import { invoiceTones, invoiceWord, lineTones, lineWord, movedShort, stateTones, stateWord } from './overview-words.ts'

export interface OverviewColumnsOptions {
  readonly way: OverviewWay
  readonly now: Date
  /** From 1360 px on every column has its room. */
  readonly roomy: boolean
  /** 流水, which staff alone see. */
  readonly withStatement: boolean
  readonly orderHref: (row: OverviewRow) => string
}

/** The manual's twelve columns, and for staff whether a line of the bank's statement shows the money. */
export function overviewColumns(
  room: ListRoom,
  { way, now, roomy, withStatement, orderHref }: OverviewColumnsOptions,
): DeskColumn<OverviewRow>[] {
  const wide = language() === 'en'
  const beside = room.beside()
  const seeWord = withStatement ? 'see' : 'seeOrder'
  const columns: (DeskColumn<OverviewRow> | null)[] = [
    {
      id: 'plan',
      header: t('plan'),
      cell: (row) => <LongName>{row.planName}</LongName>,
      long: true,
      width: wide || beside ? '136px' : '150px',
    },
    {
      id: 'appliedAt',
      header: t('appliedAt'),
      cell: (row) => formatTableTime(row.appliedAt, now),
      width: '96px',
      wide: !roomy,
    },
    {
      id: 'reviewedAt',
      header: t('reviewedAt'),
      cell: (row) => (row.reviewedAt === null ? '–' : formatTableTime(row.reviewedAt, now)),
      width: '96px',
      wide: true,
    },
    {
      id: 'applicant',
      header: t('applicant'),
      cell: (row) => row.applicant || '–',
      width: '76px',
      wide: true,
    },
    {
      id: 'organisation',
      header: t('organisation'),
      cell: (row) => <LongName>{row.organisationName}</LongName>,
      long: true,
    },
    {
      id: 'amount',
      header: t('amount'),
      cell: (row) => (row.amountFen === null ? '–' : <Money amount={fen(row.amountFen)} sign={false} />),
      align: 'end',
      width: '104px',
    },
    {
      id: 'movedAt',
      header: t('movedAt'),
      cell: (row) => movedShort(row.movedAt, now),
      width: '96px',
      wide: true,
    },
    {
      id: 'state',
      header: t('state'),
      cell: (row) => <StateMark tone={stateTones[row.state]}>{stateWord(row.state, way)}</StateMark>,
      width: wide ? '98px' : '84px',
    },
    {
      id: 'invoice',
      header: t('invoice'),
      cell: (row) => <StateMark tone={invoiceTones[row.invoiceState]}>{invoiceWord(row.invoiceState)}</StateMark>,
      width: wide ? '88px' : '84px',
    },
    {
      id: 'kind',
      header: t('kind'),
      cell: (row) =>
        row.invoiceKind === null ? '–' : t(row.invoiceKind === 'normal' ? 'normalShort' : 'specialShort'),
      width: '76px',
      wide: true,
    },
    {
      id: 'mode',
      header: t('mode'),
      cell: (row) => t(row.mode),
      width: wide ? '96px' : '104px',
      wide: true,
    },
    withStatement
      ? {
          id: 'statement',
          header: t('statement'),
          cell: (row) =>
            row.statement === null ? (
              '–'
            ) : (
              <StateMark tone={lineTones[row.statement]}>{lineWord(row.statement)}</StateMark>
            ),
          width: '84px',
          wide: !roomy,
        }
      : null,
    {
      id: 'action',
      header: t('action'),
      cell: (row) => (
        // Heard with its number: every row has one.
        <a href={orderHref(row)} aria-label={`${t(seeWord)} ${row.orderNumber}`}>
          <strong>{t(seeWord)}</strong>
        </a>
      ),
      width: withStatement ? '60px' : '120px',
      wide: true,
    },
  ]
  // With less room what the order itself tells stands there alone.
  const early = new Set(['reviewedAt', 'applicant', 'kind', 'mode'])
  return columns.filter((column) => column !== null).filter((column) => roomy || !early.has(column.id))
}
