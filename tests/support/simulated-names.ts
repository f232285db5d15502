/** Names as organisations of this trade have them: a few 字号 and trades over and over, so that many are alike. */

/** Numbers from a seed (mulberry32): the same month again whenever the same seed is given. */
export function chanceFrom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    next,
    below,
    yes: (share: number) => next() < share,
    of: <T>(items: readonly T[]): T => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('nothing to choose from')
      return item
    },
    digits: (count: number) => Array.from({ length: count }, () => below(10)).join(''),
  }
}
export type Chance = ReturnType<typeof chanceFrom>

const cities: readonly (readonly [string, string])[] = [
  ['江苏', '南京'],
  ['江苏', '苏州'],
  ['江苏', '无锡'],
  ['江苏', '扬州'],
  ['江苏', '宿迁'],
  ['浙江', '杭州'],
  ['浙江', '宁波'],
  ['浙江', '嘉兴'],
  ['安徽', '合肥'],
  ['安徽', '芜湖'],
  ['山东', '济南'],
  ['山东', '青岛'],
  ['河北', '石家庄'],
  ['河北', '保定'],
  ['河南', '郑州'],
  ['河南', '洛阳'],
  ['湖北', '武汉'],
  ['四川', '成都'],
  ['四川', '绵阳'],
  ['云南', '昆明'],
  ['云南', '曲靖'],
  ['陕西', '西安'],
  ['福建', '福州'],
  ['辽宁', '大连'],
  ['黑龙江', '哈尔滨'],
]
export const brands =
  '恒泰 鸿业 精准 瑞丰 九州通建 立方 远信 永固 东吴桥 科信 德信 大地兴 铭汇 同济源 建安 宏远 方圆 金鼎 苏正 衡准 恒瑞 天衡 广厦 国恒 华邦 正衡 信达 筑诚 博达 众联 苏科 嘉禾 博川 远东 中兴建 中正 安泰 华建 路畅 鼎诚 盛源 金筑'.split(
    ' ',
  )
const trades =
  '商品混凝土 市政工程 工程检测技术 新型建材 建设工程质量检测中心 工程质量检测 水利工程质量检测 建设工程检测 公路工程试验检测 建筑科学研究 建筑工程 建筑安装工程 装饰工程 工程咨询 工程监理 岩土工程 建筑材料检测'.split(
    ' ',
  )
const forms = ['有限公司', '有限公司', '有限责任公司', '股份有限公司', '集团有限公司']
const zones = ['高新区', '经济技术开发区', '新城区']
const branches = ['第一分公司', '第二分公司', '新区分公司', '试验检测中心']
const surnames = '赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕张孔曹严华金魏陶姜谢邹苏潘葛范彭鲁马方袁柳'
const givenNames = '伟芳娜敏静丽强磊军洋艳勇杰娟涛明超秀霞平刚桂英晓文辉玲红建国佳振海燕鹏雪梅'

export function personName(chance: Chance): string {
  return chance.of([...surnames]) + chance.of([...givenNames]) + (chance.yes(0.7) ? chance.of([...givenNames]) : '')
}

export function organisationName(chance: Chance): string {
  const [province, city] = chance.of(cities)
  const [brand, trade, form] = [chance.of(brands), chance.of(trades), chance.of(forms)]
  const name = chance.of([
    () =>
      `${province}${city}${chance.of(['城市建设', '水利', '轨道交通', '交通建设', '公路'])}工程质量检测鉴定与${chance.of(['材料', '结构', '岩土'])}试验研究中心有限公司`,
    () => `${city}市${chance.yes(0.5) ? chance.of(zones) : ''}${brand}${trade}${form}`,
    () => `${brand}(${city})${trade}${form}`,
    () => `${province}${chance.yes(0.5) ? '省' : ''}${brand}${trade}${form}`,
    () => `中建材${brand}${trade}(${province})${form}`,
    () => `${city}${brand}${trade}${form}`,
  ])()
  return chance.yes(0.15) ? name + chance.of(branches) : name
}

/** A group and the company below it that sends people: the group pays. */
export function groupNames(chance: Chance): { parent: string; child: string } {
  const [province, city] = chance.of(cities)
  const brand = chance.of(brands)
  return chance.yes(0.5)
    ? { parent: `${province}${brand}建设集团有限公司`, child: `${city}${brand}${chance.of(trades)}有限公司` }
    : { parent: `${city}${brand}控股集团股份有限公司`, child: `${brand}检测技术(${chance.of(cities)[1]})有限公司` }
}

/** Another company whose name is hard to tell from this one's. */
export function namesake(chance: Chance, name: string): string {
  const swaps: readonly (readonly [string, string])[] = [
    ['检测', '咨询'],
    ['工程', '建材'],
    ['材料', '结构'],
    ['岩土', '材料'],
    ['水利', '公路'],
    ['有限公司', '集团有限公司'],
  ]
  const found = swaps.filter(([from]) => name.includes(from))
  const swap = found.length > 0 && chance.yes(0.7) ? chance.of(found) : null
  if (swap) return name.replace(swap[0], swap[1])
  const others = cities.map(([, city]) => city)
  const city = others.find((one) => name.includes(one))
  return city ? name.replace(city, chance.of(others.filter((one) => one !== city))) : `${name}第三分公司`
}

/** The same company as another bank writes it. */
export function asBanksWrite(chance: Chance, name: string): string {
  return chance.of([
    () => name.replace('(', '（').replace(')', '）'),
    () => name.replace(/[()]/g, ''),
    () => name.replace('有限责任公司', '有限公司'),
    () => (name.length > 20 ? name.slice(0, 20) : name),
    () => `${name} `,
  ])()
}
