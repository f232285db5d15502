import type { KeyObject } from 'node:crypto'
import path from 'node:path'
import { openExchangedKeys } from '../exchanged-keys.ts'

/** Our key for the sandbox bank, and the bank's. */
export function openSandboxKeys(
  dataDir: string,
  merchant: string,
): { merchantKey: KeyObject; bankKey: () => KeyObject | null } {
  const { ownKey, theirKey } = openExchangedKeys({
    exchange: path.join(dataDir, 'sandbox-bank', 'exchange'),
    ownFile: path.join(dataDir, 'sandbox-merchant.pem'),
    ownName: merchant,
    theirName: 'bank',
  })
  return { merchantKey: ownKey, bankKey: theirKey }
}
