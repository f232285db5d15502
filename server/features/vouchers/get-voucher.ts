import type { AccountActor, Authorized } from '../../core/actor.ts'
import { anyInWork } from '../../core/file-states.ts'
import { fen } from '../../core/money.ts'
import { authorize } from '../../core/permission.ts'
import type { Deps } from '../../deps.ts'
import { readTrail } from '../audit/read-trail.ts'
import { invoiceDetailsSchema } from '../invoices/invoices.schema.ts'
import { loadOrder, type OrderFacts } from '../orders/load-order.ts'
import { splitReceived } from '../payments/payments.rules.ts'
import { lineWaits } from './added-line.rules.ts'
import { slipFieldNames } from './slip-fields.rules.ts'
import { forOrganisation } from './voucher-checks.rules.ts'
import { findChecks } from './voucher-checks.store.ts'
import { type DecisionRecord, findCurrentDecision } from './voucher-decisions.store.ts'
import { findFiles, type VoucherFileRecord } from './voucher-files.store.ts'
import { effectiveOf } from './vouchers.rules.ts'
import type { ReviewView, VoucherFileView, VoucherView } from './vouchers.schema.ts'
import { findAccountName, findVoucher, type VoucherRecord } from './vouchers.store.ts'

/** A voucher as its organisation sees it: what was read, every check in words, and where it stands. */
export async function getVoucher(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: { id: string },
): Promise<VoucherView> {
  const { view } = await load(deps, actor, input.id)
  return {
    ...view,
    checks: view.checks.map(forOrganisation),
    // Who works on what is the centre's affair, and so is a decision that can still be undone.
    trail: view.trail.filter((entry) => !entry.action.startsWith('voucherDecision.')),
  }
}

/** The same for reviewers, with the decision that waits and what approving would do. */
export async function getReview(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  input: { id: string },
): Promise<ReviewView> {
  const { view, order } = await load(deps, actor, input.id)
  const decision = await findCurrentDecision(deps.db, view.id)
  const amount = view.effective.amountFen
  const split =
    amount && view.state === 'submitted'
      ? splitReceived(amount.value, order.outstandingFen, order.state === 'open')
      : null
  const compared = view.checks.find((check) => check.code === 'pictureSeen')?.details['compared']
  return {
    ...view,
    decision: decision && decisionView(decision, actor),
    approval: split && { ...split, outstandingAfterFen: fen(order.outstandingFen - split.toOrderFen) },
    comparedPictures: typeof compared === 'number' ? compared : 0,
  }
}

export function decisionView(decision: DecisionRecord, actor: AccountActor): NonNullable<ReviewView['decision']> {
  return {
    id: decision.id,
    verdict: decision.verdict,
    state: decision.state,
    decidedByName: decision.decidedByName,
    mine: decision.decidedById === actor.accountId,
    decidedAt: decision.decidedAt.toISOString(),
    effectiveAt: decision.effectiveAt.toISOString(),
    errorCode: decision.errorCode,
  }
}

async function load(
  deps: Pick<Deps, 'db'>,
  actor: AccountActor,
  id: string,
): Promise<{ view: VoucherView; order: OrderFacts }> {
  const voucher = authorize(actor, await findVoucher(deps.db, id))
  const [order, files, checks, trail, submittedByName] = await Promise.all([
    loadOrder(deps, actor, voucher.orderId),
    findFiles(deps.db, voucher.id),
    findChecks(deps.db, voucher.id),
    readTrail(deps.db, 'voucher', voucher.id),
    findAccountName(deps.db, voucher.submittedById),
  ])
  return { view: toView(voucher, order, files, checks, trail, submittedByName), order }
}

function toView(
  voucher: Authorized<VoucherRecord>,
  order: OrderFacts,
  files: readonly VoucherFileRecord[],
  checks: VoucherView['checks'],
  trail: VoucherView['trail'],
  submittedByName: string | null,
): VoucherView {
  const details = invoiceDetailsSchema.safeParse(voucher.invoiceDetails)
  const inWork = anyInWork(files) || files.some(lineWaits)
  return {
    id: voucher.id,
    version: voucher.version,
    state: voucher.state,
    stateSince: voucher.stateSince.toISOString(),
    organisationId: voucher.organisationId,
    organisationName: voucher.organisationName,
    order: {
      id: order.id,
      number: order.number,
      state: order.state,
      kind: order.kind,
      mode: order.mode,
      amountFen: order.amountFen,
      paidFen: order.paidFen,
      outstandingFen: order.outstandingFen,
      planName: order.planName,
      payeeName: order.payee.name,
      payeeBank: order.payee.bank,
      payeeAccount: order.payee.account,
      createdAt: order.createdAt.toISOString(),
      expiresAt: order.expiresAt.toISOString(),
    },
    claims: voucher.claims,
    invoiceDetails: details.success ? details.data : null,
    effective: effectiveOf(
      voucher.claims,
      files.map((file) => ({ fileId: file.id, reading: file.reading })),
    ),
    files: files.map(fileView),
    checks,
    checked: !inWork && (voucher.checkedAt !== null || voucher.state === 'approved'),
    submittedAt: voucher.submittedAt?.toISOString() ?? null,
    submittedByName,
    dueAt: voucher.dueAt?.toISOString() ?? null,
    decidedAt: voucher.decidedAt?.toISOString() ?? null,
    rejectedCode: voucher.rejectedCode,
    rejectedNote: voucher.rejectedNote,
    trail,
  }
}

function fileView(file: VoucherFileRecord): VoucherFileView {
  const fields = file.reading?.fields
  return {
    id: file.id,
    position: file.position,
    state: file.state,
    errorCode: file.errorCode,
    originalName: file.originalName,
    kind: file.kind,
    sizeBytes: file.sizeBytes,
    pageCount: file.pageCount,
    width: file.width,
    height: file.height,
    hasPicture: file.pictureKey !== null,
    addedText: file.addedText,
    lineDrawn: !lineWaits(file),
    slipHeight: file.slipHeight,
    // The end of the key's random part.
    pictureVersion: file.pictureKey?.slice(-12, -4) ?? '',
    fields: slipFieldNames.flatMap((name) => {
      const field = fields?.[name]
      if (!field) return []
      return [
        { name, value: String(field.value), confidence: field.confidence, score: field.score, quads: field.quads },
      ]
    }),
  }
}
