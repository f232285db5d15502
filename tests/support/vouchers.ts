import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { newId } from '../../server/core/ids.ts'
import { checkVoucher } from '../../server/features/vouchers/check-voucher.ts'
import { slipFieldNames } from '../../server/features/vouchers/slip-fields.rules.ts'
import type { SlipReading } from '../../server/features/vouchers/slip-reading.schema.ts'
import type { MadeOrder } from './orders.ts'
import type { World } from './world.ts'

export const sampleSlip = (number: number, ending = 'jpg') =>
  readFile(new URL(`../fixtures/vouchers/voucher-${String(number).padStart(3, '0')}.${ending}`, import.meta.url))

export type Upload = {
  voucherId?: string
  fileId?: string
  orderId?: string
  bytes: Uint8Array
  name?: string
  sha256?: string
}

export type UploadAnswer = {
  status: number
  code: string | null
  details: Record<string, unknown>
  voucherId: string
  fileId: string
}

/** Sends a file as the phone does. */
export async function upload(world: World, cookie: string | undefined, file: Upload): Promise<UploadAnswer> {
  const [voucherId, fileId] = [file.voucherId ?? newId(), file.fileId ?? newId()]
  const response = await world.request(
    `/api/uploads/vouchers/${voucherId}/files/${fileId}${file.orderId ? `?order=${file.orderId}` : ''}`,
    {
      method: 'PUT',
      body: Buffer.from(file.bytes),
      headers: {
        'content-type': 'application/octet-stream',
        'x-sha256': file.sha256 ?? createHash('sha256').update(file.bytes).digest('hex'),
        'x-file-name': encodeURIComponent(file.name ?? '回单.jpg'),
      },
      ...(cookie ? { cookie } : {}),
    },
  )
  const body = (await response.json()) as { fileId?: string; app?: { code: string; details: Record<string, unknown> } }
  return {
    status: response.status,
    code: body.app?.code ?? null,
    details: body.app?.details ?? {},
    voucherId,
    fileId: body.fileId ?? fileId,
  }
}

export const invoiceDetails = {
  kind: 'normal',
  title: '苏州工程检测有限公司',
  taxNumber: '91320500MA1X2Y3Z4A',
  registeredAddress: '',
  registeredTelephone: '',
  bank: '',
  bankAccount: '',
  email: 'finance@example.com',
  mobile: '13800000000',
  remark: '',
} as const

export const noClaims = {
  amountFen: null,
  payerName: null,
  payerBank: null,
  payerAccount: null,
  paidAt: null,
  serialNo: null,
  remark: null,
  note: null,
}

/** What the invoice of this organisation says. */
export const detailsOf = (organisation: { name: string; creditCode: string | null }) => ({
  ...invoiceDetails,
  title: organisation.name,
  taxNumber: organisation.creditCode ?? '',
})

/** A voucher handed in over HTTP with a typed amount and one real slip, its checks run. */
export async function submitted(
  world: World,
  cookie: string,
  order: MadeOrder,
  options: { amountFen?: number; slip?: number } = {},
): Promise<{ id: string; version: number; fileId: string }> {
  const sent = await upload(world, cookie, { orderId: order.id, bytes: await sampleSlip(options.slip ?? 2) })
  const claims = { ...noClaims, amountFen: options.amountFen ?? order.amountFen }
  const { organisation } = await world.deps.db.order.findUniqueOrThrow({
    where: { id: order.id },
    include: { organisation: true },
  })
  const answer = await world.mutate(
    'vouchers.submit',
    { id: sent.voucherId, claims, invoiceDetails: detailsOf(organisation) },
    cookie,
  )
  if (answer.code) throw new Error(`not submitted: ${answer.code}`)
  await checkVoucher({ ...world.deps, comparePictures: async () => ({ same: false }) }, { voucherId: sent.voucherId })
  const row = await world.deps.db.voucher.findUniqueOrThrow({ where: { id: sent.voucherId } })
  return { id: row.id, version: row.version, fileId: sent.fileId }
}

type Fields = SlipReading['fields']

/** A reading with the given fields, each read without doubt unless said otherwise. */
export function reading(
  fields: { [Name in keyof Fields]?: NonNullable<Fields[Name]>['value'] },
  low: readonly (keyof Fields)[] = [],
): SlipReading {
  const entries = slipFieldNames.map((name) => {
    const value = fields[name]
    if (value === undefined) return [name, null]
    const confidence = low.includes(name) ? 'low' : 'high'
    return [name, { value, text: String(value), confidence, score: 0.99, quads: [] }]
  })
  return { version: 1, source: 'ocr', width: 1000, height: 1400, fields: Object.fromEntries(entries), lines: [], ms: 1 }
}
