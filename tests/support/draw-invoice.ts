import { strToU8, zipSync } from 'fflate'
import { formatAmountInWords } from '../../server/core/amount-in-words.ts'
import { type Fen, formatFen } from '../../server/core/money.ts'
import { typeset } from '../../server/platform/typesetting/typeset.ts'

/** What an invoice says, however it is drawn: the truth that a reader has to come back to. */
export type DrawnInvoice = {
  readonly number: string
  readonly code: string
  readonly date: string
  readonly kind: 'normal' | 'special'
  readonly buyerName: string
  readonly buyerTaxNumber: string
  readonly sellerName: string
  readonly sellerTaxNumber: string
  readonly amountWithoutTaxFen: number
  readonly taxFen: number
  readonly remark: readonly string[]
  /** Writes `***` where tax would stand. */
  readonly taxFree?: boolean
  /** Other capitals than the amount has. */
  readonly words?: string
}

export const drawnInvoice: DrawnInvoice = {
  number: '26322000000316294884',
  code: '',
  date: '2026-11-20',
  kind: 'normal',
  buyerName: '苏州工业园区检测有限公司',
  buyerTaxNumber: '91320594MA1TEST00X',
  sellerName: '国培网（北京）教育科技有限公司',
  sellerTaxNumber: '91110108MA01TEST1A',
  amountWithoutTaxFen: 310_680,
  taxFen: 9_320,
  remark: ['订单 PX26W3N8PX'],
}

/** A text on a page, in millimetres from the upper left; size in millimetres. */
export type Placed = {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly text: string
  readonly id?: number
}

type Style = {
  /** Cuts labels into characters that stand apart: `名      称：`. */
  readonly cut?: boolean
  /** How far values stand under their labels, in millimetres. */
  readonly drop?: number
  /** The currency's sign is a text of its own. */
  readonly signApart?: boolean
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const money = (value: number) => `¥${formatFen(value as Fen).replaceAll(',', '')}`

function wordsOf({ words, amountWithoutTaxFen, taxFen }: DrawnInvoice): string {
  const total = amountWithoutTaxFen + taxFen
  const capitals = words ?? formatAmountInWords(Math.abs(total) as Fen).replace('元', '圆')
  return `${total < 0 ? '（负数）' : ''}${capitals}`
}

/** 数电票 as the tax platform prints it: buyer and seller beside each other, words beside the boxes written downwards. */
export function digitalFace(invoice: DrawnInvoice, style: Style = {}): Placed[] {
  const total = invoice.amountWithoutTaxFen + invoice.taxFen
  const [year, month, day] = invoice.date.split('-')
  const texts: Placed[] = []
  const label = (x: number, y: number, text: string, size = 3.2) => {
    if (!style.cut) texts.push({ x, y, size, text })
    else
      for (const [index, glyph] of [...text].entries()) texts.push({ x: x + index * size * 1.25, y, size, text: glyph })
  }
  const value = (x: number, y: number, text: string, size = 3.2) =>
    texts.push({ x, y: y + (style.drop ?? 0), size, text })
  const down = (x: number, y: number, word: string, step: number) => {
    for (const [index, glyph] of [...word].entries()) texts.push({ x, y: y + index * step, size: 3.2, text: glyph })
  }
  const amount = (x: number, y: number, text: string) => {
    if (!style.signApart) return value(x, y, text)
    value(x - 3, y, '¥')
    value(x, y, text.slice(1))
  }
  label(66, 7, invoice.kind === 'special' ? '电子发票（增值税专用发票）' : '电子发票（普通发票）', 5.6)
  label(146, 8, '发票号码：')
  value(146 + (style.cut ? 21 : 17), 8, invoice.number)
  label(146, 14, '开票日期：')
  value(146 + (style.cut ? 21 : 17), 14, `${year}年${month}月${day}日`)
  down(7, 24, '购买方信息', 4)
  down(105, 24, '销售方信息', 4)
  for (const [x, name, taxNumber] of [
    [14, invoice.buyerName, invoice.buyerTaxNumber],
    [112, invoice.sellerName, invoice.sellerTaxNumber],
  ] as const) {
    texts.push({ x, y: 27, size: 3.2, text: '名称：' })
    for (const [index, line] of name.match(/.{1,22}/gu)?.entries() ?? []) value(x + 10, 27 + index * 4, line)
    texts.push({ x, y: 37, size: 3.2, text: '统一社会信用代码/纳税人识别号：' })
    value(x + 49, 37, taxNumber)
  }
  for (const [x, text] of [
    [16, '项目名称'],
    [48, '规格型号'],
    [72, '单 位'],
    [88, '数 量'],
    [112, '单 价'],
    [138, '金 额'],
    [158, '税率/征收率'],
    [190, '税 额'],
  ] as const)
    label(x, 46, text)
  value(8, 52, '*非学历教育服务*培训费')
  value(138, 52, money(invoice.amountWithoutTaxFen).slice(1))
  value(190, 52, invoice.taxFree ? '***' : money(invoice.taxFen).slice(1))
  label(22, 88, '合')
  label(36, 88, '计')
  amount(136, 88, money(invoice.amountWithoutTaxFen))
  if (invoice.taxFree) value(190, 88, '***')
  else amount(187, 88, money(invoice.taxFen))
  texts.push({ x: 16, y: 96, size: 3.2, text: '价税合计（大写）' })
  value(62, 96, `⊗ ${wordsOf(invoice)}`)
  texts.push({ x: 140, y: 96, size: 3.2, text: '（小写）' })
  amount(156, 96, money(total))
  down(7, 107, '备注', 8)
  for (const [index, line] of invoice.remark.entries()) value(14, 104 + index * 4.4, line)
  texts.push({ x: 20, y: 132, size: 3.2, text: '开票人：' })
  value(34, 132, '张三')
  return texts
}

/** 增值税电子普通发票: the seller under the lines, the remark beside it, the cipher area beside the buyer. */
export function olderFace(invoice: DrawnInvoice): Placed[] {
  const total = invoice.amountWithoutTaxFen + invoice.taxFen
  const [year, month, day] = invoice.date.split('-')
  const texts: Placed[] = []
  const text = (x: number, y: number, written: string, size = 3.2) => texts.push({ x, y, size, text: written })
  const down = (x: number, y: number, word: string, step: number) => {
    for (const [index, glyph] of [...word].entries()) text(x, y + index * step, glyph)
  }
  text(62, 8, `江苏增值税电子${invoice.kind === 'special' ? '专用' : '普通'}发票`, 5.6)
  text(8, 22, '机器编号:  661619918223')
  text(150, 6, '发票代码:')
  text(168, 6.4, invoice.code)
  text(150, 11.5, '发票号码:')
  text(168, 11.9, invoice.number)
  text(150, 17, '开票日期:')
  text(168, 17.4, `${year} 年 ${month} 月 ${day} 日`)
  text(150, 22.5, '校 验 码:')
  text(168, 22.9, '14754 82292 98567 72523')
  down(7, 32, '购买方', 6)
  down(117, 32, '密码区', 6)
  for (const [index, cipher] of ['00664<120+*+2-984159/29<+>1', '7+8*-62/3/73869<1*43--427<5'].entries())
    text(124, 32 + index * 5, cipher)
  for (const [y, name, taxNumber] of [
    [30, invoice.buyerName, invoice.buyerTaxNumber],
    [104, invoice.sellerName, invoice.sellerTaxNumber],
  ] as const) {
    text(14, y, '名        称:')
    text(36, y + 0.5, name)
    text(14, y + 5.2, '纳税人识别号:')
    text(36, y + 5.8, taxNumber)
    text(14, y + 10.4, '地 址、电 话:')
    text(36, y + 10.9, '江苏省苏州市工业园区星湖街1号 0512-62881234')
    text(14, y + 15.6, '开户行及账号:')
    text(36, y + 16, '中国建设银行苏州分行 32050198663600001234')
  }
  for (const [x, heading] of [
    [14, '货物或应税劳务、服务名称'],
    [62, '规格型号'],
    [84, '单位'],
    [98, '数 量'],
    [116, '单 价'],
    [142, '金 额'],
    [164, '税率'],
    [186, '税 额'],
  ] as const)
    text(x, 53, heading)
  text(7, 58, '*非学历教育服务*培训费')
  text(142, 58, money(invoice.amountWithoutTaxFen).slice(1))
  text(186, 58, invoice.taxFree ? '***' : money(invoice.taxFen).slice(1))
  text(24, 90, '合         计')
  text(139, 90.6, money(invoice.amountWithoutTaxFen))
  text(183, 90.6, invoice.taxFree ? '***' : money(invoice.taxFen))
  text(16, 97, '价税合计（大写）')
  text(64, 97.4, `⊗${wordsOf(invoice)}`)
  text(142, 97, '（小写）')
  text(158, 97.5, money(total))
  down(7, 105, '销售方', 6)
  down(117, 107, '备注', 9)
  for (const [index, line] of invoice.remark.entries()) text(124, 104 + index * 4.4, line)
  text(10, 130, '收款人:')
  text(24, 130, '张一诺')
  text(62, 130, '复核:')
  text(74, 130, '张嘉诺')
  text(112, 130, '开票人:')
  text(126, 130, '任盈盈')
  text(164, 130, '销售方:(章)')
  return texts
}

/** The same as the XML of the tax platform. */
export function digitalXml(invoice: DrawnInvoice): string {
  const { number, date, kind, buyerName, buyerTaxNumber, sellerName, sellerTaxNumber, remark } = invoice
  const total = invoice.amountWithoutTaxFen + invoice.taxFen
  const yuan = (value: number) => (value / 100).toFixed(2)
  return `<?xml version="1.0" encoding="UTF-8"?><EInvoice><Header><EIid>${number}</EIid><InherentLabel><InIssuType><LabelCode>${total < 0 ? 'N' : 'Y'}</LabelCode></InIssuType><GeneralOrSpecialVAT><LabelCode>${kind === 'special' ? '01' : '02'}</LabelCode></GeneralOrSpecialVAT></InherentLabel></Header><EInvoiceData><SellerInformation><SellerIdNum>${sellerTaxNumber}</SellerIdNum><SellerName>${escaped(sellerName)}</SellerName></SellerInformation><BuyerInformation><BuyerIdNum>${buyerTaxNumber}</BuyerIdNum><BuyerName>${escaped(buyerName)}</BuyerName></BuyerInformation><BasicInformation><TotalAmWithoutTax>${yuan(invoice.amountWithoutTaxFen)}</TotalAmWithoutTax><TotalTaxAm>${yuan(invoice.taxFen)}</TotalTaxAm><TotalTax-includedAmount>${yuan(total)}</TotalTax-includedAmount></BasicInformation><AdditionalInformation><Remark>${escaped(remark.join('\n'))}</Remark></AdditionalInformation></EInvoiceData><TaxSupervisionInfo><InvoiceNumber>${number}</InvoiceNumber><IssueTime>${date} 10:11:12</IssueTime></TaxSupervisionInfo></EInvoice>`
}

const page = `
#let data = json(bytes(sys.inputs.data))
#set page(width: 210mm, height: 140mm, margin: 0mm)
#set text(font: "Noto Sans SC", top-edge: "ascender", bottom-edge: "descender", cjk-latin-spacing: none)
#for (index, page) in data.pages.enumerate() {
  if index > 0 { pagebreak() }
  for item in page { place(dx: item.x * 1mm, dy: item.y * 1mm, text(size: item.size * 1mm, item.text)) }
}`

/** Each list of texts on a page of 210 × 140 mm. */
export function drawPdf(...pages: readonly (readonly Placed[])[]): Promise<Uint8Array> {
  return typeset(page, { pages })
}

/** The same texts as the content of an OFD's page; each is an object with an id. */
export function ofdContent(texts: readonly Placed[], templateId?: number): string {
  const widthOf = (glyph: string, size: number) => (/[ -~¥]/.test(glyph) ? size / 2 : size)
  const objects = texts.map(({ x, y, size, text, id }, index) => {
    const widths = [...text].map((glyph) => widthOf(glyph, size))
    const whole = widths.reduce((sum, width) => sum + width, 0)
    return `<ofd:TextObject ID="${id ?? 1000 + index}" Boundary="${x} ${y} ${whole} ${size * 1.3}" Font="5" Size="${size}"><ofd:TextCode X="0" Y="${size}" DeltaX="${widths.slice(0, -1).join(' ')}"><![CDATA[${text}]]></ofd:TextCode></ofd:TextObject>`
  })
  const template = templateId === undefined ? '' : `<ofd:Template TemplateID="${templateId}" ZOrder="Background"/>`
  return `<?xml version="1.0" encoding="UTF-8"?><ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Area><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:Area>${template}<ofd:Content><ofd:Layer ID="2">${objects.join('')}</ofd:Layer></ofd:Content></ofd:Page>`
}

const ofdRoot = (custom: Readonly<Record<string, string>>) => {
  const data = Object.entries(custom).map(
    ([name, value]) => `<ofd:CustomData Name="${name}">${escaped(value)}</ofd:CustomData>`,
  )
  return `<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocInfo><ofd:DocID>0eb8</ofd:DocID><ofd:CustomDatas>${data.join('')}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`
}

const ofdDocument =
  '<?xml version="1.0" encoding="UTF-8"?><ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:TemplatePage ID="2" BaseLoc="Tpls/Tpl_0/Content.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages></ofd:Document>'

export type OfdParts = {
  readonly content?: string
  readonly template?: string
  readonly tag?: string
  readonly attachment?: string
  readonly custom?: Readonly<Record<string, string>>
}

export function packOfd({ content, template, tag, attachment, custom = {} }: OfdParts): Uint8Array {
  const parts: Record<string, string | undefined> = {
    'OFD.xml': ofdRoot(custom),
    'Doc_0/Document.xml': ofdDocument,
    'Doc_0/Pages/Page_0/Content.xml': content,
    'Doc_0/Tpls/Tpl_0/Content.xml': template,
    'Doc_0/Tags/CustomTags.xml': tag
      ? '<ofd:CustomTags xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CustomTag TypeID="0"><ofd:FileLoc>CustomTag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>'
      : undefined,
    'Doc_0/Tags/CustomTag.xml': tag,
    'Doc_0/Attachs/original_invoice.xml': attachment,
  }
  const named = Object.entries(parts).flatMap(([name, text]) => (text === undefined ? [] : [[name, strToU8(text)]]))
  return zipSync(Object.fromEntries(named))
}
