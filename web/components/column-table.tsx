import { For, type JSX } from 'solid-js'
import './column-table.css'

export interface ColumnTableColumn {
  /** As the person's program names it: `A`. */
  readonly letter: string
  /** Says what the column means: a `Select`. */
  readonly control: JSX.Element
  /** Something is said of it. */
  readonly on: boolean
}

export interface ColumnTableRow {
  /** As the person's program numbers it. */
  readonly number: number
  readonly cells: readonly string[]
  /** What stands above the headings, the headings, and what is read. */
  readonly kind: 'above' | 'head' | 'line'
}

/** The first rows of a file as its program shows them, with a control over each column. Scrolls in its own box. */
export function ColumnTable(props: {
  /** Heard: what the table shows. */
  label: string
  /** Heard over the numbers of the rows. */
  rowLabel: string
  columns: readonly ColumnTableColumn[]
  rows: readonly ColumnTableRow[]
}): JSX.Element {
  return (
    <div class="column-table-box">
      <table class="column-table" aria-label={props.label}>
        <thead>
          <tr>
            <th scope="col" class="column-table-row">
              <span class="only-heard">{props.rowLabel}</span>
            </th>
            <For each={props.columns}>
              {(column) => (
                <th scope="col" classList={{ 'column-table-on': column.on }}>
                  <span class="column-table-letter">{column.letter}</span>
                  {column.control}
                </th>
              )}
            </For>
          </tr>
        </thead>
        <tbody>
          <For each={props.rows}>
            {(row) => (
              <tr
                classList={{
                  'column-table-above': row.kind === 'above',
                  'column-table-head': row.kind === 'head',
                  'column-table-used': row.kind === 'line',
                }}
              >
                <th scope="row" class="column-table-row">
                  {row.number}
                </th>
                <For each={props.columns}>
                  {(column, index) => (
                    <td classList={{ 'column-table-on': column.on }} title={row.cells[index()] ?? ''}>
                      {row.cells[index()] ?? ''}
                    </td>
                  )}
                </For>
              </tr>
            )}
          </For>
        </tbody>
      </table>
    </div>
  )
}
