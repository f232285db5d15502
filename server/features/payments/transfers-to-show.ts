import type { Transaction } from '../../platform/database.ts'
import { lockTransfersOf, type TransferToShow } from './shown-payments.store.ts'

export type { TransferToShow } from './shown-payments.store.ts'

/** The confirmed transfers of an order with what of each no statement line has shown yet, locked. Lock the order first. */
export async function loadTransfersToShow(tx: Transaction, orderId: string): Promise<TransferToShow[]> {
  return lockTransfersOf(tx, orderId)
}
