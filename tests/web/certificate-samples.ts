import type {
  CertificateRow,
  CertificateView,
  CheckedCertificate,
  DeskCertificate,
  DeskCertificateRow,
} from '../../server/features/certificates/certificates.schema.ts'
import { department, organisation } from './people-samples.ts'

const id = (number: number) => `0197000e-0000-7000-8000-00000000000${number}`
export const certifiedPlan = {
  id: id(9),
  name: '2026 年度房屋建筑和市政基础设施工程质量检测机构见证取样员继续教育培训',
  year: 2026,
  count: 3,
}

const row: CertificateRow = {
  id: id(1),
  number: 'XS2026000123',
  state: 'valid',
  learnerId: id(8),
  learnerName: '王小明',
  idNumberMasked: '320411********2613',
  planId: certifiedPlan.id,
  planNumber: '20260104161802103',
  planName: certifiedPlan.name,
  publisher: '江苏建科建筑技术培训中心',
  year: 2026,
  title: '培训合格证书',
  hours: 3200,
  compulsoryHours: 2000,
  electiveHours: 1200,
  organisationId: department.id,
  organisationName: `${organisation.name} › ${department.name}`,
  centreName: '江苏建科建筑技术培训中心',
  issuedOn: '2026-11-20',
  issuedAt: '2026-11-20T02:00:00.000Z',
  revokedAt: null,
  revokedReason: null,
  replaces: null,
  replacedBy: null,
}
const revoked: CertificateRow = {
  ...row,
  id: id(2),
  number: 'XS2026000100',
  state: 'revoked',
  learnerName: '阿卜杜热合曼·麦麦提吐尔逊',
  revokedAt: '2026-11-21T08:00:00.000Z',
  revokedReason: '姓名录入有误',
  replacedBy: { id: id(3), number: 'XS2026000130' },
}
const replacing: CertificateRow = {
  ...row,
  id: id(3),
  number: 'XS2026000130',
  learnerName: '阿卜杜热合曼·麦麦提',
  replaces: { id: revoked.id, number: revoked.number },
}
export const certificates = { valid: row, revoked, replacing } as const
export const certificateRows: readonly CertificateRow[] = [replacing, row, revoked]
export const deskRows: readonly DeskCertificateRow[] = certificateRows.map((one) => ({
  ...one,
  doubt: one.id === row.id ? 'hours' : null,
}))

export function certificateView(one: CertificateRow): CertificateView {
  return { ...one, code: 'K7M29QXR4TBW', checkUrl: 'https://xueshi.example.cn/c/K7M29QXR4TBW' }
}

export function deskView(one: CertificateRow, more: Partial<DeskCertificate> = {}): DeskCertificate {
  return {
    ...certificateView(one),
    doubt: null,
    revokedByName: one.state === 'revoked' ? '陈静' : '',
    now: {
      learnerName: one.learnerName,
      idNumberMasked: one.idNumberMasked,
      organisationName: one.organisationName,
      hours: 3200,
      requiredHours: 3000,
      refusal: null,
    },
    ...more,
  }
}

export const checked: CheckedCertificate = {
  state: 'valid',
  nameMasked: '王*明',
  planName: certifiedPlan.name,
  hours: 3200,
  centreName: row.centreName,
  issuedOn: '2026-11-20',
  revokedOn: null,
  replaced: false,
}

/** What a server with these would say. */
export const certificateAnswers: Record<string, (input: Record<string, unknown>) => unknown> = {
  'certificates.check': ({ code }) =>
    code === '222222222222'
      ? null
      : code === 'PJXPKM8PA6MZ'
        ? { ...checked, state: 'revoked', revokedOn: '2026-11-21', replaced: true }
        : checked,
  'certificates.list': ({ search, state }) => ({
    rows: certificateRows.filter(
      (one) => (!state || one.state === state) && (!search || one.learnerName.includes(String(search))),
    ),
    nextCursor: null,
  }),
  'certificates.totals': () => ({ valid: 2, revoked: 1 }),
  'certificates.plans': () => [certifiedPlan],
  'certificates.get': ({ id: asked }) => certificateView(certificateRows.find((one) => one.id === asked) ?? row),
  'certificates.listAll': ({ doubtful }) => ({
    rows: deskRows.filter((one) => !doubtful || one.doubt !== null),
    nextCursor: null,
  }),
  'certificates.totalsAll': () => ({ valid: 2, revoked: 1, doubtful: 1 }),
  'certificates.plansAll': () => [certifiedPlan],
  'certificates.getForStaff': ({ id: asked }) => deskView(certificateRows.find((one) => one.id === asked) ?? row),
}
