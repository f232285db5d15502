import { randomBytes } from 'node:crypto'
import { createDeliveries, type Deliveries, type SendMessage } from '../sandbox-parts/deliveries.ts'
import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import { maxSkewMs, signText } from '../sandbox-parts/signing.ts'
import type { TaxClock, TaxService } from './tax-service.ts'
import type { Callback } from './tax-state.ts'

export type CallbackSender = Deliveries<Callback>

/** Brings callbacks to the partners. */
export function createCallbackSender(
  service: TaxService,
  keys: SandboxKeys,
  clock: TaxClock,
  send: SendMessage,
): CallbackSender {
  return createDeliveries<Callback>({
    open: () => service.state.openCallbacks.values(),
    moments: () => [...service.state.working].map((request) => request.settlesAt),
    settled: () => service.settled(),
    settleDue: () => service.settleDue(),
    tried: (...tried) => service.callbackTried(...tried),
    signed: (callback) => signedCallback(callback, keys, clock),
    clock,
    send,
  })
}

/** Signed afresh at each try, as its time must be near; only what the callback says stays the same. */
function signedCallback(
  { id, content, fault }: Callback,
  keys: SandboxKeys,
  clock: TaxClock,
): { headers: Record<string, string>; body: string } {
  const said = { callbackId: id, ...content }
  if (fault === 'app') said.app = 'SOMEBODY01'
  if (fault === 'number' && said.number !== null) said.number = otherNumber(said.number)
  const body = JSON.stringify(said)
  const now = clock.now().getTime()
  const timestamp = new Date(fault === 'stale' ? now - 2 * maxSkewMs : now).toISOString()
  const nonce = randomBytes(16).toString('hex')
  const key = fault === 'stranger' ? keys.stranger : keys.own
  return {
    headers: {
      'content-type': 'application/json',
      'x-timestamp': timestamp,
      'x-nonce': nonce,
      'x-signature': signText(key, `CALLBACK\n${timestamp}\n${nonce}\n${body}\n`),
    },
    body: fault === 'signature' ? JSON.stringify({ ...said, serial: `${said.serial}0` }) : body,
  }
}

/** The last digit changed. */
function otherNumber(number: string): string {
  return `${number.slice(0, -1)}${(Number(number.slice(-1)) + 1) % 10}`
}
