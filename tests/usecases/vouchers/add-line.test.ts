import { readdir } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { checkVoucher } from '../../../server/features/vouchers/check-voucher.ts'
import { drawLine } from '../../../server/features/vouchers/draw-line.ts'
import type { SlipReading } from '../../../server/features/vouchers/slip-reading.schema.ts'
import { compressFile, readFile, tidyVoucher } from '../../../server/features/vouchers/work-voucher-files.ts'
import { comparePictures } from '../../../worker/photo/compare-pictures.ts'
import { prepareFile } from '../../../worker/photo/prepare-file.ts'
import { putLineUnder } from '../../../worker/photo/put-line-under.ts'
import { songPdf } from '../../support/make-pdf.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { detailsOf, noClaims, reading, sampleSlip, upload } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

const text = '付款单位：河北省科信建筑安装工程有限公司　费用类型：培训费'
const other = '付款单位：河北科信有限公司　费用类型：培训费'
const box = [0.1, 0.2, 0.5, 0.2, 0.5, 0.3, 0.1, 0.3]

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let drawing: World['deps'] & Parameters<typeof drawLine>[0]

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  drawing = { ...world.deps, prepareFile, putLineUnder }
})
afterAll(() => world.close())

const fileRow = (id: string) => world.deps.db.voucherFile.findUniqueOrThrow({ where: { id } })
const voucherRow = (id: string) => world.deps.db.voucher.findUniqueOrThrow({ where: { id } })
const jobsOf = async (name: string, key: string, id: string) => {
  const rows = await world.deps.db.$queryRaw<{ n: bigint }[]>`
    SELECT count(*) AS n FROM pgboss.job WHERE name = ${name} AND data->>${key} = ${id}`
  return Number(rows[0]?.n)
}
const storedOf = async (voucherId: string) =>
  (await readdir(path.join(world.folder, 'files', 'vouchers', voucherId))).sort()

/** Everything is written and nothing committed: what a worker leaves that is killed at the worst moment. */
function dyingBeforeCommit(): World['deps']['db'] {
  const { db } = world.deps
  const die = (work: (tx: unknown) => Promise<unknown>) =>
    db.$transaction(async (tx) => {
      await work(tx)
      throw new Error('killed')
    })
  return new Proxy(db, { get: (target, name) => (name === '$transaction' ? die : Reflect.get(target, name)) })
}

/** A slip that was compressed for real and read as told, without a payer. */
async function readSlip(
  options: { fields?: Parameters<typeof reading>[0]; slip?: number; bytes?: Uint8Array } = {},
): Promise<{ voucherId: string; fileId: string }> {
  const order = await makeOrder(world, organisation)
  const bytes = options.bytes ?? (await sampleSlip(options.slip ?? 2))
  const sent = await upload(world, admin.cookie, { orderId: order.id, bytes })
  await compressFile(drawing, { fileId: sent.fileId })
  const { width, height } = await fileRow(sent.fileId)
  const plain = reading(options.fields ?? { amountFen: 480_000 })
  const { amountFen } = plain.fields
  const told: SlipReading = {
    ...plain,
    width: width ?? 0,
    height: height ?? 0,
    fields: { ...plain.fields, amountFen: amountFen && { ...amountFen, quads: [box] } },
    lines: [{ text: '￥4,800.00', score: 0.99, quad: box }],
  }
  await readFile({ ...world.deps, reader: { read: async () => told, readText: () => told } }, { fileId: sent.fileId })
  return { voucherId: sent.voucherId, fileId: sent.fileId }
}

/** Handed in and approved, as far as a file can tell. */
async function approve(voucherId: string): Promise<void> {
  const input = { id: voucherId, claims: { ...noClaims, amountFen: 100 }, invoiceDetails: detailsOf(organisation) }
  expect((await world.mutate('vouchers.submit', input, admin.cookie)).code).toBeNull()
  const decidedAt = world.clock.now()
  await world.deps.db.voucher.update({ where: { id: voucherId }, data: { state: 'approved', decidedAt } })
}

const addLine = (file: { voucherId: string; fileId: string }, line: string, cookie = admin.cookie) =>
  world.mutate('vouchers.addLine', { voucherId: file.voucherId, fileId: file.fileId, text: line }, cookie)

async function pictureOf(fileId: string) {
  const row = await fileRow(fileId)
  const bytes = await world.deps.files.get(row.pictureKey ?? '')
  const { width, height } = await sharp(bytes).metadata()
  return { row, bytes, width, height }
}

describe('adding the line', () => {
  test('writes it down, starts the checks anew, says who did it, and queues the drawing', async () => {
    const file = await readSlip()
    const before = await voucherRow(file.voucherId)
    expect((await addLine(file, `  ${text} `)).code).toBeNull()
    expect(await fileRow(file.fileId)).toMatchObject({ addedText: text, drawnText: null, slipHeight: null })
    expect(await voucherRow(file.voucherId)).toMatchObject({ version: before.version + 1, checkedAt: null })
    expect(await jobsOf('voucher.add-line', 'fileId', file.fileId)).toBe(1)
    const audit = await world.deps.db.auditEntry.findMany({
      where: { subjectId: file.voucherId, action: 'voucherFile.lineAdded' },
    })
    expect(audit).toMatchObject([
      {
        organisationId: organisation.id,
        before: { fileId: file.fileId, addedText: null },
        after: { fileId: file.fileId, addedText: text },
      },
    ])
    const view = await world.query('vouchers.get', { id: file.voucherId }, admin.cookie)
    expect(view.data).toMatchObject({ checked: false, files: [{ addedText: text, lineDrawn: false }] })
  })

  test('the same again changes nothing', async () => {
    const file = await readSlip()
    await addLine(file, text)
    const { version } = await voucherRow(file.voucherId)
    expect((await addLine(file, text)).code).toBeNull()
    expect((await voucherRow(file.voucherId)).version).toBe(version)
    expect(await jobsOf('voucher.add-line', 'fileId', file.fileId)).toBe(1)
  })

  test.each([
    ['two lines', '付款单位：甲\n费用类型：培训费'],
    ['121 characters', '长'.repeat(121)],
  ])('%s is refused', async (_what, bad) => {
    const file = await readSlip()
    expect((await addLine(file, bad)).status).toBe(400)
    expect((await fileRow(file.fileId)).addedText).toBeNull()
  })

  test('while the slip is being read it has to wait, so that the line is not read as part of it', async () => {
    const order = await makeOrder(world, organisation)
    const sent = await upload(world, admin.cookie, { orderId: order.id, bytes: await sampleSlip(2) })
    expect((await addLine(sent, text)).code).toBe('voucherFileInWork')
    await compressFile(drawing, { fileId: sent.fileId })
    expect((await addLine(sent, text)).code).toBe('voucherFileInWork')
    expect((await fileRow(sent.fileId)).addedText).toBeNull()
  })

  test('a file without a picture takes no line', async () => {
    const order = await makeOrder(world, organisation)
    const sent = await upload(world, admin.cookie, {
      orderId: order.id,
      bytes: (await sampleSlip(2)).subarray(0, 5000),
    })
    await compressFile(drawing, { fileId: sent.fileId })
    expect((await addLine(sent, text)).code).toBe('fileNotFound')
  })

  test('a file that was taken off, or belongs to another voucher, does not exist', async () => {
    const [file, elsewhere] = [await readSlip(), await readSlip({ slip: 3 })]
    expect((await addLine({ voucherId: file.voucherId, fileId: elsewhere.fileId }, text)).code).toBe('notFound')
    await world.mutate('vouchers.removeFile', file, admin.cookie)
    expect((await addLine(file, text)).code).toBe('notFound')
  })

  test('an approved voucher stays as it is', async () => {
    const file = await readSlip()
    await approve(file.voucherId)
    expect((await addLine(file, text)).code).toBe('voucherNotEditable')
  })

  test("others' vouchers do not exist, and staff write on nobody's slip", async () => {
    const file = await readSlip()
    const stranger = await makeAdmin(world, await makeOrganisation(world))
    expect((await addLine(file, text, stranger.cookie)).code).toBe('notFound')
    const staff = await makeStaff(world, 'reviewer', 'finance')
    expect((await addLine(file, text, staff.cookie)).code).toBe('notAllowed')
  })
})

describe('drawing it', () => {
  let file: { voucherId: string; fileId: string }
  beforeEach(async () => {
    file = await readSlip()
  })

  test('puts a strip under the slip, under new keys, and the old pictures go', async () => {
    const before = await pictureOf(file.fileId)
    await addLine(file, text)
    await drawLine(drawing, { fileId: file.fileId })
    const after = await pictureOf(file.fileId)
    expect(after.row).toMatchObject({
      drawnText: text,
      slipHeight: before.height,
      width: before.width,
      height: after.height,
      perceptualHash: before.row.perceptualHash,
      state: 'read',
    })
    expect(after.width).toBe(before.width)
    expect(after.height).toBeGreaterThan(before.height + 20)
    expect(after.row.pictureKey).not.toBe(before.row.pictureKey)
    const names = [after.row.originalKey, after.row.pictureKey, after.row.thumbnailKey]
    expect(await storedOf(file.voucherId)).toEqual(names.map((key) => path.basename(key ?? '')).sort())

    // The slip itself is as it was: nothing of it is covered or moved.
    const slip = { left: 0, top: 0, width: before.width, height: before.height }
    const [was, is] = await Promise.all([
      sharp(before.bytes).greyscale().raw().toBuffer(),
      sharp(after.bytes).extract(slip).greyscale().raw().toBuffer(),
    ])
    const apart = was.reduce((sum, light, i) => sum + Math.abs(light - (is[i] ?? 0)), 0) / was.length
    expect(apart).toBeLessThan(2)
  })

  test('the boxes of what was read stay on the slip, and come back when the line is taken away', async () => {
    const { height: slipHeight } = await pictureOf(file.fileId)
    await addLine(file, text)
    await drawLine(drawing, { fileId: file.fileId })
    const view = await world.query('vouchers.get', { id: file.voucherId }, admin.cookie)
    const [shown] = view.data.files
    expect(shown).toMatchObject({ addedText: text, lineDrawn: true, slipHeight })
    const amount = shown.fields.find((field: { name: string }) => field.name === 'amountFen')
    expect(amount.quads[0][1] * shown.height).toBeCloseTo(0.2 * slipHeight, 6)
    expect(amount.quads[0][0]).toBe(0.1)

    expect((await addLine(file, '')).code).toBeNull()
    await drawLine(drawing, { fileId: file.fileId })
    const back = await pictureOf(file.fileId)
    expect(back.row).toMatchObject({ addedText: null, drawnText: null, slipHeight: null, height: slipHeight })
    expect(back.height).toBe(slipHeight)
    const stored = back.row.reading as SlipReading
    expect(stored.height).toBeCloseTo(slipHeight, 6)
    expect(stored.lines[0]?.quad?.[1]).toBeCloseTo(0.2, 9)
    const removed = await world.deps.db.auditEntry.count({
      where: { subjectId: file.voucherId, action: 'voucherFile.lineRemoved' },
    })
    expect(removed).toBe(1)
  })

  test('the address of the picture changes with it, because browsers keep pictures for ever', async () => {
    const versionNow = async () =>
      (await world.query('vouchers.get', { id: file.voucherId }, admin.cookie)).data.files[0].pictureVersion as string
    const seen = [await versionNow()]
    for (const line of [text, other, '']) {
      await addLine(file, line)
      await drawLine(drawing, { fileId: file.fileId })
      seen.push(await versionNow())
    }
    expect(new Set(seen).size).toBe(4)
  })

  test('again and at once, it is drawn once and leaves no stray pictures', async () => {
    await addLine(file, text)
    await Promise.all(Array.from({ length: 3 }, () => drawLine(drawing, { fileId: file.fileId })))
    const first = await fileRow(file.fileId)
    await drawLine(drawing, { fileId: file.fileId })
    expect((await fileRow(file.fileId)).pictureKey).toBe(first.pictureKey)
    expect(await storedOf(file.voucherId)).toHaveLength(3)
  })

  test('a worker that dies after writing the pictures is repeated', async () => {
    await addLine(file, text)
    const before = await fileRow(file.fileId)
    await expect(drawLine({ ...drawing, db: dyingBeforeCommit() }, { fileId: file.fileId })).rejects.toThrow()
    expect(await fileRow(file.fileId)).toEqual(before)
    expect(await world.deps.files.get(before.pictureKey ?? '')).toBeInstanceOf(Buffer)
    await drawLine(drawing, { fileId: file.fileId })
    expect(await fileRow(file.fileId)).toMatchObject({ drawnText: text })
  })

  test('a line that is changed while the old one is being drawn ends as the new one', async () => {
    await addLine(file, text)
    let meanwhile = async () => void (await addLine(file, other))
    await drawLine(
      {
        ...drawing,
        putLineUnder: async (slip, line) => {
          const drawn = await putLineUnder(slip, line)
          await meanwhile()
          meanwhile = async () => {}
          return drawn
        },
      },
      { fileId: file.fileId },
    )
    expect(await fileRow(file.fileId)).toMatchObject({ addedText: other, drawnText: null })
    await drawLine(drawing, { fileId: file.fileId })
    expect(await fileRow(file.fileId)).toMatchObject({ addedText: other, drawnText: other })
    expect(await storedOf(file.voucherId)).toHaveLength(3)
  })

  test('after approval, when the file as received is gone, the picture stays', async () => {
    await addLine(file, text)
    await approve(file.voucherId)
    await tidyVoucher(world.deps, { voucherId: file.voucherId })
    const before = await fileRow(file.fileId)
    await drawLine(drawing, { fileId: file.fileId })
    expect(await fileRow(file.fileId)).toEqual(before)
    const view = await world.query('vouchers.get', { id: file.voucherId }, admin.cookie)
    expect(view.data.checked).toBe(true)
  })
})

test("a PDF's own text keeps its places too", async () => {
  const file = await readSlip({ bytes: songPdf([{ gbkHex: 'bdf0b6eea3ba333230302e3030', x: 72, y: 700 }]) })
  const before = await fileRow(file.fileId)
  const itemsOf = (row: { pdfItems: unknown }) => row.pdfItems as { text: string; quad: number[] }[]
  expect(itemsOf(before).length).toBeGreaterThan(0)
  await addLine(file, text)
  await drawLine(drawing, { fileId: file.fileId })
  const after = await fileRow(file.fileId)
  const top = (row: typeof after) => (itemsOf(row)[0]?.quad[1] ?? 0) * (row.height ?? 0)
  expect(after.height).toBeGreaterThan(before.height ?? 0)
  expect(top(after)).toBeCloseTo(top(before), 6)
})

describe('the checks', () => {
  const run = async (voucherId: string) => {
    await checkVoucher({ ...world.deps, comparePictures }, { voucherId })
    const rows = await world.deps.db.voucherCheck.findMany({ where: { voucherId } })
    return Object.fromEntries(rows.map((row) => [row.code, `${row.verdict} ${row.finding}`]))
  }

  test('say that the payer was added and the slip does not show one', async () => {
    const file = await readSlip({ slip: 5 })
    expect((await run(file.voucherId))['payerName']).toBe('warn payerMissing')
    await world.mutate(
      'vouchers.saveClaims',
      { id: file.voucherId, claims: { ...noClaims, payerName: organisation.name } },
      admin.cookie,
    )
    await addLine(file, text)
    await drawLine(drawing, { fileId: file.fileId })
    expect((await run(file.voucherId))['payerName']).toBe('warn payerAdded')
  })

  test('a used slip is a used slip, with a line under it too', async () => {
    const first = await readSlip({ slip: 7 })
    const claims = { ...noClaims, amountFen: 100 }
    const handedIn = await world.mutate(
      'vouchers.submit',
      { id: first.voucherId, claims, invoiceDetails: detailsOf(organisation) },
      admin.cookie,
    )
    expect(handedIn.code).toBeNull()
    // The same picture, saved anew: other bytes, so only looking at it tells.
    const again = await sharp(await sampleSlip(7))
      .jpeg({ quality: 70 })
      .toBuffer()
    const second = await readSlip({ bytes: again })
    expect((await run(second.voucherId))['pictureSeen']).toBe('fail pictureUsedBefore')
    await addLine(second, `付款单位：${'长'.repeat(100)}`)
    await drawLine(drawing, { fileId: second.fileId })
    expect((await run(second.voucherId))['pictureSeen']).toBe('fail pictureUsedBefore')
  })
})
