import { personNameKey } from '../../server/core/names.ts'
import type { StaffRole } from '../../server/core/roles.ts'
import type { Deps } from '../../server/deps.ts'
import { type LogInNameKind, logInNameOf } from '../../server/features/accounts/log-in-names.rules.ts'
import { hashPassword } from '../../server/features/accounts/passwords.ts'
import { storeIdNumber } from '../../server/features/learners/id-numbers.ts'
import { residentIdOf } from './credit-codes.ts'
import { demoCreditCode, type OrganisationKey, type SeededOrganisations } from './organisations.ts'
import type { Scene } from './scene.ts'

/**
 * One password for all demo accounts, printed when the product starts: who tries it out should not have to look for it.
 * The demo is only put into an empty database; real accounts start with random one-time passwords.
 */
export const demoPassword = 'lantian-baiyun-26'

const learnerIdNumber = residentIdOf('32041119900307261')

type Person = {
  readonly key: PersonKey
  readonly name: string
  readonly mobile: string
  readonly staffRoles?: readonly StaffRole[]
  readonly administers?: readonly OrganisationKey[]
  readonly mustChangePassword?: true
  readonly logsInWith: readonly { readonly kind: LogInNameKind; readonly value: string }[]
}

export type PersonKey =
  | 'reviewer'
  | 'finance'
  | 'systemAdmin'
  | 'zhongzhengAdmin'
  | 'groupAdmin'
  | 'researchAdmin'
  | 'firstTimer'
  | 'learner'

const people: readonly Person[] = [
  {
    key: 'reviewer',
    name: '陈静',
    mobile: '13800000001',
    staffRoles: ['reviewer'],
    logsInWith: [{ kind: 'staffName', value: 'shenhe' }],
  },
  {
    key: 'finance',
    name: '周敏',
    mobile: '13800000002',
    staffRoles: ['finance'],
    logsInWith: [{ kind: 'staffName', value: 'caiwu' }],
  },
  {
    key: 'systemAdmin',
    name: '王磊',
    mobile: '13800000003',
    staffRoles: ['systemAdmin'],
    logsInWith: [{ kind: 'staffName', value: 'admin' }],
  },
  {
    key: 'zhongzhengAdmin',
    name: '陈雨桐',
    mobile: '13900000010',
    administers: ['zhongzheng'],
    logsInWith: [
      { kind: 'memberNo', value: 'A017' },
      { kind: 'creditCode', value: demoCreditCode('zhongzheng') ?? '' },
    ],
  },
  {
    key: 'groupAdmin',
    name: '胡建国',
    mobile: '13900000014',
    administers: ['hongye'],
    logsInWith: [{ kind: 'creditCode', value: demoCreditCode('hongye') ?? '' }],
  },
  {
    key: 'researchAdmin',
    name: '林晓梅',
    mobile: '13900000016',
    administers: ['hongyeResearch', 'zhenjiang'],
    logsInWith: [{ kind: 'mobile', value: '13900000016' }],
  },
  {
    key: 'firstTimer',
    name: '赵海燕',
    mobile: '13900000026',
    administers: ['kunming'],
    mustChangePassword: true,
    logsInWith: [{ kind: 'creditCode', value: demoCreditCode('kunming') ?? '' }],
  },
  { key: 'learner', name: '刘洋', mobile: '13700000001', logsInWith: [{ kind: 'idNumber', value: learnerIdNumber }] },
]

export type DemoLogIn = { readonly role: string; readonly name: string; readonly password: string }

/** Who can log in to the demo, for the start to print. */
export const demoLogIns: readonly DemoLogIn[] = [
  { role: '单位管理员 organisation admin', name: 'A017', password: demoPassword },
  { role: '集团管理员 group admin', name: demoCreditCode('hongye') ?? '', password: demoPassword },
  { role: '两家单位的管理员 admin of two organisations', name: '13900000016', password: demoPassword },
  { role: '首次登录 first log-in, new password', name: demoCreditCode('kunming') ?? '', password: demoPassword },
  { role: '学员 learner', name: learnerIdNumber, password: demoPassword },
  { role: '审核 reviewer', name: 'shenhe', password: demoPassword },
  { role: '财务 finance', name: 'caiwu', password: demoPassword },
  { role: '系统管理员 system admin', name: 'admin', password: demoPassword },
]

export type SeededPeople = Readonly<Record<PersonKey, { readonly id: string; readonly name: string }>>

/** Hashing takes its time, so it is done before the transaction: a hash of its own for each account. */
export async function hashDemoPasswords(deps: Deps): Promise<readonly string[]> {
  return Promise.all(people.map(() => hashPassword(deps, demoPassword)))
}

export async function seedPeople(
  { deps, tx, now, at, idAt }: Scene,
  organisations: SeededOrganisations,
  hashes: readonly string[],
): Promise<SeededPeople> {
  const createdAt = at(200, '09:00')
  const made = people.map((person, index) => ({ ...person, id: idAt(createdAt), passwordHash: hashes[index] ?? '' }))
  await tx.account.createMany({
    data: made.map((person) => ({
      id: person.id,
      name: person.name,
      mobile: person.mobile,
      email: `${person.mobile}@example.com`,
      staffRoles: [...(person.staffRoles ?? [])],
      passwordHash: person.passwordHash,
      mustChangePassword: person.mustChangePassword ?? false,
      passwordChangedAt: person.mustChangePassword ? now : createdAt,
      createdAt,
    })),
  })
  await tx.logInName.createMany({
    data: made.flatMap(({ id, logsInWith }) =>
      logsInWith.map(({ kind, value }) => ({ accountId: id, kind, value: logInNameOf(kind, value, deps.secrets) })),
    ),
  })
  await tx.organisationAdmin.createMany({
    data: made.flatMap(({ id, administers }) =>
      (administers ?? []).map((key, index) => ({
        accountId: id,
        organisationId: organisations[key].id,
        mayUnmask: true,
        createdAt: new Date(createdAt.getTime() + index),
      })),
    ),
  })
  await seedLearners({ deps, tx, at, idAt }, organisations, made.find(({ key }) => key === 'learner')?.id ?? null)
  return Object.fromEntries(made.map(({ key, id, name }) => [key, { id, name }])) as SeededPeople
}

/** Names, posts and the 17 digits before the check digit. */
const learners: readonly (readonly [name: string, first17: string, post: string, organisation: OrganisationKey])[] = [
  ['刘洋', '32041119900307261', '检测员', 'zhongzhengLab'],
  ['周立新', '32041119850612331', '见证取样员', 'zhongzhengLab'],
  ['马晓燕', '32040219921125402', '资料员', 'zhongzhengStaff'],
  ['何志强', '32048119880218511', '检测员', 'zhongzhengBranch'],
  ['王丽娟', '42010619910909482', '试验员', 'hongyeResearch'],
  ['张伟东', '42011119831203771', '技术负责人', 'hongyeFoundations'],
]

async function seedLearners(
  { deps, tx, at, idAt }: Pick<Scene, 'deps' | 'tx' | 'at' | 'idAt'>,
  organisations: SeededOrganisations,
  accountId: string | null,
): Promise<void> {
  const createdAt = at(150, '14:00')
  await tx.learner.createMany({
    data: learners.map(([name, first17, post, organisation], index) => {
      const id = idAt(createdAt)
      return {
        id,
        organisationId: organisations[organisation].id,
        organisationPath: organisations[organisation].path,
        accountId: index === 0 ? accountId : null,
        name,
        nameKey: personNameKey(name),
        ...storeIdNumber(deps, id, residentIdOf(first17)),
        mobile: `1370000000${index + 1}`,
        post,
        education: '本科',
        createdAt,
      }
    }),
  })
}
