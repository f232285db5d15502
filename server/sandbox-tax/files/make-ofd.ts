import type { TaxInvoice } from '../tax-state.ts'
import { type Face, faceOf, notice } from './face.ts'
import { escapeXml } from './make-xml.ts'
import { packZip } from './pack-zip.ts'

/** Where the namespace of GB/T 33190-2016 is. */
const namespace = 'xmlns:ofd="http://www.ofdspec.org/2016"'
const head = '<?xml version="1.0" encoding="UTF-8"?>\n'
const fontId = 1

/** The invoice as an OFD (GB/T 33190): one page, its data as custom tags, and the XML as an attachment. */
export function makeOfd(invoice: TaxInvoice, xml: string): Uint8Array {
  const face = faceOf(invoice)
  const page = drawPage(face)
  const file = (name: string, text: string) => ({ name, bytes: Buffer.from(head + text, 'utf8') })
  return packZip([
    file('OFD.xml', mainFile(face)),
    file('Doc_0/Document.xml', documentFile(page.lastId)),
    file(
      'Doc_0/PublicRes.xml',
      `<ofd:Res ${namespace} BaseLoc="Res"><ofd:Fonts><ofd:Font ID="${fontId}" FontName="SimSun" FamilyName="SimSun"/></ofd:Fonts></ofd:Res>`,
    ),
    file('Doc_0/Pages/Page_0/Content.xml', page.content),
    file(
      'Doc_0/Tags/CustomTags.xml',
      `<ofd:CustomTags ${namespace}><ofd:CustomTag TypeID="0"><ofd:FileLoc>Tag.xml</ofd:FileLoc></ofd:CustomTag></ofd:CustomTags>`,
    ),
    file('Doc_0/Tags/Tag.xml', tagFile(face, page.ids)),
    file(
      'Doc_0/Attachs/Attachments.xml',
      `<ofd:Attachments ${namespace}><ofd:Attachment ID="1" Name="original_invoice" Format="xml"><ofd:FileLoc>original_invoice.xml</ofd:FileLoc></ofd:Attachment></ofd:Attachments>`,
    ),
    { name: 'Doc_0/Attachs/original_invoice.xml', bytes: Buffer.from(xml, 'utf8') },
  ])
}

function mainFile(face: Face): string {
  const facts: readonly (readonly [string, string])[] = [
    ['发票号码', face.number],
    ['开票日期', face.issuedOn],
    ['购买方名称', face.buyerName],
    ['购买方纳税人识别号', face.buyerTaxNumber],
    ['销售方名称', face.sellerName],
    ['销售方纳税人识别号', face.sellerTaxNumber],
    ['合计金额', face.amount],
    ['合计税额', face.tax],
    ['价税合计', face.total],
  ]
  const values = facts.map(([name, value]) => `<ofd:CustomData Name="${name}">${escapeXml(value)}</ofd:CustomData>`)
  return `<ofd:OFD ${namespace} Version="1.1" DocType="OFD"><ofd:DocBody><ofd:DocInfo><ofd:DocID>${face.number}000000000000</ofd:DocID><ofd:Title>${escapeXml(face.title)}</ofd:Title><ofd:Creator>sandbox-tax</ofd:Creator><ofd:CustomDatas>${values.join('')}</ofd:CustomDatas></ofd:DocInfo><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`
}

function documentFile(lastId: number): string {
  return `<ofd:Document ${namespace}><ofd:CommonData><ofd:MaxUnitID>${lastId}</ofd:MaxUnitID><ofd:PageArea><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>PublicRes.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="2" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages><ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments><ofd:CustomTags>Tags/CustomTags.xml</ofd:CustomTags></ofd:Document>`
}

type Place = 'number' | 'issuedOn' | 'buyerName' | 'buyerTaxNumber' | 'sellerName' | 'sellerTaxNumber' | Sum | 'words'
type Sum = 'amount' | 'tax' | 'total'

/** The page's texts, top to bottom, in millimetres. An amount's ¥ and its figure are two objects, one after the other. */
function drawPage(face: Face): { content: string; lastId: number; ids: Map<Place, number> } {
  const objects: string[] = []
  const ids = new Map<Place, number>()
  let lastId = 10

  const text = (x: number, y: number, size: number, words: string): number => {
    const id = ++lastId
    const widths = [...words].map((character) => (/[\x20-\x7e]/.test(character) ? size / 2 : size))
    const delta = widths.slice(0, -1).join(' ')
    const width = widths.reduce((sum, one) => sum + one, 0)
    if (words !== '')
      objects.push(
        `<ofd:TextObject ID="${id}" Boundary="${x} ${y} ${width.toFixed(2)} ${size}" Font="${fontId}" Size="${size}"><ofd:TextCode X="0" Y="${(size * 0.88).toFixed(2)}"${delta === '' ? '' : ` DeltaX="${delta}"`}>${escapeXml(words)}</ofd:TextCode></ofd:TextObject>`,
      )
    return id
  }
  const put = (place: Place, ...at: Parameters<typeof text>) => ids.set(place, text(...at))
  const sum = (place: Sum, x: number, y: number, words: string) => {
    put(place, x, y, 3.2, '¥')
    text(x + 2, y, 3.2, words)
  }
  const line = (x1: number, y1: number, x2: number, y2: number) => {
    const [width, height] = [Math.max(x2 - x1, 0.1), Math.max(y2 - y1, 0.1)]
    objects.push(
      `<ofd:PathObject ID="${++lastId}" Boundary="${x1} ${y1} ${width} ${height}" LineWidth="0.25"><ofd:StrokeColor Value="128 0 0"/><ofd:AbbreviatedData>M 0 0 L ${x2 - x1} ${y2 - y1}</ofd:AbbreviatedData></ofd:PathObject>`,
    )
  }

  text(105 - [...face.title].length * 2.7, 9, 5.4, face.title)
  text(152, 10, 3.2, '发票号码：')
  put('number', 168, 10, 3.2, face.number)
  text(152, 16, 3.2, '开票日期：')
  put('issuedOn', 168, 16, 3.2, face.issuedOn)
  for (const y of [26, 46, 100, 108, 126]) line(8, y, 202, y)
  line(8, 26, 8, 126)
  line(202, 26, 202, 126)
  line(105, 26, 105, 46)
  party(10, '购买方信息', 'buyerName', 'buyerTaxNumber', face.buyerName, face.buyerTaxNumber)
  party(107, '销售方信息', 'sellerName', 'sellerTaxNumber', face.sellerName, face.sellerTaxNumber)

  function party(x: number, heading: string, name: Place, taxNumber: Place, named: string, numbered: string) {
    text(x, 28, 3.2, heading)
    text(x, 34, 3.2, '名称：')
    put(name, x + 10, 34, 3.2, named)
    text(x, 40, 3.2, '统一社会信用代码/纳税人识别号：')
    put(taxNumber, x + 50, 40, 3.2, numbered)
  }

  const columns = [10, 78, 92, 108, 130, 152, 176] as const
  const row = (y: number, cells: readonly string[]) => {
    for (const [index, cell] of cells.entries()) text(columns[index] ?? 0, y, 3, cell)
  }
  row(48, ['项目名称', '单位', '数量', '单价', '金额', '税率/征收率', '税额'])
  for (const [index, one] of face.lines.slice(0, 8).entries())
    row(54 + index * 5, [one.name, one.unit, one.quantity, one.price, one.amount, one.rate, one.tax])
  text(20, 95, 3.2, '合　　计')
  sum('amount', 130, 95, face.amount)
  sum('tax', 176, 95, face.tax)
  text(10, 102, 3.2, '价税合计（大写）')
  put('words', 50, 102, 3.2, face.words)
  text(140, 102, 3.2, '（小写）')
  sum('total', 154, 102, face.total)
  text(10, 110, 3.2, '备注')
  for (const [index, one] of face.remark.entries()) text(20, 110 + index * 4.5, 3, one)
  text(20, 130, 3.2, `开票人：${face.drawer}`)
  text(120, 130, 2.8, notice)

  const content = `<ofd:Page ${namespace}><ofd:Area><ofd:PhysicalBox>0 0 210 140</ofd:PhysicalBox></ofd:Area><ofd:Content><ofd:Layer ID="3">${objects.join('')}</ofd:Layer></ofd:Content></ofd:Page>`
  return { content, lastId, ids }
}

/** The data of the page: some as text, most as a reference to where it stands. */
function tagFile(face: Face, ids: Map<Place, number>): string {
  const ref = (place: Place) => `<ofd:ObjectRef PageRef="2">${ids.get(place) ?? ''}</ofd:ObjectRef>`
  const data = (words: string) => `<ofd:ObjectData>${escapeXml(words)}</ofd:ObjectData>`
  const items = face.lines.map(
    (line) =>
      `<IssuItemInformation><ItemName>${data(line.name)}</ItemName><MeaUnits>${data(line.unit)}</MeaUnits><Quantity>${data(line.quantity)}</Quantity><UnPrice>${data(line.price)}</UnPrice><Amount>${data(line.amount)}</Amount><TaxRate>${data(line.rate)}</TaxRate><ComTaxAm>${data(line.tax)}</ComTaxAm></IssuItemInformation>`,
  )
  return `<EInvoice ${namespace}><InvoiceNumber>${ref('number')}</InvoiceNumber><IssueTime>${ref('issuedOn')}</IssueTime><EInvoiceType>${data(face.title)}</EInvoiceType><BuyerInformation><BuyerName>${ref('buyerName')}</BuyerName><BuyerIdNum>${ref('buyerTaxNumber')}</BuyerIdNum></BuyerInformation><SellerInformation><SellerName>${ref('sellerName')}</SellerName><SellerIdNum>${ref('sellerTaxNumber')}</SellerIdNum></SellerInformation>${items.join('')}<BasicInformation><TotalAmWithoutTax>${ref('amount')}</TotalAmWithoutTax><TotalTaxAm>${ref('tax')}</TotalTaxAm><TotalTax-includedAmount>${ref('total')}</TotalTax-includedAmount><TotalTax-includedAmountInChinese>${ref('words')}</TotalTax-includedAmountInChinese><Drawer>${data(face.drawer)}</Drawer></BasicInformation><AdditionalInformation><Remark>${data(face.remark.join(' '))}</Remark></AdditionalInformation></EInvoice>`
}
