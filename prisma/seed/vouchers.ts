import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { fen } from '../../server/core/money.ts'
import { addWorkingHours } from '../../server/core/working-time.ts'
import type { Deps } from '../../server/deps.ts'
import { loadCentre } from '../../server/features/centre/centre-facts.ts'
import { invoiceDetailsSchema } from '../../server/features/invoices/invoices.schema.ts'
import { openInvoiceRequest } from '../../server/features/invoices/open-invoice-request.ts'
import { announce } from '../../server/features/notices/announce.ts'
import { learnAlias } from '../../server/features/organisations/organisation-names.ts'
import { confirmTransferPayment } from '../../server/features/payments/confirm-transfer-payment.ts'
import { voucherCompress, voucherTidy } from '../../server/features/vouchers/vouchers.queues.ts'
import type { SeededOrder, SeededOrders } from './orders.ts'
import { billingOf, type SeededOrganisations } from './organisations.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene, type Times } from './scene.ts'

type Entry = {
  readonly order: string
  readonly picture: string
  readonly state: 'draft' | 'submitted' | 'approved' | 'rejected'
  /** When it was begun. */
  readonly when: { readonly daysAgo: number; readonly time: string } | { readonly minutesAgo: number }
}

/** Vouchers in every state, with real sample slips: the worker compresses and reads them once it runs. */
const entries: readonly Entry[] = [
  { order: 'PX26AQV7VZ', picture: 'changzhou-zhongzheng.jpg', state: 'rejected', when: { daysAgo: 1, time: '10:28' } },
  { order: 'PX26JUAABM', picture: 'ningbo-zhonglian.jpg', state: 'submitted', when: { daysAgo: 6, time: '16:05' } },
  {
    order: 'PX265MSK2B',
    picture: 'lianyungang-shengyuan.jpg',
    state: 'submitted',
    when: { daysAgo: 1, time: '15:40' },
  },
  { order: 'PX26GUEZYD', picture: 'jinan-shuili.jpg', state: 'submitted', when: { minutesAgo: 95 } },
  { order: 'PX267FXQKZ', picture: 'zhejiang-zhongzheng.jpg', state: 'approved', when: { daysAgo: 12, time: '09:30' } },
  { order: 'PX26EXU6A2', picture: 'suzhou-yongxin.jpg', state: 'draft', when: { minutesAgo: 12 } },
]

const minuteMs = 60_000

export type StoredSlip = Entry & {
  readonly begunAt: Date
  readonly voucherId: string
  readonly fileId: string
  readonly key: string
  readonly sizeBytes: number
  readonly sha256: string
}

/** Puts the pictures where an upload would put them; files come before the transaction that names them. */
export async function storeSlips(deps: Pick<Deps, 'files'>, { now, at, idAt }: Times): Promise<StoredSlip[]> {
  return Promise.all(
    entries.map(async (entry) => {
      const bytes = await readFile(new URL(`./slips/${entry.picture}`, import.meta.url))
      const { when } = entry
      const begunAt =
        'minutesAgo' in when ? new Date(now.getTime() - when.minutesAgo * minuteMs) : at(when.daysAgo, when.time)
      const voucherId = idAt(begunAt)
      const key = `vouchers/${voucherId}/original-${crypto.randomUUID()}`
      await deps.files.put(key, bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { ...entry, begunAt, voucherId, fileId: idAt(begunAt), key, sizeBytes: bytes.length, sha256 }
    }),
  )
}

export async function seedVouchers(
  scene: Scene,
  slips: readonly StoredSlip[],
  orders: SeededOrders,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<void> {
  for (const slip of slips) {
    const order = orders.get(slip.order)
    if (!order) throw new Error(`the demo has no order ${slip.order}`)
    await seedVoucher(scene, slip, order, organisations, people)
  }
}

async function seedVoucher(
  scene: Scene,
  slip: StoredSlip,
  order: SeededOrder,
  organisations: SeededOrganisations,
  people: SeededPeople,
): Promise<void> {
  const { deps, tx, now, note } = scene
  const { begunAt } = slip
  // A demo that is put in shortly after midnight is not dated ahead.
  const submittedAt = new Date(Math.min(begunAt.getTime() + 2 * minuteMs, now.getTime()))
  const decidedAt = new Date(Math.min(submittedAt.getTime() + 200 * minuteMs, now.getTime()))
  const uploader = slip.order === 'PX26AQV7VZ' ? people.zhongzhengAdmin : people.finance
  const { reviewer } = people
  const centre = await loadCentre(tx)
  const details = invoiceDetailsSchema.parse({ kind: 'normal', ...billingOf(organisations[order.organisation]) })
  const isDraft = slip.state === 'draft'
  const isDecided = slip.state === 'approved' || slip.state === 'rejected'
  const rejection = { rejectedCode: 'amountTooLow', rejectedNote: '比待缴少 ¥400.00。请补转差额，把两张回单一起交。' }

  await tx.voucher.create({
    data: {
      id: slip.voucherId,
      orderId: order.id,
      organisationId: order.organisationId,
      state: slip.state,
      stateSince: isDraft ? begunAt : isDecided ? decidedAt : submittedAt,
      version: isDraft ? 2 : 3,
      ...(isDraft
        ? {}
        : {
            invoiceDetails: details,
            submittedAt,
            submittedById: uploader.id,
            dueAt: addWorkingHours(submittedAt, centre.voucherReviewHours, centre.calendar),
          }),
      ...(isDecided ? { decidedAt, decidedById: reviewer.id } : {}),
      ...(slip.state === 'rejected' ? rejection : {}),
      createdById: uploader.id,
      createdAt: begunAt,
    },
  })
  await tx.voucherFile.create({
    data: {
      id: slip.fileId,
      voucherId: slip.voucherId,
      position: 1,
      stateSince: begunAt,
      originalName: `IMG_${begunAt.toISOString().replace(/[-:]/g, '').replace('T', '_').slice(0, 15)}.jpg`,
      kind: 'jpeg',
      sizeBytes: slip.sizeBytes,
      sha256: slip.sha256,
      originalKey: slip.key,
      createdById: uploader.id,
      createdAt: begunAt,
    },
  })
  await deps.jobs.send(tx, voucherCompress, { fileId: slip.fileId })

  const about = { subjectType: 'voucher', subjectId: slip.voucherId, organisationId: order.organisationId }
  note(begunAt, actorOf(uploader), { ...about, action: 'voucher.begun', after: { orderId: order.id } })
  const after = { fileId: slip.fileId, kind: 'jpeg', sizeBytes: slip.sizeBytes, sha256: slip.sha256 }
  note(begunAt, actorOf(uploader), { ...about, action: 'voucherFile.received', after })
  if (isDraft) return
  const submitted = { state: 'submitted', amountFen: order.amountFen, files: 1 }
  note(submittedAt, actorOf(uploader), {
    ...about,
    action: 'voucher.submitted',
    before: { state: 'draft' },
    after: submitted,
  })
  if (!isDecided) return
  const decisionId = scene.idAt(decidedAt)
  const approved = slip.state === 'approved'
  await tx.voucherDecision.create({
    data: {
      id: decisionId,
      voucherId: slip.voucherId,
      voucherVersion: 3,
      verdict: approved ? 'approve' : 'reject',
      amountFen: approved ? BigInt(order.amountFen) : null,
      reasonCode: approved ? null : rejection.rejectedCode,
      reasonNote: approved ? null : rejection.rejectedNote,
      state: 'effective',
      decidedById: reviewer.id,
      decidedByName: reviewer.name,
      decidedAt,
      effectiveAt: decidedAt,
      settledAt: decidedAt,
    },
  })
  const outcome = approved
    ? { state: 'approved', amountFen: order.amountFen, decisionId }
    : { state: 'rejected', reasonCode: rejection.rejectedCode, reasonNote: rejection.rejectedNote, decisionId }
  note(decidedAt, actorOf(reviewer), {
    ...about,
    action: `voucher.${slip.state}`,
    before: { state: 'submitted' },
    after: outcome,
  })
  const organisation = organisations[order.organisation]
  const common = {
    voucherId: slip.voucherId,
    orderId: order.id,
    orderNumber: order.number,
    organisationId: order.organisationId,
    organisationName: organisation.name,
  }
  if (!approved) {
    const why = { reasonCode: rejection.rejectedCode, reasonNote: rejection.rejectedNote, version: 3 }
    await announce(deps, tx, { kind: 'voucherRejected', ...common, amountFen: fen(640_000), ...why })
    return
  }
  const past = { ...deps, clock: { now: () => decidedAt } }
  const amountFen = fen(order.amountFen)
  await confirmTransferPayment(past, tx, actorOf(reviewer), {
    paymentId: decisionId,
    orderId: order.id,
    voucherId: slip.voucherId,
    amountFen,
    movedAt: new Date('2026-02-09T00:00:00+08:00'),
  })
  await openInvoiceRequest(past, tx, actorOf(reviewer), {
    id: scene.idAt(decidedAt),
    orderId: order.id,
    organisationId: order.organisationId,
    voucherId: slip.voucherId,
    amountFen,
    details,
  })
  await learnAlias(tx, {
    organisationId: order.organisationId,
    payerName: organisation.name,
    payerAccount: '324109347295747288489',
    voucherId: slip.voucherId,
    confirmedById: reviewer.id,
  })
  const money = { amountFen, creditFen: fen(0), outstandingFen: fen(0) }
  await announce(deps, tx, { kind: 'voucherApproved', ...common, ...money })
  // Once the worker has made its own picture, the file as received is dropped as after any approval.
  await deps.jobs.send(
    tx,
    voucherTidy,
    { voucherId: slip.voucherId },
    { startAfter: new Date(now.getTime() + 10 * minuteMs) },
  )
}
