import { createMemo, createSignal } from 'solid-js'
import { addFen, type Fen, fen, minFen, subtractFen, zeroFen } from '../../../server/core/money.ts'
import type {
  MatchChoice,
  MatchLine,
  OrderChoice,
} from '../../../server/features/reconciliation/matching-desk.schema.ts'

/** What of the line goes to an order; null while what was typed is no amount. */
export interface SplitPart {
  readonly order: OrderChoice
  readonly amountFen: Fen | null
}

/** What becomes credit besides, and of whose organisation: that of an order. */
export interface SplitCredit {
  readonly order: OrderChoice
  readonly amountFen: Fen | null
}

export interface Split {
  /** Which explanation is shown as it was thought; null once a hand changed it, or there is none. */
  choice(): number | null
  parts(): readonly SplitPart[]
  credit(): SplitCredit | null
  /** What is to be shared out: what is left of the line. */
  total(): Fen
  toOrders(): Fen
  /** What orders cannot take, and what goes to credit by itself. */
  toCredit(): Fen
  /** Below zero when more was given than there is. */
  left(): Fen
  /** Some part names another account of ours than the one that the money came to. */
  otherAccount(): OrderChoice | null
  mayConfirm(): boolean
  isTouched(): boolean
  choose(index: number): void
  add(order: OrderChoice): void
  remove(orderId: string): void
  setAmount(orderId: string, amountFen: Fen | null): void
  setCredit(amountFen: Fen | null): void
  restToCredit(): void
  removeCredit(): void
  /** Parts as the server takes them: credit goes with its order, which leaves it over. */
  forServer(): { orderId: string; amountFen: Fen }[]
  reset(line: MatchLine): void
}

/** What an order can take of a part; a confirmed transfer that no statement has shown is shown by just its sum. */
export function takenBy(order: OrderChoice, amountFen: Fen): Fen {
  if (isShown(order, amountFen)) return amountFen
  return order.state === 'open' ? minFen(amountFen, fen(order.outstandingFen)) : zeroFen
}

export function isShown(order: OrderChoice, amountFen: Fen | null): boolean {
  return amountFen !== null && order.unseenFen.some((one) => one === amountFen)
}

/** How a line is shared out over orders and credit, begun from what is suggested and changed by hand. */
export function createSplit(first: MatchLine): Split {
  const [line, setLine] = createSignal(first)
  const start = startOf(first)
  const [choice, setChoice] = createSignal(start)
  const [parts, setParts] = createSignal(partsOf(first, start))
  const [credit, setCreditState] = createSignal(creditOf(first, start))
  const [touched, setTouched] = createSignal(false)

  const show = (index: number | null) => {
    setChoice(index)
    setParts(partsOf(line(), index))
    setCreditState(creditOf(line(), index))
    setTouched(false)
  }
  const change = (edit: () => void) => {
    setChoice(null)
    setTouched(true)
    edit()
  }
  const total = () => fen(line().leftFen)
  const given = createMemo(() => addFen(...parts().map((part) => part.amountFen ?? zeroFen)))
  const toOrders = createMemo(() =>
    addFen(...parts().map(({ order, amountFen }) => (amountFen === null ? zeroFen : takenBy(order, amountFen)))),
  )
  const creditFen = () => credit()?.amountFen ?? zeroFen
  const left = () => subtractFen(subtractFen(total(), given()), creditFen())
  const others = () => [...parts().map((part) => part.order), ...(credit() ? [credit()?.order] : [])]
  return {
    choice,
    parts,
    credit,
    total,
    toOrders,
    toCredit: () => addFen(subtractFen(given(), toOrders()), creditFen()),
    left,
    otherAccount: () => others().find((order) => order?.otherAccount) ?? null,
    mayConfirm: () =>
      (parts().length > 0 || creditFen() > 0) &&
      left() >= 0 &&
      parts().every((part) => part.amountFen !== null) &&
      (credit() === null || creditFen() > 0),
    isTouched: touched,
    choose: (index) => {
      if (index < line().choices.length) show(index)
    },
    add: (order) => {
      if (parts().some((part) => part.order.id === order.id)) return
      const rest = left() > 0 ? left() : zeroFen
      const wants = order.unseenFen.find((one) => one === rest) ?? fen(order.outstandingFen)
      const amount = wants > 0 && order.state === 'open' ? minFen(rest, fen(wants)) : rest
      change(() => setParts([...parts(), { order, amountFen: amount > 0 ? amount : null }]))
    },
    remove: (orderId) => change(() => setParts(parts().filter((part) => part.order.id !== orderId))),
    setAmount: (orderId, amountFen) =>
      change(() => setParts(parts().map((part) => (part.order.id === orderId ? { ...part, amountFen } : part)))),
    setCredit: (amountFen) =>
      change(() => {
        const before = credit()
        if (before) setCreditState({ ...before, amountFen })
      }),
    restToCredit: () => {
      const order = credit()?.order ?? parts()[0]?.order
      if (!order || left() <= 0) return
      change(() => setCreditState({ order, amountFen: addFen(creditFen(), left()) }))
    },
    removeCredit: () => change(() => setCreditState(null)),
    forServer: () => {
      const sums = new Map<string, Fen>()
      for (const { order, amountFen } of [...parts(), ...(credit() ? [credit() as SplitCredit] : [])])
        if (amountFen !== null) sums.set(order.id, addFen(sums.get(order.id) ?? zeroFen, amountFen))
      return [...sums].map(([orderId, amountFen]) => ({ orderId, amountFen }))
    },
    reset: (next) => {
      setLine(next)
      show(startOf(next))
    },
  }
}

/** A suggestion is shown as it is thought; between equal ones a person chooses. */
function startOf(line: MatchLine): number | null {
  return line.choices.length > 0 && line.between === null ? 0 : null
}

function chosenOf(line: MatchLine, index: number | null): MatchChoice | null {
  return index === null ? null : (line.choices[index] ?? null)
}

function partsOf(line: MatchLine, index: number | null): SplitPart[] {
  const sums = new Map<string, SplitPart>()
  for (const { lineId, amountFen, order } of chosenOf(line, index)?.parts ?? []) {
    if (lineId !== line.id || !order) continue
    const before = sums.get(order.id)?.amountFen ?? zeroFen
    sums.set(order.id, { order, amountFen: addFen(before, fen(amountFen)) })
  }
  return [...sums.values()]
}

function creditOf(line: MatchLine, index: number | null): SplitCredit | null {
  const chosen = chosenOf(line, index)
  return chosen?.creditOrder && chosen.toCreditFen > 0
    ? { order: chosen.creditOrder, amountFen: fen(chosen.toCreditFen) }
    : null
}
