import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../server/core/ids.ts'
import { routes } from '../../server/http/routes.ts'
import type { Permission } from '../../server/trpc/init.ts'
import { appRouter } from '../../server/trpc/router.ts'
import { makeRecharged } from '../support/cards.ts'
import { addHours, makeCertificateRow } from '../support/earned.ts'
import { makeDoneOperation, makeLetter } from '../support/letters.ts'
import { makeAttempt, makeOrder } from '../support/orders.ts'
import {
  type MadeOrganisation,
  makeAccount,
  makeAdmin,
  makeLearner,
  makeOrganisation,
  makeStaff,
} from '../support/people.ts'
import { makeRefund } from '../support/refunds.ts'
import { invoiceDetails, noClaims, sampleSlip, submitted, upload } from '../support/vouchers.ts'
import { openWorld, type World } from '../support/world.ts'
import { makeEnrolled } from '../usecases/orders/arrange-enrolments.ts'

/**
 * Every procedure and route × everybody. The table below says what each one may be asked by whom, and how it names a
 * thing of an organisation; a procedure or route without an entry fails the first test.
 */

type Things = {
  organisation: MadeOrganisation
  orderId: string
  voucherId: string
  fileId: string
  requestId: string
  planId: string
  adminId: string
  learnerId: string
  importId: string
  auditId: string
  enrolmentId: string
  paymentId: string
  refundId: string
  certificateId: string
  hoursId: string
  letterId: string
  cardOperationId: string
  batchId: string
}
/** How a procedure is called on one organisation's things; absent where it takes none of them. */
type Entry = {
  permission: Permission
  on?: (things: Things) => unknown
  /** Whom the use-case refuses besides. */
  besides?: Partial<Record<Role, string>>
}

const billing = {
  invoiceKind: 'normal',
  title: '苏州工程检测有限公司',
  taxNumber: '91320500MA1X2Y3Z4A',
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: 'a@example.com',
  mobile: '13800000000',
}
const person = { name: '王芳', mobile: '', email: '', post: '', education: '' }
const training = { kind: 'elective', title: '安全生产讲座', studiedOn: '2026-01-05', hours: 300 }
const contact = { contactName: '', telephone: '', mobile: '', email: '', address: '' }

const procedures: Record<string, Entry> = {
  'accounts.me': { permission: 'public' },
  'accounts.logIn': { permission: 'public' },
  'accounts.logOut': { permission: 'public' },
  'accounts.logOutEverywhere': { permission: 'signedIn' },
  'accounts.listSessions': { permission: 'signedIn' },
  'accounts.endSession': { permission: 'signedIn' },
  'accounts.changePassword': { permission: 'session' },
  'accounts.switchOrganisation': { permission: 'signedIn', on: (t) => ({ organisationId: t.organisation.id }) },
  'accounts.setLocale': { permission: 'session' },
  'accounts.beginSecondFactor': {
    permission: 'session',
    besides: { learner: 'notAllowed', organisationAdmin: 'notAllowed', owesPassword: 'passwordChangeNeeded' },
  },
  'accounts.confirmSecondFactor': { permission: 'session' },
  'accounts.enterSecondFactor': { permission: 'session' },
  'accounts.removeSecondFactor': { permission: 'signedIn' },
  'accounts.lookAtLink': { permission: 'public' },
  'accounts.setPasswordByLink': { permission: 'public' },
  'accounts.forgotten': { permission: 'public' },
  'accounts.resendActivation': { permission: 'reviewer' },
  'accounts.beginMobileChange': { permission: 'signedIn' },
  'accounts.confirmMobileChange': { permission: 'signedIn' },
  'accounts.changeEmail': { permission: 'signedIn' },
  'accounts.renewRecoveryCodes': { permission: 'signedIn' },
  'accounts.setStaffRoles': { permission: 'systemAdmin' },
  'accounts.list': { permission: 'systemAdmin' },
  'accounts.createStaff': { permission: 'systemAdmin' },
  'accounts.setEnabled': { permission: 'systemAdmin' },
  'accounts.resetPassword': { permission: 'systemAdmin' },
  'audit.search': { permission: 'auditReader' },
  'audit.get': { permission: 'auditReader', on: (t) => ({ id: t.auditId }) },
  'audit.verify': { permission: 'systemAdmin' },
  'certificates.check': { permission: 'public' },
  'certificates.get': { permission: 'signedIn', on: (t) => ({ id: t.certificateId }) },
  'certificates.list': { permission: 'organisationAdmin', on: (t) => ({ organisationId: t.organisation.id }) },
  'certificates.totals': { permission: 'organisationAdmin', on: (t) => ({ organisationId: t.organisation.id }) },
  'certificates.plans': { permission: 'organisationAdmin' },
  'certificates.listAll': { permission: 'staff' },
  'certificates.totalsAll': { permission: 'staff' },
  'certificates.plansAll': { permission: 'staff' },
  'certificates.getForStaff': { permission: 'staff' },
  'certificates.revoke': { permission: 'reviewer' },
  'certificates.reissue': { permission: 'reviewer' },
  'centre.get': { permission: 'public' },
  'centre.payeeAccounts': { permission: 'signedIn' },
  'centre.settings': { permission: 'systemAdmin' },
  'centre.update': { permission: 'systemAdmin' },
  'centre.savePayeeAccount': { permission: 'systemAdmin' },
  'centre.finance': { permission: 'finance' },
  'centre.saveFinance': { permission: 'finance' },
  'centre.calendar': { permission: 'staff' },
  'centre.saveCalendar': { permission: 'systemAdmin' },
  'plans.list': { permission: 'signedIn' },
  'plans.years': { permission: 'signedIn' },
  'plans.get': { permission: 'signedIn' },
  'plans.listAll': { permission: 'staff' },
  'plans.getForStaff': { permission: 'staff' },
  'plans.proposeNumber': { permission: 'reviewer' },
  'plans.create': { permission: 'reviewer' },
  'plans.update': { permission: 'reviewer' },
  'plans.publish': { permission: 'reviewer' },
  'plans.close': { permission: 'reviewer' },
  'plans.copy': { permission: 'reviewer' },
  'plans.remove': { permission: 'reviewer' },
  'organisations.home': { permission: 'organisationAdmin' },
  'organisations.tree': { permission: 'organisationAdmin' },
  'organisations.treeOf': { permission: 'staff' },
  'organisations.createUnit': {
    permission: 'peopleManager',
    on: (t) => ({ id: newId(), parentId: t.organisation.id, kind: 'department', name: newId() }),
  },
  'organisations.rename': {
    permission: 'peopleManager',
    on: (t) => ({ id: t.organisation.id, expectedName: t.organisation.name, name: newId() }),
  },
  'organisations.move': {
    permission: 'peopleManager',
    on: (t) => ({ id: t.organisation.id, expectedParentId: null, parentId: t.organisation.id }),
  },
  'organisations.setEnabled': { permission: 'peopleManager', on: (t) => ({ id: t.organisation.id, enabled: false }) },
  'organisations.editContact': {
    permission: 'peopleManager',
    on: (t) => ({ id: t.organisation.id, expected: contact, contact }),
  },
  'organisations.remove': { permission: 'peopleManager', on: (t) => ({ id: t.organisation.id }) },
  'organisations.listAdmins': { permission: 'peopleManager', on: (t) => ({ organisationId: t.organisation.id }) },
  'organisations.addAdmin': {
    permission: 'peopleManager',
    on: (t) => ({ id: newId(), organisationId: t.organisation.id, name: '王芳', mobile: '13812345678' }),
  },
  'organisations.setMayUnmask': {
    permission: 'peopleManager',
    on: (t) => ({ organisationId: t.organisation.id, accountId: t.adminId, mayUnmask: true }),
  },
  'organisations.resetAdminPassword': {
    permission: 'peopleManager',
    on: (t) => ({ organisationId: t.organisation.id, accountId: t.adminId }),
  },
  'organisations.removeAdmin': {
    permission: 'peopleManager',
    on: (t) => ({ organisationId: t.organisation.id, accountId: t.adminId }),
  },
  'organisations.search': { permission: 'staff' },
  'organisations.get': { permission: 'signedIn', on: (t) => ({ id: t.organisation.id }) },
  'organisations.getBilling': { permission: 'signedIn', on: (t) => ({ organisationId: t.organisation.id }) },
  'organisations.saveBilling': {
    permission: 'organisationAdmin',
    on: (t) => ({ organisationId: t.organisation.id, ...billing }),
  },
  'organisations.allowBillingException': { permission: 'staff' },
  'orders.createStudyCardOrder': {
    permission: 'signedIn',
    on: (t) => ({ id: newId(), planId: t.planId, organisationId: t.organisation.id, amountFen: 100, mode: 'payFirst' }),
  },
  'orders.previewEnrolments': {
    permission: 'signedIn',
    on: (t) => ({ selection: { organisationId: t.organisation.id } }),
  },
  'orders.createFromEnrolments': {
    permission: 'signedIn',
    on: (t) => ({
      id: newId(),
      selection: { organisationId: t.organisation.id },
      mode: 'payFirst',
      expected: { peopleCount: 1, amountFen: 1 },
    }),
  },
  'orders.merge': {
    permission: 'signedIn',
    on: (t) => ({ id: newId(), orderIds: [t.orderId, t.orderId], mode: 'payFirst' }),
  },
  'orders.split': { permission: 'signedIn', on: (t) => ({ id: newId(), orderId: t.orderId }) },
  'orders.people': { permission: 'signedIn', on: (t) => ({ id: t.orderId }) },
  'credit.balances': { permission: 'organisationAdmin' },
  'credit.entries': { permission: 'signedIn', on: (t) => ({ organisationId: t.organisation.id }) },
  'credit.forOrder': { permission: 'signedIn', on: (t) => ({ orderId: t.orderId }) },
  'credit.pay': {
    permission: 'signedIn',
    on: (t) => ({ id: newId(), orderId: t.orderId, organisationId: t.organisation.id, amountFen: 1 }),
  },
  'orders.list': { permission: 'organisationAdmin' },
  'orders.listAll': { permission: 'staff' },
  'orders.get': { permission: 'signedIn', on: (t) => ({ id: t.orderId }) },
  'orders.changeMode': {
    permission: 'signedIn',
    on: (t) => ({ id: t.orderId, mode: 'payFirst', requestId: newId() }),
  },
  'orders.cancel': { permission: 'signedIn', on: (t) => ({ id: t.orderId, reason: '不培训了' }) },
  'studyCards.batches': { permission: 'auditReader', on: (t) => ({ organisationId: t.organisation.id }) },
  'studyCards.batchTotals': { permission: 'auditReader', on: (t) => ({ organisationId: t.organisation.id }) },
  'studyCards.batch': { permission: 'auditReader', on: (t) => ({ id: t.batchId }) },
  'studyCards.prolongBatch': { permission: 'finance' },
  'studyCards.plans': { permission: 'auditReader' },
  'studyCards.people': { permission: 'cardManager', on: (t) => ({ organisationId: t.organisation.id }) },
  'studyCards.countPeople': { permission: 'cardManager', on: (t) => ({ organisationId: t.organisation.id }) },
  'studyCards.checkOperation': {
    permission: 'cardManager',
    on: (t) => ({ kind: 'recharge', batchId: t.batchId, people: { ids: [t.learnerId] }, amount: { eachFen: 1 } }),
  },
  'studyCards.startOperation': {
    permission: 'cardManager',
    on: (t) => ({
      kind: 'recharge',
      id: newId(),
      batchId: t.batchId,
      people: { ids: [t.learnerId] },
      amount: { eachFen: 1 },
      expected: { people: 1, totalFen: 1 },
    }),
  },
  'studyCards.operation': { permission: 'auditReader', on: (t) => ({ id: t.cardOperationId }) },
  'studyCards.operations': { permission: 'auditReader' },
  'studyCards.operationLines': { permission: 'auditReader', on: (t) => ({ id: t.cardOperationId }) },
  'studyCards.entries': { permission: 'auditReader', on: (t) => ({ organisationId: t.organisation.id }) },
  'studyCards.entryTotals': { permission: 'auditReader', on: (t) => ({ organisationId: t.organisation.id }) },
  'studyCards.closeCourse': { permission: 'finance' },
  'studyCards.ofLearner': { permission: 'auditReader', on: (t) => ({ learnerId: t.learnerId }) },
  'studyCards.myEntries': { permission: 'learner' },
  'studyCards.openMine': { permission: 'learner' },
  'reports.plans': { permission: 'auditReader' },
  'reports.planTotals': { permission: 'auditReader' },
  'reports.units': { permission: 'auditReader', on: (t) => ({ of: 'own', parentId: t.organisation.id }) },
  'reports.unitHead': { permission: 'auditReader', on: (t) => ({ of: 'own', parentId: t.organisation.id }) },
  'reports.archive': { permission: 'auditReader', on: (t) => ({ of: 'own', organisationId: t.organisation.id }) },
  'reports.archiveTotals': { permission: 'auditReader', on: (t) => ({ of: 'own', organisationId: t.organisation.id }) },
  'reports.money': { permission: 'auditReader', on: (t) => ({ of: 'own', organisationId: t.organisation.id }) },
  'reports.moneyTotals': { permission: 'auditReader', on: (t) => ({ of: 'own', organisationId: t.organisation.id }) },
  'reports.invoices': { permission: 'auditReader', on: (t) => ({ of: 'own', organisationId: t.organisation.id }) },
  'reports.invoiceTotals': { permission: 'auditReader', on: (t) => ({ of: 'own', organisationId: t.organisation.id }) },
  'reports.savedFilters': { permission: 'signedIn' },
  'reports.saveFilter': { permission: 'signedIn' },
  'reports.renameFilter': { permission: 'signedIn' },
  'reports.removeFilter': { permission: 'signedIn' },
  'privacy.mine': { permission: 'learner' },
  'privacy.askErasure': { permission: 'learner' },
  'privacy.withdrawErasure': { permission: 'learner' },
  'privacy.requests': { permission: 'systemAdmin' },
  'privacy.request': { permission: 'systemAdmin' },
  'privacy.waiting': { permission: 'systemAdmin' },
  'privacy.recordErasure': { permission: 'systemAdmin' },
  'privacy.decideErasure': { permission: 'systemAdmin' },
  'privacy.retention': { permission: 'systemAdmin' },
  'privacy.saveRetention': { permission: 'systemAdmin' },
  'privacy.previewRetention': { permission: 'systemAdmin' },
  'reconciliationOverview.list': {
    permission: 'organisationAdmin',
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'reconciliationOverview.totals': {
    permission: 'organisationAdmin',
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'reconciliationOverview.listAll': { permission: 'staff' },
  'reconciliationOverview.totalsAll': { permission: 'staff' },
  'reconciliationOverview.ofOrder': { permission: 'staff' },
  'letters.address': { permission: 'auditReader' },
  'letters.preview': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, organisationId: t.organisation.id }),
  },
  'letters.print': {
    permission: 'organisationAdmin',
    on: (t) => ({
      id: newId(),
      planId: t.planId,
      organisationId: t.organisation.id,
      contactName: '',
      telephone: '',
      withList: false,
    }),
  },
  'letters.list': { permission: 'auditReader', on: (t) => ({ organisationId: t.organisation.id }) },
  'letters.counts': { permission: 'auditReader', on: (t) => ({ organisationId: t.organisation.id }) },
  'letters.get': { permission: 'auditReader', on: (t) => ({ id: t.letterId }) },
  'letters.cancel': { permission: 'organisationAdmin', on: (t) => ({ id: t.letterId }) },
  'letters.find': { permission: 'reviewer' },
  'letters.receive': { permission: 'reviewer' },
  'letters.putBack': { permission: 'reviewer' },
  'hours.list': { permission: 'organisationAdmin', on: (t) => ({ organisationId: t.organisation.id }) },
  'hours.totals': { permission: 'organisationAdmin', on: (t) => ({ organisationId: t.organisation.id }) },
  'hours.trainings': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, organisationId: t.organisation.id }),
  },
  'hours.people': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, organisationId: t.organisation.id }),
  },
  'hours.peopleCounts': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, organisationId: t.organisation.id }),
  },
  'hours.groups': { permission: 'organisationAdmin', on: (t) => ({ organisationId: t.organisation.id }) },
  'hours.groupRows': { permission: 'organisationAdmin' },
  'hours.ownReviewCounts': { permission: 'organisationAdmin' },
  'hours.check': {
    permission: 'peopleManager',
    on: (t) => ({ ...training, planId: t.planId, learnerIds: [t.learnerId] }),
  },
  'hours.record': {
    permission: 'peopleManager',
    on: (t) => ({
      ...training,
      planId: t.planId,
      evidence: '',
      people: [{ id: newId(), learnerId: t.learnerId }],
    }),
  },
  'hours.correct': {
    permission: 'peopleManager',
    on: (t) => ({ id: newId(), correctsId: t.hoursId, hours: 200, reason: '录错了' }),
  },
  'hours.withdraw': {
    permission: 'peopleManager',
    on: (t) => ({ records: [{ id: t.hoursId, adjustmentId: newId() }], reason: '录错了' }),
  },
  'hours.decide': {
    permission: 'peopleManager',
    on: (t) => ({ id: newId(), selection: { ids: [t.hoursId] }, verdict: 'reject', reason: '没有证明' }),
  },
  'hours.undo': { permission: 'peopleManager' },
  'hours.decision': { permission: 'peopleManager' },
  'hours.get': { permission: 'auditReader', on: (t) => ({ id: t.hoursId }) },
  'hours.ofLearner': { permission: 'auditReader', on: (t) => ({ learnerId: t.learnerId }) },
  'hours.approval': { permission: 'auditReader', on: (t) => ({ organisationId: t.organisation.id }) },
  'hours.staffList': { permission: 'staff' },
  'hours.staffTotals': { permission: 'staff' },
  'hours.reviewCounts': { permission: 'staff' },
  'hours.reviewGroups': { permission: 'reviewer' },
  'hours.reviewRows': { permission: 'reviewer' },
  'hours.setApproval': { permission: 'reviewer' },
  'imports.get': { permission: 'peopleManager', on: (t) => ({ id: t.importId }) },
  'imports.list': { permission: 'peopleManager' },
  'imports.rows': { permission: 'peopleManager', on: (t) => ({ id: t.importId }) },
  'imports.remap': { permission: 'peopleManager', on: (t) => ({ id: t.importId, version: 1, columns: { name: 0 } }) },
  'imports.chooseSheet': {
    permission: 'peopleManager',
    on: (t) => ({ id: t.importId, version: 1, sheetName: 'Sheet1' }),
  },
  'imports.fixRow': { permission: 'peopleManager', on: (t) => ({ id: t.importId, version: 1, row: 2, values: {} }) },
  'imports.repairAlike': {
    permission: 'peopleManager',
    on: (t) => ({ id: t.importId, version: 1, code: 'idCharacter' }),
  },
  'imports.commit': { permission: 'peopleManager', on: (t) => ({ id: t.importId, version: 1, mode: 'goodOnly' }) },
  'enrolments.badges': { permission: 'organisationAdmin' },
  'enrolments.candidates': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, organisationId: t.organisation.id }),
  },
  'enrolments.add': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, subjectIds: [], learners: { ids: [t.learnerId] } }),
  },
  'enrolments.addPerson': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, subjectIds: [], person: { learnerId: t.learnerId } }),
  },
  'enrolments.list': { permission: 'organisationAdmin', on: (t) => ({ organisationId: t.organisation.id }) },
  'enrolments.counts': { permission: 'organisationAdmin', on: (t) => ({ organisationId: t.organisation.id }) },
  'enrolments.setSubjects': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, subjectIds: [], selection: { picks: [{ id: t.enrolmentId, version: 1 }] } }),
  },
  'enrolments.submit': {
    permission: 'organisationAdmin',
    on: (t) => ({ planId: t.planId, selection: { picks: [{ id: t.enrolmentId, version: 1 }] } }),
  },
  'enrolments.withdrawSubmission': {
    permission: 'organisationAdmin',
    on: (t) => ({ selection: { picks: [{ id: t.enrolmentId, version: 1 }] } }),
  },
  'enrolments.remove': {
    permission: 'organisationAdmin',
    on: (t) => ({ selection: { picks: [{ id: t.enrolmentId, version: 1 }] } }),
  },
  'enrolments.withdraw': {
    permission: 'organisationAdmin',
    on: (t) => ({ selection: { picks: [{ id: t.enrolmentId, version: 1 }] } }),
  },
  'enrolments.get': { permission: 'auditReader', on: (t) => ({ id: t.enrolmentId }) },
  'enrolments.ofLearner': { permission: 'auditReader' },
  'enrolments.staffList': { permission: 'staff' },
  'enrolments.reviewCounts': { permission: 'staff' },
  'enrolments.reviewGroups': { permission: 'reviewer' },
  'enrolments.reviewQueue': { permission: 'reviewer' },
  'enrolments.decide': { permission: 'reviewer' },
  'enrolments.revoke': { permission: 'reviewer' },
  'attendance.plans': { permission: 'staff' },
  'attendance.ofPlan': { permission: 'staff' },
  'attendance.byCode': { permission: 'staff' },
  'attendance.tick': { permission: 'staff' },
  'attendance.untick': { permission: 'staff' },
  'payments.methods': { permission: 'signedIn' },
  'payments.begin': {
    permission: 'organisationAdmin',
    on: (t) => ({ id: newId(), orderId: t.orderId, method: 'card' }),
  },
  'payments.scanCode': { permission: 'organisationAdmin', on: (t) => ({ id: t.paymentId }) },
  'payments.get': { permission: 'signedIn', on: (t) => ({ id: t.paymentId }) },
  'payments.ask': { permission: 'signedIn', on: (t) => ({ id: t.paymentId }) },
  'payments.ofOrder': { permission: 'signedIn', on: (t) => ({ orderId: t.orderId }) },
  'payments.listAll': { permission: 'finance' },
  'payments.notices': { permission: 'finance' },
  'payments.notice': { permission: 'finance' },
  'payments.handleNotice': { permission: 'finance' },
  'finance.figures': { permission: 'finance' },
  'finance.months': { permission: 'finance' },
  'finance.closeMonth': { permission: 'finance' },
  'ledger.accounts': { permission: 'staff' },
  'ledger.account': { permission: 'staff' },
  'ledger.entries': { permission: 'staff' },
  'ledger.counterparts': { permission: 'finance' },
  'ledger.correct': { permission: 'finance' },
  'ledger.proofs': { permission: 'finance' },
  'ledger.proof': { permission: 'finance' },
  'ledger.prove': { permission: 'finance' },
  'ledger.alarm': { permission: 'finance' },
  'matching.lines': { permission: 'finance' },
  'matching.totals': { permission: 'finance' },
  'matching.counts': { permission: 'finance' },
  'matching.line': { permission: 'finance' },
  'matching.findOrders': { permission: 'finance' },
  'matching.automatic': { permission: 'finance' },
  'reconciliation.confirm': { permission: 'finance' },
  'reconciliation.allocate': { permission: 'finance' },
  'reconciliation.undo': { permission: 'finance' },
  'reconciliation.dismiss': { permission: 'finance' },
  'refunds.preview': { permission: 'signedIn', on: (t) => ({ from: { kind: 'order', orderId: t.orderId } }) },
  'refunds.request': {
    permission: 'signedIn',
    on: (t) => ({
      id: newId(),
      from: { kind: 'order', orderId: t.orderId },
      what: { kind: 'amount', amountFen: 1 },
      to: { way: 'credit' },
      reason: '多付了',
    }),
  },
  'refunds.get': { permission: 'signedIn', on: (t) => ({ id: t.refundId }) },
  'refunds.list': { permission: 'organisationAdmin' },
  'refunds.withdraw': { permission: 'signedIn', on: (t) => ({ id: t.refundId, version: 1 }) },
  'refunds.listAll': { permission: 'finance' },
  'refunds.waiting': { permission: 'finance' },
  'refunds.approve': { permission: 'finance' },
  'refunds.reject': { permission: 'finance' },
  'refunds.recordTransfer': { permission: 'finance' },
  'refunds.failTransfer': { permission: 'finance' },
  'refunds.askAgain': { permission: 'finance' },
  'imports.cancel': { permission: 'peopleManager', on: (t) => ({ id: t.importId, version: 1 }) },
  'learningPlatforms.list': { permission: 'systemAdmin' },
  'learningPlatforms.create': { permission: 'systemAdmin' },
  'learningPlatforms.update': { permission: 'systemAdmin' },
  'learningPlatforms.renewSecret': { permission: 'systemAdmin' },
  'learningPlatforms.courses': { permission: 'systemAdmin' },
  'learningPlatforms.readCourses': { permission: 'systemAdmin' },
  'learningPlatforms.saveCourses': { permission: 'systemAdmin' },
  'learningPlatforms.setCourseRetired': { permission: 'systemAdmin' },
  'learningPlatforms.statements': { permission: 'systemAdmin' },
  'learningPlatforms.statement': { permission: 'systemAdmin' },
  'learningPlatforms.takeUp': { permission: 'systemAdmin' },
  'learningPlatforms.refusedCounts': { permission: 'systemAdmin' },
  'study.home': { permission: 'learner' },
  'study.ofLearner': { permission: 'auditReader', on: (t) => ({ learnerId: t.learnerId }) },
  'learners.rights': { permission: 'peopleManager' },
  'learners.list': { permission: 'peopleManager', on: (t) => ({ organisationId: t.organisation.id }) },
  'learners.count': { permission: 'peopleManager', on: (t) => ({ organisationId: t.organisation.id }) },
  'learners.get': { permission: 'peopleManager', on: (t) => ({ id: t.learnerId }) },
  'learners.lookUp': { permission: 'peopleManager' },
  'learners.prove': { permission: 'peopleManager' },
  'learners.transfer': { permission: 'peopleManager' },
  'learners.create': {
    permission: 'peopleManager',
    on: (t) => ({
      ...person,
      id: newId(),
      organisationId: t.organisation.id,
      idType: 'passport',
      idNumber: 'E12345678',
    }),
  },
  'learners.update': {
    permission: 'peopleManager',
    on: (t) => ({
      ...person,
      id: t.learnerId,
      organisationId: t.organisation.id,
      updatedAt: '2026-01-01T00:00:00.000Z',
    }),
  },
  'learners.changeIdNumber': { permission: 'reviewer' },
  'learners.unmask': { permission: 'peopleManager', on: (t) => ({ id: t.learnerId, reason: '核对证书信息' }) },
  'learners.setEnabled': {
    permission: 'peopleManager',
    on: (t) => ({ selection: { ids: [t.learnerId] }, enabled: true }),
  },
  'learners.move': {
    permission: 'peopleManager',
    on: (t) => ({ selection: { ids: [t.learnerId] }, organisationId: t.organisation.id }),
  },
  'learners.givePassword': { permission: 'peopleManager', on: (t) => ({ id: t.learnerId }) },
  'learners.me': { permission: 'learner' },
  'learners.updateMine': { permission: 'learner' },
  // An applicant's cookie decides besides (tests/usecases/registrations/applicant.test.ts).
  'registrations.checkCode': { permission: 'public' },
  'registrations.mine': { permission: 'public' },
  'registrations.begin': { permission: 'public' },
  'registrations.get': { permission: 'public' },
  'registrations.saveForm': { permission: 'public' },
  'registrations.removeFile': { permission: 'public' },
  'registrations.submit': { permission: 'public' },
  'registrations.withdraw': { permission: 'public' },
  'registrations.resume': { permission: 'public' },
  'registrations.sendResumeCode': { permission: 'public' },
  'registrations.confirmResume': { permission: 'public' },
  'registrations.queue': { permission: 'reviewer' },
  'registrations.queueCounts': { permission: 'reviewer' },
  'registrations.review': { permission: 'reviewer' },
  'registrations.approve': { permission: 'reviewer' },
  'registrations.reject': { permission: 'reviewer' },
  'vouchers.begin': { permission: 'organisationAdmin', on: (t) => ({ id: newId(), orderId: t.orderId }) },
  'vouchers.findOpen': { permission: 'organisationAdmin', on: (t) => ({ orderId: t.orderId }) },
  'vouchers.get': { permission: 'organisationAdmin', on: (t) => ({ id: t.voucherId }) },
  'vouchers.list': { permission: 'organisationAdmin' },
  'vouchers.addLine': {
    permission: 'organisationAdmin',
    on: (t) => ({ voucherId: t.voucherId, fileId: t.fileId, text: '付款单位：甲公司' }),
  },
  'vouchers.removeFile': { permission: 'organisationAdmin', on: (t) => ({ voucherId: t.voucherId, fileId: t.fileId }) },
  'vouchers.saveClaims': { permission: 'organisationAdmin', on: (t) => ({ id: t.voucherId, claims: noClaims }) },
  'vouchers.submit': {
    permission: 'organisationAdmin',
    on: (t) => ({ id: t.voucherId, claims: { ...noClaims, amountFen: 1 }, invoiceDetails }),
  },
  'vouchers.queue': { permission: 'staff' },
  'vouchers.queueCounts': { permission: 'staff' },
  'vouchers.review': { permission: 'staff' },
  'vouchers.decide': { permission: 'reviewer' },
  'vouchers.undo': { permission: 'reviewer' },
  'jobs.counts': { permission: 'staff' },
  'jobs.listGivenUp': { permission: 'staff' },
  'jobs.resend': { permission: 'systemAdmin' },
  'invoices.listRequests': { permission: 'finance' },
  'invoices.getRequest': { permission: 'finance' },
  'invoices.readFile': { permission: 'finance' },
  'statements.list': { permission: 'finance' },
  'statements.overview': { permission: 'finance' },
  'statements.get': { permission: 'finance' },
  'statements.lines': { permission: 'finance' },
  'statements.preview': { permission: 'finance' },
  'statements.mapColumns': { permission: 'finance' },
  'statements.chooseAccount': { permission: 'finance' },
  'statements.readAgain': { permission: 'finance' },
  'statements.discard': { permission: 'finance' },
  'statements.ignoreLine': { permission: 'finance' },
  'statements.takeUpLine': { permission: 'finance' },
  'invoices.approveRequest': { permission: 'finance' },
  'invoices.rejectRequest': { permission: 'finance' },
  'invoices.removeFile': { permission: 'finance' },
  'invoices.issueInvoice': { permission: 'finance' },
  'invoices.issueByProvider': { permission: 'finance' },
  'invoices.getIssuing': { permission: 'finance' },
  'invoices.askProvider': { permission: 'finance' },
  'invoices.takeBackToHand': { permission: 'finance' },
  'invoices.listReds': { permission: 'finance' },
  'invoices.requestRed': { permission: 'finance' },
  'invoices.withdrawRed': { permission: 'finance' },
  'invoices.issueRedByProvider': { permission: 'finance' },
  'inbox.startDrop': { permission: 'finance' },
  'inbox.finishDrop': { permission: 'finance' },
  'inbox.getDrop': { permission: 'finance' },
  'inbox.list': { permission: 'finance' },
  'inbox.counts': { permission: 'finance' },
  'inbox.assign': { permission: 'finance' },
  'inbox.confirm': { permission: 'finance' },
  'inbox.discard': { permission: 'finance' },
  'inbox.matchAgain': { permission: 'finance' },
  'invoices.listMine': { permission: 'organisationAdmin' },
  'invoices.getMine': { permission: 'organisationAdmin', on: (t) => ({ requestId: t.requestId }) },
  'invoices.correctMine': {
    permission: 'organisationAdmin',
    on: (t) => ({ requestId: t.requestId, details: invoiceDetails }),
  },
  'notices.list': { permission: 'signedIn' },
  'notices.unreadCount': { permission: 'signedIn' },
  'notices.markRead': { permission: 'signedIn' },
  'notices.listMail': { permission: 'staff' },
  'notices.getMail': { permission: 'staff' },
  'notices.resend': { permission: 'finance' },
  'notices.addressLog': { permission: 'staff' },
  'notices.listBounces': { permission: 'finance' },
  'notices.clearBounce': { permission: 'finance' },
  'notices.recordReturned': { permission: 'finance' },
  'notices.listOwnMail': { permission: 'organisationAdmin' },
  'templates.list': { permission: 'systemAdmin' },
  'templates.get': { permission: 'systemAdmin' },
  'templates.preview': { permission: 'systemAdmin' },
  'templates.save': { permission: 'systemAdmin' },
  'templates.reset': { permission: 'systemAdmin' },
  'templates.sendTest': { permission: 'systemAdmin' },
}

const httpRoutes: Record<string, Entry> = {
  'GET /api/health': { permission: 'public' },
  'GET /api/metrics': { permission: 'public' },
  'PUT /api/uploads/vouchers/:voucherId/files/:fileId': {
    permission: 'organisationAdmin',
    on: (t) => ({ voucherId: t.voucherId, fileId: newId() }),
  },
  'GET /api/files/vouchers/:fileId/picture': { permission: 'signedIn', on: (t) => ({ fileId: t.fileId }) },
  'GET /api/files/vouchers/:fileId/thumbnail': { permission: 'signedIn', on: (t) => ({ fileId: t.fileId }) },
  'GET /api/files/vouchers/:fileId/original': { permission: 'signedIn', on: (t) => ({ fileId: t.fileId }) },
  'PUT /api/uploads/registrations/:registrationId/files/:fileId': { permission: 'public' },
  'GET /api/files/registrations/:fileId/picture': { permission: 'public' },
  'GET /api/files/registrations/:fileId/thumbnail': { permission: 'public' },
  'GET /api/files/registrations/:fileId/original': { permission: 'public' },
  'PUT /api/uploads/invoice-requests/:requestId/files/:fileId': { permission: 'finance' },
  'GET /api/files/invoice-files/:fileId': { permission: 'signedIn' },
  'PUT /api/uploads/invoice-drops/:dropId/files/:fileId': { permission: 'finance' },
  'GET /api/files/dropped-files/:fileId': { permission: 'finance' },
  'POST /api/learners/export': { permission: 'peopleManager' },
  'POST /api/learners/first-passwords': { permission: 'peopleManager' },
  'POST /api/reconciliation/export': { permission: 'auditReader' },
  'POST /api/reports/export': { permission: 'auditReader' },
  'POST /api/privacy/export': { permission: 'signedIn' },
  'POST /api/ledger/export': { permission: 'finance' },
  'PUT /api/uploads/imports/:fileId': { permission: 'peopleManager' },
  'PUT /api/uploads/statements/:fileId': { permission: 'finance' },
  'GET /api/files/statements/:fileId': { permission: 'finance' },
  'GET /api/files/statements/:fileId/lines': { permission: 'finance' },
  'GET /api/templates/learners.xlsx': { permission: 'peopleManager' },
  'GET /api/templates/enrolments.xlsx': { permission: 'peopleManager' },
  'GET /api/templates/hours.xlsx': { permission: 'peopleManager' },
  'GET /api/templates/recharges.xlsx': { permission: 'peopleManager' },
  'POST /api/study-cards/export': { permission: 'auditReader' },
  'POST /api/hours/export': { permission: 'auditReader' },
  'GET /api/payments/:id/cashier': { permission: 'organisationAdmin', on: (t) => ({ id: t.paymentId }) },
  'GET /api/payments/return/:orderId/:paymentId': { permission: 'public' },
  'POST /api/payments/return/:orderId/:paymentId': { permission: 'public' },
  'POST /api/payments/notices/:provider': { permission: 'public' },
  'POST /api/invoices/callbacks': { permission: 'public' },
  'GET /xapi/about': { permission: 'public' },
  'GET /xapi/statements': { permission: 'public' },
  'PUT /xapi/statements': { permission: 'public' },
  'POST /xapi/statements': { permission: 'public' },
  'GET /api/files/certificates/:id/certificate.pdf': { permission: 'signedIn', on: (t) => ({ id: t.certificateId }) },
  'GET /api/files/certificates.zip': { permission: 'auditReader' },
  'POST /api/certificates/export': { permission: 'auditReader' },
  'GET /api/files/enrolments/:id/form.pdf': { permission: 'auditReader', on: (t) => ({ id: t.enrolmentId }) },
  'GET /api/files/plans/:id/enrolment-forms.pdf': { permission: 'auditReader' },
  'GET /api/files/plans/:id/people.pdf': { permission: 'auditReader' },
  'GET /api/files/letters/:id/letter.pdf': { permission: 'auditReader', on: (t) => ({ id: t.letterId }) },
  'GET /api/files/card-operations/:id/list.pdf': {
    permission: 'auditReader',
    on: (t) => ({ id: t.cardOperationId }),
  },
  'GET /api/files/learners/me/hours.pdf': { permission: 'learner' },
  'GET /api/files/learners/:id/hours.pdf': { permission: 'auditReader', on: (t) => ({ id: t.learnerId }) },
  'GET /api/files/imports/:id/report': { permission: 'peopleManager', on: (t) => ({ id: t.importId }) },
}

const roles = [
  'anonymous',
  'learner',
  'organisationAdmin',
  'reviewer',
  'finance',
  'systemAdmin',
  'owesPassword',
] as const
type Role = (typeof roles)[number]

/** What each permission lets through; written out, not computed from the code under test. */
const allowed: Record<Permission, readonly Role[]> = {
  public: roles,
  session: roles.filter((role) => role !== 'anonymous'),
  signedIn: ['learner', 'organisationAdmin', 'reviewer', 'finance', 'systemAdmin'],
  organisationAdmin: ['organisationAdmin'],
  peopleManager: ['organisationAdmin', 'reviewer', 'systemAdmin'],
  cardManager: ['organisationAdmin', 'finance', 'systemAdmin'],
  learner: ['learner'],
  auditReader: ['organisationAdmin', 'reviewer', 'finance', 'systemAdmin'],
  staff: ['reviewer', 'finance', 'systemAdmin'],
  reviewer: ['reviewer', 'systemAdmin'],
  finance: ['finance', 'systemAdmin'],
  systemAdmin: ['systemAdmin'],
}
const refusal = (role: Role) =>
  role === 'anonymous' ? 'notSignedIn' : role === 'owesPassword' ? 'passwordChangeNeeded' : 'notAllowed'

let world: World
let mine: Things
let theirs: Things
const cookies = {} as Record<Role, string | undefined>

beforeAll(async () => {
  world = await openWorld()
  mine = await makeThings()
  theirs = await makeThings()
  cookies.anonymous = undefined
  const learner = await makeAccount(world)
  await makeLearner(world, mine.organisation, { accountId: learner.id, name: learner.name })
  cookies.learner = await world.openSession(learner.id)
  cookies.organisationAdmin = (await makeAdmin(world, mine.organisation)).cookie
  cookies.reviewer = (await makeStaff(world, 'reviewer')).cookie
  cookies.finance = (await makeStaff(world, 'finance')).cookie
  cookies.systemAdmin = (await makeStaff(world, 'systemAdmin')).cookie
  const newcomer = await makeAccount(world, { staffRoles: ['systemAdmin'], mustChangePassword: true })
  cookies.owesPassword = await world.openSession(newcomer.id)
})
afterAll(() => world.close())

async function makeThings(): Promise<Things> {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const order = await makeOrder(world, organisation)
  const voucher = await submitted(world, admin.cookie, order)
  const learner = await makeLearner(world, organisation)
  const importId = newId()
  await world.deps.db.import.create({
    data: {
      id: importId,
      kind: 'learners',
      organisationId: organisation.id,
      createdById: admin.id,
      createdByName: admin.name,
      fileName: '学员.csv',
      fileKind: 'csv',
      sha256: 'a'.repeat(64),
      sizeBytes: 1,
      state: 'previewed',
      notes: { notes: [], sheets: ['Sheet1'] },
    },
  })
  const enrolment = await makeEnrolled(world, organisation, { id: order.planId }, { learner })
  const paymentId = await makeAttempt(world, order)
  const refundId = await makeRefund(world, {
    organisationId: organisation.id,
    orderId: order.id,
    requestedById: admin.id,
  })
  const requestId = newId()
  await world.deps.db.invoiceRequest.create({
    data: {
      id: requestId,
      orderId: order.id,
      organisationId: organisation.id,
      ...invoiceDetails,
      title: organisation.name,
      amountFen: 100n,
    },
  })
  const { id: entry } = await world.deps.db.auditEntry.findFirstOrThrow({
    where: { organisationId: organisation.id, subjectType: 'voucher' },
  })
  return {
    organisation,
    auditId: String(entry),
    orderId: order.id,
    voucherId: voucher.id,
    fileId: voucher.fileId,
    requestId,
    planId: order.planId,
    adminId: admin.id,
    learnerId: learner.id,
    importId,
    enrolmentId: enrolment.id,
    paymentId,
    refundId,
    certificateId: await makeCertificateRow(world, { planId: order.planId, learnerId: learner.id, organisation }),
    hoursId: await addHours(world, learner, { id: order.planId }, 300),
    letterId: (await makeLetter(world, organisation, order.planId)).id,
    cardOperationId: await makeDoneOperation(world, organisation, order.planId, learner.id),
    batchId: await makeRecharged(world, organisation, admin, order, learner.id),
  }
}

const declared = Object.entries(appRouter._def.procedures).map(([name, procedure]) => {
  const { type, meta } = (
    procedure as unknown as { _def: { type: 'query' | 'mutation'; meta?: { permission: Permission } } }
  )._def
  return { name, type, permission: meta?.permission }
})
const typeOf = new Map(declared.map(({ name, type }) => [name, type]))

const call = (name: string, input: unknown, cookie: string | undefined) =>
  typeOf.get(name) === 'query' ? world.query(name, input, cookie) : world.mutate(name, input, cookie)

async function ask(
  route: string,
  names: Record<string, string>,
  cookie: string | undefined,
): Promise<{ status: number; code: string | null; text: string }> {
  const [method = '', pattern = ''] = route.split(' ')
  const path = pattern.replace(/:(\w+)/g, (_all, name: string) => names[name] ?? newId())
  const body = method === 'PUT' ? { body: 'x', headers: { 'x-sha256': 'a'.repeat(64), 'x-file-name': 'x' } } : {}
  const response = await world.request(path, { method, ...body, ...(cookie ? { cookie } : {}) })
  const text = await response.text()
  const code = /"app":\{"code":"(\w+)"/.exec(text)?.[1] ?? null
  return { status: response.status, code, text }
}

test('every procedure and every route has an entry, and no entry is left over', () => {
  expect(Object.keys(procedures).sort()).toEqual(declared.map((one) => one.name).sort())
  expect(Object.keys(httpRoutes).sort()).toEqual(routes.map((route) => `${route.method} ${route.path}`).sort())
})

test('the permission that each declares is the one written down here', () => {
  for (const { name, permission } of declared) expect([name, permission]).toEqual([name, procedures[name]?.permission])
  for (const { method, path, permission } of routes) {
    expect([path, permission]).toEqual([path, httpRoutes[`${method} ${path}`]?.permission])
  }
})

describe.each(roles)('%s', (role) => {
  // Logging out would end the session that the other calls need; it has tests of its own.
  const names = Object.keys(procedures).filter((name) => !/logOut|endSession|changePassword|logIn$/.test(name))

  test.each(names)('%s', async (name) => {
    const entry = procedures[name]
    if (!entry) throw new Error('no entry')
    const answer = await call(name, { wrong: 'on purpose' }, cookies[role])
    if (entry.besides?.[role]) return expect(answer.code).toBe(entry.besides[role])
    if (allowed[entry.permission].includes(role))
      expect(['notSignedIn', 'notAllowed', 'passwordChangeNeeded']).not.toContain(answer.code)
    else expect(answer.code).toBe(refusal(role))
  })

  test.each(Object.keys(httpRoutes))('%s', async (route) => {
    const entry = httpRoutes[route]
    if (!entry) throw new Error('no entry')
    const answer = await ask(route, {}, cookies[role])
    if (allowed[entry.permission].includes(role))
      expect(['notSignedIn', 'notAllowed', 'passwordChangeNeeded']).not.toContain(answer.code)
    else expect(answer.code).toBe(refusal(role))
  })
})

describe("another organisation's things do not exist for an organisation admin", () => {
  const withThings = Object.entries(procedures).filter(([, entry]) => entry.on)

  test.each(withThings)('%s', async (name, entry) => {
    const answer = await call(name, entry.on?.(theirs), cookies.organisationAdmin)
    expect(answer).toMatchObject({ status: 404, code: 'notFound' })
    // Own things are found: the refusal is about whose they are, not about the call.
    const own = await call(name, entry.on?.(mine), cookies.organisationAdmin)
    expect(own.code).not.toBe('notFound')
  })

  test.each(Object.entries(httpRoutes).filter(([, entry]) => entry.on))('%s', async (route, entry) => {
    expect(await ask(route, entry.on?.(theirs) as Record<string, string>, cookies.organisationAdmin)).toMatchObject({
      status: route.startsWith('PUT') ? 400 : 404,
      code: route.startsWith('PUT') ? 'fileHashMismatch' : 'notFound',
    })
  })

  test('a whole, well-formed upload to their voucher is not found either', async () => {
    const sent = await upload(world, cookies.organisationAdmin, {
      voucherId: theirs.voucherId,
      bytes: await sampleSlip(9),
    })
    expect(sent).toMatchObject({ status: 404, code: 'notFound' })
  })

  test.each([
    'organisations.home',
    'organisations.tree',
    'orders.list',
    'vouchers.list',
    'invoices.listMine',
    'notices.list',
    'audit.search',
  ])('%s shows nothing of theirs and something of ours or nothing at all', async (name) => {
    const answer = await call(name, name.startsWith('organisations.') ? undefined : {}, cookies.organisationAdmin)
    expect(answer.code).toBeNull()
    const text = JSON.stringify(answer.data)
    for (const id of [
      theirs.organisation.id,
      theirs.organisation.name,
      theirs.orderId,
      theirs.voucherId,
      theirs.requestId,
    ]) {
      expect(text).not.toContain(id)
    }
  })
})

test('reviewers who administer an organisation manage its cards and nobody else’s', async () => {
  const both = await makeStaff(world, 'reviewer')
  await world.deps.db.organisationAdmin.create({
    data: { accountId: both.id, organisationId: mine.organisation.id },
  })
  const cookie = await world.openSession(both.id, mine.organisation.id)
  const start = (things: Things) =>
    world.mutate('studyCards.startOperation', procedures['studyCards.startOperation']?.on?.(things), cookie)
  expect((await start(mine)).code).toBeNull()
  expect((await start(theirs)).code).toBe('notFound')
  const { rows } = (await world.query('studyCards.people', { limit: 100 }, cookie)).data
  expect(rows.map((row: { id: string }) => row.id)).toContain(mine.learnerId)
  expect(rows.map((row: { id: string }) => row.id)).not.toContain(theirs.learnerId)
})

test('finance staff who administer an organisation manage its people and nobody else’s', async () => {
  const both = await makeStaff(world, 'finance')
  await world.deps.db.organisationAdmin.create({
    data: { accountId: both.id, organisationId: mine.organisation.id },
  })
  const cookie = await world.openSession(both.id, mine.organisation.id)
  expect((await world.query('learners.get', { id: mine.learnerId }, cookie)).status).toBe(200)
  expect((await world.query('learners.get', { id: theirs.learnerId }, cookie)).code).toBe('notFound')
  const { rows } = (await world.query('learners.list', { limit: 100 }, cookie)).data
  expect(rows.map((row: { id: string }) => row.id)).toContain(mine.learnerId)
  expect(rows.map((row: { id: string }) => row.id)).not.toContain(theirs.learnerId)
})
