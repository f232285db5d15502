import { type JSX, Show } from 'solid-js'
import type { LedgerAccountKind } from '../../../server/features/ledger/ledger.rules.ts'
import { LongName } from '../../components/data-table.tsx'
import { OrderNumber } from '../../components/grouped-number.tsx'
import { accountName } from './ledger-words.ts'

/** An account's name; numbers of orders and refunds stand in groups, as everywhere. */
export function AccountName(props: {
  account: { readonly kind: LedgerAccountKind; readonly name: string }
  /** In a `long` column of a table. */
  long?: boolean | undefined
}): JSX.Element {
  const isNumber = () => numbered.some((kind) => kind === props.account.kind) && props.account.name !== ''
  return (
    <Show
      when={isNumber()}
      fallback={
        <Show when={props.long} fallback={accountName(props.account)}>
          <LongName>{accountName(props.account)}</LongName>
        </Show>
      }
    >
      <OrderNumber>{props.account.name}</OrderNumber>
    </Show>
  )
}

const numbered = ['order', 'refund', 'cardBatch'] as const
