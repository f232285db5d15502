import type { AccountActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { inTransaction } from '../../platform/database.ts'
import { inboxRead } from './inbox.queues.ts'
import type { Confirmed, ConfirmInboxInput } from './inbox.schema.ts'
import { findDroppedFiles, listFilesOfInvoice } from './inbox.store.ts'
import { groupFiles } from './inbox-files.ts'
import { bundled, issueBundle } from './issue-alone.ts'
import type { IssuingDeps, Placement } from './issue-dropped.ts'

type Wanted = ConfirmInboxInput['invoices'][number]
type Result = Confirmed['results'][number]

/**
 * Issues the invoices that staff confirm: each one's files become those of its request, the invoice is written down and
 * mailed; several of one organisation leave in one mail. One that is refused holds up no other and says why. Confirming
 * again what was confirmed gives the same answer.
 */
export async function confirmInbox(
  deps: IssuingDeps,
  actor: AccountActor,
  { invoices }: ConfirmInboxInput,
): Promise<Confirmed> {
  const results = new Map<Wanted, Result>()
  const wantedOf = new Map<Placement, Wanted>()
  const placements: Placement[] = []
  for (const wanted of invoices) {
    const placement = await placementOf(deps, actor, wanted).catch((error: unknown) => refused(results, wanted, error))
    if (placement === 'done') results.set(wanted, resultOf(wanted, null))
    else if (placement) {
      placements.push(placement)
      wantedOf.set(placement, wanted)
    }
  }
  for (const bundle of bundled(placements)) await settle(bundle)
  // A red one may have waited for one of these.
  await inTransaction(deps, (tx) => deps.jobs.send(tx, inboxRead, {}))
  return { results: invoices.map((wanted) => results.get(wanted) ?? resultOf(wanted, null)) }

  async function settle(bundle: readonly Placement[]): Promise<void> {
    try {
      await issueBundle(deps, bundle, actor)
    } catch (error) {
      if (bundle.length > 1 && error instanceof AppError) {
        for (const one of bundle) await settle([one])
        return
      }
      const [only] = bundle
      const wanted = only && wantedOf.get(only)
      if (!wanted) throw error
      refused(results, wanted, error)
    }
  }
}

async function placementOf(deps: IssuingDeps, actor: AccountActor, wanted: Wanted): Promise<Placement | 'done'> {
  const [group] = groupFiles(await listFilesOfInvoice(deps.db, wanted))
  if (!group) {
    const files = await findDroppedFiles(deps.db, wanted.fileIds)
    const isDone =
      files.length > 0 && files.every(({ state, requestId }) => state === 'attached' && requestId === wanted.requestId)
    if (isDone) return 'done'
    throw new AppError('conflict', { state: files[0]?.state ?? null })
  }
  const ids = group.files.map(({ id }) => id)
  if (ids.length !== wanted.fileIds.length || !ids.every((id) => wanted.fileIds.includes(id)))
    throw new AppError('conflict', { state: 'changed' })
  const { requestId, differencesAccepted, redReason } = wanted
  return { group, requestId, differencesAccepted, redReason: redReason ?? null, issuedById: actor.accountId }
}

function refused(results: Map<Wanted, Result>, wanted: Wanted, error: unknown): null {
  if (!(error instanceof AppError)) throw error
  results.set(wanted, resultOf(wanted, { code: error.code, details: error.details }))
  return null
}

function resultOf({ code, number, requestId }: Wanted, error: Result['error']): Result {
  return { code, number, requestId, error }
}
