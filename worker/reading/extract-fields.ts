import type { SlipReading } from '../../server/features/vouchers/slip-reading.schema.ts'
import { associate } from './fields/associate.ts'
import { joinWrappedValues } from './fields/blocks.ts'
import { cutLines } from './fields/cut-lines.ts'
import { findAmount } from './fields/find-amount.ts'
import { findOrderNo, findPaidAt, findRemark, findSerial } from './fields/find-details.ts'
import { findParties } from './fields/find-parties.ts'
import { flattenPage } from './fields/flat-page.ts'
import type { TextPage } from './text-line.ts'

/**
 * PURE: the fields of a payment slip from the text that stands on it, by what labels mean and where values stand to them;
 * no layout is known beforehand. A field that the slip does not show is null.
 */
export function extractFields(page: TextPage): SlipReading['fields'] {
  const pieces = joinWrappedValues(cutLines(flattenPage(page)))
  const association = associate(pieces)
  const { amount, words } = findAmount(association, pieces)
  const headline = association.loose.filter((piece) => amount !== null && piece.text === amount.text)
  const { payer, payee } = findParties(association, headline)
  const orderNo = findOrderNo(pieces)
  return {
    amountFen: amount,
    amountInWords: words,
    payerName: payer.name,
    payerAccount: payer.account,
    payerBank: payer.bank,
    payeeName: payee.name,
    payeeAccount: payee.account,
    payeeBank: payee.bank,
    orderNo,
    serialNo: findSerial(association, [payer.account?.value, payee.account?.value]),
    paidAt: findPaidAt(association, pieces),
    remark: findRemark(association, orderNo?.value ?? null),
  }
}
