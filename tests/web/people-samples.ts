import type { Me } from '../../server/features/accounts/accounts.schema.ts'
import type { ImportRow, ImportView, Issue } from '../../server/features/imports/imports.schema.ts'
import type { LearnerRow, LearnerView } from '../../server/features/learners/learners.schema.ts'
import type { TreeNode } from '../../server/features/organisations/organisations.schema.ts'

const day = '2026-05-08T02:00:00.000Z'
export const organisation = {
  id: '01970000-0000-7000-8000-000000000001',
  name: '中铁建电气化局集团第三工程有限公司轨道交通试验检测中心',
}
export const department = { id: '01970000-0000-7000-8000-000000000002', name: '检测一部' }

const me: Me = {
  accountId: '01970000-0000-7000-8000-000000000009',
  name: '陈雨桐',
  locale: 'zh-CN',
  gate: 'open',
  staffRoles: [],
  organisation,
  organisations: [organisation],
  learner: null,
  profile: { mobile: '13900000001', email: 'a@example.com', missing: [] },
  secondFactor: { enabled: false, required: false, recoveryCodesLeft: 0 },
}
export const organisationAdmin = me
export const reviewer: Me = { ...me, staffRoles: ['reviewer'], organisation: null, organisations: [] }

const node: TreeNode = {
  ...organisation,
  parentId: null,
  depth: 0,
  kind: 'organisation',
  creditCode: '91130100MA0ABCDE1X',
  enabled: true,
  open: true,
  people: 60,
  disabledPeople: 1,
  peopleBelow: 60,
  disabledPeopleBelow: 1,
  unitsBelow: 1,
  admins: 1,
}
export const tree: TreeNode[] = [
  node,
  {
    ...node,
    ...department,
    parentId: node.id,
    depth: 1,
    kind: 'department',
    creditCode: null,
    people: 20,
    peopleBelow: 20,
    unitsBelow: 0,
    admins: 0,
  },
]

const names = ['王杰超', '欧阳小娟', '阿卜杜热合曼·麦麦提吐尔逊', '李敏']

export function learnerRow(index: number): LearnerRow {
  const inDepartment = index % 3 === 1
  const unit = inDepartment ? department : organisation
  return {
    id: `01970000-0000-7000-8000-0000000010${String(index).padStart(2, '0')}`,
    name: names[index % names.length] ?? '',
    idType: 'residentId',
    idNumberMasked: `320411********${String(1000 + index)}`,
    mobile: index % 5 === 4 ? '' : `139000000${String(index).padStart(2, '0')}`,
    email: '',
    post: index % 2 === 0 ? '检测员' : '公路水运工程试验检测师（材料）',
    education: '硕士研究生',
    enabled: index % 7 !== 6,
    organisation: { ...unit, names: inDepartment ? [organisation.name, department.name] : [organisation.name] },
    account: (['none', 'given', 'active'] as const)[index % 3] ?? 'none',
    lastSeenAt: index % 3 === 2 ? day : null,
    createdAt: day,
    updatedAt: day,
  }
}

export const learnerView = (row: LearnerRow): LearnerView => ({
  ...row,
  mobileLogsIn: false,
  accountIsShared: false,
  may: { unmask: true, changeIdNumber: true },
})

const issue = (code: Issue['code'], field: string | null, more: Partial<Issue> = {}): Issue => ({
  code,
  level: 'error',
  field,
  details: {},
  repair: null,
  marks: [],
  ...more,
})

const good = {
  outcome: 'new',
  issues: [],
  changes: [],
  subjectId: null,
  corrected: false,
} as const satisfies Partial<ImportRow>

/** The letter O for a zero, which can be repaired; a unit that nobody knows, three times; the same person twice. */
export const wrongRows: ImportRow[] = [
  {
    ...good,
    row: 9,
    outcome: 'error',
    cells: { name: '李艳洋', idNumber: '32O411198512121116', mobile: '13910000407', department: '' },
    issues: [
      issue('idCharacter', 'idNumber', {
        details: { position: 3, character: 'O' },
        repair: '320411198512121116',
        marks: [2],
      }),
    ],
  },
  ...[37, 38, 39].map(
    (row): ImportRow => ({
      ...good,
      row,
      outcome: 'error',
      cells: { name: `刘超${row}`, idNumber: '320411198510061332', mobile: '13910001221', department: '检测1部' },
      issues: [
        issue('departmentUnknown', 'department', {
          details: { nearest: `${organisation.name}/检测一部` },
          repair: `${organisation.name}/检测一部`,
        }),
      ],
    }),
  ),
  {
    ...good,
    row: 84,
    outcome: 'error',
    cells: { name: '王杰超', idNumber: '320411198504041036', mobile: '13910002960', department: '检测一部' },
    issues: [issue('personTwice', null, { details: { row: 7 } })],
  },
]

export const goodRow: ImportRow = {
  ...good,
  row: 2,
  cells: { name: '王芳', idNumber: '320411198501016660', mobile: '13910000001', department: '检测一部' },
}

const fields = ['name', 'idType', 'idNumber', 'mobile', 'email', 'department', 'post', 'education']
const taken: Readonly<Record<string, number>> = { name: 0, idNumber: 1, mobile: 2, department: 3 }

export const previewed: ImportView = {
  id: '01970000-0000-7000-8000-000000002001',
  kind: 'learners',
  state: 'previewed',
  stateSince: day,
  version: 3,
  fileName: '2026年第二季度公路水运试验检测继续教育参训人员名单（最终版）.xlsx',
  organisation,
  plan: null,
  batch: null,
  createdByName: '陈雨桐',
  mine: true,
  createdAt: day,
  rowsDone: 300,
  rowsTotal: 300,
  counts: { new: 290, changed: 2, unchanged: 3, error: wrongRows.length, warning: 4 },
  result: null,
  fileKind: 'xlsx',
  sizeBytes: 20_000,
  sheetName: '名单',
  sheets: ['名单'],
  headerRow: 1,
  columns: [],
  fields: fields.map((field) => ({
    field,
    required: field === 'name' || field === 'idNumber',
    column: taken[field] ?? null,
  })),
  notes: [{ code: 'columnsUnknown', details: { headings: '备注' } }],
  issues: [
    { code: 'departmentUnknown', level: 'error', field: 'department', count: 3, repairable: 3 },
    { code: 'idCharacter', level: 'error', field: 'idNumber', count: 1, repairable: 1 },
    { code: 'personTwice', level: 'error', field: null, count: 1, repairable: 0 },
  ],
  mode: null,
  errorCode: null,
  errorDetails: {},
  blocked: null,
  canCommit: true,
  needsMapping: false,
  hasReport: true,
}
