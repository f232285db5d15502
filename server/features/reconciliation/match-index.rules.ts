import { dayNumber, slipDay } from './match-days.rules.ts'
import { accountDigits, brandOf, rememberedKey, type WeighedPairs, weighPairs, wholeKey } from './match-names.rules.ts'
import { indexNumbers, type NumberIndex } from './match-references.rules.ts'
import type { MatchFacts, OrderFacts, OrganisationFacts, PaymentFacts, VoucherFacts } from './matching.schema.ts'

/** An organisation with what comparisons need of it. */
export type KnownOrganisation = {
  readonly id: string
  readonly name: string
  readonly key: string
  readonly whole: string
  readonly brand: string | null
  readonly aboveIds: ReadonlySet<string>
  readonly aliases: OrganisationFacts['aliases']
}

/** Money that a slip shows: a payment that its approval confirmed, or a voucher that waits. */
export type Slip =
  | { readonly kind: 'payment'; readonly key: string; readonly id: string; readonly facts: PaymentFacts }
  | { readonly kind: 'voucher'; readonly key: string; readonly id: string; readonly facts: VoucherFacts }

/** Everything that is looked up by something else. Built once for a run, never walked through line by line. */
export type MatchIndex = {
  readonly orders: ReadonlyMap<string, OrderFacts>
  readonly organisations: ReadonlyMap<string, KnownOrganisation>
  readonly numbers: NumberIndex
  readonly byWhole: ReadonlyMap<string, readonly KnownOrganisation[]>
  readonly byKey: ReadonlyMap<string, readonly KnownOrganisation[]>
  readonly byAliasName: ReadonlyMap<string, readonly KnownOrganisation[]>
  /** By the last four digits: what slips show may be masked before them. */
  readonly byAccountEnd: ReadonlyMap<string, readonly { readonly account: string; readonly of: KnownOrganisation }[]>
  /** First four characters of the keys that are long enough to be found inside a remark. */
  readonly keyStarts: ReadonlySet<string>
  readonly keyLengths: readonly number[]
  readonly byPair: ReadonlyMap<string, readonly KnownOrganisation[]>
  readonly byBrand: ReadonlyMap<string, readonly KnownOrganisation[]>
  /** Orders that want money, or whose confirmed money no statement has shown yet; and those of all organisations below. */
  readonly ordersOf: ReadonlyMap<string, readonly OrderFacts[]>
  readonly ordersBelow: ReadonlyMap<string, readonly OrderFacts[]>
  /** The same by what is due: see `dueKey`. Grows when a part of an order is taken. */
  readonly byDue: Map<string, OrderFacts[]>
  readonly byDueBelow: Map<string, OrderFacts[]>
  /** By the names of the people on them and what is due. */
  readonly byPerson: Map<string, OrderFacts[]>
  readonly slipsOf: ReadonlyMap<string, readonly Slip[]>
  /** Payers and organisations with the amounts for which there is a slip of any day (`dueKey`): most have none. */
  readonly slipAmounts: ReadonlySet<string>
  readonly slipsByPayer: ReadonlyMap<string, readonly Slip[]>
  readonly slipsByOrganisation: ReadonlyMap<string, readonly Slip[]>
  readonly weigh: (key: string) => WeighedPairs
}

/** Shorter names (`教务处`, `第三部`) stand in any remark. */
const shortestInRemark = 4
/** A name that more organisations than these have says nothing. */
export const mostNamesakes = 5

/** An amount that is due with whose it is: an organisation's id or a person's name. */
export const dueKey = (whose: string, dueFen: number) => `${whose} ${dueFen}`
/** A slip's amount and day with its payer's name, the last four digits of the account, or the organisation's id. */
export const slipKey = (payer: string, amountFen: number, day: number | null) => `${payer} ${amountFen} ${day ?? ''}`

export function push<T>(index: Map<string, T[]>, key: string, value: T): void {
  const bucket = index.get(key)
  if (bucket) bucket.push(value)
  else index.set(key, [value])
}

/** Sorts everything by id first, so that the order of the input decides nothing. */
export function indexFacts(facts: MatchFacts): MatchIndex {
  const organisations = new Map(byId(facts.organisations).map((facts) => [facts.id, know(facts)]))
  const orders = new Map(byId(facts.orders).map((order) => [order.id, order]))
  const names = indexNames([...organisations.values()])
  const slips = indexSlips(byId(facts.payments), byId(facts.vouchers), orders)
  const money = indexMoney([...orders.values()], organisations, slips.slipsOf)
  return { orders, organisations, numbers: indexNumbers([...orders.values()]), ...names, ...money, ...slips }
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): T[] {
  return rows.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}

function know(facts: OrganisationFacts): KnownOrganisation {
  return {
    id: facts.id,
    name: facts.name,
    key: rememberedKey(facts.name),
    whole: wholeKey(facts.name),
    brand: brandOf(facts.name),
    aboveIds: new Set(facts.parentIds.filter((id) => id !== facts.id)),
    aliases: facts.aliases,
  }
}

function indexNames(organisations: readonly KnownOrganisation[]) {
  const byWhole = new Map<string, KnownOrganisation[]>()
  const byKey = new Map<string, KnownOrganisation[]>()
  const byAliasName = new Map<string, KnownOrganisation[]>()
  const byAccountEnd = new Map<string, { account: string; of: KnownOrganisation }[]>()
  const byPair = new Map<string, KnownOrganisation[]>()
  const byBrand = new Map<string, KnownOrganisation[]>()
  const keyStarts = new Set<string>()
  const lengths = new Set<number>()
  for (const organisation of organisations) {
    const { key, whole, brand, aliases } = organisation
    push(byWhole, whole, organisation)
    push(byKey, key, organisation)
    if (brand) push(byBrand, brand, organisation)
    if (key.length >= shortestInRemark) {
      keyStarts.add(key.slice(0, shortestInRemark))
      lengths.add(key.length)
    }
    for (const pair of new Set(pairsOf(key))) push(byPair, pair, organisation)
    for (const alias of aliases) {
      if (alias.payerNameKey !== '') push(byAliasName, alias.payerNameKey, organisation)
      const account = accountDigits(alias.payerAccount)
      if (account.length >= 4) push(byAccountEnd, account.slice(-4), { account, of: organisation })
    }
  }
  const weighed = new Map<string, WeighedPairs>()
  const weigh = (key: string) => {
    const known = weighed.get(key)
    if (known) return known
    const pairs = weighPairs(key, organisations.length, (pair) => byPair.get(pair)?.length ?? 0)
    if (weighed.size >= 20_000) weighed.clear()
    weighed.set(key, pairs)
    return pairs
  }
  const keyLengths = [...lengths].toSorted((a, b) => b - a)
  return { byWhole, byKey, byAliasName, byAccountEnd, byPair, byBrand, keyStarts, keyLengths, weigh }
}

export function pairsOf(key: string): string[] {
  return Array.from({ length: Math.max(0, key.length - 1) }, (_, i) => key.slice(i, i + 2))
}

/** The names of the people on an order, as comparisons see them, each once. */
export function peopleOn(order: OrderFacts): Set<string> {
  return new Set((order.peopleNames ?? []).map(rememberedKey))
}

export function takesMoney(order: OrderFacts): boolean {
  return order.outstandingFen > 0 && (order.state === 'open' || order.state === 'expired')
}

function indexMoney(
  orders: readonly OrderFacts[],
  organisations: ReadonlyMap<string, KnownOrganisation>,
  slipsOf: ReadonlyMap<string, readonly Slip[]>,
) {
  const ordersOf = new Map<string, OrderFacts[]>()
  const ordersBelow = new Map<string, OrderFacts[]>()
  const byDue = new Map<string, OrderFacts[]>()
  const byDueBelow = new Map<string, OrderFacts[]>()
  const byPerson = new Map<string, OrderFacts[]>()
  for (const order of orders) {
    const takes = takesMoney(order)
    if (!takes && !slipsOf.get(order.id)?.some(({ kind }) => kind === 'payment')) continue
    push(ordersOf, order.organisationId, order)
    if (takes) push(byDue, dueKey(order.organisationId, order.outstandingFen), order)
    for (const above of organisations.get(order.organisationId)?.aboveIds ?? []) {
      push(ordersBelow, above, order)
      if (takes) push(byDueBelow, dueKey(above, order.outstandingFen), order)
    }
    if (takes) for (const name of peopleOn(order)) push(byPerson, dueKey(name, order.outstandingFen), order)
  }
  return { ordersOf, ordersBelow, byDue, byDueBelow, byPerson }
}

function indexSlips(
  payments: readonly PaymentFacts[],
  vouchers: readonly VoucherFacts[],
  orders: ReadonlyMap<string, OrderFacts>,
) {
  const slipsOf = new Map<string, Slip[]>()
  const slipsByPayer = new Map<string, Slip[]>()
  const slipsByOrganisation = new Map<string, Slip[]>()
  const slipAmounts = new Set<string>()
  const put = (slip: Slip, amountFen: number) => {
    const order = orders.get(slip.facts.orderId)
    if (!order || amountFen <= 0) return
    push(slipsOf, order.id, slip)
    const shown = slipDay(slip)
    const day = shown === null ? null : dayNumber(shown)
    push(slipsByOrganisation, slipKey(order.organisationId, amountFen, day), slip)
    slipAmounts.add(dueKey(order.organisationId, amountFen))
    const name = rememberedKey(slip.facts.payerName ?? '')
    const account = accountDigits(slip.facts.payerAccount ?? '')
    for (const payer of [...(name ? [name] : []), ...(account.length >= 4 ? [account.slice(-4)] : [])]) {
      push(slipsByPayer, slipKey(payer, amountFen, day), slip)
      slipAmounts.add(dueKey(payer, amountFen))
    }
  }
  for (const facts of payments) put({ kind: 'payment', key: `payment:${facts.id}`, id: facts.id, facts }, facts.leftFen)
  for (const facts of vouchers)
    put({ kind: 'voucher', key: `voucher:${facts.id}`, id: facts.id, facts }, facts.amountFen)
  return { slipsOf, slipAmounts, slipsByPayer, slipsByOrganisation }
}
