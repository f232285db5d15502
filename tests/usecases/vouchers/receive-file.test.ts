import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { compressFile } from '../../../server/features/vouchers/work-voucher-files.ts'
import { svgFile, textFile } from '../../support/bad-files.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { detailsOf, noClaims, sampleSlip, upload } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let organisation: MadeOrganisation
let admin: { id: string; cookie: string }
let slip: Buffer

beforeAll(async () => {
  world = await openWorld()
  organisation = await makeOrganisation(world)
  admin = await makeAdmin(world, organisation)
  slip = await sampleSlip(2)
})
afterAll(() => world.close())

const filesOf = (voucherId: string) => world.deps.db.voucherFile.findMany({ where: { voucherId, removedAt: null } })
const jobsOf = async (fileId: string) => {
  const rows = await world.deps.db.$queryRaw<
    { name: string }[]
  >`SELECT name FROM pgboss.job WHERE data->>'fileId' = ${fileId}`
  return rows.map((row) => row.name)
}

test('a file makes the draft, is on the disk, and its compression is queued with it', async () => {
  const order = await makeOrder(world, organisation)
  const sent = await upload(world, admin.cookie, { orderId: order.id, bytes: slip, name: '回单 照片.jpg' })
  expect(sent.status).toBe(200)
  const [file] = await filesOf(sent.voucherId)
  expect(file).toMatchObject({
    id: sent.fileId,
    state: 'received',
    kind: 'jpeg',
    originalName: '回单 照片.jpg',
    sizeBytes: slip.length,
  })
  expect(await world.deps.files.get(file?.originalKey ?? '')).toEqual(slip)
  expect(await jobsOf(sent.fileId)).toEqual(['voucher.compress'])
})

test('the same upload again, one after the other and at once, is one file and one job', async () => {
  const order = await makeOrder(world, organisation)
  const same = { voucherId: newId(), fileId: newId(), orderId: order.id, bytes: slip }
  const answers = await Promise.all(Array.from({ length: 5 }, () => upload(world, admin.cookie, same)))
  answers.push(await upload(world, admin.cookie, same))
  expect(answers.map((answer) => answer.status)).toEqual([200, 200, 200, 200, 200, 200])
  expect(await filesOf(same.voucherId)).toHaveLength(1)
  expect(await jobsOf(same.fileId)).toHaveLength(1)
})

test('the same bytes under another id are the file that is there', async () => {
  const order = await makeOrder(world, organisation)
  const first = await upload(world, admin.cookie, { orderId: order.id, bytes: slip })
  const second = await upload(world, admin.cookie, { voucherId: first.voucherId, bytes: slip })
  expect(second.fileId).toBe(first.fileId)
  expect(await filesOf(first.voucherId)).toHaveLength(1)
})

test('an id that is taken by other bytes is refused, and the first file stays', async () => {
  const order = await makeOrder(world, organisation)
  const first = await upload(world, admin.cookie, { orderId: order.id, bytes: slip })
  const other = await upload(world, admin.cookie, {
    voucherId: first.voucherId,
    fileId: first.fileId,
    bytes: await sampleSlip(1),
  })
  expect(other).toMatchObject({ status: 409, code: 'idempotencyKeyReused' })
  expect(await filesOf(first.voucherId)).toHaveLength(1)
})

describe('bad files are refused with a code and leave nothing behind', () => {
  test.each([
    ['a text file called .jpg', textFile, 400, 'fileTypeRefused'],
    ['an SVG', svgFile, 400, 'fileTypeRefused'],
    ['zero bytes', Buffer.alloc(0), 400, 'fileEmpty'],
    [
      'a 60 MB file',
      Buffer.concat([Buffer.from([0xff, 0xd8, 0xff]), Buffer.alloc(60 * 1024 * 1024)]),
      413,
      'fileTooLarge',
    ],
  ])('%s', async (_what, bytes, status, code) => {
    const order = await makeOrder(world, organisation)
    const sent = await upload(world, admin.cookie, { orderId: order.id, bytes })
    expect(sent).toMatchObject({ status, code })
    expect(await filesOf(sent.voucherId)).toEqual([])
  })

  test('bytes that were damaged on the way', async () => {
    const order = await makeOrder(world, organisation)
    const sent = await upload(world, admin.cookie, { orderId: order.id, bytes: slip, sha256: 'a'.repeat(64) })
    expect(sent).toMatchObject({ status: 400, code: 'fileHashMismatch' })
  })

  test('a sixth file', async () => {
    const order = await makeOrder(world, organisation)
    const voucherId = newId()
    for (const number of [1, 2, 3, 5, 6]) {
      expect(
        (await upload(world, admin.cookie, { voucherId, orderId: order.id, bytes: await sampleSlip(number) })).status,
      ).toBe(200)
    }
    const sixth = await upload(world, admin.cookie, { voucherId, bytes: await sampleSlip(7) })
    expect(sixth).toMatchObject({ status: 400, code: 'voucherTooManyFiles', details: { max: 5 } })
  })

  test('a file that only the worker finds damaged becomes unreadable, and the bytes stay', async () => {
    const order = await makeOrder(world, organisation)
    const sent = await upload(world, admin.cookie, { orderId: order.id, bytes: slip.subarray(0, 5000) })
    const { prepareFile } = await import('../../../worker/photo/prepare-file.ts')
    await compressFile({ ...world.deps, prepareFile }, { fileId: sent.fileId })
    const [file] = await filesOf(sent.voucherId)
    expect(file).toMatchObject({ state: 'unreadable', errorCode: 'fileDamaged' })
    expect(await world.deps.files.get(file?.originalKey ?? '')).toHaveLength(5000)
    const voucher = await world.query('vouchers.get', { id: sent.voucherId }, admin.cookie)
    expect(voucher.data.files[0]).toMatchObject({ state: 'unreadable', errorCode: 'fileDamaged' })
    const submit = await world.mutate(
      'vouchers.submit',
      { id: sent.voucherId, claims: { ...noClaims, amountFen: 100 }, invoiceDetails: detailsOf(organisation) },
      admin.cookie,
    )
    expect(submit.code).toBe('voucherFileMissing')
  })
})

describe('whose and when', () => {
  test("another organisation's order and voucher do not exist for us", async () => {
    const others = await makeOrganisation(world)
    const theirAdmin = await makeAdmin(world, others)
    const order = await makeOrder(world, others)
    const theirs = await upload(world, theirAdmin.cookie, { orderId: order.id, bytes: slip })
    expect(theirs.status).toBe(200)
    expect(await upload(world, admin.cookie, { orderId: order.id, bytes: slip })).toMatchObject({
      status: 404,
      code: 'notFound',
    })
    expect(await upload(world, admin.cookie, { voucherId: theirs.voucherId, bytes: slip })).toMatchObject({
      status: 404,
      code: 'notFound',
    })
    for (const form of ['picture', 'thumbnail', 'original']) {
      const download = await world.request(`/api/files/vouchers/${theirs.fileId}/${form}`, { cookie: admin.cookie })
      expect(download.status).toBe(404)
    }
  })

  test('staff may look at any file but hand in none; a stranger neither', async () => {
    const order = await makeOrder(world, organisation)
    const sent = await upload(world, admin.cookie, { orderId: order.id, bytes: slip })
    const reviewer = await makeStaff(world, 'reviewer')
    const seen = await world.request(`/api/files/vouchers/${sent.fileId}/original`, { cookie: reviewer.cookie })
    expect(seen.status).toBe(200)
    expect(seen.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(seen.headers.get('content-security-policy')).toContain('sandbox')
    expect(await upload(world, reviewer.cookie, { orderId: order.id, bytes: slip })).toMatchObject({
      status: 403,
      code: 'notAllowed',
    })
    expect(await upload(world, undefined, { orderId: order.id, bytes: slip })).toMatchObject({
      status: 401,
      code: 'notSignedIn',
    })
  })

  test.each(['paid', 'expired', 'cancelled'] as const)('an order that is %s takes no voucher', async (state) => {
    const order = await makeOrder(world, organisation, { state })
    expect(await upload(world, admin.cookie, { orderId: order.id, bytes: slip })).toMatchObject({
      status: 409,
      code: 'orderNotPayable',
      details: { state },
    })
  })
})
