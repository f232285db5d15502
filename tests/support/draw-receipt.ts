import { createRequire } from 'node:module'
import { createCanvas, GlobalFonts } from '@napi-rs/canvas'

const require = createRequire(import.meta.url)
const fontFamily = 'ReceiptSong'
GlobalFonts.registerFromPath(
  require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'),
  fontFamily,
)

export type DrawnReceipt = {
  readonly amount: string
  readonly inWords: string
  readonly orderNo: string
  readonly serialNo: string
  readonly paidAt: string
}

/** What a clerk's bank gives out month after month: one layout, one payer, one payee; only the values differ. PNG. */
export function drawReceipt(receipt: DrawnReceipt): Buffer {
  const canvas = createCanvas(1458, 695)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#000000'
  pen.font = `34px ${fontFamily}`
  pen.fillText('中国建设银行单位客户专用回单', 500, 60)
  pen.font = `22px ${fontFamily}`
  pen.fillText(`币别：人民币    ${receipt.paidAt.slice(0, 10)}    流水号：${receipt.serialNo}`, 60, 110)
  const rows = [
    ['付款人', '全称', '苏州检测技术有限公司'],
    ['', '账号', '3205 0198 6636 0000 1234'],
    ['', '开户行', '中国建设银行苏州分行'],
    ['收款人', '全称', '国培网(北京)教育科技有限公司'],
    ['', '账号', '1100 0614 0018 0102 3456'],
    ['', '开户行', '交通银行北京分行'],
    ['金额', '大写', receipt.inWords],
    ['', '小写', receipt.amount],
    ['摘要', '用途', `培训费 ${receipt.orderNo}`],
  ]
  for (const [row, cells] of rows.entries()) {
    const y = 150 + row * 46
    pen.strokeRect(60, y - 30, 1300, 46)
    for (const [column, text] of cells.entries()) pen.fillText(text, [80, 220, 360][column] ?? 0, y)
  }
  return canvas.toBuffer('image/png')
}

/** The same layout as a phone bank's result page. PNG. */
export function drawPhonePage(receipt: DrawnReceipt): Buffer {
  const canvas = createCanvas(1080, 2338)
  const pen = canvas.getContext('2d')
  pen.fillStyle = '#ffffff'
  pen.fillRect(0, 0, canvas.width, canvas.height)
  pen.fillStyle = '#10a050'
  pen.beginPath()
  pen.arc(540, 380, 70, 0, 7)
  pen.fill()
  pen.fillStyle = '#003d86'
  pen.fillRect(60, 1900, 960, 110)
  pen.fillStyle = '#000000'
  pen.textAlign = 'center'
  pen.font = `100px ${fontFamily}`
  pen.fillText(receipt.amount, 540, 660)
  pen.font = `40px ${fontFamily}`
  const rows = [
    ['收款人', '国培网(北京)教育科技有限公司'],
    ['收款账号', '1100****3456'],
    ['付款账户', '6225 **** **** 9061'],
    ['附言', `培训费${receipt.orderNo}`],
    ['交易时间', receipt.paidAt],
    ['交易序号', receipt.serialNo],
    ['到账方式', '普通转账'],
  ]
  for (const [row, [label = '', value = '']] of rows.entries()) {
    pen.textAlign = 'left'
    pen.fillStyle = '#999999'
    pen.fillText(label, 60, 850 + row * 110)
    pen.textAlign = 'right'
    pen.fillStyle = '#222222'
    pen.fillText(value, 1020, 850 + row * 110)
  }
  return canvas.toBuffer('image/png')
}

/** Three payments of one organisation through one bank. */
export const threeReceipts: readonly DrawnReceipt[] = [
  {
    amount: '¥3,200.00',
    inWords: '人民币叁仟贰佰元整',
    orderNo: 'PX26ANCM3S',
    serialNo: '20260403355293015',
    paidAt: '2026-04-03 13:16:36',
  },
  {
    amount: '¥4,800.00',
    inWords: '人民币肆仟捌佰元整',
    orderNo: 'PX26BTKQ7H',
    serialNo: '20260506217405598',
    paidAt: '2026-05-06 09:41:12',
  },
  {
    amount: '¥3,600.00',
    inWords: '人民币叁仟陆佰元整',
    orderNo: 'PX26FWYE4R',
    serialNo: '20260611928471603',
    paidAt: '2026-06-11 16:05:50',
  },
]
