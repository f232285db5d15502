import { csvOf, encodeGbk, type Grid, type Value, xlsxOf } from './lay-statement.ts'

/** Lays rows into what portals give out under the name of a spreadsheet. */
const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const textOf = (value: Value | undefined) => (value === null || value === undefined ? '' : String(value))
const widthOf = (grid: Grid) => Math.max(...grid.map((cells) => cells.length))

/** As e-banking pages write it: a style that keeps numbers as text, blanks where there is nothing. */
export function htmlOf(grid: Grid, encoding: 'gbk' | 'utf-8' = 'utf-8'): Uint8Array {
  const cell = (value: Value | undefined) => {
    const text = textOf(value)
    const shown = text === '' ? '&nbsp;' : escaped(text).replaceAll('\n', '<br/>')
    return `\n    <td nowrap style="vnd.ms-excel.numberformat:@">${shown}</td>`
  }
  const rows = grid.map(
    (cells) => `<tr>${Array.from({ length: widthOf(grid) }, (_, at) => cell(cells[at])).join('')}\n</tr>`,
  )
  const charset = encoding === 'gbk' ? 'gb2312' : 'utf-8'
  const text = `<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>
<meta http-equiv="Content-Type" content="text/html; charset=${charset}">
<style>td { mso-number-format:"\\@"; }</style></head><body>
<table border="1">\n${rows.join('\n')}\n</table></body></html>`
  return encoding === 'gbk' ? encodeGbk(text) : Buffer.from(text)
}

/** The same inside a layout: what stands above the heading in a table of its own, both in a table of the page. */
export function nestedHtmlOf(grid: Grid, bannerRows: number): Uint8Array {
  const table = (rows: Grid) =>
    `<table>${rows.map((cells) => `<tr>${cells.map((value) => `<td><font size=2>${escaped(textOf(value))}</font>`).join('')}`).join('')}</table>`
  const page = `<!DOCTYPE html><body><script>var a = "<table>"</script><table width=100%><tr><td>
    ${table(grid.slice(0, bannerRows))}</td></tr><tr><td>${table(grid.slice(bannerRows))}</td></tr></table></body>`
  return Buffer.from(page)
}

export function spreadsheetMLOf(grid: Grid): Uint8Array {
  const cell = (value: Value, column: number) => {
    if (value === null || value === '') return ''
    const type = typeof value === 'number' ? 'Number' : 'String'
    const inside = escaped(String(value)).replaceAll('\n', '&#10;')
    return `<Cell ss:Index="${column + 1}"><Data ss:Type="${type}">${inside}</Data></Cell>`
  }
  const rows = grid.map((cells) => `<Row>${cells.map(cell).join('')}</Row>`)
  return Buffer.from(`<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">
<Worksheet ss:Name="明细"><Table>${rows.join('\n')}</Table></Worksheet></Workbook>`)
}

/** A workbook whose rows hold one line of .csv each. */
export function linesInOneColumnOf(grid: Grid): Uint8Array {
  const text = Buffer.from(csvOf(grid, { encoding: 'utf-8' })).toString('utf8')
  return xlsxOf(text.split('\r\n').map((line) => [line.replaceAll('\n', ' ')]))
}
