import { createSignal } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import { addFen, type Fen } from '../../../server/core/money.ts'
import type { RejectReason } from '../../../server/features/vouchers/vouchers.schema.ts'
import { api } from '../../api.ts'
import { showToast } from '../../components/toast.tsx'
import { rejectReason } from '../../texts/checks.ts'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { ConnectionLost, errorSentence } from '../../texts/errors.ts'
import { formatYuan } from '../../texts/format.ts'
import { errorOfCode } from '../shell/error-of-code.ts'

/*
 * Decisions outlive the page that made them: a reviewer who goes on to the next voucher, or to another page, can still
 * undo, and hears about it when a decision could not be carried out.
 */

export interface Decidable {
  readonly id: string
  /** The version that the reviewer saw. */
  readonly version: number
  readonly organisationName: string
}

export type Verdict =
  | { readonly verdict: 'approve'; readonly amountFen: Fen }
  | { readonly verdict: 'reject'; readonly reasonCode: RejectReason; readonly reasonNote: string }

export interface Decision {
  readonly voucher: Decidable
  readonly input: Verdict
}

export interface AfterDecision {
  /** Asks again for what is no longer true: queue, counts. */
  readonly refresh: () => Promise<void>
  /** Shows a voucher that came back. */
  readonly open: (voucherId: string) => void
}

interface Accepted extends Decision {
  readonly decisionId: string
  readonly effectiveAt: string
}

const [putAside, setPutAside] = createSignal<ReadonlyMap<string, number>>(new Map())

/** Whether this version of a voucher was just decided here: it is out of the queue until something brings it back. */
export function isPutAside(voucher: { readonly id: string; readonly version: number }): boolean {
  return putAside().get(voucher.id) === voucher.version
}

/** How many were decided here and have not taken effect: they are done for the reviewer, though the server still counts them. */
export function putAsideCount(): number {
  return putAside().size
}

function change(edit: (map: Map<string, number>) => void): void {
  const next = new Map(putAside())
  edit(next)
  setPutAside(next)
}

const bringBack = (voucherId: string) => change((map) => map.delete(voucherId))

/** How often one decision is sent when the connection is lost on the way: the same id is the same decision. */
const mostSends = 3

async function send(decision: Decision): Promise<Accepted> {
  const id = newId()
  const { voucher, input } = decision
  for (let sends = 1; ; sends++) {
    try {
      const accepted = await api.vouchers.decide.mutate({
        id,
        voucherId: voucher.id,
        version: voucher.version,
        ...input,
      })
      return { ...decision, decisionId: id, effectiveAt: accepted.effectiveAt }
    } catch (error) {
      if (!(error instanceof ConnectionLost) || sends === mostSends) throw error
    }
  }
}

/**
 * Decides on one or several vouchers at once. They leave the queue immediately; the toast undoes all of them until they
 * take effect. What the server refuses comes back with its sentence.
 */
export async function decide(decisions: readonly Decision[], after: AfterDecision): Promise<void> {
  change((map) => {
    for (const { voucher } of decisions) map.set(voucher.id, voucher.version)
  })
  const results = await Promise.allSettled(decisions.map(send))
  const accepted = results.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  for (const [index, result] of results.entries()) {
    const voucher = decisions[index]?.voucher
    if (result.status === 'rejected' && voucher) cameBack(voucher, errorSentence(result.reason), after)
  }
  const [first] = accepted
  if (first) {
    showToast({
      text: toastText(accepted),
      until: first.effectiveAt,
      undo: () => undo(accepted, after),
    })
    void follow(accepted, after)
  }
  await after.refresh()
}

function toastText(accepted: readonly Accepted[]): string {
  const [first, second] = accepted
  if (!first) return ''
  const amounts = accepted.flatMap(({ input }) => (input.verdict === 'approve' ? [input.amountFen] : []))
  const amount = formatYuan(addFen(...amounts))
  if (second) return t('approvedMany', { count: accepted.length, amount })
  const name = first.voucher.organisationName
  return first.input.verdict === 'approve'
    ? t('approvedOne', { amount, name })
    : t('rejectedOne', { reason: rejectReason(first.input.reasonCode), name })
}

/** They are back in the queue at once; one that was too late leaves it again, and the toast says so. */
async function undo(accepted: readonly Accepted[], after: AfterDecision): Promise<void> {
  for (const { voucher } of accepted) bringBack(voucher.id)
  const [first] = accepted
  if (first) after.open(first.voucher.id)
  const results = await Promise.allSettled(accepted.map(({ decisionId }) => api.vouchers.undo.mutate({ decisionId })))
  change((map) => {
    for (const [index, { voucher }] of accepted.entries()) {
      if (results[index]?.status === 'rejected') map.set(voucher.id, voucher.version)
    }
  })
  await after.refresh()
  const failed = results.find((result) => result.status === 'rejected')
  if (failed) throw failed.reason
}

function cameBack(voucher: Decidable, why: string, after: AfterDecision): void {
  bringBack(voucher.id)
  showToast({
    text: t('cameBack', { name: voucher.organisationName, why }),
    action: { label: t('open'), run: () => after.open(voucher.id) },
    durationMs: 20_000,
  })
}

/** The worker needs a moment after the ten seconds; then it is asked again and again, ever more seldom. */
const settleMs = 1_500
const againMs = 3_000
const mostAgainMs = 30_000

/** Watches decisions until they took effect, and says so when one could not be carried out. */
async function follow(accepted: readonly Accepted[], after: AfterDecision): Promise<void> {
  const latest = Math.max(...accepted.map(({ effectiveAt }) => Date.parse(effectiveAt)))
  await wait(latest - Date.now() + settleMs)
  let open = accepted
  for (let pauseMs = againMs; open.length > 0; pauseMs = Math.min(2 * pauseMs, mostAgainMs)) {
    const states = await Promise.all(open.map(stateOf))
    const settled = open.filter((_, index) => states[index] !== 'waiting')
    for (const [index, state] of states.entries()) {
      const voucher = open[index]?.voucher
      if (state instanceof Error && voucher) cameBack(voucher, errorSentence(state), after)
    }
    open = open.filter((_, index) => states[index] === 'waiting')
    // First the lists without them, then nothing has to be kept out of the lists any more.
    await after.refresh()
    for (const { voucher } of settled) bringBack(voucher.id)
    if (open.length > 0) await wait(pauseMs)
  }
}

/** `waiting`, `done`, or why it was not carried out. A lost connection is asked again. */
async function stateOf({ voucher, decisionId }: Accepted): Promise<'waiting' | 'done' | Error> {
  try {
    const { decision } = await api.vouchers.review.query({ id: voucher.id })
    if (decision?.id !== decisionId) return 'done'
    if (decision.state === 'failed') return errorOfCode(decision.errorCode)
    return decision.state === 'waiting' ? 'waiting' : 'done'
  } catch (error) {
    return error instanceof ConnectionLost ? 'waiting' : 'done'
  }
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
}
