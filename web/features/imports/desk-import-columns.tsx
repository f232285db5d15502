import { type JSX, Show } from 'solid-js'
import type { ImportRow, ImportView } from '../../../server/features/imports/imports.schema.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, LongName } from '../../components/data-table.tsx'
import { fieldWord, issueWord } from '../../texts/import-issues.ts'
import { t } from '../../texts/imports.zh-CN.ts'
import type { ListedRow as Row } from './import-rows.ts'
import { outcomeTones, outcomeWord, type Show as RowsShown } from './import-words.ts'

interface Room {
  /** Whether one row stands open beside the list. */
  readonly beside: boolean
  /** From 1200 px. */
  readonly medium: boolean
  /** From 1400 px. */
  readonly wide: boolean
}

/**
 * Rows that are all right show what stands in them, rows that are not who it is and why: as much as there is room for.
 * An open row shows everything.
 */
export function importRowColumns(one: ImportView, show: RowsShown, { beside, medium, wide }: Room): Column<Row>[] {
  const withReason = show !== 'new' && show !== 'unchanged'
  const roomFor: Readonly<Record<string, boolean>> = {
    name: true,
    idNumber: medium || !beside,
    mobile: withReason ? wide && !beside : medium || !beside,
    department: withReason ? wide && !beside : true,
    subjects: withReason ? wide && !beside : medium || !beside,
    post: !withReason && wide && !beside && one.plan === null,
    education: !withReason && wide && !beside && one.plan === null,
    training: withReason ? wide && !beside : true,
    hourKind: !withReason && medium && !beside,
    hours: true,
    studiedOn: withReason ? wide && !beside : medium || !beside,
    amount: true,
  }
  return [
    { id: 'row', header: t('columnRow'), cell: (row) => row.row, width: '64px', align: 'end' },
    // The other filters are one outcome each.
    ...(show === 'warning'
      ? [
          {
            id: 'outcome',
            header: t('columnOutcome'),
            cell: (row: Row) => (
              <StateMark tone={outcomeTones[row.outcome]}>{outcomeWord(row.outcome, one.kind)}</StateMark>
            ),
            width: '112px',
          },
        ]
      : []),
    ...one.fields
      .filter(({ field, column }) => column !== null && roomFor[field])
      .map(
        ({ field }): Column<Row> => ({
          id: field,
          header: fieldWord(field),
          cell: (row) => <Cell row={row} field={field} />,
          ...(field === 'amount' || field === 'hours' ? { align: 'end' as const } : {}),
          ...((field === 'department' || field === 'training') && !withReason
            ? {}
            : { width: widths[field] ?? '112px' }),
          long: true,
        }),
      ),
    ...(withReason
      ? [
          {
            id: 'reason',
            header: t('columnReason'),
            cell: (row: Row) => <LongName>{reasonOf(row)}</LongName>,
            long: true,
          },
        ]
      : []),
  ]
}

const widths: Readonly<Record<string, string>> = {
  name: '96px',
  idNumber: '200px',
  mobile: '124px',
  education: '96px',
  subjects: '216px',
}

/** In few words; the open row says it in full. */
function reasonOf(row: ImportRow): string {
  const said = row.issues.map((issue) =>
    issue.field ? t('fieldSaid', { field: fieldWord(issue.field), said: issueWord(issue) }) : issueWord(issue),
  )
  const changed = row.changes.map((change) => t('changeFromTo', { ...change, field: fieldWord(change.field) }))
  return t('allSaid', { all: [...said, ...changed] }) || '–'
}

/** A cell as it stands in the file; a wrong one is told apart. */
function Cell(props: { row: ImportRow; field: string }): JSX.Element {
  const wrong = () => props.row.issues.some(({ field, level }) => field === props.field && level === 'error')
  const text = () => props.row.cells[props.field] || '–'
  return (
    <Show when={wrong()} fallback={<LongName>{text()}</LongName>}>
      <StateMark tone="rejected">{text()}</StateMark>
    </Show>
  )
}
