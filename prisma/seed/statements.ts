import { createHash } from 'node:crypto'
import type { Deps } from '../../server/deps.ts'
import { insertStatementFile } from '../../server/features/statements/statement-files.store.ts'
import { statementsRead } from '../../server/features/statements/statements.queues.ts'
import { writeTableBytes } from '../../server/platform/spreadsheets/write-table.ts'
import type { SeededPeople } from './people.ts'
import { actorOf, type Scene, type Times } from './scene.ts'

type Booking = {
  /** `2026-03-15 10:12:00` in Shanghai. */
  readonly when: string
  /** Below zero is money out. */
  readonly fen: number
  readonly name: string
  readonly account: string
  readonly remark: string
  readonly kind: string
}

export type StoredStatement = {
  readonly fileId: string
  readonly name: string
  readonly key: string
  readonly sizeBytes: number
  readonly sha256: string
  readonly sentAt: Date
}

const ownAccount = '4301020919100345678'
const partnerAccount = '110060149018010023456'

/**
 * Statements of the demo's two accounts, put where an upload would put them: one that pays its orders in all the ways that
 * people pay, one with a line missing, and one in a layout that nobody has seen. The worker takes them in once it runs.
 */
export async function storeStatements(deps: Pick<Deps, 'files'>, times: Times): Promise<StoredStatement[]> {
  const { at, idAt } = times
  const files = [
    { name: '交行 对账单.xlsx', sentAt: at(2, '17:20'), bytes: await asWorkbook(partnerBookings(times)) },
    { name: '农商行导出.csv', sentAt: at(1, '16:45'), bytes: Buffer.from(asRiddle(riddleBookings(times))) },
    { name: '工行 历史明细.csv', sentAt: at(1, '16:50'), bytes: Buffer.from(asIcbc(ownBookings(times))) },
  ]
  return Promise.all(
    files.map(async ({ name, sentAt, bytes }) => {
      const fileId = idAt(sentAt)
      const key = `statements/${fileId}/upload-${crypto.randomUUID()}`
      await deps.files.put(key, bytes)
      const sha256 = createHash('sha256').update(bytes).digest('hex')
      return { fileId, name, key, sizeBytes: bytes.length, sha256, sentAt }
    }),
  )
}

export async function seedStatements(
  { deps, tx, note }: Scene,
  files: readonly StoredStatement[],
  { finance }: SeededPeople,
): Promise<void> {
  for (const { fileId, name, key, sizeBytes, sha256, sentAt } of files) {
    const by = { createdById: finance.id, createdByName: finance.name, now: sentAt }
    await insertStatementFile(tx, { id: fileId, originalName: name, sizeBytes, sha256, fileKey: key, ...by })
    await deps.jobs.send(tx, statementsRead, { fileId })
    note(sentAt, actorOf(finance), {
      action: 'statement.received',
      subjectType: 'statement',
      subjectId: fileId,
      organisationId: null,
      after: { fileName: name, sizeBytes, sha256 },
    })
  }
}

/** In Shanghai, so many days ago. */
const moment = ({ at }: Times, daysAgo: number, time: string) =>
  `${new Date(at(daysAgo, '12:00').getTime()).toISOString().slice(0, 10)} ${time}`

const zhongzheng = { name: '常州市高新区中正交通工程试验检测有限公司', account: '32050162843600000417' }
const zhenjiang = { name: '镇江九州通建市政工程有限公司', account: '1104028209200112233' }
const hongye = { name: '湖北省鸿业岩土工程集团有限公司', account: '421860785018800021' }
const hengtai = { name: '浙江省恒泰建筑科学研究有限公司', account: '571909283710501' }

function ownBookings(times: Times): Booking[] {
  const on = (daysAgo: number, time: string) => moment(times, daysAgo, time)
  const paid = { kind: '跨行转账' }
  return [
    // The slip that was approved, the one that waits for its review.
    {
      when: '2026-02-09 10:26:31',
      fen: 480_000,
      name: '浙江中正建设工程检测集团有限公司',
      account: '324109347295747288489',
      remark: 'PX267FXQKZ',
      ...paid,
    },
    {
      when: '2026-03-15 15:02:44',
      fen: 504_000,
      name: '山东济南水利工程质量检测鉴定与岩土试验研究中心有限公司',
      account: '37001617108050012345',
      remark: '培训费PX26GUEZYD',
      ...paid,
    },
    { when: '2026-03-21 00:04:09', fen: 31_418, name: '', account: '', remark: '存款利息', kind: '结息' },
    // The whole amount twice, the second by mistake.
    { when: on(4, '09:41:20'), fen: 720_000, ...zhenjiang, remark: '公共知识培训费 PX26K7ZD4M', ...paid },
    { when: on(3, '11:08:57'), fen: 720_000, ...zhenjiang, remark: 'PX26K7ZD4M', ...paid },
    { when: on(30, '08:00:03'), fen: -5_000, name: '', account: '', remark: '账户管理费', kind: '对公收费' },
    // An order in two parts.
    { when: on(3, '14:20:11'), fen: 1_000_000, ...hengtai, remark: 'PX26C5TW8H 第一笔', ...paid },
    { when: on(2, '10:02:38'), fen: 440_000, ...hengtai, remark: 'PX26C5TW8H 尾款', ...paid },
    {
      when: on(21, '16:30:00'),
      fen: 5_212_345,
      name: '财付通支付科技有限公司',
      account: '243300133',
      remark: '财付通结算款',
      kind: '来账',
    },
    // The number with blanks and in small letters.
    {
      when: on(5, '13:45:52'),
      fen: 260_000,
      name: '福州恒泰建筑安装工程有限责任公司',
      account: '591902110810606',
      remark: 'px26 b4xn 7y培训费',
      ...paid,
    },
    // The group pays for its companies.
    { when: on(14, '09:12:05'), fen: 1_920_000, ...hongye, remark: '代付湖北鸿业工程监理有限公司培训费', ...paid },
    { when: on(4, '10:51:47'), fen: 480_000, ...hongye, remark: '代湖北鸿业建筑科学研究院付 PX26F6GJ3R', ...paid },
    {
      when: on(10, '15:18:13'),
      fen: -320_000,
      name: '南京大学后勤服务有限公司',
      account: '4301010609100012345',
      remark: '考场租金',
      kind: '跨行汇款',
    },
    // Name and amount alone.
    { when: on(7, '11:33:26'), fen: 1_600_000, ...zhongzheng, remark: '转账', ...paid },
    // Nobody knows what for.
    {
      when: on(4, '10:10:10'),
      fen: 888_800,
      name: '何佳振',
      account: '6217991122613822200',
      remark: '',
      kind: '电子汇入',
    },
    { when: on(2, '09:26:40'), fen: 1_280_000, ...zhongzheng, remark: 'PX26M4T8RK取样员培训费', ...paid },
  ].toSorted((a, b) => (a.when < b.when ? -1 : 1))
}

function partnerBookings(times: Times): Booking[] {
  const on = (daysAgo: number, time: string) => moment(times, daysAgo, time)
  return [
    {
      when: on(9, '09:15:22'),
      fen: 10_050_000,
      name: '众联(宁波)水利工程质量检测有限公司',
      account: '574902884310705',
      remark: '培训费PX26JUAABM',
      kind: '转账',
    },
    {
      when: on(8, '10:05:00'),
      fen: -120_000,
      name: '北京国贸印刷有限公司',
      account: '0200003309000012345',
      remark: '教材印刷',
      kind: '转账',
    },
    // This one the export lost: the balance shows it.
    { when: on(7, '14:00:00'), fen: 640_000, name: '', account: '', remark: '', kind: '' },
    {
      when: on(5, '16:44:31'),
      fen: 960_000,
      name: '盛源(连云港)新型建材有限公司',
      account: '518902221810301',
      remark: 'PX265MSK2B',
      kind: '转账',
    },
    { when: on(3, '00:01:00'), fen: -1_500, name: '', account: '', remark: '网银服务费', kind: '收费' },
  ]
}

function riddleBookings(times: Times): Booking[] {
  const on = (daysAgo: number, time: string) => moment(times, daysAgo, time)
  return [
    {
      when: on(12, '09:00:00'),
      fen: 1_280_000,
      name: '中建材瑞丰交通工程试验检测(云南)有限公司',
      account: '871902773310208',
      remark: 'PX26QF83NK',
      kind: '',
    },
    {
      when: on(11, '11:20:00'),
      fen: 198_000,
      name: '徐州永固工程咨询有限公司',
      account: '516902003410906',
      remark: '培训费 PX264Y7JKD',
      kind: '',
    },
    {
      when: on(9, '15:31:00'),
      fen: -45_000,
      name: '北京顺达快递有限公司',
      account: '0200080709000054321',
      remark: '快递费',
      kind: '',
    },
    {
      when: on(8, '10:12:00'),
      fen: 2_160_000,
      name: '湖北鸿业建筑科学研究有限公司',
      account: '421860785018800099',
      remark: 'PX26Y3Q9Q3',
      kind: '',
    },
  ]
}

const yuan = (fen: number) => (fen / 100).toFixed(2).replace(/\B(?=(\d{3})+\.)/g, ',')

function* balances(bookings: readonly Booking[], openingFen: number): Generator<Booking & { balanceFen: number }> {
  let balanceFen = openingFen
  for (const booking of bookings) {
    balanceFen += booking.fen
    yield { ...booking, balanceFen }
  }
}

const csvLine = (cells: readonly string[]) =>
  cells.map((cell) => (/[",]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',')

/** The columns of 中国工商银行 as its online banking exports them. */
function asIcbc(bookings: readonly Booking[]): string {
  const lines = [...balances(bookings, 62_720_744)].map(({ when, fen, name, account, remark, kind, balanceFen }) =>
    csvLine([
      '',
      account === '' ? '' : `${account}\t`,
      when,
      fen > 0 ? '贷' : '借',
      name,
      '',
      remark,
      kind,
      '',
      '',
      yuan(balanceFen),
      fen < 0 ? yuan(-fen) : '',
      fen > 0 ? yuan(fen) : '',
      `${ownAccount}\t`,
    ]),
  )
  const heading =
    '凭证号,对方账号,交易时间,借贷标志,对方单位,对方行号,用途,摘要,附言,回单个性化信息,余额,转出金额,转入金额,本方账号'
  return `\uFEFF${['[HISTORYDETAIL]', heading, ...lines].join('\r\n')}\r\n`
}

/** A workbook with its account in a banner; without the line of no name. */
function asWorkbook(bookings: readonly Booking[]): Promise<Uint8Array> {
  const rows = [...balances(bookings, 30_000_000)].filter(({ kind }) => kind !== '')
  return writeTableBytes([
    {
      name: '对账单',
      widthsCharacters: [14, 12, 40, 26, 16, 16, 18, 30],
      rows: [
        [`账号：${partnerAccount}`],
        ['户名：国培网(北京)教育科技有限公司', '', '开户行：交通银行北京和平里东街支行'],
        ['交易日期', '交易时间', '对方户名', '对方账号', '借方发生额', '贷方发生额', '余额', '摘要'],
        ...rows.map(({ when, fen, name, account, remark, balanceFen }) => [
          when.slice(0, 10),
          when.slice(11),
          name,
          account,
          fen < 0 ? yuan(-fen) : '',
          fen > 0 ? yuan(fen) : '',
          yuan(balanceFen),
          remark,
        ]),
      ],
    },
  ])
}

/** Headings that only the bank understands. */
function asRiddle(bookings: readonly Booking[]): string {
  const lines = bookings.map(({ when, fen, name, account, remark }) =>
    csvLine([when.slice(0, 10), name, account, fen > 0 ? yuan(fen) : '', fen < 0 ? yuan(-fen) : '', remark]),
  )
  return `\uFEFF${[`账号：${partnerAccount}`, 'F01,F02,F03,F04,F05,F06', ...lines].join('\r\n')}\r\n`
}
