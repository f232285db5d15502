import { createHash } from 'node:crypto'
import { newId } from '../../../server/core/ids.ts'
import { readStatementFile } from '../../../server/features/statements/read-statement-file.ts'
import type { StatementFileView, StatementLineView } from '../../../server/features/statements/statements.schema.ts'
import type { World } from '../../support/world.ts'
import { csvOf, type Grid, type Value, xlsOf, xlsxOf } from './lay-statement.ts'

/** Arrangement of statements for tests: one account's month, laid into files as a bank gives them out. */

export const account = '32050188600012345678'
export const accountName = '江苏建科建筑技术培训中心'

export async function makePayeeAccount(
  world: World,
  changes: Partial<{ account: string; name: string; bank: string; isDefault: boolean; enabled: boolean }> = {},
): Promise<string> {
  const id = newId()
  const isDefault = (await world.deps.db.payeeAccount.count()) === 0
  await world.deps.db.payeeAccount.create({
    data: { id, name: accountName, bank: '中国建设银行南京分行', account, isDefault, enabled: true, ...changes },
  })
  return id
}

export type Booked = {
  readonly date: string
  readonly time: string
  /** In fen; below zero is money out. */
  readonly fen: number
  readonly name: string
  readonly account: string
  readonly remark: string
  readonly serial: string
  readonly balanceFen: number
}

/** Bookings with a running balance that begins at `openingFen`. */
export function book(
  entries: readonly (Partial<Omit<Booked, 'balanceFen'>> & { readonly date: string; readonly fen: number })[],
  openingFen = 100_000_000,
): Booked[] {
  let balanceFen = openingFen
  return entries.map((entry, index) => {
    balanceFen += entry.fen
    return {
      time: `10:${String(Math.floor(index / 60) % 60).padStart(2, '0')}:${String(index % 60).padStart(2, '0')}`,
      name: entry.fen > 0 ? '南京恒瑞工程质量检测有限公司' : '南京大学后勤服务有限公司',
      account: '32052045828925913',
      remark: entry.fen > 0 ? '培训费' : '场地费',
      serial: `${entry.date.replaceAll('-', '')}${entry.fen}${index}`,
      ...entry,
      balanceFen,
    }
  })
}

/** Every day of a month one payment in and one out: lines that differ in amount. */
export function month(name: string, openingFen = 100_000_000): Booked[] {
  return book(
    Array.from({ length: 28 }, (_, day) => [
      { date: `${name}-${String(day + 1).padStart(2, '0')}`, fen: 100_000 + day },
      { date: `${name}-${String(day + 1).padStart(2, '0')}`, fen: -(30_000 + day), time: '16:30:00' },
    ]).flat(),
    openingFen,
  )
}

export type Laid = {
  readonly newestFirst?: boolean
  /** Left out where the bank's other export has no such column. */
  readonly without?: readonly ('time' | 'serial' | 'balance' | 'account')[]
  /** In the banner; null for an export that does not say. */
  readonly ownAccount?: string | null
  /** Written otherwise than the bank's other export writes them. */
  readonly amounts?: 'comma' | 'plain'
}

export function gridOf(lines: readonly Booked[], laid: Laid = {}): Value[][] {
  const { newestFirst = false, without = [], ownAccount = account, amounts = 'plain' } = laid
  const yuan = (fen: number) => {
    const plain = (fen / 100).toFixed(2)
    return amounts === 'plain' ? plain : plain.replace(/\B(?=(\d{3})+\.)/g, ',')
  }
  const columns: (readonly [string, (line: Booked) => Value])[] = [
    ['交易日期', (line) => line.date],
    ['交易时间', (line) => line.time],
    ['借方发生额', (line) => (line.fen < 0 ? yuan(-line.fen) : '')],
    ['贷方发生额', (line) => (line.fen > 0 ? yuan(line.fen) : '')],
    ['账户余额', (line) => yuan(line.balanceFen)],
    ['对方户名', (line) => line.name],
    ['对方账号', (line) => line.account],
    ['附言', (line) => line.remark],
    ['交易流水号', (line) => line.serial],
  ]
  const left = new Set<string>(
    without.map((part) => ({ time: '交易时间', serial: '交易流水号', balance: '账户余额', account: '对方账号' })[part]),
  )
  const kept = columns.filter(([heading]) => !left.has(heading))
  const banner = ownAccount === null ? [] : [[`账号：${ownAccount}`], [`户名：${accountName}`]]
  const ordered = newestFirst ? lines.toReversed() : lines
  return [...banner, kept.map(([heading]) => heading), ...ordered.map((line) => kept.map(([, value]) => value(line)))]
}

export const asCsv = (grid: Grid) => csvOf(grid)
export const asXlsx = (grid: Grid) => xlsxOf(grid)
export const asXls = (grid: Grid) => xlsOf(grid)

export type Sent = { status: number; id: string; code: string | null; known: boolean }

export async function upload(
  world: World,
  cookie: string,
  bytes: Uint8Array,
  options: { id?: string; name?: string; sha256?: string } = {},
): Promise<Sent> {
  const response = await world.request(`/api/uploads/statements/${options.id ?? newId()}`, {
    method: 'PUT',
    body: bytes as Uint8Array<ArrayBuffer>,
    cookie,
    headers: {
      'x-sha256': options.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
      'x-file-name': encodeURIComponent(options.name ?? '对账单.csv'),
    },
  })
  const body = (await response.json()) as { app?: { code: string }; id: string; known: boolean }
  return { status: response.status, id: body.id, code: body.app?.code ?? null, known: body.known }
}

export async function view(world: World, cookie: string, fileId: string): Promise<StatementFileView> {
  const answer = await world.query('statements.get', { fileId }, cookie)
  if (answer.code !== null) throw new Error(answer.code)
  return answer.data
}

/** Uploads and has it read, as the worker does. */
export async function taken(
  world: World,
  cookie: string,
  bytes: Uint8Array,
  options: Parameters<typeof upload>[3] = {},
): Promise<StatementFileView> {
  const sent = await upload(world, cookie, bytes, options)
  if (sent.code !== null) throw new Error(sent.code)
  await readStatementFile(world.deps, { fileId: sent.id })
  return view(world, cookie, sent.id)
}

export async function linesOf(
  world: World,
  cookie: string,
  fileId: string,
  filter: Record<string, unknown> = {},
): Promise<StatementLineView[]> {
  const answer = await world.query('statements.lines', { fileId, limit: 100, ...filter }, cookie)
  if (answer.code !== null) throw new Error(answer.code)
  return answer.data.rows
}
