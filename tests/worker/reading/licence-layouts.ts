import { creditCodeOf } from '../../../prisma/seed/credit-codes.ts'
import {
  certificate,
  type Decoration,
  type Licence,
  type LicenceFacts,
  landscapeLicence,
  portraitLicence,
  registerPage,
} from '../../support/draw-licence.ts'
import type { Painting } from './paint-slip.ts'

export interface LicenceCase {
  name: string
  licence: Licence
  expected: { creditCode: string; name: string } & Partial<Record<string, string | null>>
  decoration?: Decoration
  painting?: Painting
  shade?: (x: number, y: number) => number
}

const scope =
  '建设工程质量检测；检验检测服务；安全评价业务。（依法须经批准的项目，经相关部门批准后方可开展经营活动，具体经营项目以审批结果为准）一般项目：计量技术服务；技术服务、技术开发、技术咨询'

const company: LicenceFacts = {
  code: creditCodeOf('320211', 4821),
  name: '无锡博瑞建材检测有限公司',
  kind: '有限责任公司（自然人投资或控股）',
  person: '沈建国',
  capital: '1000万元整',
  registeredOn: '2015年03月12日',
  period: '2015年03月12日至2035年03月11日',
  address: '无锡市滨湖区建筑西路777号A3幢1205室',
  scope,
}
const plain = {
  kind: '有限责任公司（自然人投资或控股）',
  legalRepresentative: '沈建国',
  registeredOn: '2015-03-12',
  validFrom: '2015-03-12',
  validUntil: '2035-03-11',
  address: '无锡市滨湖区建筑西路777号A3幢1205室',
  registeredCapital: '1000万元整',
}

const longName = '中国建筑材料检验认证集团（江苏苏州工业园区）工程质量检测股份有限公司第二分公司'
const withName = (name: string, code: string, more: Partial<LicenceFacts> = {}) => ({ ...company, name, code, ...more })

const institution: [string, string][] = [
  ['名　　称', '江苏省建设工程质量监督总站'],
  ['宗旨和业务范围', '承担全省建设工程质量监督的事务性工作。'],
  ['住　　所', '南京市鼓楼区草场门大街88号'],
  ['法定代表人', '周志明'],
  ['经费来源', '财政补助收入'],
  ['开办资金', '￥1268万元'],
  ['举办单位', '江苏省住房和城乡建设厅'],
  ['有 效 期', '自2020年04月16日至2025年04月15日'],
]
const society: [string, string][] = [
  ['名　　称', '苏州市建设工程检测行业协会'],
  ['业务范围', '行业自律、技术交流、培训'],
  ['住　　所', '苏州市姑苏区平泷路251号'],
  ['法定代表人', '顾晓芸'],
  ['活动地域', '苏州市'],
  ['注册资金', '叁万元整'],
  ['业务主管单位', '苏州市住房和城乡建设局'],
  ['有效期限', '2019年09月02日至2024年09月01日'],
]
const rowsOf = (rows: readonly [string, string][]) => rows.map(([label, value]) => ({ label, value, wraps: 26 }))

/** Institutions and societies have codes of other authorities: made up, with right check characters. */
const institutionCode = '12320000466007124T'
const societyCode = '51320500509170459Y'
const privateUnitCode = '52320200MJ5012341C'

const trader: LicenceFacts = {
  ...company,
  code: creditCodeOf('320206', 317),
  name: '惠山区长安街道阿福建材经营部',
  kind: '个体工商户',
  person: '买买提江·吐尔逊',
  registeredOn: '2019年07月01日',
}

export const licenceCases: readonly LicenceCase[] = [
  {
    name: 'the landscape form, straight from a scanner',
    licence: landscapeLicence(company),
    expected: { creditCode: company.code, name: company.name, ...plain },
  },
  {
    name: 'a name of two lines with brackets, photographed at an angle',
    licence: landscapeLicence(withName(longName, creditCodeOf('320594', 77), { period: '长期' })),
    expected: {
      creditCode: creditCodeOf('320594', 77),
      name: longName,
      ...plain,
      validFrom: null,
      validUntil: 'longTerm',
    },
    painting: { degrees: 3, tilt: 0.06, noise: 8, blur: 0.6, quality: 70 },
  },
  {
    name: 'an original in a dark room, with a shadow over its half',
    licence: landscapeLicence(withName('北京中水科工程集团有限公司', creditCodeOf('110108', 9023)), '正本'),
    expected: { creditCode: creditCodeOf('110108', 9023), name: '北京中水科工程集团有限公司', ...plain },
    painting: { degrees: -4, tilt: 0.08, noise: 14, blur: 0.7, quality: 60 },
    shade: (x, y) => (x + 0.4 * y > 0.75 ? -95 : -25),
  },
  {
    name: 'a lamp mirrored in the glass over it',
    licence: landscapeLicence(withName('江苏宏业岩土工程勘察设计院有限责任公司', creditCodeOf('320102', 6600))),
    expected: { creditCode: creditCodeOf('320102', 6600), name: '江苏宏业岩土工程勘察设计院有限责任公司' },
    painting: { degrees: 2, noise: 6, blur: 0.5, quality: 75 },
    shade: (x, y) => 120 * Math.exp(-((x - 0.62) ** 2 + (y - 0.62) ** 2) / 0.012),
  },
  {
    name: 'a copy with a purpose written across it',
    licence: {
      ...landscapeLicence(withName('苏州检测技术有限公司', creditCodeOf('320505', 12))),
      watermark: '仅供办理培训报名使用',
    },
    expected: { creditCode: creditCodeOf('320505', 12), name: '苏州检测技术有限公司' },
  },
  {
    name: 'the seal over the name and the code',
    licence: {
      ...portraitLicence(withName('宿迁精准岩土工程有限责任公司', creditCodeOf('321311', 5150))),
      seal: { x: 560, y: 440, radius: 120, text: '宿迁精准岩土工程有限责任公司' },
    },
    expected: { creditCode: creditCodeOf('321311', 5150), name: '宿迁精准岩土工程有限责任公司' },
  },
  {
    name: 'the portrait form with labels set wide',
    licence: portraitLicence(withName('南通市通州区建设工程质量检测中心有限公司', creditCodeOf('320612', 808))),
    expected: { creditCode: creditCodeOf('320612', 808), name: '南通市通州区建设工程质量检测中心有限公司', ...plain },
  },
  {
    name: 'the portrait form with a name of two lines, photographed',
    licence: portraitLicence(withName('上海建科检验（集团）有限公司无锡滨湖区分公司', creditCodeOf('310104', 3401)), {
      spaced: false,
    }),
    expected: {
      creditCode: creditCodeOf('310104', 3401),
      name: '上海建科检验（集团）有限公司无锡滨湖区分公司',
      ...plain,
    },
    painting: { degrees: -5, tilt: 0.1, noise: 10, blur: 0.6, quality: 65 },
  },
  {
    name: 'a licence of before 2015 with a registration number',
    licence: portraitLicence(
      { ...company, code: '320281000088234', period: '2009年06月18日至****' },
      { codeLabel: '注册号' },
    ),
    expected: { creditCode: '320281000088234', name: company.name, validFrom: '2009-06-18', validUntil: null },
  },
  {
    name: 'three in one: registration number and organisation code',
    licence: portraitLicence(
      { ...company, code: '320281000088234' },
      { codeLabel: '注册号', more: [{ label: '组织机构代码', value: 'MA1T8B0Q-1' }] },
    ),
    expected: { creditCode: 'MA1T8B0Q1', name: company.name, ...plain },
  },
  {
    name: 'a small picture out of a chat',
    licence: landscapeLicence(withName('常州市武进区鸿基混凝土检测有限公司', creditCodeOf('320412', 4444))),
    expected: { creditCode: creditCodeOf('320412', 4444), name: '常州市武进区鸿基混凝土检测有限公司' },
    decoration: { scale: 0.62 },
    painting: { quality: 45, blur: 0.4 },
  },
  {
    name: 'a sole trader',
    licence: {
      ...landscapeLicence(trader),
      texts: landscapeLicence(trader).texts.map((text) => ({
        ...text,
        text: text.text
          .replace('法定代表人', '经　营　者')
          .replace('住　　所', '经营场所')
          .replace('成立日期', '注册日期')
          .replace('注册资本', '组成形式')
          .replace('1000万元整', '个人经营'),
      })),
    },
    expected: {
      creditCode: trader.code,
      name: trader.name,
      kind: '个体工商户',
      address: plain.address,
      legalRepresentative: '买买提江·吐尔逊',
      registeredOn: '2019-07-01',
      registeredCapital: null,
    },
  },
  {
    name: 'the certificate of an institution',
    licence: certificate('事业单位法人证书', rowsOf(institution), institutionCode, '江苏省事业单位登记管理局'),
    expected: {
      creditCode: institutionCode,
      name: '江苏省建设工程质量监督总站',
      legalRepresentative: '周志明',
      registeredCapital: '¥1268万元',
      validFrom: '2020-04-16',
      validUntil: '2025-04-15',
    },
    painting: { degrees: 2, tilt: 0.04, noise: 8, blur: 0.5, quality: 70 },
  },
  {
    name: 'the certificate of a society, its code under the label at the right',
    licence: certificate('社会团体法人登记证书', rowsOf(society), societyCode, '苏州市民政局', { codeBeside: false }),
    expected: {
      creditCode: societyCode,
      name: '苏州市建设工程检测行业协会',
      legalRepresentative: '顾晓芸',
      validUntil: '2024-09-01',
    },
  },
  {
    name: 'the certificate of a private non-enterprise unit, photographed',
    licence: certificate(
      '民办非企业单位登记证书',
      rowsOf(
        society.map(([label, value]) => [label, label === '名　　称' ? '无锡市锡山区安康职业技能培训学校' : value]),
      ),
      privateUnitCode,
      '无锡市锡山区民政局',
    ),
    expected: { creditCode: privateUnitCode, name: '无锡市锡山区安康职业技能培训学校' },
    painting: { degrees: -3, tilt: 0.05, noise: 10, blur: 0.6, quality: 65 },
  },
  {
    name: 'the public register on a phone',
    licence: registerPage(withName('江阴市新桥镇第二建筑安装工程有限公司', creditCodeOf('320281', 90))),
    expected: {
      creditCode: creditCodeOf('320281', 90),
      name: '江阴市新桥镇第二建筑安装工程有限公司',
      ...plain,
      validFrom: null,
      validUntil: null,
    },
    decoration: { paper: '#ffffff' },
  },
  {
    name: 'a name full of characters that look alike',
    licence: landscapeLicence(withName('丹阳市日月土木工程未来检测（千禾）有限公司', creditCodeOf('321181', 8005))),
    expected: { creditCode: creditCodeOf('321181', 8005), name: '丹阳市日月土木工程未来检测（千禾）有限公司' },
    painting: { degrees: 6, tilt: 0.1, noise: 12, blur: 0.8, quality: 55 },
  },
]
