import { type Fen, formatFen } from '../../core/money.ts'
import { type NoticeTemplates, rejectReasonOf } from './notice-text.ts'

const yuan = (amount: Fen) => `¥${formatFen(amount)}`

/** Why a voucher was rejected, by the codes of vouchers.schema.ts. */
export const rejectReasonsEnglish: Readonly<Record<string, string>> = {
  amountTooLow: 'the slip shows less than the amount due',
  unclear: 'the picture is unclear: amount, payer or order number cannot be made out',
  notASlip: 'what was uploaded is not a bank transfer slip',
  wrongPayee: 'the payee or the receiving account is not ours',
  wrongOrder: 'the slip belongs to another order',
  usedBefore: 'this slip has been used already',
  payerUnknown: 'the payer is not your organisation, and nothing says that they paid for you',
  other: 'another reason',
}

export const templatesEnglish: NoticeTemplates = {
  greeting: (organisationName) => `Dear ${organisationName},`,
  closing: (centre) => [
    ...(centre.telephone ? [`Questions? Call ${centre.telephone}.`] : []),
    `${centre.name}`,
    'This message was sent automatically; replies are not read.',
  ],
  kinds: {
    voucherApproved: (a) => ({
      title: `Payment confirmed: order ${a.orderNumber}`,
      sentence: `The transfer slip for order ${a.orderNumber} was approved; ${yuan(a.amountFen)} received.`,
      facts: [
        ['Order', a.orderNumber],
        ['Received', yuan(a.amountFen)],
        ...(a.creditFen > 0 ? [['Moved to your credit', yuan(a.creditFen)] as const] : []),
        ...(a.outstandingFen > 0 ? [['Still due', yuan(a.outstandingFen)] as const] : []),
      ],
      steps: [
        ...(a.outstandingFen > 0
          ? [`The order still lacks ${yuan(a.outstandingFen)}; please pay the rest before its deadline.`]
          : []),
        ...(a.creditFen > 0
          ? [
              `The ${yuan(a.creditFen)} paid over the amount is kept as your organisation's credit, for another order or a refund.`,
            ]
          : []),
        'The invoice will be sent to your billing address as soon as it is issued.',
      ],
    }),
    voucherRejected: (a) => {
      const reason = rejectReasonOf(rejectReasonsEnglish, a.reasonCode, a.reasonNote, '; ')
      return {
        title: `Transfer slip sent back: order ${a.orderNumber}`,
        sentence: `The transfer slip for order ${a.orderNumber} was sent back: ${reason}.`,
        facts: [
          ['Order', a.orderNumber],
          ...(a.amountFen === null ? [] : [['Amount on the slip', yuan(a.amountFen)] as const]),
          ['Reason', reason],
        ],
        steps: [
          'Open the slip in the app, put right what the reason says or take a new picture, and submit it again. What you filled in is still there.',
        ],
      }
    },
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
      steps: [
        a.files.length > 0
          ? `The invoice is attached (${a.files.length === 1 ? 'one file' : `${a.files.length} files`}); you can also download it in the app.`
          : 'The invoice itself does not come by mail; please ask the training centre for it.',
        'Please check title, tax number and amount, and tell us soon if anything is wrong.',
      ],
    }),
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
  },
}
