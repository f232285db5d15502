import type { Deps } from '../../deps.ts'
import type { Transaction } from '../../platform/database.ts'
import { announce } from '../notices/announce.ts'
import type { Difference } from './invoice-reading.schema.ts'
import { findRequest } from './invoices.store.ts'

/** Tells finance of an invoice that a provider could not issue, or issued otherwise than it was asked to. */
export async function tellOfTrouble(
  deps: Pick<Deps, 'clock' | 'jobs'>,
  tx: Transaction,
  requestId: string,
  failure: string,
): Promise<void> {
  const request = await findRequest(tx, requestId)
  if (!request) return
  await announce(deps, tx, {
    kind: 'invoiceTrouble',
    requestId,
    orderNumber: request.order.number,
    organisationId: null,
    organisationName: request.organisation.name,
    failure,
    failedAt: deps.clock.now().toISOString(),
  })
}

/** What finance reads where the provider has no words of its own, in the language of the tax platform. */
export const troubles = {
  unanswered: '开票服务一直没有应答，系统会继续询问。',
  filesMissing: (number: string) => `发票 ${number} 已开具，但版式文件一直取不到，系统会继续取。`,
  otherAmount: (number: string) => `开票服务开具的发票 ${number} 金额与申请不一致，请到开票服务核对。`,
  fileDiffers: (number: string, what: string) => `发票 ${number} 的版式文件与申请不一致（${what}），没有发出，请核对。`,
  issuedTwice: (number: string) => `开票服务对同一笔申请又开具了发票 ${number}，请核对并红冲多开的一张。`,
  numberTaken: (number: string) => `开票服务给出的发票号码 ${number} 已属于另一笔申请，请核对。`,
}

/** In which part of it a file differs. */
export const differenceWords: Readonly<Record<Difference['field'], string>> = {
  number: '发票号码',
  code: '发票代码',
  issuedOn: '开票日期',
  amountFen: '金额',
  kind: '发票类型',
  colour: '红蓝字',
  buyerName: '购买方名称',
  buyerTaxNumber: '购买方税号',
  sellerTaxNumber: '销售方税号',
  numberInName: '文件名里的号码',
}
