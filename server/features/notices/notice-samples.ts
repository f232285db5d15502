import { fen } from '../../core/money.ts'
import type { AnnouncementOf, NoticeKind } from './notices.schema.ts'

const id = '01938f00-0000-7000-8000-000000000000'
const organisation = { organisationId: id, organisationName: '苏州工程检测有限公司' }
const staff = { organisationId: null, organisationName: '苏州工程检测有限公司' }
const order = { orderId: id, orderNumber: 'PX26W3N8PX' }
const request = { requestId: id, orderNumber: 'PX26W3N8PX', amountFen: fen(320_000), title: '苏州检测集团股份有限公司' }
const refund = { refundId: id, refundNumber: 'RF26K7M2QD', amountFen: fen(64_000) }
const plan = { planId: id, planName: '2026 年第三期见证取样员培训' }
const person = { ...organisation, accountId: id, personName: '赵敏', email: 'zhaomin@example.com' }
const secret = { secretId: id, expiresAt: '2026-05-11T02:30:00.000Z' }
const at = '2026-05-08T02:30:00.000Z'
const people = { count: 7, names: ['张三', '李四', '王五', '孙六', '钱七'] }
const files = [{ fileId: id, name: '电子发票.pdf', contentType: 'application/pdf', fileKey: '' }]

/**
 * One event of each kind, for previews and test mail. No two placeholders of a kind have the same value in it, so that
 * the product's own words can be shown with the placeholders in their places (template-words.ts).
 */
export const noticeSamples: { readonly [K in NoticeKind]: AnnouncementOf<K> } = {
  voucherApproved: {
    kind: 'voucherApproved',
    ...organisation,
    ...order,
    voucherId: id,
    amountFen: fen(350_000),
    creditFen: fen(30_000),
    outstandingFen: fen(0),
  },
  voucherRejected: {
    kind: 'voucherRejected',
    ...organisation,
    ...order,
    voucherId: id,
    amountFen: fen(320_000),
    reasonCode: 'unclear',
    reasonNote: '右下角被手指挡住',
    version: 1,
  },
  activation: { kind: 'activation', ...person, ...secret, logInNames: ['13812345678', 'zhaomin@example.com'] },
  passwordReset: { kind: 'passwordReset', ...person, ...secret },
  passwordChanged: { kind: 'passwordChanged', ...person, changedAt: at },
  mobileCode: { kind: 'mobileCode', ...person, ...secret, mobileMasked: '138****5678' },
  mobileChanged: { kind: 'mobileChanged', ...person, changedAt: at, mobileMasked: '138****5678' },
  learnerMobileChanged: {
    kind: 'learnerMobileChanged',
    ...organisation,
    learnerId: id,
    learnerName: '张三',
    mobileMasked: '138****5678',
    changedAt: at,
  },
  learnerTransferred: {
    kind: 'learnerTransferred',
    ...organisation,
    learnerId: id,
    learnerName: '张三',
    idNumberMasked: '320***********1234',
    transferredAt: at,
  },
  registrationApproved: {
    kind: 'registrationApproved',
    ...person,
    ...secret,
    registrationId: id,
    logInNames: ['13812345678', 'zhaomin@example.com'],
  },
  registrationRejected: {
    kind: 'registrationRejected',
    ...staff,
    registrationId: id,
    email: 'zhaomin@example.com',
    reason: '营业执照看不清',
    rejectedAt: at,
  },
  registrationCode: {
    kind: 'registrationCode',
    ...staff,
    ...secret,
    registrationId: id,
    email: 'zhaomin@example.com',
  },
  registrationDue: {
    kind: 'registrationDue',
    ...staff,
    registrationId: id,
    code: 'SZJC2026',
    dueAt: at,
    overdue: false,
  },
  emailChanged: { kind: 'emailChanged', ...person, changedAt: at, emailMasked: 'z***@example.com' },
  adminAdded: { kind: 'adminAdded', ...person, byName: '王芳', addedAt: at },
  mailBounced: { kind: 'mailBounced', ...organisation, address: 'caiwu@example.com', bouncedAt: at },
  enrolmentsConfirmed: {
    kind: 'enrolmentsConfirmed',
    ...organisation,
    ...plan,
    ...people,
    feeFen: fen(224_000),
    decidedAt: at,
  },
  enrolmentsRejected: {
    kind: 'enrolmentsRejected',
    ...organisation,
    ...plan,
    ...people,
    reason: '岗位证书已经过期',
    decidedAt: at,
  },
  enrolmentRevoked: {
    kind: 'enrolmentRevoked',
    ...organisation,
    ...plan,
    enrolmentId: id,
    learnerName: '张三',
    reason: '重复报名',
  },
  enrolmentsDue: {
    kind: 'enrolmentsDue',
    organisationId: null,
    organisationName: '',
    reminderId: id,
    day: '2026-05-08',
    count: 7,
    dueAt: at,
    overdue: false,
  },
  enrolmentClosing: { kind: 'enrolmentClosing', ...organisation, ...plan, closesAt: at, draftCount: 7 },
  orderExpiring: {
    kind: 'orderExpiring',
    ...organisation,
    ...order,
    expiresAt: at,
    outstandingFen: fen(320_000),
  },
  orderExpired: { kind: 'orderExpired', ...organisation, ...order, amountFen: fen(320_000) },
  paymentReceived: {
    kind: 'paymentReceived',
    ...organisation,
    ...order,
    paymentId: id,
    method: 'transfer',
    receivedFen: fen(350_000),
    creditFen: fen(30_000),
    outstandingFen: fen(0),
    outcome: 'over',
  },
  paymentOdd: {
    kind: 'paymentOdd',
    organisationId: null,
    organisationName: '',
    noticeId: id,
    provider: 'unionpay',
    tradeNo: 'PX26W3N8PX01',
    verdict: 'amountDiffers',
  },
  refundRequested: {
    kind: 'refundRequested',
    ...staff,
    ...refund,
    reason: '两人不来了',
    requestedByName: '王芳',
  },
  refundDecided: { kind: 'refundDecided', ...organisation, ...refund, approved: false, note: '课程已经开始' },
  refundDone: { kind: 'refundDone', ...organisation, ...refund, way: 'source' },
  refundFailed: { kind: 'refundFailed', ...organisation, ...refund, failure: '原卡已销户' },
  refundFailedStaff: { kind: 'refundFailedStaff', ...staff, ...refund, failure: '原卡已销户' },
  invoiceIssued: {
    kind: 'invoiceIssued',
    ...organisation,
    ...request,
    invoiceNumber: '26427000000316294884',
    issuedOn: '2026-05-08',
    email: 'caiwu@example.com',
    files,
  },
  invoicesIssued: {
    kind: 'invoicesIssued',
    ...organisation,
    email: 'caiwu@example.com',
    requests: [
      { ...request, invoiceNumber: '26427000000316294884', issuedOn: '2026-05-08', files },
      {
        ...request,
        orderNumber: 'PX26T9K4RB',
        amountFen: fen(128_000),
        invoiceNumber: '26427000000316294891',
        issuedOn: '2026-05-08',
        files,
      },
    ],
  },
  invoiceRejected: {
    kind: 'invoiceRejected',
    ...organisation,
    ...request,
    reason: '税号与抬头不一致',
    rejectedAt: at,
  },
  invoiceApproved: {
    kind: 'invoiceApproved',
    ...organisation,
    requestId: id,
    orderNumber: request.orderNumber,
    amountFen: request.amountFen,
  },
  invoiceRedFlushed: {
    kind: 'invoiceRedFlushed',
    ...organisation,
    ...request,
    blueNumber: '26427000000316294884',
    redNumber: '26427000000316301127',
    reason: 'wrong',
    reissue: true,
    email: 'caiwu@example.com',
    files,
  },
  paymentReversed: {
    kind: 'paymentReversed',
    ...organisation,
    ...order,
    paymentId: id,
    amountFen: fen(320_000),
    reason: '这笔钱是另一家单位付的',
  },
  statementTrouble: {
    kind: 'statementTrouble',
    organisationId: null,
    organisationName: '',
    fileId: id,
    fileName: '建行 5 月流水.xlsx',
    why: 'gaps',
    count: 2,
  },
  invoiceTrouble: {
    kind: 'invoiceTrouble',
    ...staff,
    requestId: id,
    orderNumber: request.orderNumber,
    failure: '购方税号不存在',
  },
}
