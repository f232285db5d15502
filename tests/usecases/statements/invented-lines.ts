/** Lines as a statement should give them, whatever layout they were laid into. */
export type InventedLine = {
  readonly date: string
  readonly time: string
  readonly direction: 'in' | 'out'
  readonly amountFen: number
  readonly name: string
  readonly account: string
  readonly remark: string
  /** The bank's word. */
  readonly kind: string
  readonly serial: string
  readonly balanceFen: number
}

export const ownAccount = '8110501012345678901'
export const ownName = '江苏建科建筑技术培训中心'

const started = 61_234_567
const made = [
  [
    '2026-03-02',
    '09:12:45',
    'in',
    320_000,
    '江苏广厦工程检测技术有限责任公司',
    '489443766527',
    '培训费PX26DGZXRV',
    '跨行转账',
  ],
  [
    '2026-03-02',
    '11:05:09',
    'in',
    1_440_050,
    '南京恒瑞工程质量检测有限公司',
    '32052045828925913',
    'PX26 CCA 8QA 检测师考前培训费',
    '网银转账',
  ],
  ['2026-03-03', '14:58:00', 'out', 1_000, '', '', '账户管理费', '对公收费'],
  ['2026-03-04', '10:00:01', 'in', 88_800, '何佳振', '6217991122613822200', '大连博川检测中心培训费', '电子汇入'],
  ['2026-03-05', '16:35:35', 'in', 953_217, '支付宝(中国)网络技术有限公司', '2155002110001', '支付宝提现', '转账'],
  ['2026-03-05', '16:35:35', 'in', 320_000, '青岛市新城区铭汇商品混凝土有限公司', '31056384548152360', '', '来账'],
  [
    '2026-03-13',
    '15:18:13',
    'out',
    895_727,
    '河北科信工程检测技术有限公司',
    '4301097544088151076',
    '会务费',
    '跨行汇款',
  ],
  [
    '2026-03-14',
    '15:18:13',
    'in',
    895_727,
    '河北科信工程检测技术有限公司',
    '4301097544088151076',
    '退汇 账号户名不符',
    '退汇',
  ],
  ['2026-03-21', '00:04:09', 'in', 314_118, '', '', '存款利息', '结息'],
  [
    '2026-03-25',
    '08:42:46',
    'in',
    10_050_000,
    '中建材德信商品混凝土(浙江)集团有限公司',
    '125956522320433',
    '付见证取样员培训费(PX26U92K9N)',
    '汇兑来账',
  ],
  [
    '2026-03-31',
    '17:44:09',
    'out',
    288_000,
    '山东济南城市建设工程质量检测中心有限公司',
    '10881491658564313',
    '退培训费 PX26Y29F2G',
    '网银转账',
  ],
] as const

let balance = started
export const lines: readonly InventedLine[] = made.map(
  ([date, time, direction, amountFen, name, account, remark, kind], index) => {
    balance += direction === 'in' ? amountFen : -amountFen
    const serial = `2026${String(index + 17).padStart(4, '0')}98765432${index}`
    return { date, time, direction, amountFen, name, account, remark, kind, serial, balanceFen: balance }
  },
)

export const categories = [
  'payment',
  'payment',
  'fee',
  'payment',
  'settlement',
  'payment',
  'out',
  'returned',
  'interest',
  'payment',
  'refund',
] as const
