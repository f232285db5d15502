import type { Association, Pair } from './associate.ts'
import { type Found, found } from './evidence.ts'
import { findMoneyIn } from './money.ts'
import { lineHeight, type Piece } from './pieces.ts'
import { type Side, settleParties } from './settle-parties.ts'
import { bankIn, findAccount, findMoment, isOrganisationName, looksLikeBank, nameIn, plain } from './values.ts'

export interface FoundParty {
  name: Found<string> | null
  account: Found<string> | null
  bank: Found<string> | null
}

/** PURE: who paid and who was paid. */
export function findParties(association: Association, amountPiece: readonly Piece[]): Record<Side, FoundParty> {
  const sides = settleParties(association.pairs, association.headings, isIncoming(association))
  const payer = partyOf('payer', sides)
  const payee = partyOf('payee', sides)
  for (const [pair, side] of sides) takeSecondLine(side === 'payer' ? payer : payee, pair, association)
  payee.name ??= payeeInSentence(association) ?? payeeAbove(association, amountPiece)
  if (!payer.account) {
    const means = association.pairs.find((pair) =>
      /(?:付款|支付|扣款|缴费)(?:方式|渠道|工具)|payment ?method/i.test(plain(pair.label.text)),
    )
    const account = means && findAccount(means.value.text)
    if (means && account?.tailOnly) {
      payer.account = found(account.account, means.value)
      payer.bank ??= account.before === '' ? null : found(account.before, means.value)
    }
  }
  return { payer, payee }
}

/** A slip of money that came in, where 对方 is the payer. */
function isIncoming(association: Association): boolean {
  return association.pairs.some(
    ({ label, value }) =>
      (/借贷|收支|资金方向/.test(label.text) && /^(?:贷|收入|转入|入账|来账)/.test(plain(value.text))) ||
      (/业务类型|交易类型/.test(label.text) && /转入|来账/.test(value.text)),
  )
}

function partyOf(side: Side, sides: ReadonlyMap<Pair, Side>): FoundParty {
  const mine = [...sides].filter(([, of]) => of === side).map(([pair]) => pair)
  const party: FoundParty = { name: null, account: null, bank: null }
  // The most explicit label first: 付款人名称 before 付款人 before 付款账户.
  const order = ['name', 'party', 'account', 'bank', 'accountOrName']
  const sorted = [...mine].sort(
    (a, b) =>
      order.indexOf(a.meaning.attribute) - order.indexOf(b.meaning.attribute) || a.meaning.rank - b.meaning.rank,
  )
  for (const { meaning, value } of sorted) {
    switch (meaning.attribute) {
      case 'name':
        party.name ??= nameField(value)
        break
      case 'party':
        takeParty(party, value)
        break
      case 'account':
        party.account ??= accountField(value)
        break
      case 'bank':
        party.bank ??= bankField(value)
        break
      case 'accountOrName':
        takeAccountOrName(party, value)
        break
      default:
    }
  }
  return party
}

/** 付款人: a name, perhaps with the account after it or in brackets. */
function takeParty(party: FoundParty, value: Piece): void {
  const account = findAccount(value.text)
  if (account && account.before !== '') {
    const name = nameIn(account.before.replace(/[([（【]$/, ''))
    if (name && looksLikeBank(name)) party.bank ??= found(name, value)
    else if (name) party.name ??= found(name, value)
    party.account ??= found(account.account, value, !account.doubtful)
    return
  }
  if (account) party.account ??= found(account.account, value, !account.doubtful)
  else party.name ??= nameField(value)
}

/** Under a party's name its account or bank, without a label: 江苏银行(2757). */
function takeSecondLine(party: FoundParty, { meaning, value }: Pair, association: Association): void {
  if (meaning.attribute !== 'party' && meaning.attribute !== 'name') return
  if (party.name === null || party.name.text !== value.text) return
  const height = lineHeight(value)
  const under = association.loose
    .filter((piece) => piece.middle > value.lastMiddle && piece.firstMiddle - value.lastMiddle < 2 * height)
    .filter((piece) => Math.abs(piece.left - value.left) < height || Math.abs(piece.right - value.right) < height)
    .sort((a, b) => a.middle - b.middle)[0]
  if (!under || !(findAccount(under.text) || looksLikeBank(under.text)) || findMoment(under.text)) return
  if (findMoneyIn(under.text).some((money) => money.hasCurrency)) return
  takeAccountOrName(party, under)
}

function takeAccountOrName(party: FoundParty, value: Piece): void {
  const account = findAccount(value.text)
  if (account) {
    party.account ??= found(account.account, value, !account.doubtful)
    const before = nameIn(account.before.replace(/[([（【]$/, ''))
    if (before && looksLikeBank(account.before)) party.bank ??= found(before, value)
    else if (before) party.name ??= found(before, value)
    return
  }
  if (looksLikeBank(value.text)) party.bank ??= bankField(value)
  else party.name ??= nameField(value)
}

function nameField(value: Piece): Found<string> | null {
  const account = findAccount(value.text)
  const name = nameIn(account && account.before !== '' ? account.before.replace(/[([（【]$/, '') : value.text)
  return name ? found(name, value, [...name].length <= 45) : null
}

function accountField(value: Piece): Found<string> | null {
  const account = findAccount(value.text)
  if (account) return found(account.account, value, !account.doubtful)
  const digits = /^[*\d]{4,7}$/.exec(plain(value.text))?.[0]
  // Four digits and no more: the end of a number, or its beginning when the rest was not seen.
  return digits ? found(digits, value, false) : null
}

function bankField(value: Piece): Found<string> | null {
  const bank = bankIn(value.text) ?? nameIn(value.text)
  return bank ? found(bank, value) : null
}

/** 向江苏建科建筑技术培训中心转账 and what payment apps write over a payment. */
function payeeInSentence(association: Association): Found<string> | null {
  for (const piece of association.loose) {
    const match =
      /(?:已?向|转给|付款给|转账给|支付给|已付给)(.{2,40}?)(?:[([（]\d{4}[)）\]])?(?:成功)?(?:转账|付款|汇款|转出|支付|$)/.exec(
        plain(piece.text),
      ) ?? /^(?:转账|扫二维码付款|二维码收款|扫码付款)[-—]?给(.{2,40})$/.exec(plain(piece.text))
    const name = match?.[1] ? nameIn(match[1]) : null
    if (name) return found(name, piece, false)
  }
  return null
}

/** Payment apps show the payee over the amount without a label. */
function payeeAbove(association: Association, amount: readonly Piece[]): Found<string> | null {
  const [headline] = amount
  if (!headline || headline.owner) return null
  const above = association.loose
    .filter((piece) => piece.middle < headline.middle && headline.middle - piece.lastMiddle < 6 * lineHeight(headline))
    .filter((piece) => !findMoment(piece.text) && !findAccount(piece.text))
    .sort((a, b) => b.middle - a.middle)
  for (const piece of above) {
    const name = nameIn(piece.text)
    if (name && isOrganisationName(name) && !looksLikeBank(name)) return found(name, piece, false)
  }
  return null
}
