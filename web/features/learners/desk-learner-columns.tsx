import type { LearnerRow } from '../../../server/features/learners/learners.schema.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { formatTableTime } from '../../texts/format.ts'
import { t } from '../../texts/learners.zh-CN.ts'
import { accountTone, accountWord, unitInList } from './learner-words.ts'

export interface LearnerColumnsInput {
  /** Staff see several organisations, so that each line names its own. */
  wholeCentre: boolean
  /** Whether one person stands open beside the list. */
  beside: boolean
  /** From 1200 px. */
  medium: boolean
  /** From 1400 px. */
  wide: boolean
  now: Date
}

/** What there is room for: who it is and where always, the rest as the window and the open pane allow. */
export function learnerColumns({ wholeCentre, beside, medium, wide, now }: LearnerColumnsInput): Column<LearnerRow>[] {
  const all: (Column<LearnerRow> & { readonly shown?: boolean })[] = [
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <LongName>{row.name}</LongName>,
      long: true,
      width: medium ? '128px' : '112px',
    },
    { id: 'id', header: t('columnId'), cell: (row) => <IdNumber>{row.idNumberMasked}</IdNumber>, width: '196px' },
    { id: 'mobile', header: t('columnMobile'), cell: (row) => row.mobile || '–', width: '116px', shown: !beside },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{row.organisation.names[0] ?? row.organisation.name}</LongName>,
      long: true,
      shown: wholeCentre,
    },
    {
      id: 'unit',
      header: t('columnUnit'),
      cell: (row) => (
        <LongName>{wholeCentre && row.organisation.names.length < 2 ? '–' : unitInList(row.organisation)}</LongName>
      ),
      long: true,
      ...(wholeCentre ? { width: wide ? '216px' : '160px' } : {}),
      shown: !wholeCentre || (medium && !beside),
    },
    {
      id: 'post',
      header: t('columnPost'),
      cell: (row) => <LongName>{row.post || '–'}</LongName>,
      long: true,
      width: '96px',
      shown: wide && !beside && !wholeCentre,
    },
    {
      id: 'education',
      header: t('columnEducation'),
      cell: (row) => <LongName>{row.education || '–'}</LongName>,
      long: true,
      width: '80px',
      shown: wide && !beside && !wholeCentre,
    },
    {
      id: 'account',
      header: t('columnAccount'),
      // Without a column for the state, what keeps somebody out is said here.
      cell: (row) => (row.enabled || medium ? <Account row={row} /> : <Enabled row={row} />),
      width: '168px',
      shown: !beside,
    },
    {
      id: 'seen',
      header: t('columnSeen'),
      cell: (row) => (row.lastSeenAt ? formatTableTime(row.lastSeenAt, now) : '–'),
      width: '104px',
      shown: wide && !beside,
    },
    { id: 'state', header: t('columnState'), cell: (row) => <Enabled row={row} />, width: '112px', shown: medium },
  ]
  return all.filter(({ shown }) => shown !== false)
}

const Account = (props: { row: LearnerRow }) => (
  <StateMark tone={accountTone(props.row.account)}>{accountWord(props.row.account)}</StateMark>
)

const Enabled = (props: { row: LearnerRow }) => (
  <StateMark tone={props.row.enabled ? 'settled' : 'rejected'}>
    {t(props.row.enabled ? 'enabled' : 'disabled')}
  </StateMark>
)
