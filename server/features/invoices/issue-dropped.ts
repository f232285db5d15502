import type { Actor } from '../../core/actor.ts'
import { AppError } from '../../core/app-error.ts'
import { newId } from '../../core/ids.ts'
import type { RedReason } from '../../core/red-reasons.ts'
import type { Deps } from '../../deps.ts'
import { writeAudit } from '../../platform/audit-log.ts'
import type { Transaction } from '../../platform/database.ts'
import { judgeAgainst, matchInvoices } from './inbox.rules.ts'
import type { InboxCheck } from './inbox.schema.ts'
import { changeDroppedState, findOpenRequest, lockDroppedFiles } from './inbox.store.ts'
import { blockingChecks } from './inbox-checks.rules.ts'
import type { DroppedGroup } from './inbox-files.ts'
import { insertInvoiceFile, listInvoiceFiles } from './invoice-files.store.ts'
import type { InvoiceFileKind } from './invoices.schema.ts'
import { findRequest, lockRequest } from './invoices.store.ts'
import type { IssuedInvoice } from './mail-packs.rules.ts'
import { loadMatchFacts } from './match-inbox.ts'
import { type InvoiceOut, recordIssued } from './record-issued.ts'
import { recordRed } from './record-red.ts'
import { findRedOfInvoice } from './red-requests.store.ts'
import { openRedRequest } from './request-red.ts'
import type { Starting } from './start-issuing.ts'

export type IssuingDeps = Starting & Pick<Deps, 'db' | 'clock' | 'jobs'>

export type Placement = {
  readonly group: DroppedGroup
  readonly requestId: string
  readonly differencesAccepted: boolean
  readonly redReason: RedReason | null
  /** Who says that it is issued: whoever confirms it, or whose drop issues by itself. */
  readonly issuedById: string
}

/**
 * Makes the files of one invoice those of its request and writes the invoice down, in the caller's transaction. All is
 * judged again under the request's lock, because it is hours since the page was drawn. Gives what `announceIssued` takes,
 * null for a red one, which is announced by itself.
 *
 * Throws `conflict` (files attached or put aside meanwhile, request no longer waiting), `invoiceFileDiffers` with the
 * first check that fails: unless accepted, and always for one that no acceptance helps against; `invoiceNumberTaken`.
 */
export async function issueDropped(
  deps: IssuingDeps,
  tx: Transaction,
  actor: Actor,
  placement: Placement,
): Promise<IssuedInvoice | null> {
  const { group, requestId } = placement
  const locked = await lockRequest(tx, requestId)
  if (!locked) throw new AppError('notFound')
  const held = await lockDroppedFiles(
    tx,
    group.files.map(({ id }) => id),
  )
  const gone = held.find(({ state }) => state !== 'read')
  if (gone) throw new AppError('conflict', { state: gone.state })
  return group.reading.colour === 'red'
    ? issueRed(deps, tx, actor, placement, locked.organisationId)
    : issueBlue(deps, tx, actor, placement, locked)
}

async function issueBlue(
  deps: IssuingDeps,
  tx: Transaction,
  actor: Actor,
  placement: Placement,
  locked: { state: string; organisationId: string },
): Promise<IssuedInvoice> {
  const { group, requestId } = placement
  const [open, request] = await Promise.all([findOpenRequest(tx, requestId), findRequest(tx, requestId)])
  if (!open || !request) throw new AppError('conflict', { state: locked.state })
  const facts = await loadMatchFacts(deps, tx, [group])
  const { finding } = judgeAgainst(group, open, 'byHand', facts)
  refuseFailures(group, finding.checks, placement.differencesAccepted)
  const fileIds = await attach(deps, tx, actor, placement, locked.organisationId)
  return recordIssued(deps, tx, actor, {
    request,
    from: open.state,
    invoice: invoiceOf(placement, request.details.kind, request.amountFen),
    fileIds,
    after: { inbox: true, automatic: actor.kind === 'system', differencesAccepted: placement.differencesAccepted },
  })
}

async function issueRed(
  deps: IssuingDeps,
  tx: Transaction,
  actor: Actor,
  placement: Placement,
  organisationId: string,
): Promise<null> {
  const { group, requestId, redReason } = placement
  const facts = await loadMatchFacts(deps, tx, [group])
  const judged = matchInvoices([group], facts).get(group.key)
  const blue = judged?.finding.blue
  if (!judged || judged.finding.request?.id !== requestId || !blue?.invoiceId) throw new AppError('conflict', {})
  refuseFailures(group, judged.finding.checks, placement.differencesAccepted || redReason !== null)
  let red = await findRedOfInvoice(tx, blue.invoiceId)
  if (!red) {
    if (redReason === null || actor.kind !== 'account') throw new AppError('redReasonMissing')
    const wish = { redRequestId: newId(), reason: redReason, note: '', reissue: false, reissueDetails: null }
    red = (await openRedRequest(deps, tx, actor, { id: requestId, organisationId }, wish)).red
  }
  const fileIds = await attach(deps, tx, actor, placement, organisationId)
  const { amountFen } = group.reading
  const kind = judged.finding.request.kind
  if (amountFen === null) throw new AppError('conflict', {})
  await recordRed(deps, tx, actor, { red, invoice: invoiceOf(placement, kind, amountFen), fileIds })
  return null
}

function invoiceOf(
  { group, issuedById }: Placement,
  kind: InvoiceOut['kind'],
  amountFen: InvoiceOut['amountFen'],
): InvoiceOut {
  const { reading, code, number } = group
  // `saysEverything` holds by now.
  if (reading.issuedOn === null) throw new AppError('invoiceDateInvalid', {})
  return {
    id: newId(),
    code,
    number,
    kind: reading.kind ?? kind,
    issuedOn: reading.issuedOn,
    amountFen: reading.amountFen ?? amountFen,
    withoutTaxFen: reading.amountWithoutTaxFen,
    taxFen: reading.taxFen,
    remark: reading.remark ?? '',
    issuedById,
  }
}

function refuseFailures(group: DroppedGroup, checks: readonly InboxCheck[], accepted: boolean): void {
  const failing = checks.filter(({ verdict }) => verdict !== 'pass')
  const first =
    failing.find(({ code, verdict }) => verdict === 'fail' && blockingChecks.has(code)) ??
    (accepted ? undefined : failing[0])
  if (!first) return
  const { code, found, expected } = first
  throw new AppError('inboxCheckFails', { check: code, found, expected, number: group.number, count: failing.length })
}

/** Makes them files of the request, those apart that it has already. */
async function attach(
  deps: Pick<Deps, 'clock'>,
  tx: Transaction,
  actor: Actor,
  { group, requestId, issuedById }: Placement,
  organisationId: string,
): Promise<string[]> {
  const at = deps.clock.now()
  const present = await listInvoiceFiles(tx, requestId)
  const fileIds: string[] = []
  for (const file of group.files) {
    const twin = present.find(({ sha256 }) => sha256 === file.sha256)
    fileIds.push(twin?.id ?? file.id)
    if (!twin) {
      const { id, originalName, sizeBytes, sha256, fileKey } = file
      const kind = file.kind as InvoiceFileKind
      await insertInvoiceFile(tx, {
        id,
        requestId,
        kind,
        originalName,
        sizeBytes,
        sha256,
        fileKey,
        createdById: issuedById,
        now: at,
      })
    }
    const moved = await changeDroppedState(tx, {
      id: file.id,
      from: 'read',
      to: 'attached',
      at,
      data: { requestId, standing: null },
    })
    if (!moved) throw new AppError('conflict', { state: 'attached' })
  }
  const [first] = group.files
  if (first) {
    await writeAudit(tx, actor, {
      action: 'invoiceDrop.attached',
      subjectType: 'invoiceDrop',
      subjectId: first.dropId,
      organisationId,
      after: { requestId, number: group.number, fileIds },
    })
  }
  return fileIds
}
