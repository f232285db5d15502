/** What stands before a value on a licence; `other` is a label whose value nobody asks for, which still ends the one before it. */
export type LicenceLabel =
  | 'creditCode'
  | 'name'
  | 'kind'
  | 'legalRepresentative'
  | 'address'
  | 'capital'
  | 'registeredOn'
  | 'validUntil'
  | 'organisationCode'
  | 'registrationNo'
  | 'other'

/**
 * The words of business licences (companies, branches, partnerships, cooperatives, sole traders), of 事业单位法人证书,
 * 社会团体法人登记证书 and 民办非企业单位登记证书, and of the public register's pages.
 */
const words: Readonly<Record<LicenceLabel, string>> = {
  creditCode: '统一社会信用代码/注册号 统一社会信用代码(注册号) 统一社会信用代码 社会信用代码 信用代码',
  name: '名称 企业名称 单位名称 机构名称 组织名称 公司名称 市场主体名称 字号名称',
  kind: '类型 主体类型 公司类型 企业类型 市场主体类型 经济性质',
  legalRepresentative: '法定代表人 法定代表人姓名 负责人 经营者 经营者姓名 执行事务合伙人 投资人',
  address: '住所 住址 经营场所 主要经营场所 营业场所 注册地址 企业住所 生产经营场所 地址',
  capital: '注册资本 注册资金 开办资金 出资额 出资总额 成员出资总额 实收资本',
  registeredOn: '成立日期 注册日期 成立时间',
  validUntil: '营业期限 经营期限 合伙期限 有效期 有效期限 有效期至 证书有效期 营业期限至',
  organisationCode: '组织机构代码 组织机构代码号',
  registrationNo: '注册号 工商注册号 营业执照注册号',
  other:
    '经营范围 业务范围 宗旨和业务范围 组成形式 登记机关 登记管理机关 发证机关 发证日期 核准日期 登记状态 举办单位 经费来源 业务主管单位 活动地域 编号 证照编号 证书编号 登记证号 税务登记号 登记日期 经营状态 主管单位 法人类型',
}

const byWord = new Map<string, LicenceLabel>(
  (Object.keys(words) as LicenceLabel[]).flatMap((label) => words[label].split(' ').map((word) => [word, label])),
)
const longestFirst = [...byWord.keys()].sort((a, b) => b.length - a.length)

/** Two characters that are set wide apart, so that each may get a box of its own: 名 称, 类 型, 住 所. */
export const spacedWords: readonly string[] = ['名称', '类型', '住所', '编号', '住址']

export function labelOfWord(word: string): LicenceLabel | null {
  return byWord.get(word) ?? null
}

/**
 * The label at the beginning of `glyphs` (blanks already taken out), with how many glyphs it takes. Words of four and
 * more characters may have one of them misread.
 */
export function labelAtStart(glyphs: readonly string[]): { label: LicenceLabel; length: number } | null {
  for (const mayDiffer of [0, 1]) {
    for (const word of longestFirst) {
      if (word.length > glyphs.length || (mayDiffer > 0 && word.length < 4)) continue
      const wrong = [...word].filter((glyph, index) => glyph !== glyphs[index]).length
      const label = byWord.get(word)
      if (label && wrong <= mayDiffer) return { label, length: word.length }
    }
  }
  return null
}

/** A label at the end of `glyphs`, which was read in one box with the value before it; long words only. */
export function labelAtEnd(glyphs: readonly string[]): { label: LicenceLabel; length: number } | null {
  const text = glyphs.join('')
  const word = longestFirst.find((one) => one.length >= 4 && one.length < glyphs.length && text.endsWith(one))
  const label = word && byWord.get(word)
  return word && label ? { label, length: word.length } : null
}
