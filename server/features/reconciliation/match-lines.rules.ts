import { findStrongest } from './match-alone.rules.ts'
import { findCandidates, findPart, type ReadLine, type Scene } from './match-candidates.rules.ts'
import { indexFacts } from './match-index.rules.ts'
import { ScoreQueue } from './match-queue.rules.ts'
import { readLines } from './match-reading.rules.ts'
import type { Candidate } from './match-score.rules.ts'
import { openState } from './match-state.rules.ts'
import { bestAndRival, isTie, suggest, tie, tieWidth } from './match-suggestions.rules.ts'
import { findTogether } from './match-together.rules.ts'
import { type Matches, type MatchFacts, suggestFrom, type Tie } from './matching.schema.ts'

type Waiting = {
  readonly line: ReadLine
  candidates: readonly Candidate[]
  /** The sum of the orders' versions when the candidates were found, and how many claims had been served. */
  seen: number
  served: number
}

type Accepted = { readonly line: ReadLine; readonly candidate: Candidate; readonly runnerUp: Candidate | null }

/** Explanations beyond these are not kept: a tie shows four. */
const mostKept = 6

/**
 * What each line most likely pays, all lines and orders considered together: the surest claim is served first, what it
 * takes is gone for the others, and those are thought over again. Pure and independent of the input's order. The same
 * fen is never suggested twice, neither of a line nor of an order.
 *
 * @returns suggestions, the surest first; ties where nothing can be suggested because several explanations are as good
 */
export function matchLines(facts: MatchFacts): Matches {
  const index = indexFacts(facts)
  const scene: Scene = { index, state: openState(index), similar: new Map() }
  const lines = readLines(index, facts)
  const { accepted, ties } = serveSurestFirst(scene, lines)

  const settled = new Set(accepted.map(({ line }) => line.facts.id))
  const unexplained = lines.filter(({ facts: { id } }) => !settled.has(id) && !ties.has(id))
  const together = findTogether(scene, unexplained)
  for (const id of together.flatMap(({ lineIds }) => lineIds)) settled.add(id)
  const parts = unexplained.flatMap((line) => {
    const candidate = settled.has(line.facts.id) ? null : findPart(scene, line)
    if (!candidate) return []
    scene.state.take(candidate.parts)
    return [suggest([line.facts.id], candidate)]
  })
  const isStrongest = findStrongest(scene, lines)
  const single = accepted.map(({ line, candidate, runnerUp }) =>
    suggest([line.facts.id], candidate, runnerUp, {
      isStrongest: isStrongest(line, candidate, runnerUp),
      isUntouched: line.facts.leftFen === line.facts.amountFen,
    }),
  )
  return {
    suggestions: [...single, ...together, ...parts].toSorted(
      (a, b) => b.score - a.score || (a.lineIds.join() < b.lineIds.join() ? -1 : 1),
    ),
    ties: [...ties.values()].toSorted((a, b) => (a.lineIds.join() < b.lineIds.join() ? -1 : 1)),
  }
}

function serveSurestFirst(scene: Scene, lines: readonly ReadLine[]): { accepted: Accepted[]; ties: Map<string, Tie> } {
  const ties = new Map<string, Tie>()
  const accepted: Accepted[] = []
  const done = new Set<Waiting>()
  const watching = new Map<string, Set<Waiting>>()
  const queue = new ScoreQueue<Waiting>((a, b) => comesFirst(a.line, b.line))

  const forget = (waiting: Waiting) => {
    for (const id of waiting.candidates.flatMap(({ orderIds }) => orderIds)) watching.get(id)?.delete(waiting)
  }
  const versions = (candidates: readonly Candidate[]) =>
    candidates.reduce((sum, { orderIds }) => orderIds.reduce((of, id) => of + scene.state.version(id), sum), 0)
  const isStale = (waiting: Waiting) => versions(waiting.candidates) !== waiting.seen
  const look = (waiting: Waiting) => {
    forget(waiting)
    waiting.candidates = findCandidates(scene, waiting.line).slice(0, mostKept)
    waiting.seen = versions(waiting.candidates)
    waiting.served = accepted.length
    for (const id of waiting.candidates.flatMap(({ orderIds }) => orderIds)) {
      const watchers = watching.get(id)
      if (watchers) watchers.add(waiting)
      else watching.set(id, new Set([waiting]))
    }
    ties.delete(waiting.line.facts.id)
    const [best, rival] = bestAndRival(waiting.candidates)
    if (!best || best.score < suggestFrom) return
    if (rival && isTie(best, rival)) {
      ties.set(waiting.line.facts.id, tie([waiting.line.facts.id], waiting.candidates, 'targets'))
    } else queue.push(waiting, best.score)
  }
  /** Another payer's line that wants the same money as much. */
  const isContested = (waiting: Waiting, best: Candidate): boolean => {
    if (best.sureNumber) return false
    const others = new Set(best.orderIds.flatMap((id) => [...(watching.get(id) ?? [])]))
    return [...others].some((other) => {
      if (other === waiting || isSamePayer(other.line, waiting.line)) return false
      if (isStale(other)) look(other)
      const [theirs, rival] = bestAndRival(other.candidates)
      if (!theirs || theirs.score < suggestFrom || (rival && isTie(theirs, rival))) return false
      return !theirs.sureNumber && Math.abs(theirs.score - best.score) < tieWidth && collide(scene, best, theirs)
    })
  }

  const serve = (next: { readonly item: Waiting; readonly score: number }) => {
    const waiting = next.item
    const [best, rival] = bestAndRival(waiting.candidates)
    if (!best || best.score !== next.score || done.has(waiting)) return
    // Without a number, what others left of an order may fit by now as well.
    if (isStale(waiting) || (!best.sureNumber && waiting.served !== accepted.length)) {
      look(waiting)
      return
    }
    const { id } = waiting.line.facts
    if (ties.has(id)) return
    if (isContested(waiting, best)) {
      ties.set(id, tie([id], waiting.candidates, 'lines'))
      return
    }
    done.add(waiting)
    forget(waiting)
    scene.state.take(best.parts)
    accepted.push({ line: waiting.line, candidate: best, runnerUp: rival ?? null })
    // A tie may be one no longer: one of the equal orders is paid now.
    const touched = new Set(best.orderIds.flatMap((orderId) => [...(watching.get(orderId) ?? [])]))
    for (const other of touched) if (ties.has(other.line.facts.id)) look(other)
  }

  const all = lines.map((line) => ({ line, candidates: [], seen: 0, served: 0 }) satisfies Waiting)
  for (let before = -1; before < accepted.length; ) {
    before = accepted.length
    // Again for what had no explanation: a rest that a part left may be what it pays.
    for (const waiting of all) if (!done.has(waiting) && !ties.has(waiting.line.facts.id)) look(waiting)
    for (let next = queue.pop(); next; next = queue.pop()) serve(next)
  }
  return { accepted, ties }
}

/** Whether there is not enough for both. */
function collide(scene: Scene, a: Candidate, b: Candidate): boolean {
  const wanted = new Map<string, number>()
  for (const { target, amountFen } of [...a.parts, ...b.parts]) {
    const key = target.kind === 'payment' ? target.paymentId : target.orderId
    wanted.set(key, (wanted.get(key) ?? 0) + amountFen)
  }
  return [...a.parts, ...b.parts].some(({ target }) => {
    const order = scene.index.orders.get(target.orderId)
    if (!order) return false
    const slip = (scene.index.slipsOf.get(order.id) ?? []).find(
      ({ kind, id }) => target.kind === 'payment' && kind === 'payment' && id === target.paymentId,
    )
    const left = slip ? scene.state.slipLeft(slip) : scene.state.due(order)
    return (wanted.get(slip ? slip.id : order.id) ?? 0) > left
  })
}

function isSamePayer(a: ReadLine, b: ReadLine): boolean {
  if (a.payer.key !== '' && b.payer.key !== '') return a.payer.whole === b.payer.whole
  return a.payer.account !== '' && a.payer.account === b.payer.account
}

/** Among equal claims the earlier money comes first. */
function comesFirst(a: ReadLine, b: ReadLine): boolean {
  const when = ({ facts: { date, time, id } }: ReadLine) => `${date} ${time ?? ''} ${id}`
  return when(a) < when(b)
}
