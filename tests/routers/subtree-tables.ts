import { createHash } from 'node:crypto'
import { newId } from '../../server/core/ids.ts'
import type { MadeOrganisation } from '../support/people.ts'
import { invoiceDetails, noClaims, sampleSlip } from '../support/vouchers.ts'
import type { RpcAnswer } from '../support/world.ts'

/**
 * Every procedure and route that an organisation's admin may call, with what it holds or takes of an organisation: walked
 * by subtrees.test.ts, which fails when a line is missing.
 */

/** What one unit of the tree has, and by which ids others would ask for it. */
export type Things = {
  organisation: MadeOrganisation
  adminId: string
  adminName: string
  planId: string
  orderId: string
  orderNumber: string
  voucherId: string
  fileId: string
  requestId: string
  invoiceFileId: string
  enrolmentId: string
  refundId: string
  paymentId: string
  certificateId: string
  hoursId: string
  letterId: string
  cardOperationId: string
  batchId: string
  learnerId: string
  learnerName: string
  idNumber: string
  mobile: string
  importId: string
  auditId: string
}

type Input = object | readonly object[] | Promise<object>
type Call = (name: string, input: object) => Promise<RpcAnswer>
export type Entry = {
  /** Touches nothing of an organisation, and why. */
  nothing?: string
  /** A list or an export: its input, and what of each unit has to stand in it. */
  list?: { input?: object; shows: (t: Things) => readonly string[] }
  /** Counts: what each unit adds to the number. */
  count?: { input?: object; of: (answer: never) => number; each: number }
  /** Takes ids: inputs that name something of another's, each of which is not found. */
  on?: (theirs: Things, mine: Things, mutate: Call) => Input
  /** Says something about others, and nothing that tells them. */
  hides?: (theirs: Things) => object
}

const billing = {
  invoiceKind: 'normal',
  title: '苏州工程检测有限公司',
  taxNumber: '91320500MA1X2Y3A4A',
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: 'a@example.com',
  mobile: '13800000000',
}
const contact = { contactName: '', telephone: '', mobile: '', email: '', address: '' }
const person = { name: '王芳', mobile: '', email: '', post: '', education: '' }
const training = { kind: 'elective', title: '安全生产讲座', studiedOn: '2026-01-05', hours: 300 }
const ofUnit = (theirs: Things, mine: Things) => ({ planId: mine.planId, organisationId: theirs.organisation.id })
const own = { nothing: 'the own account' }
const allRows = { limit: 100 }
const version = 1
const id = (of: (t: Things) => string) => (theirs: Things) => ({ id: of(theirs) })
const picked = (theirs: Things) => ({ picks: [{ id: theirs.enrolmentId, version }] })

export const procedures: Record<string, Entry> = {
  'accounts.logOutEverywhere': own,
  'accounts.listSessions': own,
  'accounts.endSession': own,
  'accounts.removeSecondFactor': own,
  'accounts.beginMobileChange': own,
  'accounts.confirmMobileChange': own,
  'accounts.changeEmail': own,
  'accounts.renewRecoveryCodes': own,
  'accounts.switchOrganisation': { on: (t) => ({ organisationId: t.organisation.id }) },
  'audit.search': { list: { input: allRows, shows: (t) => [t.voucherId] } },
  'audit.get': { on: id((t) => t.auditId) },
  'centre.payeeAccounts': { nothing: "the centre's own" },
  'certificates.get': { on: id((t) => t.certificateId) },
  'certificates.list': { list: { input: allRows, shows: (t) => [t.certificateId, t.learnerName] } },
  'certificates.totals': { count: { of: (totals: { valid: number }) => totals.valid, each: 1 } },
  'certificates.plans': { list: { shows: () => [] } },
  'plans.list': { nothing: "the centre's own" },
  'plans.years': { nothing: "the centre's own" },
  'plans.get': { nothing: "the centre's own" },

  'organisations.home': {
    count: { of: (home: { atCentre: { vouchers: number } }) => home.atCentre.vouchers, each: 1 },
  },
  'organisations.tree': { list: { shows: (t) => [t.organisation.id] } },
  'organisations.get': { on: id((t) => t.organisation.id) },
  'organisations.getBilling': { on: (t) => ({ organisationId: t.organisation.id }) },
  'organisations.saveBilling': { on: (t) => ({ organisationId: t.organisation.id, ...billing }) },
  'organisations.createUnit': {
    on: (t) => ({ id: newId(), parentId: t.organisation.id, kind: 'department', name: newId() }),
  },
  'organisations.rename': {
    on: (t) => ({ id: t.organisation.id, expectedName: t.organisation.name, name: newId() }),
  },
  'organisations.move': {
    on: (t, mine) => [
      { id: t.organisation.id, expectedParentId: null, parentId: mine.organisation.id },
      { id: t.organisation.id, expectedParentId: null, parentId: null },
    ],
  },
  'organisations.setEnabled': { on: (t) => ({ id: t.organisation.id, enabled: false }) },
  'organisations.editContact': { on: (t) => ({ id: t.organisation.id, expected: contact, contact }) },
  'organisations.remove': { on: id((t) => t.organisation.id) },
  'organisations.listAdmins': { on: (t) => ({ organisationId: t.organisation.id }) },
  'organisations.addAdmin': {
    on: (t) => ({ id: newId(), organisationId: t.organisation.id, name: '王芳', mobile: '13812345678' }),
  },
  'organisations.removeAdmin': {
    on: (t, mine) => [
      { organisationId: t.organisation.id, accountId: t.adminId },
      { organisationId: mine.organisation.id, accountId: t.adminId },
    ],
  },
  'organisations.setMayUnmask': {
    on: (t) => ({ organisationId: t.organisation.id, accountId: t.adminId, mayUnmask: true }),
  },
  'organisations.resetAdminPassword': {
    on: (t, mine) => [
      { organisationId: t.organisation.id, accountId: t.adminId },
      { organisationId: mine.organisation.id, accountId: t.adminId },
    ],
  },

  'enrolments.badges': { nothing: 'counts of the own subtree: tests/usecases/enrolments/status.test.ts' },
  'enrolments.candidates': { on: (t) => ({ planId: t.planId, organisationId: t.organisation.id }) },
  'enrolments.add': {
    on: (t, mine) => {
      const input = { planId: mine.planId, subjectIds: [] }
      return [
        { ...input, learners: { ids: [t.learnerId] } },
        { ...input, learners: { ids: [mine.learnerId, t.learnerId] } },
        { ...input, learners: { filter: { organisationId: t.organisation.id }, expectedCount: 1 } },
      ]
    },
  },
  'enrolments.addPerson': {
    on: (t, mine) => {
      const input = { planId: mine.planId, subjectIds: [] }
      const fresh = { id: newId(), idType: 'passport', idNumber: 'E12345678', ...person }
      return [
        { ...input, person: { learnerId: t.learnerId } },
        { ...input, person: { new: { ...fresh, organisationId: t.organisation.id } } },
      ]
    },
  },
  'enrolments.list': {
    list: { input: allRows, shows: (t) => [t.enrolmentId] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'enrolments.counts': {
    count: { of: (counts: { total: number }) => counts.total, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'enrolments.setSubjects': { on: (t, mine) => ({ planId: mine.planId, subjectIds: [], selection: picked(t) }) },
  'enrolments.submit': { on: (t) => ({ planId: t.planId, selection: picked(t) }) },
  'enrolments.withdrawSubmission': {
    on: (t) => [
      { selection: picked(t) },
      { selection: { filter: { organisationId: t.organisation.id }, expectedCount: 1 } },
    ],
  },
  'enrolments.remove': { on: (t) => ({ selection: picked(t) }) },
  'enrolments.withdraw': { on: (t) => ({ selection: picked(t) }) },
  'enrolments.get': { on: id((t) => t.enrolmentId) },
  'enrolments.ofLearner': { hides: (t) => ({ learnerId: t.learnerId }) },

  'orders.createStudyCardOrder': {
    on: (t) => ({ id: newId(), planId: t.planId, organisationId: t.organisation.id, amountFen: 100, mode: 'payFirst' }),
  },
  'orders.previewEnrolments': {
    on: (t, mine) => [
      { selection: { organisationId: t.organisation.id } },
      { selection: { ids: [mine.enrolmentId] }, payerId: t.organisation.id },
    ],
  },
  'orders.createFromEnrolments': {
    on: (t, mine) => {
      const input = { id: newId(), mode: 'payFirst', expected: { peopleCount: 1, amountFen: 1 } }
      return [
        { ...input, selection: { ids: [t.enrolmentId] } },
        { ...input, selection: { ids: [mine.enrolmentId, t.enrolmentId] } },
        { ...input, selection: { organisationId: t.organisation.id } },
        { ...input, selection: { ids: [mine.enrolmentId] }, payerId: t.organisation.id },
      ]
    },
  },
  'orders.merge': { on: (t, mine) => ({ id: newId(), orderIds: [mine.orderId, t.orderId], mode: 'payFirst' }) },
  'orders.split': { on: (t) => ({ id: newId(), orderId: t.orderId }) },
  'orders.people': { on: id((t) => t.orderId) },
  'credit.balances': { nothing: 'of the own subtree: tests/usecases/credit/credit.test.ts' },
  'credit.entries': { on: (t) => ({ organisationId: t.organisation.id }) },
  'credit.forOrder': { on: (t) => ({ orderId: t.orderId }) },
  'credit.pay': {
    on: (t, mine) => [
      { id: newId(), orderId: t.orderId, organisationId: mine.organisation.id, amountFen: 1 },
      { id: newId(), orderId: mine.orderId, organisationId: t.organisation.id, amountFen: 1 },
    ],
  },
  'refunds.preview': {
    on: (t) => [
      { from: { kind: 'order', orderId: t.orderId } },
      { from: { kind: 'credit', organisationId: t.organisation.id } },
    ],
  },
  'refunds.request': {
    on: (t) => {
      const rest = { what: { kind: 'amount', amountFen: 1 }, to: { way: 'credit' }, reason: '多付了' }
      return [
        { id: newId(), from: { kind: 'order', orderId: t.orderId }, ...rest },
        { id: newId(), from: { kind: 'credit', organisationId: t.organisation.id }, ...rest },
      ]
    },
  },
  'refunds.get': { on: id((t) => t.refundId) },
  'refunds.withdraw': { on: (t) => ({ id: t.refundId, version }) },
  'refunds.list': { list: { input: allRows, shows: (t) => [t.refundId] } },
  'payments.methods': { nothing: "the centre's own" },
  'payments.begin': { on: (t) => ({ id: newId(), orderId: t.orderId, method: 'card' }) },
  'payments.scanCode': { on: id((t) => t.paymentId) },
  'payments.get': { on: id((t) => t.paymentId) },
  'payments.ask': { on: id((t) => t.paymentId) },
  'payments.ofOrder': { on: (t) => ({ orderId: t.orderId }) },
  'orders.list': { list: { input: allRows, shows: (t) => [t.orderId] } },
  'orders.get': { on: id((t) => t.orderId) },
  'orders.changeMode': { on: (t) => ({ id: t.orderId, mode: 'payFirst', requestId: newId() }) },
  'reports.plans': { list: { input: { of: 'own', ...allRows }, shows: (t) => [t.planId] } },
  'reports.planTotals': {
    count: { input: { of: 'own' }, of: (answer: { confirmed: number }) => answer.confirmed, each: 1 },
  },
  'reports.units': {
    // The units right below; the sums are of all that is below them.
    count: {
      input: { of: 'own', ...allRows },
      of: (answer: { totals: { confirmed: number } }) => answer.totals.confirmed,
      each: 1,
    },
    on: (t) => [
      { of: 'own', parentId: t.organisation.id },
      { of: 'own', planId: t.planId, parentId: t.organisation.id },
    ],
  },
  'reports.unitHead': { on: (t) => ({ of: 'own', parentId: t.organisation.id }) },
  'reports.archive': {
    list: { input: { of: 'own', ...allRows }, shows: (t) => [t.learnerId, t.learnerName] },
    on: (t) => ({ of: 'own', organisationId: t.organisation.id }),
  },
  'reports.archiveTotals': {
    count: { input: { of: 'own' }, of: (answer: { count: number }) => answer.count, each: 1 },
    on: (t) => ({ of: 'own', organisationId: t.organisation.id }),
  },
  'reports.money': {
    list: { input: { of: 'own', group: 'plan', ...allRows }, shows: (t) => [t.planId] },
    on: (t) => ({ of: 'own', organisationId: t.organisation.id }),
  },
  'reports.moneyTotals': {
    count: { input: { of: 'own' }, of: (answer: { totals: { orders: number } }) => answer.totals.orders, each: 1 },
    on: (t) => ({ of: 'own', organisationId: t.organisation.id }),
  },
  'reports.invoices': {
    list: { input: { of: 'own', group: 'plan', ...allRows }, shows: (t) => [t.planId] },
    on: (t) => ({ of: 'own', organisationId: t.organisation.id }),
  },
  'reports.invoiceTotals': {
    count: { input: { of: 'own' }, of: (answer: { totals: { requests: number } }) => answer.totals.requests, each: 1 },
    on: (t) => ({ of: 'own', organisationId: t.organisation.id }),
  },
  'reports.savedFilters': own,
  'reports.saveFilter': own,
  'reports.renameFilter': own,
  'reports.removeFilter': own,
  'reconciliationOverview.list': {
    list: { input: allRows, shows: (t) => [t.voucherId] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'reconciliationOverview.totals': {
    count: { of: (answer: { count: number }) => answer.count, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'orders.cancel': { on: (t) => ({ id: t.orderId, reason: '不培训了' }) },

  'learners.rights': { nothing: 'what the actor may do' },
  'learners.list': {
    list: { input: allRows, shows: (t) => [t.learnerId] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'learners.count': {
    count: { of: (answer: { count: number }) => answer.count, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'study.home': { nothing: "the learner's own" },
  'study.ofLearner': { on: (t) => ({ learnerId: t.learnerId }) },
  'studyCards.batches': {
    list: { input: allRows, shows: (t) => [t.batchId, t.orderNumber] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'studyCards.batchTotals': {
    count: { of: (totals: { count: number }) => totals.count, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'studyCards.batch': { on: id((t) => t.batchId) },
  'studyCards.plans': {
    nothing: 'plans are everybody’s; what is left is of the own batches (tests/usecases/study-cards)',
  },
  'studyCards.people': {
    list: { input: allRows, shows: (t) => [t.learnerId, t.learnerName] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'studyCards.countPeople': {
    count: { of: (found: { count: number }) => found.count, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'studyCards.checkOperation': {
    on: (t, mine) => [
      { kind: 'recharge', batchId: t.batchId, people: { ids: [mine.learnerId] }, amount: { eachFen: 1 } },
      { kind: 'takeBack', batchId: t.batchId, people: { ids: [t.learnerId] }, amount: 'all' },
      {
        kind: 'open',
        planId: mine.planId,
        people: { filter: { organisationId: t.organisation.id }, expectedCount: 1 },
      },
    ],
  },
  'studyCards.startOperation': {
    on: (t, mine) => [
      {
        kind: 'recharge',
        id: newId(),
        batchId: t.batchId,
        people: { ids: [mine.learnerId] },
        amount: { eachFen: 1 },
        expected: { people: 1, totalFen: 1 },
      },
      {
        kind: 'takeBack',
        id: newId(),
        batchId: t.batchId,
        reason: '人员离职',
        people: { ids: [t.learnerId] },
        amount: 'all',
        expected: { people: 1, totalFen: 100 },
      },
    ],
  },
  'studyCards.operation': { on: id((t) => t.cardOperationId) },
  'studyCards.operations': {
    list: { input: allRows, shows: (t) => [t.cardOperationId, t.batchId] },
  },
  'studyCards.operationLines': { on: id((t) => t.cardOperationId) },
  'studyCards.entries': {
    list: { input: allRows, shows: (t) => [t.learnerName, t.batchId] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'studyCards.entryTotals': {
    count: { of: (totals: { count: number }) => totals.count, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'studyCards.ofLearner': { on: (t) => ({ learnerId: t.learnerId }) },
  'studyCards.myEntries': { nothing: "the learner's own" },
  'studyCards.openMine': { nothing: "the learner's own" },
  'letters.address': { nothing: "the centre's own" },
  'letters.preview': { on: ofUnit },
  'letters.print': {
    on: (t, mine) => ({
      id: newId(),
      planId: mine.planId,
      organisationId: t.organisation.id,
      contactName: '',
      telephone: '',
      withList: false,
    }),
  },
  'letters.list': {
    list: { input: allRows, shows: (t) => [t.letterId] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'letters.counts': {
    count: { of: (counts: { printed: number }) => counts.printed, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'letters.get': { on: id((t) => t.letterId) },
  'letters.cancel': { on: id((t) => t.letterId) },
  'hours.list': {
    list: { input: allRows, shows: (t) => [t.hoursId, t.learnerName] },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'hours.totals': {
    count: { of: (totals: { count: number }) => totals.count, each: 1 },
    on: (t) => ({ organisationId: t.organisation.id }),
  },
  'hours.trainings': { on: ofUnit },
  'hours.people': { on: ofUnit },
  'hours.peopleCounts': { on: ofUnit },
  'hours.groups': { on: (t) => ({ organisationId: t.organisation.id }) },
  'hours.groupRows': {
    hides: (t) => ({
      group: {
        planId: t.planId,
        organisationId: t.organisation.id,
        kind: 'compulsory',
        title: '岗位能力提升',
        studiedOn: '2026-05-08',
        importId: null,
        waitsFor: 'staff',
      },
    }),
  },
  'hours.ownReviewCounts': { nothing: 'counts of the own subtree: tests/usecases/hours/review-hours.test.ts' },
  'hours.check': {
    on: (t, mine) => [
      { ...training, planId: mine.planId, learnerIds: [t.learnerId] },
      { ...training, planId: mine.planId, learnerIds: [mine.learnerId, t.learnerId] },
    ],
  },
  'hours.record': {
    on: (t, mine) => ({
      ...training,
      planId: mine.planId,
      evidence: '',
      people: [
        { id: newId(), learnerId: mine.learnerId },
        { id: newId(), learnerId: t.learnerId },
      ],
    }),
  },
  'hours.correct': { on: (t) => ({ id: newId(), correctsId: t.hoursId, hours: 200, reason: '录错了' }) },
  'hours.withdraw': {
    on: (t, mine) => ({
      records: [t.hoursId, mine.hoursId].map((one) => ({ id: one, adjustmentId: newId() })),
      reason: '录错了',
    }),
  },
  'hours.decide': {
    on: (t) => [
      { id: newId(), selection: { ids: [t.hoursId] }, verdict: 'approve' },
      { id: newId(), selection: { ids: [t.hoursId] }, verdict: 'reject', reason: '没有证明' },
    ],
  },
  'hours.undo': { nothing: "one's own decision: tests/usecases/hours/decide-hours.test.ts" },
  'hours.decision': { nothing: "one's own decision: tests/usecases/hours/decide-hours.test.ts" },
  'hours.get': { on: id((t) => t.hoursId) },
  'hours.ofLearner': { on: (t) => ({ learnerId: t.learnerId }) },
  'hours.approval': { on: (t) => ({ organisationId: t.organisation.id }) },
  'learners.get': { on: id((t) => t.learnerId) },
  'learners.lookUp': { hides: (t) => ({ idType: 'residentId', idNumber: t.idNumber }) },
  'learners.prove': { nothing: 'answers who knows ID number, name and mobile: tests/usecases/learners/people.test.ts' },
  'learners.transfer': {
    on: async (t, _mine, mutate) => {
      const known = { idNumber: t.idNumber, name: t.learnerName, mobile: t.mobile }
      const { proof } = (await mutate('learners.prove', known)).data
      return { proof, organisationId: t.organisation.id }
    },
  },
  'learners.create': {
    on: (t) => ({
      ...person,
      id: newId(),
      organisationId: t.organisation.id,
      idType: 'passport',
      idNumber: 'E12345678',
    }),
  },
  'learners.update': {
    on: (t, mine) => [
      { ...person, id: t.learnerId, organisationId: mine.organisation.id, updatedAt: '2026-01-01T00:00:00.000Z' },
      { ...person, id: mine.learnerId, organisationId: t.organisation.id, updatedAt: '2026-01-01T00:00:00.000Z' },
    ],
  },
  'learners.unmask': { on: (t) => ({ id: t.learnerId, reason: '核对证书信息' }) },
  'learners.setEnabled': {
    on: (t, mine) => [
      { selection: { ids: [t.learnerId] }, enabled: false },
      { selection: { ids: [mine.learnerId, t.learnerId] }, enabled: false },
      { selection: { filter: { organisationId: t.organisation.id }, expectedCount: 1 }, enabled: false },
    ],
  },
  'learners.move': {
    on: (t, mine) => [
      { selection: { ids: [t.learnerId] }, organisationId: mine.organisation.id },
      { selection: { ids: [mine.learnerId] }, organisationId: t.organisation.id },
      {
        selection: { filter: { organisationId: t.organisation.id }, expectedCount: 1 },
        organisationId: mine.organisation.id,
      },
    ],
  },
  'learners.givePassword': { on: id((t) => t.learnerId) },
  'privacy.mine': { nothing: "the learner's own" },
  'privacy.askErasure': { nothing: "the learner's own" },
  'privacy.withdrawErasure': { nothing: "the learner's own" },
  'learners.me': { nothing: "the learner's own" },
  'learners.updateMine': { nothing: "the learner's own" },

  'imports.list': { list: { input: allRows, shows: (t) => [t.importId] } },
  'imports.get': { on: id((t) => t.importId) },
  'imports.rows': { on: id((t) => t.importId) },
  'imports.remap': { on: (t) => ({ id: t.importId, version, columns: { name: 0 } }) },
  'imports.chooseSheet': { on: (t) => ({ id: t.importId, version, sheetName: 'Sheet1' }) },
  'imports.fixRow': { on: (t) => ({ id: t.importId, version, row: 2, values: {} }) },
  'imports.repairAlike': { on: (t) => ({ id: t.importId, version, code: 'idCharacter' }) },
  'imports.commit': { on: (t) => ({ id: t.importId, version, mode: 'goodOnly' }) },
  'imports.cancel': { on: (t) => ({ id: t.importId, version }) },

  'vouchers.begin': { on: (t) => ({ id: newId(), orderId: t.orderId }) },
  'vouchers.findOpen': { on: (t) => ({ orderId: t.orderId }) },
  'vouchers.get': { on: id((t) => t.voucherId) },
  'vouchers.list': { list: { input: allRows, shows: (t) => [t.voucherId] } },
  'vouchers.addLine': { on: (t) => ({ voucherId: t.voucherId, fileId: t.fileId, text: '付款单位：甲公司' }) },
  'vouchers.removeFile': { on: (t) => ({ voucherId: t.voucherId, fileId: t.fileId }) },
  'vouchers.saveClaims': { on: (t) => ({ id: t.voucherId, claims: noClaims }) },
  'vouchers.submit': { on: (t) => ({ id: t.voucherId, claims: { ...noClaims, amountFen: 1 }, invoiceDetails }) },
  'invoices.listMine': { list: { input: allRows, shows: (t) => [t.requestId] } },
  'invoices.getMine': { on: (t) => ({ requestId: t.requestId }) },
  'invoices.correctMine': { on: (t) => ({ requestId: t.requestId, details: invoiceDetails }) },
  // Notices are their reader's; those of an organisation whose right ended are seen no more (tests/usecases/notices).
  'notices.list': { nothing: 'addressed to the own account' },
  'notices.unreadCount': { nothing: 'addressed to the own account' },
  'notices.markRead': { nothing: 'addressed to the own account' },
  'notices.listOwnMail': { nothing: 'cut to the own subtree (tests/usecases/notices/bounces.test.ts)' },
}

export type Ask = { path: string; method?: string; body?: BodyInit; headers?: Record<string, string> }
export type RouteEntry = {
  nothing?: string
  /** A workbook: how it is asked for, and what of each unit has to stand in it. */
  list?: { ask: Ask; shows: (t: Things) => readonly string[] }
  on?: (theirs: Things) => Promise<Ask> | Ask
}
export const json = (path: string, body: object): Ask => ({
  path,
  method: 'POST',
  body: JSON.stringify(body),
  headers: { 'content-type': 'application/json' },
})
const put = (path: string, bytes: Buffer, name: string): Ask => ({
  path,
  method: 'PUT',
  body: new Uint8Array(bytes),
  headers: {
    'content-type': 'application/octet-stream',
    'x-sha256': createHash('sha256').update(bytes).digest('hex'),
    'x-file-name': encodeURIComponent(name),
  },
})
const file = (kind: string) => (t: Things) => ({ path: `/api/files/vouchers/${t.fileId}/${kind}` })

export const httpRoutes: Record<string, RouteEntry> = {
  'PUT /api/uploads/vouchers/:voucherId/files/:fileId': {
    on: async (t) => put(`/api/uploads/vouchers/${t.voucherId}/files/${newId()}`, await sampleSlip(9), '回单.jpg'),
  },
  'GET /api/files/vouchers/:fileId/picture': { on: file('picture') },
  'GET /api/files/vouchers/:fileId/thumbnail': { on: file('thumbnail') },
  'GET /api/files/vouchers/:fileId/original': { on: file('original') },
  'GET /api/files/invoice-files/:fileId': { on: (t) => ({ path: `/api/files/invoice-files/${t.invoiceFileId}` }) },
  'POST /api/learners/export': {
    list: { ask: json('/api/learners/export', { filter: {} }), shows: (t) => [t.learnerName] },
    on: (t) => json('/api/learners/export', { filter: { organisationId: t.organisation.id } }),
  },
  'POST /api/reports/export': {
    list: {
      ask: json('/api/reports/export', { report: 'archive', filter: { of: 'own' } }),
      shows: (t) => [t.learnerName],
    },
    on: (t) =>
      json('/api/reports/export', { report: 'archive', filter: { of: 'own', organisationId: t.organisation.id } }),
  },
  'POST /api/privacy/export': {
    on: (t) => json('/api/privacy/export', { learnerId: t.learnerId, reason: '本人来信索取' }),
  },
  'POST /api/reconciliation/export': {
    list: { ask: json('/api/reconciliation/export', { of: 'own', filter: {} }), shows: (t) => [t.orderNumber] },
    on: (t) => json('/api/reconciliation/export', { of: 'own', filter: { organisationId: t.organisation.id } }),
  },
  'POST /api/hours/export': {
    list: { ask: json('/api/hours/export', { of: 'own', filter: {} }), shows: (t) => [t.learnerName] },
    on: (t) => json('/api/hours/export', { of: 'own', filter: { organisationId: t.organisation.id } }),
  },
  'POST /api/study-cards/export': {
    list: { ask: json('/api/study-cards/export', { filter: {} }), shows: (t) => [t.learnerName, t.orderNumber] },
    on: (t) => json('/api/study-cards/export', { filter: { organisationId: t.organisation.id } }),
  },
  'GET /api/templates/recharges.xlsx': {
    on: (t) => ({ path: `/api/templates/recharges.xlsx?batch=${t.batchId}` }),
  },
  'GET /api/templates/hours.xlsx': {
    on: (t) => ({ path: `/api/templates/hours.xlsx?plan=${t.planId}&organisation=${t.organisation.id}` }),
  },
  'POST /api/learners/first-passwords': {
    on: (t) => json('/api/learners/first-passwords', { selection: { ids: [t.learnerId] } }),
  },
  'GET /api/payments/:id/cashier': { on: (t) => ({ path: `/api/payments/${t.paymentId}/cashier` }) },
  'GET /api/files/certificates/:id/certificate.pdf': {
    on: (t) => ({ path: `/api/files/certificates/${t.certificateId}/certificate.pdf` }),
  },
  'GET /api/files/certificates.zip': {
    on: (t) => ({ path: `/api/files/certificates.zip?of=own&organisationId=${t.organisation.id}` }),
  },
  'POST /api/certificates/export': {
    list: { ask: json('/api/certificates/export', { of: 'own', filter: {} }), shows: (t) => [t.learnerName] },
    on: (t) => json('/api/certificates/export', { of: 'own', filter: { organisationId: t.organisation.id } }),
  },
  'GET /api/files/enrolments/:id/form.pdf': {
    on: (t) => ({ path: `/api/files/enrolments/${t.enrolmentId}/form.pdf` }),
  },
  'GET /api/files/plans/:id/enrolment-forms.pdf': {
    nothing: 'of a plan: the own people alone, which documents/enrolment-form.test.ts shows',
  },
  'GET /api/files/plans/:id/people.pdf': {
    on: (t) => ({ path: `/api/files/plans/${t.planId}/people.pdf?organisationId=${t.organisation.id}` }),
  },
  'GET /api/files/letters/:id/letter.pdf': { on: (t) => ({ path: `/api/files/letters/${t.letterId}/letter.pdf` }) },
  'GET /api/files/card-operations/:id/list.pdf': {
    on: (t) => ({ path: `/api/files/card-operations/${t.cardOperationId}/list.pdf` }),
  },
  'GET /api/files/learners/me/hours.pdf': { nothing: "the learner's own" },
  'GET /api/files/learners/:id/hours.pdf': { on: (t) => ({ path: `/api/files/learners/${t.learnerId}/hours.pdf` }) },
  'PUT /api/uploads/imports/:fileId': {
    on: (t) =>
      put(`/api/uploads/imports/${newId()}?organisation=${t.organisation.id}`, Buffer.from('姓名\n王芳\n'), '学员.csv'),
  },
  'GET /api/templates/enrolments.xlsx': {
    on: (t) => ({ path: `/api/templates/enrolments.xlsx?plan=${t.planId}&organisation=${t.organisation.id}` }),
  },
  'GET /api/templates/learners.xlsx': {
    on: (t) => ({ path: `/api/templates/learners.xlsx?organisation=${t.organisation.id}` }),
  },
  'GET /api/files/imports/:id/report': { on: (t) => ({ path: `/api/files/imports/${t.importId}/report` }) },
}
