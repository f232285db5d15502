import { type NoticePhrases, yuan } from './notice-phrases.ts'
import { rejectReasonOf, withoutStop } from './notice-text.ts'

const rejectReasons: NoticePhrases['rejectReasons'] = {
  amountTooLow: 'the slip shows less than the amount due',
  unclear: 'the picture is unclear: amount, payer or order number cannot be made out',
  notASlip: 'what was uploaded is not a bank transfer slip',
  wrongPayee: 'the payee or the receiving account is not ours',
  wrongOrder: 'the slip belongs to another order',
  usedBefore: 'this slip has been used already',
  payerUnknown: 'the payer is not your organisation, and nothing says that they paid for you',
  other: 'another reason',
}

const files = (count: number) => (count === 1 ? 'one file' : `${count} files`)
const notByMail = 'The invoice itself does not come by mail; please ask the training centre for it.'

export const phrasesEnglish: NoticePhrases = {
  people: (count) => (count === 1 ? '1 person' : `${count} people`),
  someOf: (a) =>
    a.count > a.names.length ? `${a.names.join(', ')} and ${a.count - a.names.length} more` : a.names.join(', '),
  list: (parts) => parts.join(', '),
  cardOperations: { recharge: 'Recharge', takeBack: 'Take-back', open: 'Opening of a course' },
  cardOutcome: (code) => (code === null ? 'is done' : 'was not done'),
  cardNext: (code) =>
    code === null ? 'Open it to see each amount.' : 'Nothing was booked. Open it to see why, then do it again.',
  rejectReasons,
  reason: (a) => rejectReasonOf(rejectReasons, a.reasonCode, a.reasonNote, '; '),
  balance: (a) => [
    ...(a.outstandingFen > 0
      ? [`The order still lacks ${yuan(a.outstandingFen)}; please pay the rest before its deadline.`]
      : []),
    ...(a.creditFen > 0
      ? [
          `The ${yuan(a.creditFen)} paid over the amount is kept as your organisation's credit, for another order or a refund.`,
        ]
      : []),
  ],
  whose: (organisationName) => (organisationName === '' ? 'Your account' : `The account of ${organisationName}`),
  dueState: (overdue) => (overdue ? 'overdue' : 'due soon'),
  feeNote: (fee) => (fee > 0 ? `${yuan(fee)} is due, please make an order and pay` : 'nothing is to be paid'),
  methods: {
    transfer: 'bank transfer',
    card: 'bank card',
    netbank: 'online banking',
    alipay: 'Alipay',
    wechat: 'WeChat Pay',
    credit: 'credit',
  },
  providers: { unionpay: 'UnionPay', alipay: 'Alipay', wechat: 'WeChat Pay', sandbox: 'the sandbox bank' },
  paymentResult(a) {
    switch (a.outcome) {
      case 'exact':
        return 'it is paid'
      case 'under':
        return `${yuan(a.outstandingFen)} is still due, please pay the rest before the deadline`
      case 'over':
        return `it is paid, and the ${yuan(a.creditFen)} over the amount is kept as your organisation's credit`
      case 'late':
        return "the order had been closed, so the money is kept as your organisation's credit"
      case 'double':
        return "the order had been paid already, so this second payment is kept as your organisation's credit"
    }
  },
  creditNote: (credit) => (credit > 0 ? ['Credit can pay another order, or be refunded.'] : []),
  refundOutcome: (approved) => (approved ? 'approved' : 'refused'),
  refundDecision: (a) =>
    a.approved ? 'is approved and under way' : `was refused${a.note ? `: ${withoutStop(a.note)}` : ''}`,
  refundNext: (approved) =>
    approved
      ? 'You will be told when it is done.'
      : 'Questions? Call the training centre; after putting it right you can ask again.',
  refundWays: {
    source: 'went back to the account that it was paid from',
    transfer: 'went back by bank transfer',
    credit: "was added to your organisation's credit",
    order: "was moved to another order of your organisation's",
  },
  refundWayNote: (way) => (way === 'source' ? ['Banks usually take 1 to 7 working days to show it.'] : []),
  filesNote: (count, part) => [
    count > 0 ? `The invoice is attached (${files(count)}); you can also download it in the app.` : notByMail,
    ...(part ? [`The files are too large for one message; this is message ${part.number} of ${part.of}.`] : []),
  ],
  severalFilesNote: (count) =>
    count > 0 ? `The invoices are attached (${files(count)}); you can also download them in the app.` : notByMail,
  redReasons: {
    wrong: 'it was issued wrongly',
    returned: 'what was sold was returned',
    serviceEnded: 'the service was ended',
    allowance: 'an allowance was granted',
  },
  redFilesNote: (count) => (count > 0 ? [`The red invoice is attached (${files(count)}).`] : []),
  reissueNote: (reissue) =>
    reissue
      ? 'A new invoice takes its place and will be sent when it is issued.'
      : 'No new invoice takes its place. If you need one, call the training centre.',
  statementWhy: ({ why, count }) => {
    const some = (one: string, several: string) => (count === 1 ? `one ${one}` : `${count ?? 'some'} ${several}`)
    switch (why) {
      case 'gaps':
        return `its balance does not add up in ${some('place', 'places')}, so lines may be missing`
      case 'rowsLeftOut':
        return `${some('row', 'rows')} could not be read and ${count === 1 ? 'was' : 'were'} left out`
      case 'reversedMatched':
        return `the bank took back ${some('payment', 'payments')} that ${count === 1 ? 'was' : 'were'} matched to an order already`
      case 'refused':
        return 'it was not imported'
    }
  },
}
