import { addFen, type Fen, fen, zeroFen } from '../../core/money.ts'

/** Whose fee is asked for, as it was agreed when the enrolment was submitted. */
export type PayablePerson = {
  readonly id: string
  readonly planId: string
  readonly planName: string
  readonly feeFen: Fen
  /** Empty: a fee per learner. Otherwise their fees add up to `feeFen`. */
  readonly subjects: readonly { readonly id: string; readonly name: string; readonly feeFen: Fen }[]
}

export type OrderItem = {
  readonly planId: string
  readonly planName: string
  readonly subjectId: string | null
  readonly position: number
  readonly description: string
  readonly quantity: number
  readonly unitFen: Fen
  readonly amountFen: Fen
}

type Line = Omit<OrderItem, 'position' | 'quantity' | 'amountFen'> & { quantity: number }

/**
 * How the amount of an order comes about: one line for each plan and subject, or for each plan with a fee per learner;
 * people for whom another fee was agreed have lines of their own. The lines add up to the people's fees, to the fen.
 *
 *   plan       | subject | quantity |   unit |  amount
 *   见证取样员 | 理论    |       12 |  20000 |  240000
 *   见证取样员 | 实操    |       10 |  30000 |  300000
 *   继续教育   |         |        3 |  32000 |   96000
 */
export function itemsOf(people: readonly PayablePerson[]): OrderItem[] {
  const lines = new Map<string, Line>()
  for (const person of people) {
    for (const part of partsOf(person)) {
      const key = `${part.planId} ${part.subjectId ?? ''} ${part.unitFen}`
      const line = lines.get(key)
      if (line) line.quantity++
      else lines.set(key, { ...part, quantity: 1 })
    }
  }
  // Plans stay in the order they came in; within one the line that most people have stands first.
  const plans = [...new Set(people.map((person) => person.planId))]
  return [...lines.values()]
    .sort(
      (a, b) =>
        plans.indexOf(a.planId) - plans.indexOf(b.planId) ||
        b.quantity - a.quantity ||
        (a.description < b.description ? -1 : a.description > b.description ? 1 : b.unitFen - a.unitFen),
    )
    .map((line, index) => ({ ...line, position: index + 1, amountFen: fen(line.quantity * line.unitFen) }))
}

/** Fees that do not add up to what was agreed for the person are not itemised: what was agreed counts. */
function partsOf({ planId, planName, feeFen, subjects }: PayablePerson): Omit<Line, 'quantity'>[] {
  if (subjects.length === 0 || addFen(zeroFen, ...subjects.map((subject) => subject.feeFen)) !== feeFen) {
    return [{ planId, planName, subjectId: null, description: planName, unitFen: feeFen }]
  }
  return subjects.map(({ id, name, feeFen: unitFen }) => ({
    planId,
    planName,
    subjectId: id,
    description: name,
    unitFen,
  }))
}

export function sumOf(items: readonly Pick<OrderItem, 'amountFen'>[]): Fen {
  return addFen(zeroFen, ...items.map((item) => item.amountFen))
}

/** The lowest unit that everybody's unit is or lies below, as a path; null where they have none in common. */
export function commonPath(paths: readonly string[]): string | null {
  const [first = '', ...others] = [...new Set(paths)]
  const common: string[] = []
  for (const step of first.split('/').filter((step) => step !== '')) {
    const longer = `/${[...common, step].join('/')}/`
    if (!others.every((path) => path.startsWith(longer))) break
    common.push(step)
  }
  return common.length === 0 ? null : `/${common.join('/')}/`
}
