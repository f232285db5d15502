import { type LabelGroup, words } from './label-words.ts'

/** PURE: English label words, as bilingual slips and English interfaces carry them; blanks and apostrophes left out. */
export const englishLabels: readonly LabelGroup[] = [
  [
    'name',
    'payer',
    0,
    words(`
      payer payername payersname remitter remittername remittersname nameofpayer sender sendername fromname
      orderingcustomer debitaccountname applicant applicantname payerfullname
    `),
  ],
  [
    'account',
    'payer',
    0,
    words(`
      payeraccount payeraccountno payeracno payersaccount payersaccountno payersacno fromaccount
      debitaccount debitaccountno remitteraccount remitteraccountno debitacno payeraccountnumber
      senderaccount debitaccountnumber
    `),
  ],
  [
    'bank',
    'payer',
    0,
    words(`
      payerbank payersbank remittingbank payerbankname payersbankname orderingbank
    `),
  ],
  [
    'name',
    'payee',
    0,
    words(`
      payee payeename payeesname beneficiary beneficiaryname beneficiarysname recipient recipientname toname
      creditaccountname merchant merchantname nameofpayee receiver receivername payeefullname
    `),
  ],
  [
    'account',
    'payee',
    0,
    words(`
      payeeaccount payeeaccountno payeeacno payeesaccount payeesaccountno payeesacno toaccount creditaccount
      creditaccountno beneficiaryaccount beneficiaryaccountno beneficiaryacno beneficiarysacno creditacno
      payeeaccountnumber beneficiaryaccountnumber recipientaccount recipientaccountnumber receiveraccount
      creditaccountnumber
    `),
  ],
  [
    'bank',
    'payee',
    0,
    words(`
      payeebank payeesbank beneficiarybank beneficiarysbank beneficiarysbankname payeebankname receivingbank
      beneficiarybankname recipientbank
    `),
  ],
  [
    'name',
    null,
    0,
    words(`
      accountname fullname acname name
    `),
  ],
  [
    'account',
    null,
    0,
    words(`
      accountno accountnumber acno cardno cardnumber
    `),
  ],
  [
    'bank',
    null,
    0,
    words(`
      bank bankname openingbank bankofdeposit depositbank accountbank
    `),
  ],
  [
    'party',
    'payer',
    0,
    words(`
      from payerinformation payerdetails senderdetails remitterinformation
    `),
  ],
  [
    'party',
    'payee',
    0,
    words(`
      to payeeinformation payeedetails beneficiarydetails recipientdetails beneficiaryinformation
    `),
  ],
  [
    'amount',
    null,
    1,
    words(`
      amountpaid paymentamount transferamount transactionamount amountinfigures remittanceamount
      actualpayment actualamount paidamount amountinnumbers amounttransferred amountinfigure
    `),
  ],
  [
    'amount',
    null,
    2,
    words(`
      amount amountrmb amountcny
    `),
  ],
  [
    'amount',
    null,
    3,
    words(`
      total totalamount orderamount subtotal grandtotal
    `),
  ],
  [
    'amountInWords',
    null,
    0,
    words(`
      amountinwords amountinchinese inwords amountinword
    `),
  ],
  [
    'orderNo',
    null,
    0,
    words(`
      orderno ordernumber merchantorderno orderid merchantordernumber invoiceno
    `),
  ],
  [
    'serial',
    null,
    0,
    words(`
      serialno serialnumber transactionno transactionid referenceno referencenumber
      transactionreferencenumber transactionreference transactionserialno transactionnumber reference refno
      transactionserialnumber tracenumber bankreference ourreference
    `),
  ],
  [
    'serial',
    null,
    1,
    words(`
      receiptno voucherno receiptnumber vouchernumber vouchernumberofdocument billno documentno
    `),
  ],
  [
    'paidAt',
    null,
    0,
    words(`
      transactiondate transactiontime paymentdate paymenttime transferdate transfertime paidat tradingdate
      transactiondatetime datetime dateandtime executiondate
    `),
  ],
  [
    'paidAt',
    null,
    1,
    words(`
      date time bookingdate valuedate postingdate submissiontime accountingdate bookdate submittedat
    `),
  ],
  [
    'remark',
    null,
    0,
    words(`
      purpose postscript message paymentdetails paymentpurpose notes note memo detailsofpayment usage
      purposeofpayment paymentreference remittanceinformation purposeusage
    `),
  ],
  [
    'remark',
    null,
    1,
    words(`
      product description productname productdescription goods item
    `),
  ],
  [
    'remark',
    null,
    2,
    words(`
      remark remarks comment comments
    `),
  ],
  [
    'remark',
    null,
    3,
    words(`
      summary abstract digest
    `),
  ],
  [
    'other',
    null,
    0,
    words(`
      fee fees charge charges servicecharge servicefee handlingfee transactionfee transferfee balance
      accountbalance availablebalance discount coupon refund tax currency status type channel paymentmethod
      method transactiontype transactionchannel businesstype printtime printdate printedat printingtime
      printingdate teller branch tellerno verificationcode swiftcode swift phone mobile address arrival
      arrivaltime expectedarrival estimatedarrival merchantid terminalid monthlytotal dailylimit
      transactiontypes hotline vouchertype customerno accounttype price unitprice quantity batchno page
    `),
  ],
]
