import { systemActor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { inTransaction } from '../../platform/database.ts'
import { announceIssued } from './announce-issued.ts'
import { findDroppedFiles } from './inbox.store.ts'
import { groupFiles } from './inbox-files.ts'
import { listIssuableAlone } from './inbox-lists.store.ts'
import { type IssuingDeps, issueDropped, type Placement } from './issue-dropped.ts'
import type { IssuedInvoice } from './mail-packs.rules.ts'

const mostAtOnce = 1_000

/**
 * Issues the invoices of drops that asked for it, where every check passes: those of one organisation to one address in
 * one transaction and one mail. One that is refused after all stays in the inbox for staff.
 */
export async function issueAlone(deps: IssuingDeps): Promise<void> {
  const actor = systemActor('invoices.inbox')
  const placements: Placement[] = []
  for (const { fileIds, issuedById } of await listIssuableAlone(deps.db, mostAtOnce)) {
    for (const group of groupFiles(await findDroppedFiles(deps.db, fileIds))) {
      const requestId = group.files[0]?.requestId
      if (requestId) placements.push({ group, requestId, differencesAccepted: false, redReason: null, issuedById })
    }
  }
  for (const bundle of bundled(placements)) {
    await issueBundle(deps, bundle, actor).catch(async (error: unknown) => {
      if (!(error instanceof AppError)) throw error
      if (bundle.length === 1) return
      for (const one of bundle) {
        await issueBundle(deps, [one], actor).catch((alone: unknown) => {
          if (!(alone instanceof AppError)) throw alone
        })
      }
    })
  }
}

/** In one transaction, mailed together; requests are locked by id, so that two bundles never wait for each other. */
export async function issueBundle(
  deps: IssuingDeps,
  bundle: readonly Placement[],
  actor: Parameters<typeof issueDropped>[2],
): Promise<void> {
  await inTransaction(deps, async (tx) => {
    const issued: IssuedInvoice[] = []
    for (const placement of bundle.toSorted((one, other) => (one.requestId < other.requestId ? -1 : 1))) {
      const one = await issueDropped(deps, tx, actor, placement)
      if (one) issued.push(one)
    }
    await announceIssued(deps, tx, issued)
  })
}

/** What goes to one address goes together, twenty at a time: that is what one mail carries. */
export function bundled(placements: readonly Placement[]): Placement[][] {
  const bundles = new Map<string, Placement[]>()
  for (const placement of placements) {
    const request = placement.group.files[0]?.finding?.request
    const key = `${request?.organisationName}\n${request?.email ?? placement.requestId}`
    const bundle = bundles.get(key)
    if (bundle) bundle.push(placement)
    else bundles.set(key, [placement])
  }
  return [...bundles.values()].flatMap((bundle) =>
    Array.from({ length: Math.ceil(bundle.length / 20) }, (_, index) => bundle.slice(index * 20, index * 20 + 20)),
  )
}
