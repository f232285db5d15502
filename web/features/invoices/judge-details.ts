import { normaliseCode, normaliseMobile } from '../../../server/core/ids.ts'
import type { InvoiceDetails } from '../../../server/features/invoices/invoices.schema.ts'
import { isMailAddress } from '../accounts/mail-address.ts'

export type DetailsField = keyof InvoiceDetails

/** One line: no control characters, as `lineSchema` has it. */
const isLine = (text: string, most: number) => text.trim().length <= most && !/\p{Cc}/u.test(text.trim())

/**
 * Which fields of an invoice's details the server would refuse, judged while they are typed. The same rules as
 * `invoiceDetailsSchema`, without its library, which a phone would have to load first; tests/web compares the two.
 */
export function judgeDetails(values: InvoiceDetails): Set<DetailsField> {
  const wrong = new Set<DetailsField>()
  const check = (field: DetailsField, right: boolean) => right || wrong.add(field)
  check('title', isLine(values.title, 100) && values.title.trim().length >= 2)
  check('taxNumber', values.taxNumber.length <= 60 && /^[0-9A-Z]{15,20}$/.test(normaliseCode(values.taxNumber)))
  check('registeredAddress', isLine(values.registeredAddress, 100))
  check(
    'registeredTelephone',
    isLine(values.registeredTelephone, 30) && /^[0-9+()（） 转#-]*$/.test(values.registeredTelephone.trim()),
  )
  check('bank', isLine(values.bank, 100))
  const account = values.bankAccount.normalize('NFKC').replace(/[\s-]/g, '')
  check('bankAccount', values.bankAccount.length <= 60 && /^(?:[0-9A-Z]{6,32})?$/.test(account))
  check('email', isMailAddress(values.email))
  check(
    'mobile',
    values.mobile.trim() === '' || (values.mobile.length <= 40 && normaliseMobile(values.mobile) !== null),
  )
  check('remark', isLine(values.remark, 200))
  if (values.kind === 'special') {
    check('registeredAddress', values.registeredAddress.trim() !== '')
    check('registeredTelephone', values.registeredTelephone.trim() !== '')
    check('bank', values.bank.trim() !== '')
    check('bankAccount', account !== '')
  }
  return wrong
}
