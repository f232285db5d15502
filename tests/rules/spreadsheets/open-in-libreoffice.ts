import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { markErrors } from '../../../server/platform/spreadsheets/mark-errors.ts'
import type { SheetToWrite } from '../../../server/platform/spreadsheets/sheet-to-write.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { readTexts } from './make-xlsx.ts'

/**
 * Run by hand, where LibreOffice is: `node tests/rules/spreadsheets/open-in-libreoffice.ts [SOFFICE]`. Lets it open a
 * template, an export and an error workbook of ours and save them, and compares what it saved with what we wrote. Ends with
 * 1 when anything differs.
 */
const soffice = process.argv[2] ?? 'soffice'

const template: SheetToWrite[] = [
  {
    name: '学员名单',
    columns: [
      { heading: '姓名', required: true, note: '按身份证上的写法' },
      { heading: '身份证号', format: 'text', required: true },
      { heading: '部门', choices: Array.from({ length: 300 }, (_, index) => `工程部${index}`) },
      { heading: '性别', choices: ['男', '女'], choicesError: 'stop' },
      { heading: '入职日期', format: 'date' },
    ],
    rows: [
      ['张三', '110101199001011234', '工程部1', '男', '2026-05-02'],
      ['=1+1', '+86', '-', { value: '@x', look: 'bad', note: '不对' }, '不是日期'],
    ],
  },
  {
    name: '说明',
    widthsCharacters: [60],
    wrap: true,
    rows: [[{ value: '怎么填', look: 'title' }], ['第一行\n第二行']],
  },
]

const folder = await mkdtemp(path.join(tmpdir(), 'xueshi-sheets-'))
try {
  const foreign = await readFile(new URL('../../fixtures/spreadsheets/exceljs.xlsx', import.meta.url))
  const errors = new Map([5, 9, 302].map((row) => [row, { columns: [1, 3, 7], reason: `第 ${row} 行的原因 <&>` }]))
  const files = {
    'template.xlsx': await writeTableBytes(template),
    'marked.xlsx': await markErrors(foreign, { fileName: 'exceljs.xlsx', sheet: '学员名单', headerRow: 2, errors }),
  }
  for (const [name, bytes] of Object.entries(files)) await writeFile(path.join(folder, name), bytes)
  const names = Object.keys(files).map((name) => path.join(folder, name))
  const saved = path.join(folder, 'saved')
  await promisify(execFile)(soffice, ['--headless', '--convert-to', 'xlsx', '--outdir', saved, ...names])
  for (const [name, bytes] of Object.entries(files)) {
    const [before, after] = [await readTexts(bytes), await readTexts(await readFile(path.join(saved, name)))]
    // Rounded numbers have more digits in one program than in another; they are marked as lost in both.
    const shown = (rows: unknown) => JSON.stringify(rows).replaceAll(/"(\d{15})\d{3}"/g, '"$1"')
    const isSame = shown(before) === shown(after)
    process.stdout.write(`${name}: ${before.length} rows, ${isSame ? 'opened and saved unchanged' : 'DIFFERS'}\n`)
    if (!isSame) process.exitCode = 1
  }
} finally {
  await rm(folder, { recursive: true })
}
