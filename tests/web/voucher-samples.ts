import { newId } from '../../server/core/ids.ts'
import { fen } from '../../server/core/money.ts'
import type { VoucherFileView, VoucherView } from '../../server/features/vouchers/vouchers.schema.ts'

const day = '2026-05-08T02:00:00.000Z'

export const fileView = (id: string, state: VoucherFileView['state']): VoucherFileView => ({
  id,
  position: 1,
  state,
  errorCode: null,
  originalName: '回单.jpg',
  kind: 'jpeg',
  sizeBytes: 1000,
  pageCount: null,
  width: null,
  height: null,
  hasPicture: false,
  addedText: null,
  lineDrawn: true,
  slipHeight: null,
  pictureVersion: '',
  fields: [],
})

export const nobodyKnows = {
  amountFen: null,
  payerName: null,
  payerBank: null,
  payerAccount: null,
  paidAt: null,
  serialNo: null,
  remark: null,
}

/** A slip that nobody has handed in, with nothing read or typed. */
export function draftVoucher({
  id,
  orderId,
  files,
}: {
  id: string
  orderId: string
  files: VoucherFileView[]
}): VoucherView {
  return {
    id,
    version: 1,
    state: 'draft',
    stateSince: day,
    organisationId: newId(),
    organisationName: '河北省科信建筑安装工程有限公司',
    order: {
      id: orderId,
      number: 'PX269RD9Z8',
      state: 'open',
      kind: 'training',
      mode: 'payFirst',
      amountFen: fen(1_000),
      paidFen: fen(0),
      outstandingFen: fen(1_000),
      planName: '',
      payeeName: '',
      payeeBank: '',
      payeeAccount: '',
      createdAt: day,
      expiresAt: day,
    },
    claims: { ...nobodyKnows, note: null },
    invoiceDetails: null,
    effective: { ...nobodyKnows, amountInWords: null, payeeName: null, payeeAccount: null, orderNo: null },
    files,
    checks: [],
    checked: false,
    submittedAt: null,
    submittedByName: null,
    dueAt: null,
    decidedAt: null,
    rejectedCode: null,
    rejectedNote: null,
    trail: [],
  }
}
