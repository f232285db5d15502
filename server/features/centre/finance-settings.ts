import type { AccountActor } from '../../core/actor.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import { inTransaction, type Readable } from '../../platform/database.ts'
import { centreSubjectId } from './centre.rules.ts'
import { findCentre, saveFinance } from './centre.store.ts'
import { unsetCentre } from './centre-facts.ts'
import type { FinanceSettings } from './finance-settings.schema.ts'

/** What holds before anybody has saved it: people settle, and staff issue on the tax platform at 6 %. */
const unsetFinance: FinanceSettings = {
  autoSettle: false,
  invoiceWay: 'files',
  invoiceTaxRateBp: 600,
  invoiceItemName: '*非学历教育服务*培训费',
  sellerAddress: '',
  sellerTelephone: '',
  sellerBank: '',
  sellerBankAccount: '',
}

/** How the centre matches money and issues invoices. */
export async function loadFinanceSettings(db: Readable): Promise<FinanceSettings> {
  const row = await findCentre(db)
  if (!row) return unsetFinance
  const { autoSettle, invoiceWay, invoiceTaxRateBp, invoiceItemName } = row
  const { sellerAddress, sellerTelephone, sellerBank, sellerBankAccount } = row
  return {
    autoSettle,
    invoiceWay,
    invoiceTaxRateBp,
    invoiceItemName,
    sellerAddress,
    sellerTelephone,
    sellerBank,
    sellerBankAccount,
  }
}

/** Saves them as a whole, with what they were before in the audit trail. */
export async function saveFinanceSettings(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  settings: FinanceSettings,
): Promise<FinanceSettings> {
  await inTransaction(deps, async (tx) => {
    const before = await loadFinanceSettings(tx)
    await saveFinance(tx, unsetCentre, settings)
    await writeAudit(tx, actor, {
      action: 'centre.updated',
      subjectType: 'centre',
      subjectId: centreSubjectId,
      organisationId: null,
      before,
      after: settings,
    })
  })
  return settings
}
