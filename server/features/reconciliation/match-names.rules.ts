import { nameKey } from '../../core/names.ts'
import { sameAccount } from '../vouchers/voucher-checks.rules.ts'

/**
 * What in an organisation's name tells it from others. Names here are a place, a 字号, a trade and a legal form: two
 * institutes of two cities share nine characters of ten, so that plain likeness says little. Places and trades count less
 * than the rest, and the less the more organisations have them.
 */

const provinces =
  '北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门|中国|中国建筑|中建材|中建|中铁|中交'
const cities =
  '石家庄|唐山|秦皇岛|邯郸|邢台|保定|张家口|承德|沧州|廊坊|衡水|太原|大同|长治|晋城|临汾|运城|沈阳|大连|鞍山|抚顺|丹东|锦州|营口|长春|吉林|四平|延边|哈尔滨|齐齐哈尔|牡丹江|佳木斯|大庆|南京|无锡|徐州|常州|苏州|南通|连云港|淮安|盐城|扬州|镇江|泰州|宿迁|杭州|宁波|温州|嘉兴|湖州|绍兴|金华|衢州|舟山|台州|丽水|合肥|芜湖|蚌埠|淮南|马鞍山|淮北|铜陵|安庆|黄山|滁州|阜阳|宿州|六安|亳州|池州|宣城|福州|厦门|莆田|三明|泉州|漳州|南平|龙岩|宁德|南昌|景德镇|萍乡|九江|新余|鹰潭|赣州|吉安|宜春|抚州|上饶|济南|青岛|淄博|枣庄|东营|烟台|潍坊|济宁|泰安|威海|日照|临沂|德州|聊城|滨州|菏泽|郑州|开封|洛阳|平顶山|安阳|鹤壁|新乡|焦作|濮阳|许昌|漯河|三门峡|南阳|商丘|信阳|周口|驻马店|武汉|黄石|十堰|宜昌|襄阳|鄂州|荆门|孝感|荆州|黄冈|咸宁|随州|恩施|长沙|株洲|湘潭|衡阳|邵阳|岳阳|常德|张家界|益阳|郴州|永州|怀化|娄底|广州|韶关|深圳|珠海|汕头|佛山|江门|湛江|茂名|肇庆|惠州|梅州|汕尾|河源|阳江|清远|东莞|中山|潮州|揭阳|云浮|南宁|柳州|桂林|梧州|北海|海口|三亚|成都|自贡|攀枝花|泸州|德阳|绵阳|广元|遂宁|内江|乐山|南充|眉山|宜宾|广安|达州|雅安|巴中|资阳|贵阳|遵义|六盘水|安顺|毕节|昆明|曲靖|玉溪|保山|昭通|丽江|普洱|临沧|大理|西安|铜川|宝鸡|咸阳|渭南|延安|汉中|榆林|安康|商洛|兰州|嘉峪关|金昌|白银|天水|武威|张掖|平凉|酒泉|庆阳|西宁|银川|石嘴山|乌鲁木齐|克拉玛依|呼和浩特|包头|赤峰|鄂尔多斯|昆山|江阴|常熟|张家港|义乌'
const trades =
  '经济技术开发区|高新技术开发区|高新区|新城区|开发区|新区|建设工程|工程质量|质量检测|轨道交通|商品混凝土|混凝土|新型建材|建筑材料|建筑科学|建筑安装|建筑工程|市政工程|岩土工程|水利工程|公路工程|交通工程|装饰工程|城市建设|工程咨询|工程监理|工程检测|试验检测|试验研究|检测鉴定|检测技术|科学研究|材料|结构|岩土|城市|建设|工程|质量|检测|检验|鉴定|试验|研究院|研究所|研究|中心|公路|水利|交通|市政|建筑|安装|装饰|监理|咨询|建材|科技|技术|科学|服务|管理|控股|投资|实业|发展|集团|总公司|分公司|有限责任公司|股份有限公司|有限公司|公司|股份|有限|责任|第[一二三四五六七八九十\\d]+'

const commonWords = new RegExp(`(?:${trades})`, 'g')
/** Places stand before a name or in brackets: inside, 正衡水利 has nothing to do with 衡水. */
const leadingPlaces = new RegExp(`^(?:(?:${cities}|${provinces})(?:省|市|自治区|特别行政区)?)+`)
const bracketed = /[(〔【《][^)〕】》]*[)〕】》]/g
const place = new RegExp(`(?:${cities}|${provinces})(?:省|市|自治区|特别行政区)?`, 'g')
const group = /集团|控股|总公司|投资|总部/

/** A character that no name has: it stands where common words were. */
const gap = ' '

/** The 字号 (`远信` of 远信检测技术(苏州)有限公司); null when nothing is left that could be one. */
export function brandOf(name: string): string | null {
  const plain = name.normalize('NFKC').toUpperCase().replace(bracketed, gap).trim()
  const left = plain
    .replace(leadingPlaces, gap)
    .replace(commonWords, gap)
    .split(/[^\p{L}\p{N}]+/u)
  return left.find((part) => part.length >= 2 && part.length <= 5) ?? null
}

/** Whether a name says that it stands above others: 集团, 控股. */
export function isGroup(name: string): boolean {
  return group.test(name)
}

/** Two to four characters without a legal form, as people are called; transcribed names have a dot. */
export function isPersonName(name: string): boolean {
  const plain = name.normalize('NFKC').replace(/\s/g, '')
  return /^\p{Script=Han}{2,4}$/u.test(plain) || /^\p{Script=Han}{2,}[·•]\p{Script=Han}{2,}$/u.test(plain)
}

/** The whole name without what writing varies: width, blanks, brackets, and 有限责任公司 for 有限公司. */
export function wholeKey(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s()[\]{}〔〕【】《》·.,，。、'"“”‘’_-]/g, '')
    .replaceAll('有限责任公司', '有限公司')
}

/** The characters of a key that belong to places and trades. */
function commonCharacters(key: string): boolean[] {
  const common = new Array<boolean>(key.length).fill(false)
  for (const pattern of [place, commonWords]) {
    for (const match of key.matchAll(pattern)) common.fill(true, match.index, match.index + match[0].length)
  }
  return common
}

/** Pairs of characters with their weights: 1 for what is the name's own, less for what many have. */
export type WeighedPairs = ReadonlyMap<string, number>

const commonWeight = 0.2
/** A place tells institutes apart that have no 字号. */
const placeWeight = 0.6

/** The pairs of a key, weighed by what they are and by how many of `total` organisations have them (`having`). */
export function weighPairs(key: string, total: number, having: (pair: string) => number): WeighedPairs {
  const common = commonCharacters(key)
  const places = new Array<boolean>(key.length).fill(false)
  for (const match of key.matchAll(place)) places.fill(true, match.index, match.index + match[0].length)
  const weights = new Map<string, number>()
  for (let i = 0; i + 1 < key.length; i++) {
    const pair = key.slice(i, i + 2)
    const kind = places[i] && places[i + 1] ? placeWeight : common[i] && common[i + 1] ? commonWeight : 1
    const rarity = Math.log(1 + total / (1 + having(pair))) / Math.log(2 + total)
    weights.set(pair, Math.max(weights.get(pair) ?? 0, kind * (0.3 + 0.7 * rarity)))
  }
  return weights
}

/** Share of the weight that two names have in common (Dice), 0..1. */
export function weighedSimilarity(a: WeighedPairs, b: WeighedPairs): number {
  let common = 0
  let total = 0
  for (const [pair, weight] of a) {
    total += weight
    const other = b.get(pair)
    if (other !== undefined) common += Math.min(weight, other)
  }
  for (const weight of b.values()) total += weight
  return total === 0 ? 0 : (2 * common) / total
}

const keys = new Map<string, string>()
/** Enough for the names of a month; emptied when full, so that a server that runs for years does not grow. */
const mostKeys = 200_000

/** `nameKey`, remembered: the same names are compared over and over. */
export function rememberedKey(name: string): string {
  const known = keys.get(name)
  if (known !== undefined) return known
  const key = nameKey(name)
  if (keys.size >= mostKeys) keys.clear()
  keys.set(name, key)
  return key
}

/** Digits only, and the stars of a masked account: `6225 **** **** 8061` -> `6225********8061`. */
export function accountDigits(account: string): string {
  return account.normalize('NFKC').replace(/[^\d*]/g, '')
}

/**
 * How much two accounts agree: 1 for the same digits, less where one is masked and what it shows is the other's; null
 * when they differ or show too little (fewer than four digits).
 */
export function accountAgreement(a: string, b: string): number | null {
  const [left, right] = [accountDigits(a), accountDigits(b)]
  if (left === '' || right === '') return null
  if (left === right) return left.includes('*') ? 0.85 : left.length >= 8 ? 1 : null
  const masked = left.includes('*') || left.length === 4 ? left : right
  const whole = masked === left ? right : left
  if (whole.includes('*') || whole.length < 8 || !sameAccount(masked, whole)) return null
  const shown = masked.replaceAll('*', '').length
  return shown >= 8 ? 0.9 : shown >= 4 ? 0.75 : null
}
