import { parseAmountInWords } from '../../core/amount-in-words.ts'
import type { Fen } from '../../core/money.ts'
import { nameContains, nameKey, nameSimilarity } from '../../core/names.ts'
import { checkStatementLine, type ShownMoney, statementLineForOrganisation } from './statement-check.rules.ts'
import { daysBetween, momentOf } from './vouchers.rules.ts'
import type { Check, CheckFinding, CheckVerdict, Effective } from './vouchers.schema.ts'

/** Everything that the checks compare, loaded by check-voucher.ts. */
export type CheckFacts = {
  readonly effective: Effective
  readonly declaredFen: Fen | null
  readonly readAmount: { readonly value: Fen; readonly confidence: 'high' | 'low' } | null
  /** Payers' names that the slips themselves show. */
  readonly readPayers: readonly string[]
  readonly order: {
    readonly id: string
    readonly number: string
    readonly state: string
    readonly outstandingFen: Fen
    readonly createdAt: Date
  }
  /** Our own bank accounts. */
  readonly payees: readonly { readonly name: string; readonly account: string }[]
  readonly payer: {
    readonly name: string
    readonly aliases: readonly { readonly payerName: string; readonly payerAccount: string }[]
    /** Organisations above and below it, that may pay for it. */
    readonly related: readonly string[]
  }
  /** Earlier vouchers with the same file, a picture that looks the same, or the same serial number, amount and day. */
  readonly seen: {
    readonly file: SeenBefore | null
    readonly picture: SeenBefore | null
    readonly comparedPictures: number
    readonly serial: SeenBefore | null
  }
  /** What the imported statements show of this money; null where its sum is not known. */
  readonly statement: ShownMoney | null
  readonly now: Date
}

export type SeenBefore = {
  readonly voucherId: string
  readonly orderNumber: string
  readonly sameOrganisation: boolean
}

/** Older than this, a transfer is asked about: the centre's books of that time are closed. */
const longAgoDays = 180
/** Slips may be dated by the next bank day. */
const futureToleranceDays = 1
/** Above this, a name is the same one read or typed with an error (facts.md, scoring a statement line: containment .85). */
const closeName = 0.85

/** Runs every check of domain.md "Checks on a voucher"; one that has nothing to say about this slip gives no row. */
export function runChecks(facts: CheckFacts): Check[] {
  return [
    checkAmount(facts),
    checkWords(facts),
    checkPayee(facts),
    checkPayer(facts),
    checkOrderNo(facts),
    checkPaidAt(facts),
    checkSeen('fileSeen', facts.seen.file, 'fileNew', 'fileUsedBefore', {}),
    checkSeen('pictureSeen', facts.seen.picture, 'pictureNew', 'pictureUsedBefore', {
      compared: facts.seen.comparedPictures,
    }),
    checkSerial(facts),
    checkStatementLine(facts),
  ].filter((check) => check !== null)
}

function row(
  code: Check['code'],
  verdict: CheckVerdict,
  finding: CheckFinding,
  found: string | null,
  expected: string | null,
  field: string | null,
  details: Check['details'] = {},
): Check {
  return { code, verdict, finding, found, expected, field, details }
}

function checkAmount({ effective, declaredFen, readAmount, order }: CheckFacts): Check {
  const outstanding = String(order.outstandingFen)
  const amount = effective.amountFen
  if (!amount) return row('amount', 'fail', 'amountMissing', null, outstanding, 'amountFen')
  const found = String(amount.value)
  if (order.state !== 'open') {
    return row('amount', 'fail', 'orderTakesNoMoney', found, outstanding, 'amountFen', { state: order.state })
  }
  if (declaredFen !== null && readAmount && readAmount.value !== declaredFen) {
    const verdict = readAmount.confidence === 'high' ? 'fail' : 'warn'
    return row(
      'amount',
      verdict,
      'amountDiffersFromDeclared',
      String(readAmount.value),
      String(declaredFen),
      'amountFen',
      {
        outstandingFen: order.outstandingFen,
      },
    )
  }
  const difference = amount.value - order.outstandingFen
  if (difference < 0) {
    return row('amount', 'fail', 'amountBelow', found, outstanding, 'amountFen', { differenceFen: -difference })
  }
  if (difference > 0) {
    return row('amount', 'warn', 'amountAbove', found, outstanding, 'amountFen', { differenceFen: difference })
  }
  if (!readAmount) return row('amount', 'warn', 'amountNotRead', found, outstanding, 'amountFen')
  if (readAmount.confidence === 'low') return row('amount', 'warn', 'amountUncertain', found, outstanding, 'amountFen')
  return row('amount', 'pass', 'amountAgrees', found, outstanding, 'amountFen')
}

function checkWords({ effective, readAmount }: CheckFacts): Check | null {
  const words = effective.amountInWords
  if (!words) return null
  const fromWords = parseAmountInWords(words.value)?.fen ?? null
  const digits = readAmount ? String(readAmount.value) : null
  if (fromWords === null) return row('amountInWords', 'warn', 'wordsUnreadable', words.value, digits, 'amountInWords')
  if (!readAmount) return null
  return fromWords === readAmount.value
    ? row('amountInWords', 'pass', 'wordsAgree', words.value, digits, 'amountInWords')
    : row('amountInWords', 'fail', 'wordsDiffer', words.value, digits, 'amountInWords', { wordsFen: fromWords })
}

function checkPayee({ effective, payees }: CheckFacts): Check {
  const ours = payees.map((payee) => payee.account).join(' ')
  const { payeeAccount, payeeName } = effective
  if (payeeAccount) {
    const match = payees.some((payee) => sameAccount(payeeAccount.value, payee.account))
    return match
      ? row('payeeAccount', 'pass', 'payeeIsOurs', payeeAccount.value, ours, 'payeeAccount')
      : row('payeeAccount', 'fail', 'payeeIsOther', payeeAccount.value, ours, 'payeeAccount')
  }
  if (payeeName) {
    const names = payees.map((payee) => payee.name)
    const match = names.some((name) => nameKey(name) === nameKey(payeeName.value))
    return match
      ? row('payeeAccount', 'pass', 'payeeNameOnly', payeeName.value, names.join(' '), 'payeeName')
      : row('payeeAccount', 'fail', 'payeeIsOther', payeeName.value, names.join(' '), 'payeeName')
  }
  return row('payeeAccount', 'warn', 'payeeNotShown', null, ours, 'payeeAccount')
}

/** Same digits, where stars (any number of them) stand for what a slip hides; a bare tail of four digits counts. */
export function sameAccount(shown: string, whole: string): boolean {
  const account = whole.replace(/\D/g, '')
  const parts = shown
    .normalize('NFKC')
    .replace(/[\s-]/g, '')
    .split(/[*＊xX•·]+/)
    .map((part) => part.replace(/\D/g, ''))
  const [head = '', ...rest] = parts
  const tail = rest.at(-1)
  if (tail === undefined) return head === account || (head.length === 4 && account.endsWith(head))
  return head.length + tail.length >= 4 && account.startsWith(head) && account.endsWith(tail)
}

function checkPayer({ effective, readPayers, payer }: CheckFacts): Check {
  const name = effective.payerName?.value
  if (!name) return row('payerName', 'warn', 'payerMissing', null, payer.name, 'payerName')
  const say = (verdict: CheckVerdict, finding: CheckFinding) =>
    row('payerName', verdict, finding, name, payer.name, 'payerName')
  const key = nameKey(name)
  // Nobody but the uploader says so: right or not, the slip does not show it.
  const added = effective.payerName?.source === 'typed' && !readPayers.some((read) => isNear(name, read))
  const agrees = (finding: CheckFinding) => (added ? say('warn', 'payerAdded') : say('pass', finding))
  if (key === nameKey(payer.name)) return agrees('payerIsOrganisation')
  if (payer.aliases.some((alias) => alias.payerName && nameKey(alias.payerName) === key)) return agrees('payerIsAlias')
  if (payer.related.some((related) => nameKey(related) === key)) return say('warn', 'payerIsRelated')
  if (isNear(name, payer.name)) return say('warn', 'payerIsClose')
  // Two to four characters without a legal form are a person's name: somebody paid from their own card.
  if (/^\p{Script=Han}{2,4}$/u.test(name.replace(/[\s·]/g, ''))) return say('warn', 'payerIsPerson')
  return say('fail', 'payerIsOther')
}

/** A name that was cut off, belongs to a branch, or was read or typed with an error. */
function isNear(a: string, b: string): boolean {
  return nameKey(a) === nameKey(b) || nameContains(a, b) || nameSimilarity(a, b) >= closeName
}

function checkOrderNo({ effective, order }: CheckFacts): Check {
  const found = effective.orderNo
  if (!found) {
    const inRemark = effective.remark?.value.toUpperCase().replace(/\s/g, '').includes(order.number)
    if (inRemark) return row('orderNo', 'pass', 'orderNoFound', order.number, order.number, 'remark')
    return row('orderNo', 'warn', 'orderNoMissing', null, order.number, 'orderNo')
  }
  if (found.value === order.number) return row('orderNo', 'pass', 'orderNoFound', found.value, order.number, 'orderNo')
  // A doubtful reading of another number is more likely our own one misread.
  const verdict = found.confidence === 'high' ? 'fail' : 'warn'
  return row('orderNo', verdict, 'orderNoOther', found.value, order.number, 'orderNo')
}

function checkPaidAt({ effective, order, now }: CheckFacts): Check {
  const found = effective.paidAt
  const created = order.createdAt.toISOString()
  if (!found) return row('paidAt', 'warn', 'paidAtMissing', null, created, 'paidAt')
  const moment = momentOf(found.value)
  const afterOrder = daysBetween(order.createdAt, moment)
  const ago = daysBetween(moment, now)
  const details = { daysAfterOrder: afterOrder, daysAgo: ago }
  if (ago < -futureToleranceDays)
    return row('paidAt', 'fail', 'paidInFuture', found.value, now.toISOString(), 'paidAt', details)
  if (ago > longAgoDays) return row('paidAt', 'warn', 'paidLongAgo', found.value, created, 'paidAt', details)
  if (afterOrder < 0) return row('paidAt', 'warn', 'paidBeforeOrder', found.value, created, 'paidAt', details)
  return row('paidAt', 'pass', 'paidAtPlausible', found.value, created, 'paidAt', details)
}

function checkSeen(
  code: 'fileSeen' | 'pictureSeen' | 'serialSeen',
  seen: SeenBefore | null,
  fresh: CheckFinding,
  used: CheckFinding,
  details: Check['details'],
): Check {
  if (!seen) return row(code, 'pass', fresh, null, null, null, details)
  return row(code, 'fail', used, null, null, null, {
    ...details,
    voucherId: seen.voucherId,
    orderNumber: seen.orderNumber,
    sameOrganisation: seen.sameOrganisation,
  })
}

function checkSerial(facts: CheckFacts): Check {
  const serial = facts.effective.serialNo
  if (!serial) return row('serialSeen', 'pass', 'serialMissing', null, null, 'serialNo')
  const check = checkSeen('serialSeen', facts.seen.serial, 'serialNew', 'serialUsedBefore', {})
  return { ...check, found: serial.value, field: 'serialNo' }
}

/**
 * What the organisation may know of a check: that a slip was used before, but not by whom when it was somebody else's.
 * The other voucher's id is the desk's in any case.
 */
export function forOrganisation(check: Check): Check {
  if (check.code === 'statementLine') return statementLineForOrganisation(check)
  const { voucherId: _staffOnly, orderNumber, ...rest } = check.details
  return { ...check, details: rest['sameOrganisation'] === true && orderNumber ? { ...rest, orderNumber } : rest }
}
