import { bankOfText } from './banks.rules.ts'
import type { SheetRow } from './find-header.rules.ts'
import { inSimplified } from './header-words.rules.ts'
import { type StatementCells, textOf } from './statement-cells.rules.ts'

export type Banner = { readonly account: string | null; readonly name: string | null; readonly bank: string | null }

const accountLabel =
  /^(?:本方|我方|查询|银行|客户|对账|开户|签约|单位|对公|结算|企业|公司|支付宝|商户|主)?(?:账号|帐号|账户|帐户|账户号|帐户号|卡号|账户号码|帐户号码|账号卡号|商户号|户口号)(?:accountn(?:o|umber)|inquireraccountnumber|account)?$|^account(?:n(?:o|umber))?$/iu
const nameLabel =
  /^(?:本方|我方|查询|账户|帐户|账号|银行|客户|开户|单位|对公|企业|公司|户口|存款人|商户)?(?:户名|名称|姓名|账户名|全称|户主|账户名称)(?:accountname)?$|^accountname$/iu
const bankLabel =
  /^(?:开户行|开户银行|开户机构|开户网点|所属机构|所属银行|银行|银行名称|开户行名称|账户开户行|机构名称?|网点名称?|开户行名)$/u
const otherSide = /对方|对手|收款|付款|交易对/u
const accountShape = /^\d[\d\s-]{6,31}\d$/u
/** `3205****5678`: enough to tell our own accounts apart; the stars stay. */
const maskedShape = /^\d{2,12}[\s*]*\*{2}[\s*]*\d{3,8}$/u

/** Looks for our own account, name and bank in what stands above the table (and below it). */
export function readBanner(rows: readonly SheetRow[]): Banner {
  let account: string | null = null
  let name: string | null = null
  let bank: string | null = null
  for (const row of rows) {
    for (const { label, value } of pairsOf(row.cells)) {
      if (otherSide.test(label)) continue
      if (account === null && accountLabel.test(label)) account = accountIn(value)
      if (name === null && nameLabel.test(label) && /\p{L}{2}/u.test(value)) name = value
      if (bank === null && (bankLabel.test(label) || /银行|行名/u.test(label))) bank = bankOfText(value)
    }
  }
  for (const row of rows) {
    if (bank !== null) break
    for (const cell of row.cells) {
      // A long text is a name of somebody, or a note.
      const text = textOf(cell)
      if (text.length <= 40) bank ??= bankOfText(text)
    }
  }
  return { account, name, bank }
}

function accountIn(value: string): string | null {
  const digits = value.normalize('NFKC').replace(/[[\]()（）【】'"`]/gu, ' ')
  for (const part of [digits.trim(), ...digits.split(/[\s,;，；/]+/u)]) {
    if (accountShape.test(part) || maskedShape.test(part)) {
      const account = part.replace(/[\s-]/gu, '')
      if (account.length <= 32) return account
    }
  }
  // With a currency or a kind of account right behind it.
  return /(?<![\d-])\d{8,32}(?![\d-])/u.exec(digits)?.[0] ?? null
}

/** `账号：1234`, `账号 | 1234`, `户  名: | …`, and several of them in one cell. */
function* pairsOf(cells: StatementCells): Generator<{ label: string; value: string }> {
  const texts = distinctNeighbours(cells)
  for (const [index, text] of texts.entries()) {
    const clean = text.replace(/^#+\s*/u, '')
    const inside = [
      ...clean.matchAll(
        /([^\s:：,，;；|]+(?:\s+[^\s:：,，;；|])?)\s*[:：]\s*([^:：]*?)(?=\s+[^\s:：]+(?:\s[^\s:：])?\s*[:：]|$)/gu,
      ),
    ]
    for (const [, label = '', value = ''] of inside) {
      const shown = value.replace(/^\[|\]$/gu, '').trim()
      if (shown !== '') yield { label: labelOf(label), value: shown }
    }
    const next = texts[index + 1]
    if (next !== undefined && !/[:：]\s*\S/u.test(clean)) yield { label: labelOf(clean), value: next.trim() }
  }
}

function labelOf(text: string): string {
  return inSimplified(text.normalize('NFKC').toLowerCase()).replace(/[\s:：*#[\]()（）【】./-]/gu, '')
}

/** A merged cell is one cell. */
function distinctNeighbours(cells: StatementCells): string[] {
  const texts: string[] = []
  for (const cell of cells) {
    const text = textOf(cell)
    if (text !== '' && text !== texts.at(-1)) texts.push(text)
  }
  return texts
}

/** An account in the name of the file, which banks give it: 12 to 21 digits that are no date. */
export function accountInFileName(fileName: string): string | null {
  for (const [digits] of fileName.matchAll(/\d{12,21}/gu)) {
    if (!/^20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])/u.test(digits)) return digits
  }
  return null
}
