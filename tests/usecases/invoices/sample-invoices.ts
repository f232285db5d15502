import { strToU8, zipSync } from 'fflate'

export type SampleInvoice = {
  number: string
  amount: string
  buyerName: string
  buyerTaxNumber: string
  issueTime: string
  kind: '01' | '02'
  colour: 'Y' | 'N'
  sellerTaxNumber: string
}

export const sampleInvoice: SampleInvoice = {
  number: '26327000000316294884',
  amount: '3200.00',
  buyerName: '苏州工业园区检测有限公司',
  buyerTaxNumber: '91320594MA1TEST00X',
  issueTime: '2026-11-20 10:11:12',
  kind: '02',
  colour: 'Y',
  sellerTaxNumber: '91320500MA1TEST00X',
}

/** A fully digital invoice's XML by the elements of facts.md, with one item, an empty element and a nil one. */
export function digitalXml(change: Partial<SampleInvoice> = {}): string {
  const invoice = { ...sampleInvoice, ...change }
  return `<?xml version="1.0" encoding="UTF-8"?>
<EInvoice xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
  <Header>
    <EIid>${invoice.number}</EIid><EInvoiceTag>SWEI3200</EInvoiceTag><Version>0.2</Version>
    <InherentLabel>
      <InIssuType><LabelCode>${invoice.colour}</LabelCode><LabelName>是否蓝字发票</LabelName></InIssuType>
      <EInvoiceType><LabelCode>01</LabelCode><LabelName>数电票</LabelName></EInvoiceType>
      <GeneralOrSpecialVAT><LabelCode>${invoice.kind}</LabelCode><LabelName>发票种类</LabelName></GeneralOrSpecialVAT>
    </InherentLabel>
  </Header>
  <EInvoiceData>
    <SellerInformation><SellerIdNum>${invoice.sellerTaxNumber}</SellerIdNum><SellerName>苏州检测培训中心</SellerName><SellerAddr xsi:nil="true"/></SellerInformation>
    <BuyerInformation><BuyerIdNum>${invoice.buyerTaxNumber}</BuyerIdNum><BuyerName>${invoice.buyerName}</BuyerName><BuyerAddr>
</BuyerAddr></BuyerInformation>
    <BasicInformation>
      <TotalAmWithoutTax>3106.80</TotalAmWithoutTax><TotalTaxAm>93.20</TotalTaxAm>
      <TotalTax-includedAmount>${invoice.amount}</TotalTax-includedAmount>
      <TotalTax-includedAmountInChinese>叁仟贰佰元整</TotalTax-includedAmountInChinese>
      <Drawer>张三</Drawer><RequestTime>2026-11-20 10:00:00</RequestTime>
    </BasicInformation>
    <IssuItemInformation><ItemName>*非学历教育服务*培训费</ItemName><Amount>3106.80</Amount><TaxRate>0.03</TaxRate><ComTaxAm>93.20</ComTaxAm><TotaltaxIncludedAmount>1.00</TotaltaxIncludedAmount></IssuItemInformation>
    <AdditionalInformation><Remark>订单 PX26W3N8PX</Remark></AdditionalInformation>
  </EInvoiceData>
  <TaxSupervisionInfo><InvoiceNumber>${invoice.number}</InvoiceNumber><IssueTime>${invoice.issueTime}</IssueTime><TaxBureauCode>13200</TaxBureauCode></TaxSupervisionInfo>
</EInvoice>`
}

/** An OFD as another program's ZIP writer packs it. */
export function ofdOf(entries: Record<string, string>): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(entries).map(([name, text]) => [name, strToU8(text)])))
}

export const emptyOfdXml =
  '<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"><ofd:DocBody/></ofd:OFD>'
