import { nameKey } from '../../server/core/names.ts'
import { creditCodeOf } from './credit-codes.ts'
import type { Scene } from './scene.ts'

type Entry = {
  readonly key: string
  readonly name: string
  /** GB/T 2260 */
  readonly region: string
  readonly parent?: string
  readonly kind?: 'department'
  readonly memberNo?: string
}

/** Payers of the sample slips, the organisations that they belong to, and one group with all that a tree has. */
const entries = [
  { key: 'zhongzheng', name: '常州市高新区中正交通工程试验检测有限公司', region: '320411', memberNo: 'A017' },
  {
    key: 'zhongzhengBranch',
    name: '常州市高新区中正交通工程试验检测有限公司第二分公司',
    region: '320411',
    parent: 'zhongzheng',
  },
  { key: 'zhongzhengLab', name: '检测一部', region: '320411', parent: 'zhongzheng', kind: 'department' },
  { key: 'zhongzhengStaff', name: '人力资源部', region: '320411', parent: 'zhongzheng', kind: 'department' },
  { key: 'hongye', name: '湖北省鸿业岩土工程集团有限公司', region: '420106' },
  { key: 'hongyeTraining', name: '培训部', region: '420106', parent: 'hongye', kind: 'department' },
  { key: 'hongyeResearch', name: '湖北鸿业建筑科学研究有限公司', region: '420111', parent: 'hongye' },
  { key: 'hongyeFoundations', name: '地基检测室', region: '420111', parent: 'hongyeResearch', kind: 'department' },
  { key: 'hongyeSupervision', name: '湖北鸿业工程监理有限公司', region: '420102', parent: 'hongye' },
  { key: 'suzheng', name: '南京苏正建设工程检测有限公司', region: '320106' },
  { key: 'yongxin', name: '苏州永信工程质量检测有限公司', region: '320505' },
  { key: 'fangyuanYangzhou', name: '扬州方圆建设工程检测有限公司', region: '321002' },
  { key: 'qingdao', name: '山东青岛城市建设工程质量检测鉴定与岩土试验研究中心有限公司', region: '370202' },
  { key: 'suqian', name: '宿迁精准岩土工程有限责任公司', region: '321302' },
  { key: 'kexin', name: '河北省科信建筑安装工程有限公司', region: '130102' },
  { key: 'zhonglian', name: '众联(宁波)水利工程质量检测有限公司', region: '330203' },
  { key: 'kunming', name: '昆明市高新区中正商品混凝土有限责任公司', region: '530102' },
  { key: 'shaanxi', name: '陕西国恒工程质量检测集团有限公司', region: '610102' },
  { key: 'jiuzhouSichuan', name: '四川九州通建工程检测技术有限公司', region: '510104' },
  { key: 'jinan', name: '山东济南水利工程质量检测鉴定与岩土试验研究中心有限公司', region: '370102' },
  { key: 'fuzhou', name: '福州恒泰建筑安装工程有限责任公司', region: '350102' },
  { key: 'hengtai', name: '浙江省恒泰建筑科学研究有限公司', region: '330102' },
  { key: 'zhejiang', name: '浙江中正建设工程检测集团有限公司', region: '330106' },
  { key: 'dadixing', name: '四川省大地兴装饰工程有限公司', region: '510105' },
  { key: 'dadixingConcrete', name: '四川省大地兴商品混凝土集团有限公司', region: '510106' },
  { key: 'guohengKunming', name: '昆明国恒装饰工程集团有限公司', region: '530103' },
  { key: 'fangyuanHebei', name: '河北方圆岩土工程有限公司', region: '130104' },
  { key: 'zhongjiancai', name: '中建材鸿业水利工程质量检测(四川)集团有限公司', region: '510107' },
  { key: 'dongwu', name: '郑州东吴桥市政工程有限公司', region: '410102' },
  { key: 'fujian', name: '福建福州城市建设工程质量检测鉴定与岩土试验研究中心有限公司', region: '350103' },
  { key: 'zhenjiang', name: '镇江九州通建市政工程有限公司', region: '321102' },
  { key: 'shengyuan', name: '盛源(连云港)新型建材有限公司', region: '320703' },
  { key: 'ruifeng', name: '中建材瑞丰交通工程试验检测(云南)有限公司', region: '530111' },
  { key: 'luoyang', name: '河南洛阳轨道交通工程质量检测鉴定与结构试验研究中心有限公司', region: '410302' },
  { key: 'shaanxiSuzheng', name: '陕西苏正工程监理有限责任公司', region: '610103' },
  { key: 'yonggu', name: '徐州永固工程咨询有限公司', region: '320302' },
] as const satisfies readonly Entry[]

export type OrganisationKey = (typeof entries)[number]['key']

/** Null for a department, which is no enterprise of its own. */
export function demoCreditCode(key: OrganisationKey): string | null {
  const index = entries.findIndex((entry) => entry.key === key)
  const entry: Entry | undefined = entries[index]
  return !entry || entry.kind === 'department' ? null : creditCodeOf(entry.region, index + 10)
}

export type SeededOrganisation = {
  readonly id: string
  readonly name: string
  readonly path: string
  readonly creditCode: string | null
  readonly email: string
  readonly mobile: string
}
export type SeededOrganisations = Readonly<Record<OrganisationKey, SeededOrganisation>>

/** What an organisation's invoices say: its registration, an e-mail address and a mobile number. */
export function billingOf({ name, creditCode, email, mobile }: SeededOrganisation) {
  return {
    title: name,
    taxNumber: creditCode ?? '',
    registeredAddress: '',
    registeredTelephone: '',
    bank: '',
    bankAccount: '',
    email,
    mobile,
  }
}

export async function seedOrganisations({ tx, at, idAt }: Scene): Promise<SeededOrganisations> {
  const made = new Map<string, SeededOrganisation>()
  const rows = entries.map((named, index) => {
    const entry: Entry = named
    const createdAt = at(300 - index, '10:00')
    const id = idAt(createdAt)
    const parent = entry.parent === undefined ? undefined : made.get(entry.parent)
    const organisation = {
      id,
      name: entry.name,
      path: `${parent?.path ?? '/'}${id}/`,
      creditCode: demoCreditCode(named.key),
      email: `caiwu${index + 10}@example.com`,
      mobile: `139${String(index + 10).padStart(8, '0')}`,
    }
    made.set(entry.key, organisation)
    return {
      ...organisation,
      parentId: parent?.id ?? null,
      kind: entry.kind ?? ('organisation' as const),
      nameKey: nameKey(entry.name),
      memberNo: entry.memberNo ?? null,
      createdAt,
    }
  })
  await tx.organisation.createMany({ data: rows })
  const withProfile = rows.filter(({ kind }) => kind === 'organisation')
  await tx.billingProfile.createMany({
    data: withProfile.map((row) => ({ organisationId: row.id, invoiceKind: 'normal' as const, ...billingOf(row) })),
  })
  return Object.fromEntries(made) as SeededOrganisations
}
