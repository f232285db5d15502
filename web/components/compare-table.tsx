import { For, type JSX, Show } from 'solid-js'
import { type Verdict, VerdictMark } from './check-row.tsx'
import './compare-table.css'

export interface CompareRow {
  readonly id: string
  /** As in the picture: ties box, strip and row. */
  readonly number: number
  readonly label: string
  /** One value a column, in their order; null where that source says nothing. */
  readonly values: readonly JSX.Element[]
  /** None where there was nothing to compare. */
  readonly verdict?: Verdict | undefined
}

export interface CompareTableProps {
  label: string
  /** 订单, 回单读到的, 银行流水. */
  sources: readonly string[]
  rows: readonly CompareRow[]
  chosen: string | null
  onChoose: (id: string) => void
}

/** What each source says, side by side, with a verdict a row. A row can be chosen by click or Enter. */
export function CompareTable(props: CompareTableProps): JSX.Element {
  return (
    <table class="compare-table" aria-label={props.label}>
      <thead>
        <tr>
          <td />
          <For each={props.sources}>{(source) => <th scope="col">{source}</th>}</For>
          <td />
        </tr>
      </thead>
      <tbody>
        <For each={props.rows}>
          {(row) => (
            <tr
              classList={{ 'compare-table-chosen': props.chosen === row.id }}
              aria-current={props.chosen === row.id ? 'true' : undefined}
              onClick={() => props.onChoose(row.id)}
            >
              <th scope="row">
                <button type="button" class="compare-table-label" onClick={() => props.onChoose(row.id)}>
                  {row.number} {row.label}
                </button>
              </th>
              <For each={row.values}>{(value) => <td class="compare-table-value">{value}</td>}</For>
              <td class="compare-table-verdict">
                <Show when={row.verdict}>{(verdict) => <VerdictMark verdict={verdict()} />}</Show>
              </td>
            </tr>
          )}
        </For>
      </tbody>
    </table>
  )
}

/** A name or account in a cell: caption size, wrapping in balanced lines. */
export function CompareSmall(props: { children: JSX.Element }): JSX.Element {
  return (
    <Show when={props.children}>
      <span class="compare-table-small">{props.children}</span>
    </Show>
  )
}
