import { For, type JSX } from 'solid-js'
import { codeGroups } from './group-code.ts'
import './grouped-number.css'

interface GroupedProps {
  children: string
  strong?: boolean | undefined
}

function Grouped(props: GroupedProps & { lengths: readonly number[] }): JSX.Element {
  return (
    <span class="grouped-number" classList={{ 'grouped-number-strong': Boolean(props.strong) }}>
      <For each={codeGroups(props.children, props.lengths)}>
        {(group) => <span class="grouped-number-group">{group}</span>}
      </For>
    </span>
  )
}

/** `PX26M4T8RK`, spaced 4, 3, 3 by markup: copied without blanks. Also the transfer code. */
export function OrderNumber(props: GroupedProps): JSX.Element {
  return <Grouped {...props} lengths={[4, 3, 3]} />
}

/** Bank accounts, invoice numbers and credit codes in fours. */
export function AccountNumber(props: GroupedProps): JSX.Element {
  return <Grouped {...props} lengths={[4]} />
}

/** Codes of printed forms and letters in fives, as they stand on paper. */
export function FormCode(props: GroupedProps): JSX.Element {
  return <Grouped {...props} lengths={[5]} />
}

/** Identity numbers 6, 8, 4, masked ones too. */
export function IdNumber(props: GroupedProps): JSX.Element {
  return <Grouped {...props} lengths={[6, 8, 4]} />
}
