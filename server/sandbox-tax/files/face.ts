import { formatAmountInWords } from '../../core/amount-in-words.ts'
import { fen } from '../../core/money.ts'
import { formatTaxRate } from '../../core/value-added-tax.ts'
import { dayOf, wallTime } from '../make-invoice.ts'
import type { TaxInvoice } from '../tax-state.ts'

/** What stands on an invoice's face, as text. */
export type Face = {
  readonly title: string
  readonly number: string
  readonly issuedOn: string
  readonly buyerName: string
  readonly buyerTaxNumber: string
  readonly sellerName: string
  readonly sellerTaxNumber: string
  readonly lines: readonly {
    readonly name: string
    readonly unit: string
    readonly quantity: string
    readonly price: string
    readonly amount: string
    readonly rate: string
    readonly tax: string
  }[]
  readonly amount: string
  readonly tax: string
  readonly total: string
  readonly words: string
  readonly remark: readonly string[]
  readonly drawer: string
  readonly isRed: boolean
}

export const drawer = '沙箱'
/** So that nobody takes it for a real one. */
export const notice = '沙箱税务服务开具，仅供测试，不能报销'

export const yuan = (amountFen: number) => (amountFen / 100).toFixed(2)

export function titleOf(invoice: TaxInvoice): string {
  return invoice.kind === 'special' ? '电子发票（增值税专用发票）' : '电子发票（普通发票）'
}

export function wordsOf(invoice: TaxInvoice): string {
  const words = formatAmountInWords(fen(Math.abs(invoice.totalFen)))
  return invoice.totalFen < 0 ? `（负数）${words}` : words
}

/** Without tax, to at most ten decimals, as the platform prints it. */
export function priceOf(amountFen: number, quantity: number): string {
  const price = Number((amountFen / 100 / quantity).toFixed(10))
  return Number.isInteger(price * 100) ? price.toFixed(2) : String(price)
}

export function faceOf(invoice: TaxInvoice): Face {
  const { buyer, seller } = invoice
  const accounts =
    invoice.kind === 'special'
      ? [
          `购方地址：${buyer.address}；电话：${buyer.telephone}；`,
          `购方开户银行：${buyer.bank}；银行账号：${buyer.account}；`,
        ]
      : []
  const [year = '', month = '', day = ''] = wallTime(invoice.issuedAt).slice(0, 10).split('-')
  return {
    title: titleOf(invoice),
    number: invoice.number,
    issuedOn: `${year}年${month}月${day}日`,
    buyerName: buyer.name,
    buyerTaxNumber: buyer.taxNumber,
    sellerName: seller.name,
    sellerTaxNumber: seller.taxNumber,
    lines: invoice.lines.map((line) => ({
      name: line.name,
      unit: line.unit,
      quantity: String(line.quantity),
      price: priceOf(line.amountFen, line.quantity),
      amount: yuan(line.amountFen),
      rate: formatTaxRate(line.taxRateBasisPoints),
      tax: yuan(line.taxFen),
    })),
    amount: yuan(invoice.amountFen),
    tax: yuan(invoice.taxFen),
    total: yuan(invoice.totalFen),
    words: wordsOf(invoice),
    remark: [...invoice.remark.split(/(?<=\d) (?=红字)/), ...accounts],
    drawer,
    isRed: invoice.colour === 'red',
  }
}

/** `01,31,,<number>,<total>,<yyyyMMdd>,,<4 hex>`: what a scanner reads off the corner. */
export function qrTextOf(invoice: TaxInvoice): string {
  const kind = invoice.kind === 'special' ? '31' : '32'
  const start = `01,${kind},,${invoice.number},${yuan(invoice.totalFen)},${dayOf(invoice.issuedAt)},,`
  const check = [...start].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) & 0xffff, 7)
  return start + check.toString(16).toUpperCase().padStart(4, '0')
}
