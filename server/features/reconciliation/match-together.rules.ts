import type { ReadLine, Scene } from './match-candidates.rules.ts'
import { daysFrom } from './match-days.rules.ts'
import { push } from './match-index.rules.ts'
import { comparePayer, type NameHit } from './match-payers.rules.ts'
import type { Candidate } from './match-score.rules.ts'
import { suggest } from './match-suggestions.rules.ts'
import { findSums } from './match-sums.rules.ts'
import type { OrderFacts, Reason, Suggestion } from './matching.schema.ts'

/** Instalments of one order come within this time. */
const mostDays = 60
const mostLines = 12

/**
 * Orders that several lines of one payer pay together, where no line says so: two or more unexplained lines whose sum is
 * what exactly one order of the payer wants, in one way only. What is found is taken.
 */
export function findTogether({ index, state }: Scene, lines: readonly ReadLine[]): Suggestion[] {
  const byPayer = new Map<string, ReadLine[]>()
  for (const line of lines) {
    const { payer, reading } = line
    if (reading.references.length > 0 || reading.unknown.length > 0) continue
    const isKnown = payer.selves.length > 0 || payer.byAliasName.size > 0 || payer.byAccount.size > 0
    if (isKnown) push(byPayer, payer.whole || payer.account, line)
  }
  const suggestions: Suggestion[] = []
  for (const payersLines of byPayer.values()) {
    const [sample] = payersLines
    if (!sample || payersLines.length < 2 || payersLines.length > mostLines) continue
    const ids = [
      ...sample.payer.selves.map(({ id }) => id),
      ...sample.payer.byAliasName,
      ...sample.payer.byAccount.keys(),
    ]
    const orders = [...new Set(ids)]
      .flatMap((id) => index.ordersOf.get(id) ?? [])
      .filter((order) => state.due(order) > 0)
    if (orders.length === 0 || orders.length > mostLines) continue
    const groups = orders.flatMap((order) => groupsFor(order, state.due(order), payersLines))
    for (const group of groups) {
      // A line or an order that stands in two groups says that there is a choice.
      const clashes = groups.some(
        (other) =>
          other !== group && (other.order === group.order || other.lines.some((line) => group.lines.includes(line))),
      )
      const organisation = index.organisations.get(group.order.organisationId)
      if (clashes || !organisation) continue
      const name = comparePayer(index, sample.payer, sample.named, organisation, group.order)
      if (name.quality < 0.85) continue
      const candidate = judgeGroup(group, name, state.due(group.order))
      state.take(candidate.parts)
      suggestions.push(
        suggest(
          group.lines.map(({ facts }) => facts.id),
          candidate,
        ),
      )
    }
  }
  return suggestions
}

type Group = { readonly order: OrderFacts; readonly lines: readonly ReadLine[] }

function groupsFor(order: OrderFacts, dueFen: number, lines: readonly ReadLine[]): Group[] {
  const target = `order:${order.id}`
  const eligible = lines.filter(
    ({ facts, dismissed }) =>
      facts.leftFen < dueFen && daysFrom(order.createdOn, facts.date) >= -1 && !dismissed.has(target),
  )
  return findSums(
    eligible.map(({ facts }) => facts.leftFen),
    dueFen,
  ).flatMap((positions) => {
    const group = positions.map((position) => eligible[position]).filter((line) => line !== undefined)
    const dates = group.map(({ facts }) => facts.date).toSorted()
    return daysFrom(dates[0] ?? '', dates.at(-1) ?? '') <= mostDays ? [{ order, lines: group }] : []
  })
}

function judgeGroup({ order, lines }: Group, name: NameHit, dueFen: number): Candidate {
  const parts = lines.map(({ facts }) => ({
    lineId: facts.id,
    target: { kind: 'order' as const, orderId: order.id },
    amountFen: facts.leftFen,
  }))
  const reason = (
    slot: Reason['slot'],
    code: Reason['code'],
    found: string | null,
    expected: string | null,
    weight: number,
  ): Reason => ({ slot, code, found, expected, weight, orderId: order.id })
  const late = order.state === 'expired'
  return {
    key: lines.map(({ facts }) => `${facts.id}>${order.id}=${facts.leftFen}`).join('+'),
    orderIds: [order.id],
    parts,
    restToCreditFen: 0,
    creditOrderId: null,
    score: Math.round((late ? 760 : 810) * name.quality),
    reasons: [
      reason('reference', 'numberNone', null, order.number, 0),
      reason('amount', 'amountTogether', String(dueFen), String(dueFen), 1000),
      reason('name', name.code, name.found, name.expected, Math.round(name.quality * 1000)),
      late
        ? reason('date', 'orderExpired', order.number, null, 0)
        : reason('date', 'dateFits', lines[0]?.facts.date ?? null, order.createdOn, 1000),
    ],
    grade: null,
    double: false,
    sureNumber: false,
  }
}
