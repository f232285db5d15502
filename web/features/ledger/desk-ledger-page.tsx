import { useSearchParams } from '@solidjs/router'
import { type JSX, Show } from 'solid-js'
import { useStaff } from '../shell/desk-staff.ts'
import { LedgerAccounts } from './desk-ledger-accounts.tsx'
import { LedgerProofs } from './desk-ledger-proofs.tsx'

/** 台账: accounts with what moved them, corrections, and for finance the proofs of the books. */
export default function DeskLedgerPage(): JSX.Element {
  const [address] = useSearchParams<{ tab?: string }>()
  const staff = useStaff()
  return (
    <Show when={address.tab === 'proofs' && staff.may('finance')} fallback={<LedgerAccounts />}>
      <LedgerProofs />
    </Show>
  )
}
