import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import type { Bank, BankClock } from './bank.ts'
import type { NoticeSender } from './notice-sender.ts'

/** Everything that the bank's pages and interfaces reach. */
export type BankParts = {
  readonly bank: Bank
  readonly keys: SandboxKeys
  readonly clock: BankClock
  readonly sender: NoticeSender
  /** Beside this machine: where notices may go. */
  readonly noticeOrigins: readonly string[]
  readonly controlToken: string
  readonly sleep: (ms: number) => Promise<void>
  /** Sends notices by itself; false: only when the control interface says so. */
  readonly timers: boolean
}

/** To be called after anything that may have made a notice. */
export function wake({ sender, timers }: BankParts): void {
  if (timers) sender.wake()
}
