import { randomBytes } from 'node:crypto'
import { createDeliveries, type Deliveries, type SendMessage } from '../sandbox-parts/deliveries.ts'
import type { SandboxKeys } from '../sandbox-parts/key-folder.ts'
import { signText } from '../sandbox-parts/signing.ts'
import type { Bank, BankClock } from './bank.ts'
import { noticeText } from './signatures.ts'
import type { Notice } from './trades.ts'

export type NoticeSender = Deliveries<Notice>

/** Brings notices to the merchants. */
export function createNoticeSender(bank: Bank, keys: SandboxKeys, clock: BankClock, send: SendMessage): NoticeSender {
  return createDeliveries<Notice>({
    open: () => bank.state.openNotices.values(),
    moments: () => [
      ...[...bank.state.processing].map((trade) => trade.settlesAt),
      ...[...bank.state.pendingRefunds].map((refund) => refund.settlesAt),
    ],
    settled: () => bank.settled(),
    settleDue: () => bank.settleDue(),
    tried: (...tried) => bank.noticeTried(...tried),
    signed: (notice) => signedNotice(notice, keys, clock),
    clock,
    send,
  })
}

/** Signed afresh at each try, as its time must be near; only what the notice says stays the same. */
function signedNotice(
  notice: Notice,
  keys: SandboxKeys,
  clock: BankClock,
): { headers: Record<string, string>; body: string } {
  const { content, fault } = notice
  const said = { noticeId: notice.id, ...content }
  if (fault === 'amount') said.amountFen += 100
  if (fault === 'merchant') said.merchant = 'SOMEBODY01'
  const body = JSON.stringify(fault === 'currency' ? { ...said, currency: 'USD' } : said)
  const timestamp = clock.now().toISOString()
  const nonce = randomBytes(16).toString('hex')
  const signature = signText(fault === 'stranger' ? keys.stranger : keys.own, noticeText(timestamp, nonce, body))
  return {
    headers: {
      'content-type': 'application/json',
      'x-bank-timestamp': timestamp,
      'x-bank-nonce': nonce,
      'x-bank-signature': signature,
    },
    body: fault === 'signature' ? JSON.stringify({ ...said, amountFen: said.amountFen + 1 }) : body,
  }
}
