import { addFen } from '../../core/money.ts'
import type { InvoiceNoticeKind } from './invoice-notices.rules.ts'
import { openFact as open, yuan } from './notice-phrases.ts'
import { type NoticeTemplate, withoutStop } from './notice-text.ts'
import { phrasesEnglish as say } from './phrases.en.ts'

const check = 'Please check title, tax number and amount, and tell us soon if anything is wrong.'

export const invoiceTemplatesEnglish: { readonly [K in InvoiceNoticeKind]: NoticeTemplate<K> } = {
  invoiceIssued: (a) => ({
    title: `Invoice issued: ${a.title} ${yuan(a.amountFen)}`,
    sentence: `The invoice for order ${a.orderNumber} was issued over ${yuan(a.amountFen)}.`,
    facts: [
      ['Title', a.title],
      ['Invoice number', a.invoiceNumber],
      ['Issued on', a.issuedOn],
      ['Total with tax', yuan(a.amountFen)],
      ['Order', a.orderNumber],
    ],
    steps: [...say.filesNote(a.files.length, a.part), check],
  }),
  invoicesIssued: (a) => {
    const total = addFen(...a.requests.map((request) => request.amountFen))
    const fileCount = a.requests.flatMap((request) => request.files).length
    return {
      title: `${a.requests.length} invoices issued: ${a.organisationName} ${yuan(total)}`,
      sentence: `${a.requests.length} invoices were issued over ${yuan(total)} in all.`,
      facts: a.requests.map((request) => [
        `Order ${request.orderNumber}`,
        `${yuan(request.amountFen)}, invoice ${request.invoiceNumber} of ${request.issuedOn}, made out to ${request.title}`,
      ]),
      steps: [say.severalFilesNote(fileCount), check],
    }
  },
  invoiceRejected: (a) => ({
    title: `Invoice request sent back: order ${a.orderNumber}`,
    sentence: `The invoice request for order ${a.orderNumber} was sent back: ${a.reason}`,
    facts: [
      ['Order', a.orderNumber],
      ['Title', a.title],
      ['Amount', yuan(a.amountFen)],
      ['Reason', a.reason],
    ],
    steps: ['Put the billing data right under “Invoices” in the app and submit the request again.'],
  }),
  invoiceApproved: (a) => ({
    title: `Invoice before payment agreed: order ${a.orderNumber}`,
    sentence: `The request for an invoice before payment of order ${a.orderNumber} was agreed to. An invoice over ${yuan(a.amountFen)} will be issued; please pay on time once it has come.`,
    facts: [],
    steps: [],
  }),
  invoiceRedFlushed: (a) => ({
    title: `Invoice cancelled by a red one: ${a.title} ${yuan(a.amountFen)}`,
    sentence: `Invoice ${a.blueNumber} for order ${a.orderNumber} was cancelled by a red invoice, because ${say.redReasons[a.reason]}.`,
    facts: [
      ['Title', a.title],
      ['Cancelled invoice', a.blueNumber],
      ['Red invoice', a.redNumber],
      ['Reason', say.redReasons[a.reason]],
      ['Amount', yuan(a.amountFen)],
      ['Order', a.orderNumber],
    ],
    steps: [
      ...say.redFilesNote(a.files.length),
      'Do not book the cancelled invoice; input tax that was deducted has to be given back as the rules say.',
      say.reissueNote(a.reissue),
    ],
  }),
  paymentReversed: (a) => ({
    title: `Payment corrected: order ${a.orderNumber}`,
    sentence: `The payment of ${yuan(a.amountFen)} that was booked for order ${a.orderNumber} was taken back: ${withoutStop(a.reason)}.`,
    facts: [
      ['Order', a.orderNumber],
      ['Taken back', yuan(a.amountFen)],
      ['Reason', a.reason],
    ],
    steps: [
      'The order is open again. If you have paid it, upload the transfer slip in the order or call the training centre; do not pay twice.',
    ],
  }),
  statementTrouble: (a, revealed) => ({
    title: `Trouble with a bank statement: ${a.fileName}`,
    sentence: `The bank statement “${a.fileName}” needs a look: ${say.statementWhy(a)}.`,
    facts: [['File', a.fileName], ['Finding', say.statementWhy(a)], ...open('Look into it', revealed)],
    steps: [],
    greets: 'finance',
  }),
  invoiceTrouble: (a, revealed) => ({
    title: `Invoice not issued: order ${a.orderNumber}`,
    sentence: `The invoice for order ${a.orderNumber} of ${a.organisationName} could not be issued: ${withoutStop(a.failure)}. Please see to it.`,
    facts: [
      ['Order', a.orderNumber],
      ['Organisation', a.organisationName],
      ['The provider said', a.failure],
      ...open('See to it', revealed),
    ],
    steps: [],
    greets: 'finance',
  }),
}
