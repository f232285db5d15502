import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, type ErrorCode, type ErrorDetails } from './core/app-error.ts'
import { readStatement } from './features/statements/read-statement.ts'
import type { StatementReading } from './features/statements/statement-reading.schema.ts'

/**
 * `npm run --silent read-statement -- FILE…`: reads bank statements without a server or a database and prints one JSON
 * array, an entry per file in their order, in the shape of `tests/fixtures/statements/truth.json`. A file that cannot be
 * read has {file, problem, message} instead, the others are still printed, and the exit code is then 1.
 */

/** The server does not know the page's texts; these are what somebody at a terminal needs. */
const sentences: Partial<Record<ErrorCode, (details: ErrorDetails) => string>> = {
  fileNotFound: () => '找不到这个文件，请核对路径。',
  fileEmpty: () => '文件是空的，请重新导出。',
  spreadsheetTypeRefused: () => '这不是 .xlsx、.xls 或 .csv 表格。请用 Excel 或 WPS 打开，另存为 .xlsx 再读。',
  spreadsheetEncrypted: () => '表格有打开密码。请去掉密码，保存后再读。',
  spreadsheetDamaged: () => '表格坏了，打不开。请重新导出，或者另存为 .xlsx 再读。',
  spreadsheetTooLarge: () => '文件太大。请按月份分开导出。',
  spreadsheetEmpty: () => '表格里没有内容。请核对是否选对了文件。',
  statementColumnsUnknown: () =>
    '看不出哪一列是日期、哪一列是金额。请确认文件是银行导出的交易明细，再在网页上指定各列的含义。',
  statementNoLines: () => '只有表头，没有交易。请选对日期范围，重新导出。',
  statementSeveralAccounts: (d) => `文件里有几个本方账号（${d.accounts}）。请一个账号导出一个文件。`,
  statementColumnsSwapped: (d) =>
    `按余额推算，“${d.inColumn}”和“${d.outColumn}”正好反了。请核对原文件，再在网页上指定这两列。`,
  statementSeveralSheets: (d) => `几张工作表都是交易明细（${d.sheets}）。请每张另存为一个文件。`,
  statementTooManyRows: (d) => `行数超过 ${d.maxRows}。请按月份分开导出。`,
}

function printed(file: string, reading: StatementReading): Record<string, unknown> {
  const { bank, account, layout, encoding, headerRow, lines } = reading
  return {
    file,
    bank,
    account,
    layout,
    encoding,
    headerRow,
    lines: lines.map((line) => ({
      date: line.date,
      time: line.time,
      direction: line.direction,
      amountFen: line.amountFen,
      counterpartyName: line.counterpartyName,
      counterpartyAccount: line.counterpartyAccount,
      remark: line.remark,
      serial: line.serial,
      balanceFen: line.balanceFen,
    })),
  }
}

function refused(file: string, code: ErrorCode, details: ErrorDetails): Record<string, unknown> {
  process.exitCode = 1
  return { file, problem: code, message: sentences[code]?.(details) ?? '读这个文件时出了意外，请把它发给维护人员。' }
}

async function readOne(path: string): Promise<Record<string, unknown>> {
  const file = basename(path)
  try {
    const reading = await readStatement(await readFile(path), { fileName: file })
    const { problem, rowErrors } = reading
    if (problem !== null) return refused(file, problem.code, problem.details)
    for (const { row, column, value, code, leftOut } of rowErrors) {
      console.error(
        `${file}: row ${row}: ${code} ${column ?? ''} ${JSON.stringify(value)}${leftOut ? ' (left out)' : ''}`,
      )
    }
    return printed(file, reading)
  } catch (error) {
    if (error instanceof AppError) return refused(file, error.code, error.details)
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return refused(file, 'fileNotFound', {})
    return refused(file, 'internal', {})
  }
}

const files = process.argv.slice(2)
if (files.length === 0) {
  console.error('usage: npm run --silent read-statement -- FILE…')
  process.exit(2)
}
const readings: Record<string, unknown>[] = []
for (const path of files) readings.push(await readOne(path))
console.log(JSON.stringify(readings, null, 2))
