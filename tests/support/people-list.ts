import ExcelJS from 'exceljs'
import { residentIdOf } from '../../prisma/seed/credit-codes.ts'

const families = '王李张刘陈杨赵黄周吴'
const givens = '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超'

/** Resident ID of the n-th person of the list: all different, all valid. */
export function idNumberOf(index: number): string {
  const month = String(1 + (index % 12)).padStart(2, '0')
  const day = String(1 + (index % 28)).padStart(2, '0')
  return residentIdOf(`3204111985${month}${day}${String(100 + index).padStart(3, '0')}`)
}

/** A row as a clerk types it: name, ID number, mobile, department, post, education. */
type Row = [
  name: string,
  idNumber: string | number,
  mobile: string,
  department: string,
  post: string,
  education: string,
]

function goodRow(index: number): Row {
  const second = index % 3 === 0 ? '' : givens.charAt((index * 7) % givens.length)
  const name = `${families.charAt(index % families.length)}${givens.charAt(index % givens.length)}${second}`
  const mobile = `139${String(10_000_000 + index * 37)}`
  return [name, idNumberOf(index), mobile, index % 2 === 0 ? '检测一部' : '', '检测员', '本科']
}

/** What is wrong with twelve of three hundred, by index, and what the clerk puts right. */
const mistakes: Readonly<Record<number, Partial<Record<number, string | number>>>> = {
  5: { 1: `${idNumberOf(5).slice(0, 17)}${idNumberOf(5).endsWith('1') ? '2' : '1'}` },
  11: { 1: idNumberOf(11).replace('0', 'O') },
  20: { 2: '1391234567' },
  33: { 3: '检测1部' },
  35: { 3: '检测1部' },
  37: { 3: '没有的部门' },
  50: { 1: Number(idNumberOf(50).replace('X', '1')) },
  60: { 0: '' },
  71: { 1: '320411850612233' },
  80: { 1: idNumberOf(3) },
  90: { 1: idNumberOf(90).slice(0, 17) },
  120: { 1: '' },
}
export const wrongRows = Object.keys(mistakes).length
export const listedPeople = 300

/** The clerk's own workbook: a title, headings of their own, three hundred people, twelve of them with a mistake. */
export async function writePeopleList(file: string): Promise<void> {
  const book = new ExcelJS.Workbook()
  const sheet = book.addWorksheet('名单')
  sheet.addRow(['2026 年培训人员名单'])
  sheet.addRow([])
  sheet.addRow(['姓 名*', '身份证号码', '联系电话', '所属部门', '岗位', '文化程度', '备注'])
  for (let index = 0; index < listedPeople; index++) {
    const row: (string | number)[] = [...goodRow(index)]
    for (const [column, value] of Object.entries(mistakes[index] ?? {})) row[Number(column)] = value ?? ''
    sheet.addRow([...row, index === 0 ? '组长' : ''])
  }
  await book.xlsx.writeFile(file)
}

const firstRow = 4

/** What the error report says, by row of the file. Throws when the workbook is not the clerk's own. */
export async function reasonsIn(file: string): Promise<Map<number, { reason: string; red: number[] }>> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.getWorksheet('名单')
  if (!sheet || sheet.getCell('A1').text !== '2026 年培训人员名单') throw new Error('not the workbook that was sent')
  const heading = sheet.getRow(firstRow - 1)
  const reasonColumn = [...Array(12).keys()].find((at) => heading.getCell(at + 1).text === '错误原因')
  if (reasonColumn === undefined) throw new Error('no column with reasons')
  const found = new Map<number, { reason: string; red: number[] }>()
  for (let row = firstRow; row <= sheet.rowCount; row++) {
    const reason = sheet.getRow(row).getCell(reasonColumn + 1).text
    if (reason === '') continue
    const red = [1, 2, 3, 4].filter((at) => sheet.getRow(row).getCell(at).fill?.type === 'pattern')
    found.set(row, { reason, red })
  }
  return found
}

/** The clerk opens the error report, puts the red cells right, and saves. */
export async function correctReport(file: string, corrected: string): Promise<void> {
  const book = new ExcelJS.Workbook()
  await book.xlsx.readFile(file)
  const sheet = book.getWorksheet('名单')
  if (!sheet) throw new Error('no sheet')
  for (const [index, wrong] of Object.entries(mistakes)) {
    const right = goodRow(Number(index))
    for (const column of Object.keys(wrong).map(Number)) {
      const cell = sheet.getRow(firstRow + Number(index)).getCell(column + 1)
      cell.value = column === 3 ? '检测一部' : (right[column] ?? '')
    }
  }
  await book.xlsx.writeFile(corrected)
}
