import { nameKey } from '../../server/core/names.ts'
import { type Draft, type DraftOrder, dateAt, type Unit } from './simulated-month.ts'
import { asBanksWrite, type Chance, namesake, personName } from './simulated-names.ts'
import { remarkWith, silentRemark, type Writing, writeNumber } from './simulated-remarks.ts'

/** Shares of the payment lines of real statements' noise, and what months have besides. */
const kinds: readonly (readonly [kind: Kind, share: number])[] = [
  ['number', 0.415],
  ['name', 0.15],
  ['confused', 0.055],
  ['lower', 0.045],
  ['spaced', 0.04],
  ['mixed', 0.03],
  ['typo', 0.012],
  ['twoOrders', 0.028],
  ['twoSilent', 0.028],
  ['person', 0.028],
  ['part', 0.015],
  ['over', 0.01],
  ['double', 0.01],
  ['alias', 0.02],
  ['bankName', 0.02],
  ['strangerPays', 0.01],
  ['together', 0.006],
  ['wrongNumber', 0.002],
]
type Kind =
  | Writing
  | 'name'
  | 'twoOrders'
  | 'twoSilent'
  | 'parent'
  | 'parentSilent'
  | 'person'
  | 'part'
  | 'over'
  | 'double'
  | 'alias'
  | 'bankName'
  | 'strangerPays'
  | 'together'
  | 'wrongNumber'

type Payer = { readonly name: string; readonly account: string }

/** Writes the lines (and now and then the slip before them) that pay an order, and the other order that goes with it. */
export function payOrder(draft: Draft, unit: Unit, order: DraftOrder): void {
  const { chance } = draft
  // Who has a group above them mostly leaves paying to it.
  const kind = unit.group && chance.yes(0.9) ? chance.of(['parent', 'parentSilent'] as const) : pickKind(chance)
  const self: Payer = { name: unit.name, account: unit.account }
  const day = payDay(chance, order)
  const quoted = (writing: Writing = 'number') => remarkWith(chance, writeNumber(chance, order.number, writing))
  const whole = [{ orderId: order.id, amountFen: order.amountFen }]
  const say = (payer: Payer, remark: string, pays = whole, creditFen = 0, onDay = day) =>
    addLine(draft, kind, payer, remark, pays, creditFen, onDay)
  switch (kind) {
    case 'number':
    case 'lower':
    case 'mixed':
    case 'spaced':
    case 'confused':
    case 'typo':
      say(self, quoted(kind))
      break
    case 'name':
      say(self, silentRemark(chance))
      break
    case 'bankName':
      say({ ...self, name: asBanksWrite(chance, unit.name) }, chance.yes(0.5) ? silentRemark(chance) : quoted())
      break
    case 'alias': {
      const payer = aliasOf(draft, unit)
      say(payer, chance.yes(0.5) ? silentRemark(chance) : quoted())
      break
    }
    case 'strangerPays':
      say({ name: draft.newName(), account: chance.digits(17) }, quoted())
      break
    case 'wrongNumber': {
      const other = chance.of(draft.orders)
      say(self, remarkWith(chance, other.number))
      break
    }
    case 'twoOrders':
    case 'twoSilent': {
      const other = draft.another(order)
      if (!other) {
        say(self, quoted())
        return
      }
      const [a, b] = [order.number, other.number]
      const remark =
        kind === 'twoSilent'
          ? chance.of(['两期培训费', '两期培训费', '两笔培训费', '培训费', ''])
          : chance.of([
              `培训费${a}、${b}`,
              `${a},${b}`,
              `${a} ${b.slice(4)}两笔`,
              `${a}${b}`,
              `付${a}及${b.toLowerCase()}`,
            ])
      say(self, remark, [...whole, { orderId: other.id, amountFen: other.amountFen }])
      return
    }
    case 'parent':
    case 'parentSilent': {
      const parent = unit.group ?? self
      const child = unit.name
      const spoken = chance.of([`代${child}付培训费`, `代付${child} ${order.number}`, `代付${child}培训费`])
      say(parent, kind === 'parent' ? spoken : silentRemark(chance))
      break
    }
    case 'person': {
      const name = order.peopleNames?.[0] ?? personName(chance)
      const payer = { name: chance.yes(0.5) ? name : personName(chance), account: `62${chance.digits(15)}` }
      say(payer, payer.name === name && chance.yes(0.3) ? quoted() : `${unit.name}培训费`)
      break
    }
    case 'part': {
      const first = Math.round(order.amountFen * chance.of([0.5, 0.3, 0.4]))
      const rest = order.amountFen - first
      say(self, `${quoted()}首付`, [{ orderId: order.id, amountFen: first }])
      say(
        self,
        chance.yes(0.6) ? `${quoted()}尾款` : '培训费尾款',
        [{ orderId: order.id, amountFen: rest }],
        0,
        day + 2,
      )
      return
    }
    case 'over':
      say(self, quoted(), whole, chance.of([10_000, 20_000, 5_000, 100, 120_000]))
      break
    case 'double':
      say(self, quoted())
      addLine(draft, 'doubleAgain', self, quoted(), [], order.amountFen, day + 1 + chance.below(5), order.id)
      return
    case 'together': {
      const first = Math.round(order.amountFen * 0.35)
      say(self, silentRemark(chance), [{ orderId: order.id, amountFen: first }])
      say(self, silentRemark(chance), [{ orderId: order.id, amountFen: order.amountFen - first }], 0, day + 1)
      return
    }
  }
  const line = draft.lines.at(-1)
  if (line && kind !== 'over' && kind !== 'wrongNumber') handInSlip(draft, order, line, day)
}

function pickKind(chance: Chance): Kind {
  const total = kinds.reduce((sum, [, share]) => sum + share, 0)
  let at = chance.next() * total
  for (const [kind, share] of kinds) {
    at -= share
    if (at < 0) return kind
  }
  return 'number'
}

function payDay(chance: Chance, order: DraftOrder): number {
  return Math.max(0, order.madeOnDay) + Math.min(chance.below(12), chance.below(12))
}

function addLine(
  draft: Draft,
  kind: string,
  payer: Payer,
  remark: string,
  pays: readonly { orderId: string; amountFen: number }[],
  creditFen: number,
  day: number,
  creditOrderId: string | null = null,
): void {
  const { chance } = draft
  const amountFen = pays.reduce((sum, pay) => sum + pay.amountFen, 0) + creditFen
  const id = `line-${chance.digits(6)}-${draft.lines.length}`
  const two = (limit: number) => String(chance.below(limit)).padStart(2, '0')
  draft.lines.push({
    id,
    date: dateAt(day),
    time: chance.yes(0.9) ? `${two(24)}:${two(60)}:${two(60)}` : null,
    amountFen,
    leftFen: amountFen,
    counterpartyName: payer.name,
    counterpartyAccount: payer.account,
    remark,
    payeeAccountId: 'main',
  })
  draft.truth.push({ lineId: id, kind, pays, creditFen, creditOrderId: creditOrderId ?? pays[0]?.orderId ?? null })
}

/** A payer that staff confirmed before, by name or by account. */
function aliasOf({ chance, newName }: Draft, unit: Unit): Payer {
  const payer = { name: chance.yes(0.5) ? personName(chance) : newName(), account: `62${chance.digits(15)}` }
  const byName = chance.yes(0.5)
  unit.aliases.push({
    payerNameKey: byName ? nameKey(payer.name) : '',
    payerAccount: byName ? '' : payer.account,
    confirmed: true,
  })
  return payer
}

/** Four of ten hand the slip in first; half of these were approved already when the statement comes. */
function handInSlip(draft: Draft, order: DraftOrder, line: Draft['lines'][number], day: number): void {
  const { chance } = draft
  if (!chance.yes(0.4) || order.state === 'expired') return
  const masked = chance.yes(0.5)
  // Now and then it is handed in for another order, while the line quotes the right one.
  const other = chance.yes(0.02) && line.remark.includes(order.number) ? draft.another(order) : null
  if (other && other.amountFen >= order.amountFen) {
    const { counterpartyName: payerName, counterpartyAccount: payerAccount, amountFen } = line
    const slip = { id: `slip-${order.id}`, orderId: other.id, amountFen, payerName, payerAccount }
    draft.vouchers.push({ ...slip, paidOn: dateAt(day), remark: null })
    return
  }
  const account = line.counterpartyAccount
  const slip = {
    id: `slip-${chance.digits(6)}-${order.id}`,
    orderId: order.id,
    amountFen: order.amountFen,
    payerName: chance.yes(0.9) ? line.counterpartyName.trim() : null,
    payerAccount: chance.yes(0.3) ? null : masked ? `${account.slice(0, 4)}****${account.slice(-4)}` : account,
  }
  const shown = chance.yes(0.9) ? dateAt(day - (chance.yes(0.15) ? 1 : 0)) : null
  if (chance.yes(0.5)) {
    draft.payments.push({ ...slip, leftFen: order.amountFen, movedOn: shown, serial: null })
    order.outstandingFen = 0
    order.state = 'paid'
  } else draft.vouchers.push({ ...slip, paidOn: shown, remark: null })
}

/** Money that pays nothing here: rent, deposits, companies that only sound like ours. */
export function addStrangers(draft: Draft, count: number): void {
  const { chance } = draft
  for (let i = 0; i < count; i++) {
    const near = namesake(chance, chance.of(draft.units).name)
    const name = chance.yes(0.5) && draft.takeName(near) ? near : draft.newName()
    const amountFen = chance.yes(0.6) ? chance.of(draft.orders).amountFen : 100 * (1 + chance.below(900_000))
    const remark = chance.of(['培训费', '保证金', '押金退回', '往来款', '', '房租', '货款'])
    addLine(draft, 'stranger', { name, account: chance.digits(17) }, remark, [], amountFen, chance.below(31))
  }
}
