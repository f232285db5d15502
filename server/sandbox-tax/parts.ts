import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import type { CallbackSender } from './callback-sender.ts'
import type { TaxClock, TaxService } from './tax-service.ts'

/** Everything that the tax service's pages and interfaces reach. */
export type TaxParts = {
  readonly service: TaxService
  readonly keys: SandboxKeys
  readonly clock: TaxClock
  readonly sender: CallbackSender
  /** Beside this machine: where callbacks may go. */
  readonly callbackOrigins: readonly string[]
  readonly controlToken: string
  readonly sleep: (ms: number) => Promise<void>
  /** Sends callbacks by itself; false: only when the control interface says so. */
  readonly timers: boolean
}

/** To be called after anything that may have made a callback. */
export function wake({ sender, timers }: TaxParts): void {
  if (timers) sender.wake()
}
