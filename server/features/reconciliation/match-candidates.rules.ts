import { dayNumber, daysApart, daysFrom } from './match-days.rules.ts'
import { dueKey, type KnownOrganisation, type MatchIndex, type Slip, slipKey } from './match-index.rules.ts'
import {
  comparePayer,
  compareSlipPayer,
  findSimilar,
  type Named,
  type NameHit,
  type Payer,
  payerKeys,
} from './match-payers.rules.ts'
import type { ReadReferences, Reference } from './match-references.rules.ts'
import { type Candidate, type Circumstances, isSure, judge, type Pick } from './match-score.rules.ts'
import { type MatchState, takeFor, targetOf, wantedOf } from './match-state.rules.ts'
import { findSums, mostItems } from './match-sums.rules.ts'
import { type LineFacts, type OrderFacts, targetKey } from './matching.schema.ts'

/** A line with all that can be read from it without looking at what is still due. */
export type ReadLine = {
  readonly facts: LineFacts
  readonly payer: Payer
  readonly named: Named
  readonly reading: ReadReferences
  /** How many orders the remark speaks of: 两笔, 3个订单. */
  readonly count: number | null
  readonly saysPart: boolean
  readonly dismissed: ReadonlySet<string>
}

export type Scene = {
  readonly index: MatchIndex
  readonly state: MatchState
  /** Found once for a payer: it is the dearest of the searches. */
  readonly similar: Map<Payer, ReadonlySet<KnownOrganisation>>
}

/** Of equal orders of one organisation these are enough to see that there is more than one. */
const mostAlike = 6
/** Organisations with more open orders are only looked up by exact amounts. */
const mostNear = 60

/** Every way to understand a line that is worth a look, the best first; orders that have nothing left are not offered again. */
export function findCandidates(scene: Scene, line: ReadLine): Candidate[] {
  const found = new Map<string, Candidate>()
  const put = (candidate: Candidate | null) => {
    if (!candidate || isDismissed(line, candidate)) return
    const other = found.get(candidate.key)
    if (!other || other.score < candidate.score) found.set(candidate.key, candidate)
  }
  for (const candidate of byNumbers(scene, line)) put(candidate)
  // A number that all agrees with needs no second opinion; a slip does: another order may want the same.
  if (bestScore(found) < 900) {
    for (const candidate of bySlips(scene, line)) put(candidate)
    for (const candidate of byPayer(scene, line, payingOrganisations(scene, line))) put(candidate)
  }
  if (bestScore(found) < 600) {
    for (const candidate of byPayer(scene, line, similarTo(scene, line.payer))) put(candidate)
  }
  return [...found.values()].toSorted((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1))
}

function similarTo({ index, similar }: Scene, payer: Payer): ReadonlySet<KnownOrganisation> {
  const known = similar.get(payer)
  if (known) return known
  const found = new Set(findSimilar(index, payer))
  similar.set(payer, found)
  return found
}

function bestScore(found: ReadonlyMap<string, Candidate>): number {
  let best = 0
  for (const { score } of found.values()) best = Math.max(best, score)
  return best
}

function isDismissed(line: ReadLine, candidate: Candidate): boolean {
  if (line.dismissed.size === 0) return false
  if (candidate.parts.some(({ target }) => line.dismissed.has(targetKey(target)))) return true
  return candidate.double && candidate.creditOrderId !== null && line.dismissed.has(`order:${candidate.creditOrderId}`)
}

const nobody: NameHit = { code: 'nameNone', quality: 0, found: '', expected: null, known: false }

/** The best that can be said of the payer: against the order's organisation, and against the slips that are used. */
function nameFor({ index }: Scene, line: ReadLine, order: OrderFacts, slips: readonly Slip[]): NameHit {
  const organisation = index.organisations.get(order.organisationId)
  const hit = organisation ? comparePayer(index, line.payer, line.named, organisation, order) : nobody
  return slips.reduce((best, slip) => {
    const other = compareSlipPayer(line.payer, slip)
    return other && other.quality > best.quality ? other : best
  }, hit)
}

function pick(scene: Scene, line: ReadLine, order: OrderFacts, reference: Reference | null, amountFen: number): Pick {
  const taking = takeFor(scene.index, scene.state, order, amountFen, (slip) => daysApart(line.facts, slip))
  const slips = taking.shares.map(({ slip }) => slip).filter((slip) => slip !== null)
  const givenFen = taking.shares.reduce((sum, share) => sum + share.amountFen, 0)
  const { shares, fit, wantedFen } = taking
  return { order, shares, fit, wantedFen, givenFen, reference, name: nameFor(scene, line, order, slips) }
}

function circumstancesOf(line: ReadLine, picks: readonly Pick[], poolSize = 1): Circumstances {
  const paid = new Set(picks.map(({ order }) => order.id))
  const organisations = new Set(picks.map(({ order }) => order.organisationId))
  // A number that the bank cut off says nothing against the order that begins so.
  const unknown = line.reading.unknown.filter((text) => !picks.some(({ order }) => order.number.startsWith(text)))
  const others = line.reading.references.filter(({ orderIds }) => !orderIds.some((id) => paid.has(id)))
  return {
    otherNumbers: [...others.map(({ found }) => found), ...unknown],
    namesAnother:
      line.named.some(({ id }) => !organisations.has(id)) && !line.named.some(({ id }) => organisations.has(id)),
    wrongCount: line.count !== null && line.count !== picks.length,
    saysPart: line.saysPart,
    poolSize,
  }
}

/** By the numbers in the remark: all of them together when they are sure, each alone when they are not. */
function byNumbers(scene: Scene, line: ReadLine): (Candidate | null)[] {
  const { index } = scene
  const { references } = line.reading
  if (references.length === 0) return []
  const candidates: (Candidate | null)[] = []
  const whole = references.filter(({ orderIds, code }) => orderIds.length === 1 && code !== 'numberTypo')
  if (whole.length > 0) candidates.push(...together(scene, line, whole))
  if (whole.length === references.length) return candidates
  for (const reference of references) {
    if (whole.includes(reference)) continue
    for (const orderId of reference.orderIds.slice(0, mostAlike)) {
      const order = index.orders.get(orderId)
      if (!order) continue
      const one = pick(scene, line, order, reference, line.facts.leftFen)
      // A number that has to be guessed needs the amount and the payer to say the same.
      if (one.fit !== 'exact' || one.name.quality < 0.5) continue
      candidates.push(judge(line.facts, [one], 0, circumstancesOf(line, [one])))
    }
  }
  return candidates
}

function together(scene: Scene, line: ReadLine, references: readonly Reference[]): (Candidate | null)[] {
  const { index, state } = scene
  const quoted = references.flatMap((reference) => {
    const order = index.orders.get(reference.orderIds[0] ?? '')
    return order ? [{ order, reference, wantedFen: wantedOf(index, state, order) }] : []
  })
  const { leftFen } = line.facts
  const wanted = quoted.reduce((sum, { wantedFen }) => sum + wantedFen, 0)
  const sure = references.every(isSure)
  const [first] = quoted
  if (!first) return []
  const candidates: (Candidate | null)[] = []
  const say = (picks: readonly Pick[], rest: number) =>
    candidates.push(judge(line.facts, picks, rest, circumstancesOf(line, picks)))
  const wanting = quoted.filter(({ wantedFen }) => wantedFen > 0)
  const each = () => wanting.map((one) => pick(scene, line, one.order, one.reference, one.wantedFen))
  if (quoted.length > 1 && wanted === leftFen) {
    say(each(), 0)
    return candidates
  }
  if (leftFen > wanted && wanted > 0) {
    // The quoted ones are not all that was paid: `PX26JVSPX9等两笔`.
    const restFen = leftFen - wanted
    for (const extra of restOrders(scene, line, new Set(quoted.map(({ order }) => order)), restFen)) {
      say([...each(), pick(scene, line, extra, null, restFen)], 0)
    }
  }
  const picks: Pick[] = []
  let left = leftFen
  for (const { order, reference } of quoted) {
    if (left <= 0 && picks.length > 0) break
    // With several numbers each takes what it wants and the last what is left.
    const share = quoted.length === 1 ? left : Math.min(left, wantedOf(index, state, order))
    const one = pick(scene, line, order, reference, share)
    if (one.givenFen === 0 && quoted.length > 1) continue
    picks.push(one)
    left -= one.givenFen
  }
  if (picks.length === 0) picks.push(pick(scene, line, first.order, first.reference, leftFen))
  if (sure || left === 0) say(picks, left)
  else if (picks.some(({ givenFen }) => givenFen > 0)) say(picks, 0)
  return candidates
}

/** Another order that wants exactly what the quoted ones leave, of the same organisations or of those the remark names. */
function restOrders(
  { index, state }: Scene,
  line: ReadLine,
  quoted: ReadonlySet<OrderFacts>,
  restFen: number,
): OrderFacts[] {
  const organisations = new Set([
    ...[...quoted].map(({ organisationId }) => organisationId),
    ...line.named.map(({ id }) => id),
  ])
  return [...organisations]
    .flatMap((id) => index.byDue.get(dueKey(id, restFen)) ?? [])
    .filter((order) => !quoted.has(order) && state.due(order) === restFen && isTimely(line, order))
    .slice(0, 2)
}

/** Money arrives on the slip's day or a few days later, at most a day before; last come slips without a day. */
const slipDelays = [0, 1, -1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, null]

/** By money that a slip tells of: its payer, its amount, its day. */
function bySlips(scene: Scene, line: ReadLine): (Candidate | null)[] {
  const { index, state } = scene
  const { leftFen } = line.facts
  const { payer } = line
  const organisations = [...payer.selves.map(({ id }) => id), ...payer.byAliasName, ...payer.byAccount.keys()]
  const hasSlip = (key: string) => index.slipAmounts.has(dueKey(key, leftFen))
  const payers = payerKeys(payer).filter(hasSlip)
  const owners = [...organisations, ...line.named.map(({ id }) => id)].filter(hasSlip)
  if (payers.length + owners.length === 0) return []
  const day = dayNumber(line.facts.date)
  const slips = new Set<Slip>()
  for (const later of slipDelays) {
    if (slips.size >= mostAlike) break
    const on = later === null ? null : day - later
    for (const slip of [
      ...payers.flatMap((key) => index.slipsByPayer.get(slipKey(key, leftFen, on)) ?? []),
      ...owners.flatMap((id) => index.slipsByOrganisation.get(slipKey(id, leftFen, on)) ?? []),
    ]) {
      if (state.slipLeft(slip) === leftFen) slips.add(slip)
    }
  }
  return [...slips]
    .toSorted((a, b) => daysApart(line.facts, a) - daysApart(line.facts, b) || (a.id < b.id ? -1 : 1))
    .slice(0, mostAlike)
    .map((slip) => {
      const order = index.orders.get(slip.facts.orderId)
      if (!order) return null
      const due = state.due(order)
      if (slip.kind === 'voucher' && due < leftFen) return null
      const name = nameFor(scene, line, order, [slip])
      if (name.quality === 0) return null
      const one: Pick = {
        order,
        shares: [{ target: targetOf(slip), slip, amountFen: leftFen }],
        fit: slip.kind === 'payment' || due === leftFen ? 'exact' : 'part',
        wantedFen: leftFen,
        givenFen: leftFen,
        reference: null,
        name,
      }
      return judge(line.facts, [one], 0, circumstancesOf(line, [one]))
    })
}

/** The organisations that the payer is, pays for by a confirmed alias, or that the remark names. */
function payingOrganisations({ index }: Scene, line: ReadLine): Set<KnownOrganisation> {
  const { payer, named } = line
  const ids = [...payer.byAliasName, ...payer.byAccount.keys()]
  const known = ids.map((id) => index.organisations.get(id)).filter((organisation) => organisation !== undefined)
  return new Set([...payer.selves, ...known, ...named])
}

function isTimely(line: ReadLine, order: OrderFacts): boolean {
  return daysFrom(order.createdOn, line.facts.date) >= -1
}

/** By who paid: one order of that amount, several that add up to it, or one that it nearly pays. */
function byPayer(scene: Scene, line: ReadLine, organisations: ReadonlySet<KnownOrganisation>): (Candidate | null)[] {
  const { index, state } = scene
  const { leftFen } = line.facts
  const candidates: (Candidate | null)[] = []
  const single = (order: OrderFacts) => {
    const one = pick(scene, line, order, null, leftFen)
    if (one.fit !== 'exact' && one.fit !== 'near') return
    // What is over stays with the line: without a number nobody said that it is credit.
    candidates.push(judge(line.facts, [one], 0, circumstancesOf(line, [one])))
  }
  const exact = (orders: OrderFacts[] | undefined) => {
    let alike = 0
    let gone = 0
    for (const order of orders ?? []) {
      if (alike >= mostAlike) break
      if (state.due(order) !== leftFen) gone++
      else if (isTimely(line, order)) {
        alike++
        single(order)
      }
    }
    // What is due only falls: orders that are past this amount never come back to it.
    if (orders && gone > 30) orders.splice(0, orders.length, ...orders.filter((order) => state.due(order) === leftFen))
  }
  const pool = new Set<OrderFacts>()
  for (const organisation of organisations) {
    exact(index.byDue.get(dueKey(organisation.id, leftFen)))
    const own = index.ordersOf.get(organisation.id) ?? []
    if (own.length <= mostNear) {
      const wanting = own.filter((order) => isTimely(line, order) && wantedOf(index, state, order) > 0)
      for (const order of wanting) {
        const wanted = wantedOf(index, state, order)
        if (wanted !== leftFen && Math.abs(wanted - leftFen) <= wanted * 0.01) single(order)
      }
      candidates.push(...sums(scene, line, wanting))
      for (const order of wanting) pool.add(order)
    }
  }
  for (const self of line.payer.selves) {
    exact(index.byDueBelow.get(dueKey(self.id, leftFen)))
    for (const above of self.aboveIds) exact(index.byDue.get(dueKey(above, leftFen)))
    const below = index.ordersBelow.get(self.id) ?? []
    if (below.length <= mostNear) {
      for (const order of below) if (isTimely(line, order) && wantedOf(index, state, order) > 0) pool.add(order)
    }
  }
  if (line.payer.isPerson) exact(index.byPerson.get(dueKey(line.payer.key, leftFen)))
  if (new Set([...pool].map(({ organisationId }) => organisationId)).size > 1) {
    candidates.push(...sums(scene, line, [...pool]))
  }
  return candidates
}

function sums(scene: Scene, line: ReadLine, orders: readonly OrderFacts[]): (Candidate | null)[] {
  const { index, state } = scene
  if (orders.length < 2 || orders.length > mostItems * 2) return []
  const wanted = orders.map((order) => wantedOf(index, state, order))
  return findSums(wanted, line.facts.leftFen, line.count).map((positions) => {
    const picks = positions.flatMap((position) => {
      const order = orders[position]
      return order ? [pick(scene, line, order, null, wanted[position] ?? 0)] : []
    })
    return judge(line.facts, picks, 0, circumstancesOf(line, picks, orders.length))
  })
}

const partShares = [0.5, 0.3, 0.4, 0.6, 0.7]

/**
 * A part of the only order that the payer has, without a number: tried last, when nothing else explains the line. The
 * remark has to speak of a part, or it has to be a share that people agree on.
 */
export function findPart(scene: Scene, line: ReadLine): Candidate | null {
  const { index, state } = scene
  const { leftFen } = line.facts
  const open = [...payingOrganisations(scene, line)].flatMap((organisation) =>
    (index.ordersOf.get(organisation.id) ?? []).filter((order) => state.due(order) > 0 && isTimely(line, order)),
  )
  const [order] = open
  if (!order || open.length > 1 || line.reading.references.length > 0 || line.reading.unknown.length > 0) return null
  const due = state.due(order)
  if (leftFen >= due) return null
  const isShare = partShares.some((share) => Math.round(order.amountFen * share) === leftFen)
  if (!line.saysPart && !isShare) return null
  const one = pick(scene, line, order, null, leftFen)
  if (one.name.quality < 0.9 || one.fit !== 'part') return null
  const judged = judge(line.facts, [one], 0, circumstancesOf(line, [one]))
  if (!judged || isDismissed(line, judged)) return null
  return { ...judged, score: line.saysPart ? 640 : 610, grade: null }
}
