import { createHash } from 'node:crypto'
import { residentIdOf } from '../../../prisma/seed/credit-codes.ts'
import { newId } from '../../../server/core/ids.ts'
import { commitImport } from '../../../server/features/imports/commit-import.ts'
import type { ImportView } from '../../../server/features/imports/imports.schema.ts'
import { readImport } from '../../../server/features/imports/read-import.ts'
import type { SheetToWrite } from '../../../server/platform/spreadsheets/sheet-to-write.ts'
import { writeTableBytes } from '../../../server/platform/spreadsheets/write-table.ts'
import { type MadeOrganisation, makeOrganisation } from '../../support/people.ts'
import type { World } from '../../support/world.ts'

/** Arrangement of imports for tests: files as people write them, and the two jobs that the worker would run. */

export const headings = ['姓名', '证件类型', '身份证号', '手机号', '邮箱', '所属部门', '职务', '学历']

let people = 0
/** A valid resident ID number that no other test has. */
export function freshId(): string {
  const n = people++
  const two = (value: number) => String(value).padStart(2, '0')
  const born = `1990${two(1 + (Math.floor(n / 28_000) % 12))}${two(1 + (Math.floor(n / 1000) % 28))}`
  return residentIdOf(`320102${born}${String(n % 1000).padStart(3, '0')}`)
}

let mobiles = 0
export const freshMobile = () => `139${String(20_000_000 + mobiles++)}`

/** One person's row in the order of `headings`. */
export function person(changes: Partial<Record<(typeof headings)[number], string>> = {}): string[] {
  const cells: Record<string, string> = {
    姓名: '王小明',
    证件类型: '',
    身份证号: freshId(),
    手机号: freshMobile(),
    邮箱: '',
    所属部门: '',
    职务: '检测员',
    学历: '本科',
    ...changes,
  }
  return headings.map((heading) => cells[heading] ?? '')
}

export async function workbook(
  rows: readonly (readonly string[])[],
  sheet: Partial<SheetToWrite> = {},
): Promise<Uint8Array> {
  const columns = (sheet.name === '报名' ? [...headings, '报考科目'] : headings).map((heading) => ({
    heading,
    format: 'text' as const,
  }))
  return writeTableBytes([{ name: '学员', columns, rows, ...sheet }])
}

export function csv(rows: readonly (readonly string[])[], lines: readonly string[] = []): Uint8Array {
  return Buffer.from([...lines, headings.join(','), ...rows.map((row) => row.join(','))].join('\r\n'))
}

export async function makeDepartment(world: World, parent: MadeOrganisation, name: string): Promise<MadeOrganisation> {
  const made = await makeOrganisation(world, { name, parent, billing: false })
  await world.deps.db.organisation.update({ where: { id: made.id }, data: { kind: 'department', creditCode: null } })
  return made
}

export type Sent = { status: number; id: string; code: string | null; body: { state: string; version: number } }

export async function send(
  world: World,
  cookie: string,
  bytes: Uint8Array,
  options: {
    id?: string
    organisationId?: string
    planId?: string
    batchId?: string
    name?: string
    sha256?: string
  } = {},
): Promise<Sent> {
  const id = options.id ?? newId()
  const query = new URLSearchParams(options.planId ? { kind: 'enrolments', plan: options.planId } : {})
  if (options.batchId) {
    query.set('kind', 'recharges')
    query.set('batch', options.batchId)
  }
  if (options.organisationId) query.set('organisation', options.organisationId)
  const response = await world.request(`/api/uploads/imports/${id}?${query}`, {
    method: 'PUT',
    body: bytes as Uint8Array<ArrayBuffer>,
    cookie,
    headers: {
      'x-sha256': options.sha256 ?? createHash('sha256').update(bytes).digest('hex'),
      'x-file-name': encodeURIComponent(options.name ?? '学员.xlsx'),
    },
  })
  const body = (await response.json()) as { app?: { code: string }; state: string; version: number }
  return { status: response.status, id, code: body.app?.code ?? null, body }
}

export async function view(world: World, cookie: string, id: string): Promise<ImportView> {
  const answer = await world.query('imports.get', { id }, cookie)
  if (answer.code !== null) throw new Error(answer.code)
  return answer.data
}

/** Uploads and has it read, as the worker does. */
export async function previewed(
  world: World,
  cookie: string,
  bytes: Uint8Array,
  options: Parameters<typeof send>[3] = {},
): Promise<ImportView> {
  const sent = await send(world, cookie, bytes, options)
  if (sent.code !== null) throw new Error(sent.code)
  await readImport(world.deps, { importId: sent.id, version: 1 })
  return view(world, cookie, sent.id)
}

/** Asks for the commit and has it done by the account that asked. */
export async function committed(
  world: World,
  admin: { id: string; cookie: string },
  { id, version }: { id: string; version: number },
  mode: 'goodOnly' | 'allOrNothing' = 'goodOnly',
): Promise<ImportView> {
  const answer = await world.mutate('imports.commit', { id, version, mode }, admin.cookie)
  if (answer.code !== null) throw new Error(answer.code)
  await commitImport(world.deps, { importId: id, version: answer.data.version, accountId: admin.id, ip: '127.0.0.1' })
  return view(world, admin.cookie, id)
}

export async function rowsOf(world: World, cookie: string, id: string, filter: Record<string, unknown> = {}) {
  const answer = await world.query('imports.rows', { id, ...filter }, cookie)
  if (answer.code !== null) throw new Error(answer.code)
  return answer.data
}
