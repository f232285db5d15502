import { wallTime } from '../make-invoice.ts'
import type { TaxInvoice } from '../tax-state.ts'
import { drawer, priceOf, wordsOf, yuan } from './face.ts'

type Node = readonly [name: string, content: string | readonly Node[]]

/** The data file of a fully digital invoice, schema EInvoice. */
export function makeXml(invoice: TaxInvoice): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${write(['EInvoice', contentOf(invoice)])}`
}

function contentOf(invoice: TaxInvoice): readonly Node[] {
  const { buyer, seller } = invoice
  const time = wallTime(invoice.issuedAt)
  const isRed = invoice.colour === 'red'
  return [
    [
      'Header',
      [
        ['EIid', invoice.number],
        ['EInvoiceTag', 'SWEI3200'],
        ['Version', '0.2'],
        [
          'InherentLabel',
          [
            label('InIssuType', isRed ? 'N' : 'Y', isRed ? '红字发票' : '蓝字发票'),
            label('EInvoiceType', '01', '电子发票'),
            invoice.kind === 'special'
              ? label('GeneralOrSpecialVAT', '01', '增值税专用发票')
              : label('GeneralOrSpecialVAT', '02', '普通发票'),
          ],
        ],
      ],
    ],
    [
      'EInvoiceData',
      [
        [
          'SellerInformation',
          [
            ['SellerIdNum', seller.taxNumber],
            ['SellerName', seller.name],
            ['SellerAddr', ''],
            ['SellerTelNum', ''],
            ['SellerBankName', ''],
            ['SellerBankAccNum', ''],
          ],
        ],
        [
          'BuyerInformation',
          [
            ['BuyerIdNum', buyer.taxNumber],
            ['BuyerName', buyer.name],
            ['BuyerAddr', buyer.address],
            ['BuyerTelNum', buyer.telephone],
            ['BuyerBankName', buyer.bank],
            ['BuyerBankAccNum', buyer.account],
          ],
        ],
        [
          'BasicInformation',
          [
            ['TotalAmWithoutTax', yuan(invoice.amountFen)],
            ['TotalTaxAm', yuan(invoice.taxFen)],
            ['TotalTax-includedAmount', yuan(invoice.totalFen)],
            ['TotalTax-includedAmountInChinese', wordsOf(invoice)],
            ['Drawer', drawer],
            ['RequestTime', time],
          ],
        ],
        ...invoice.lines.map(
          (line): Node => [
            'IssuItemInformation',
            [
              ['ItemName', line.name],
              ['SpecMod', ''],
              ['MeaUnits', line.unit],
              ['Quantity', String(line.quantity)],
              ['UnPrice', priceOf(line.amountFen, line.quantity)],
              ['Amount', yuan(line.amountFen)],
              ['TaxRate', String(line.taxRateBasisPoints / 10_000)],
              ['ComTaxAm', yuan(line.taxFen)],
              ['TotaltaxIncludedAmount', yuan(line.amountFen + line.taxFen)],
              ['TaxClassificationCode', line.taxCode],
            ],
          ],
        ),
        [
          'SpecificInformation',
          isRed
            ? [
                [
                  'RedEInvoice',
                  [
                    ['OriginalInvoiceCode', invoice.blueNumber ?? ''],
                    ['CreditNoteNumber', invoice.formNumber ?? ''],
                  ],
                ],
              ]
            : [],
        ],
        ['AdditionalInformation', [['Remark', invoice.remark]]],
      ],
    ],
    ['SellerAuthentication', [['AuthenticationMethods', '沙箱']]],
    [
      'TaxSupervisionInfo',
      [
        ['InvoiceNumber', invoice.number],
        ['IssueTime', time],
        ['TaxBureauCode', '11100000000'],
        ['TaxBureauName', '沙箱税务服务'],
      ],
    ],
  ]
}

function label(name: string, code: string, words: string): Node {
  return [
    name,
    [
      ['LabelCode', code],
      ['LabelName', words],
    ],
  ]
}

function write([name, content]: Node): string {
  const inside = typeof content === 'string' ? escapeXml(content) : content.map(write).join('')
  return inside === '' ? `<${name}/>` : `<${name}>${inside}</${name}>`
}

export function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
