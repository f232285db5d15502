import { newId } from '../../server/core/ids.ts'
import type {
  RegistrationCheck,
  RegistrationFileView,
  RegistrationView,
  ReviewRegistration,
} from '../../server/features/registrations/registrations.schema.ts'

/** What the server says of registrations, for pages to show. */

export const code = '91320105MA1ABC3D6D'
export const onLicence = '无锡市锡山建设工程质量检测有限公司第二分公司'
export const day = '2026-05-08T02:00:00.000Z'

export function licence(fields: Readonly<Record<string, string>>, change: Partial<RegistrationFileView> = {}) {
  const file: RegistrationFileView = {
    id: newId(),
    purpose: 'licence',
    state: 'read',
    errorCode: null,
    originalName: '执照.jpg',
    kind: 'jpeg',
    sizeBytes: 300_000,
    pageCount: null,
    width: 1600,
    height: 1100,
    hasPicture: true,
    fields: Object.entries(fields).map(([name, value]) => ({
      name,
      value,
      confidence: 'high',
      score: 0.98,
      quads: [[0.1, 0.1, 0.4, 0.1, 0.4, 0.14, 0.1, 0.14]],
    })),
    ...change,
  }
  return file
}

export function check(change: Partial<RegistrationCheck>): RegistrationCheck {
  return {
    code: 'licenceName',
    verdict: 'pass',
    finding: 'nameAgrees',
    found: null,
    expected: null,
    details: {},
    ...change,
  }
}

export function registration(change: Partial<RegistrationView> = {}): RegistrationView {
  return {
    id: newId(),
    version: 1,
    code,
    codeKind: 'creditCode',
    codeDoubtful: false,
    form: { name: '', contactName: '', mobile: '13800001234', email: '', address: '' },
    state: 'draft',
    stateSince: day,
    createdAt: day,
    submittedAt: null,
    dueAt: null,
    decidedAt: null,
    rejectedReason: null,
    missing: ['name', 'contactName', 'email', 'address', 'licence'],
    files: [],
    checks: [],
    checked: true,
    ...change,
  }
}

export function review(change: Partial<ReviewRegistration> = {}): ReviewRegistration {
  return {
    ...registration({
      state: 'pending',
      version: 4,
      form: {
        name: onLicence,
        contactName: '林晓瑜',
        mobile: '13800001234',
        email: 'lin@corp.cn',
        address: '无锡市友谊北路 312 号',
      },
      submittedAt: day,
      dueAt: day,
      missing: [],
    }),
    duplicates: [],
    decidedByName: null,
    approvalNote: null,
    organisationId: null,
    readCreditCode: code,
    creditCodeNeeded: false,
    trail: [],
    ...change,
  }
}
