import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import { addGatewayNotice, type NewGatewayNotice } from './gateway-notices.store.ts'
import { needsFinance } from './payments.rules.ts'

/** Keeps what came in a provider's name with what was made of it, and tells finance where money may be without a place. */
export async function recordNotice(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  notice: NewGatewayNotice,
): Promise<void> {
  await addGatewayNotice(tx, notice)
  if (!needsFinance(notice.verdict)) return
  await announce(deps, tx, {
    kind: 'paymentOdd',
    noticeId: notice.id,
    provider: notice.provider,
    tradeNo: notice.tradeNo,
    verdict: notice.verdict,
    organisationId: null,
    organisationName: '',
  })
}
