import { randomBytes, randomInt } from 'node:crypto'
import { fen } from '../core/money.ts'
import { splitTax } from '../core/value-added-tax.ts'
import { type RedAsk, redReasons } from './requests.schema.ts'
import type { IssuedLine, TaxInvoice, TaxRequest } from './tax-state.ts'

/** 非学历教育服务: what a training fee is, where nobody says otherwise. */
const trainingTaxCode = '3070201020000000000'
const shortClassNames: Readonly<Record<string, string>> = { [trainingTaxCode]: '非学历教育服务' }

type BlueRequest = Extract<TaxRequest, { about: 'invoice' }>
type RedRequest = Extract<TaxRequest, { about: 'red' }>

export function makeBlueInvoice(
  { app, serial, ask }: BlueRequest,
  issuedAt: string,
  isTaken: (number: string) => boolean,
): TaxInvoice {
  const lines: IssuedLine[] = ask.lines.map((line) => {
    const taxCode = line.taxCode ?? trainingTaxCode
    const { amountWithoutTaxFen, taxFen } = splitTax(fen(line.amountFen), line.taxRateBasisPoints)
    return {
      // With the short name of its class, as a face must show it; who asks may have put it there.
      name: line.name.startsWith('*') ? line.name : `*${shortClassNames[taxCode] ?? '现代服务'}*${line.name}`,
      taxCode,
      unit: line.unit,
      quantity: line.quantity,
      amountFen: amountWithoutTaxFen,
      taxFen,
      taxRateBasisPoints: line.taxRateBasisPoints,
    }
  })
  return {
    number: newInvoiceNumber(issuedAt, ask.seller.taxNumber, isTaken),
    key: newKey(),
    app,
    serial,
    colour: 'blue',
    kind: ask.kind,
    issuedAt,
    buyer: ask.buyer,
    seller: ask.seller,
    lines,
    ...totalsOf(lines),
    remark: ask.remark,
    blueNumber: null,
    formNumber: null,
    reason: null,
  }
}

/** The whole blue one with every amount negative; its remark names the blue number and the confirmation form 红字确认单. */
export function makeRedInvoice(
  { app, serial, ask }: RedRequest,
  blue: TaxInvoice,
  issuedAt: string,
  isTaken: (number: string) => boolean,
): TaxInvoice {
  const lines = blue.lines.map((line) => ({
    ...line,
    quantity: -line.quantity,
    amountFen: -line.amountFen,
    taxFen: line.taxFen === 0 ? 0 : -line.taxFen,
  }))
  const formNumber = `${provinceOf(ask.seller.taxNumber)}${dayOf(issuedAt).slice(2, 6)}${chance(14)}`
  return {
    number: newInvoiceNumber(issuedAt, ask.seller.taxNumber, isTaken),
    key: newKey(),
    app,
    serial,
    colour: 'red',
    kind: blue.kind,
    issuedAt,
    buyer: blue.buyer,
    seller: blue.seller,
    lines,
    ...totalsOf(lines),
    remark: `被红冲蓝字数电发票号码：${blue.number} 红字发票信息确认单编号：${formNumber}`,
    blueNumber: blue.number,
    formNumber,
    reason: redReasons[ask.reason],
  }
}

/** Why a blue one is refused at once and for good, in words for people; null: it can be issued. */
export function whyNotIssuable({ ask }: Pick<BlueRequest, 'ask'>): string | null {
  const { buyer, lines, totalFen } = ask
  if (buyer.name.trim() === '') return '购买方名称不能为空'
  if (buyer.taxNumber !== '' && !/^[0-9A-Z]{15,20}$/.test(buyer.taxNumber)) return '购买方纳税人识别号格式不正确'
  if (ask.kind === 'special') {
    const missing = [
      buyer.taxNumber === '' ? '纳税人识别号' : null,
      buyer.address === '' ? '地址' : null,
      buyer.telephone === '' ? '电话' : null,
      buyer.bank === '' ? '开户银行' : null,
      buyer.account === '' ? '银行账号' : null,
    ].filter((name) => name !== null)
    if (missing.length > 0) return `增值税专用发票缺少购买方${missing.join('、')}`
  }
  if (lines.reduce((sum, line) => sum + line.amountFen, 0) !== totalFen) return '明细金额合计与价税合计不一致'
  return null
}

export function whyNotFlushable(ask: RedAsk, blue: TaxInvoice | undefined, app: string, flushedBy: string | undefined) {
  if (blue?.app !== app || blue.seller.taxNumber !== ask.seller.taxNumber) return '蓝字发票不存在'
  if (blue.colour !== 'blue') return '红字发票不能再次红冲'
  if (flushedBy !== undefined) return '蓝字发票已被红冲'
  if (blue.totalFen !== ask.blueTotalFen) return '红冲金额与蓝字发票价税合计不一致'
  return null
}

function totalsOf(lines: readonly IssuedLine[]) {
  const amountFen = lines.reduce((sum, line) => sum + line.amountFen, 0)
  const taxFen = lines.reduce((sum, line) => sum + line.taxFen, 0)
  return { amountFen, taxFen, totalFen: amountFen + taxFen }
}

/** 1–2 year, 3–4 province, 5 channel, then fifteen digits of chance: no other service's numbers are met by counting. */
function newInvoiceNumber(issuedAt: string, sellerTaxNumber: string, isTaken: (number: string) => boolean): string {
  for (;;) {
    const number = `${dayOf(issuedAt).slice(2, 4)}${provinceOf(sellerTaxNumber)}2${chance(15)}`
    if (!isTaken(number)) return number
  }
}

/** Characters 3 and 4 of a credit code (GB 32100): the province of its registration. */
function provinceOf(taxNumber: string): string {
  return /^..(\d\d)/.exec(taxNumber)?.[1] ?? '11'
}

/** `20260330` in Asia/Shanghai. */
export function dayOf(iso: string): string {
  return wallTime(iso).slice(0, 10).replaceAll('-', '')
}

/** `2026-03-30 14:05:09`, as a clock on a Chinese wall says it. */
export function wallTime(iso: string): string {
  return new Date(Date.parse(iso) + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')
}

function chance(digits: number): string {
  return Array.from({ length: digits }, () => randomInt(10)).join('')
}

function newKey(): string {
  return randomBytes(18).toString('base64url')
}
