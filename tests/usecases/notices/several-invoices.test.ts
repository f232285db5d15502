import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { announceIssued } from '../../../server/features/invoices/announce-issued.ts'
import {
  attachedBytes,
  type IssuedInvoice,
  maxMailBytes,
  packMails,
} from '../../../server/features/invoices/mail-packs.rules.ts'
import { recordInvoiceDelivery } from '../../../server/features/invoices/record-delivery.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import type { Mailer } from '../../../server/platform/mailer.ts'
import { makeOrder } from '../../support/orders.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { startSmtp, type TestSmtp } from '../../support/smtp.ts'
import { invoiceDetails } from '../../support/vouchers.ts'
import { openWorld, type World } from '../../support/world.ts'
import { mailDeps, mailerTo, makeCentre, sendNoticeMail } from './arrange.ts'

let world: World
let smtp: TestSmtp
let mailer: Mailer
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
})
afterAll(() => world.close())
beforeEach(async () => {
  smtp = await startSmtp()
  mailer = mailerTo(smtp)
})
afterEach(async () => {
  mailer.close()
  await smtp.stop()
})

let numbers = 0
/** An issued invoice with its request in the database and its files in the store. */
async function issued(organisation: MadeOrganisation, email: string, files = ['pdf', 'xml'] as ('pdf' | 'xml')[]) {
  numbers += 1
  const order = await makeOrder(world, organisation)
  const requestId = newId()
  await world.deps.db.invoiceRequest.create({
    data: {
      ...invoiceDetails,
      id: requestId,
      orderId: order.id,
      organisationId: organisation.id,
      amountFen: BigInt(order.amountFen),
      state: 'issued',
      email,
    },
  })
  const stored = await Promise.all(
    files.map(async (kind) => {
      const fileKey = `invoices/${newId()}/${newId()}`
      const bytes = new TextEncoder().encode(`${kind} of ${requestId}`)
      await world.deps.files.put(fileKey, bytes)
      return { id: newId(), kind, originalName: `发票_${order.number}.${kind}`, fileKey, sizeBytes: bytes.length }
    }),
  )
  const invoice: IssuedInvoice = {
    requestId,
    orderNumber: order.number,
    organisationId: organisation.id,
    organisationName: organisation.name,
    title: organisation.name,
    amountFen: fen(order.amountFen),
    code: '',
    number: `2642700000031629${String(numbers).padStart(4, '0')}`,
    issuedOn: '2026-11-20',
    email,
    files: stored,
  }
  return invoice
}
const announceThem = (invoices: readonly IssuedInvoice[]) =>
  inTransaction(world.deps, (tx) => announceIssued(world.deps, tx, invoices))
const mailsTo = (recipient: string) =>
  world.deps.db.notice.findMany({ where: { channel: 'email', recipient }, orderBy: { id: 'asc' } })
const send = (noticeId: string) => sendNoticeMail(mailDeps(world, mailer, recordInvoiceDelivery), { noticeId })
const stateOf = async (requestId: string) =>
  (await world.deps.db.invoiceRequest.findUniqueOrThrow({ where: { id: requestId } })).state

test('invoices that were issued together leave in one mail with all their files, and each is delivered', async () => {
  const organisation = await makeOrganisation(world)
  const admin = await makeAdmin(world, organisation)
  const invoices = [
    await issued(organisation, 'caiwu@one.example.com'),
    await issued(organisation, 'Caiwu@one.example.com'.replace('C', 'c')),
    await issued(organisation, 'caiwu@ONE.example.com'),
  ]
  await announceThem(invoices)
  await announceThem(invoices)

  const [mail, ...others] = await mailsTo('caiwu@one.example.com')
  expect(others).toEqual([])
  expect(await send(mail?.id ?? '')).toBe('sent')
  const [sent] = smtp.mails
  const sumYuan = invoices.reduce((sum, one) => sum + one.amountFen, 0) / 100
  expect(sent?.parsed.subject).toBe(
    `3 张电子发票已开出：${organisation.name} ¥${sumYuan.toLocaleString('en-US', { minimumFractionDigits: 2 })}`,
  )
  expect(sent?.parsed.attachments.map((file) => file.filename)).toEqual(
    invoices.flatMap((one) => one.files.map((file) => file.originalName)),
  )
  for (const invoice of invoices) {
    expect(sent?.parsed.text).toContain(invoice.number)
    expect(sent?.parsed.text).toContain(invoice.orderNumber)
    expect(await stateOf(invoice.requestId)).toBe('delivered')
  }
  const told = await world.query('notices.list', {}, admin.cookie)
  expect(told.data.rows).toMatchObject([{ kind: 'invoicesIssued', page: '/invoices' }])

  // Each of the requests knows the mail.
  const finance = await makeStaff(world, 'finance')
  for (const { requestId } of invoices) {
    const view = await world.query('invoices.getRequest', { requestId }, finance.cookie)
    expect(view.data.mails).toMatchObject([{ noticeId: mail?.id, recipient: 'caiwu@one.example.com', state: 'sent' }])
  }
})

test('a single one, another address and another organisation have mails of their own', async () => {
  const [one, other] = [await makeOrganisation(world), await makeOrganisation(world)]
  await announceThem([
    await issued(one, 'a@two.example.com'),
    await issued(one, 'b@two.example.com'),
    await issued(other, 'a@two.example.com'),
    await issued(other, 'a@two.example.com'),
  ])
  expect((await mailsTo('a@two.example.com')).map((mail) => [mail.kind, mail.organisationId])).toEqual([
    ['invoiceIssued', one.id],
    ['invoicesIssued', other.id],
  ])
  expect((await mailsTo('b@two.example.com')).map((mail) => mail.kind)).toEqual(['invoiceIssued'])
})

test('one file that is gone keeps the mail here; nothing counts as delivered', async () => {
  const organisation = await makeOrganisation(world)
  const invoices = [
    await issued(organisation, 'caiwu@three.example.com'),
    await issued(organisation, 'caiwu@three.example.com'),
  ]
  await announceThem(invoices)
  await world.deps.files.remove(invoices[1]?.files[0]?.fileKey ?? '')
  const [mail] = await mailsTo('caiwu@three.example.com')
  expect(await send(mail?.id ?? '')).toBe('failed')
  expect(smtp.mails).toEqual([])
  for (const { requestId } of invoices) expect(await stateOf(requestId)).toBe('issued')
})

test('an invoice whose files do not fit one mail leaves in several, and is delivered with the last', async () => {
  const organisation = await makeOrganisation(world)
  const small = await issued(organisation, 'caiwu@four.example.com', ['pdf', 'xml', 'pdf'])
  // As large as the limit lets a file be: the store holds less, which the mail server does not mind.
  const large = { ...small, files: small.files.map((file) => ({ ...file, sizeBytes: 10 * 1024 * 1024 })) }
  await announceThem([large])
  const mails = await mailsTo('caiwu@four.example.com')
  expect(mails).toHaveLength(3)
  for (const [index, mail] of mails.entries()) {
    expect(await stateOf(small.requestId)).toBe('issued')
    expect(await send(mail.id)).toBe('sent')
    expect(smtp.mails.at(-1)?.parsed.attachments).toHaveLength(1)
    expect(smtp.mails.at(-1)?.parsed.text).toContain(`分 3 封邮件寄出，这是第 ${index + 1} 封`)
  }
  expect(await stateOf(small.requestId)).toBe('delivered')
})

describe('packing', () => {
  const invoice = (sizesMb: readonly number[], email = 'a@b.cn', organisationId = 'o'): IssuedInvoice => {
    numbers += 1
    return {
      requestId: newId(),
      orderNumber: `PX${numbers}`,
      organisationId,
      organisationName: '',
      title: '',
      amountFen: fen(1),
      code: '',
      number: String(numbers),
      issuedOn: '2026-11-20',
      email,
      files: sizesMb.map((size) => ({
        id: newId(),
        kind: 'pdf' as const,
        originalName: 'x.pdf',
        fileKey: '',
        sizeBytes: size * 1024 * 1024,
      })),
    }
  }
  const sizes = (packs: ReturnType<typeof packMails>) =>
    packs.map((pack) => pack.invoices.map((one) => one.files.map((file) => file.sizeBytes / 1024 / 1024)))

  test('a mail is filled up to what mailboxes take, in the order of the invoices', () => {
    const packs = packMails([invoice([5]), invoice([5]), invoice([4]), invoice([5, 5]), invoice([1])])
    expect(sizes(packs)).toEqual([
      [[5], [5], [4]],
      [[5, 5], [1]],
    ])
    for (const pack of packs) {
      const files = pack.invoices.flatMap((one) => one.files)
      expect(files.reduce((sum, file) => sum + attachedBytes(file.sizeBytes), 0)).toBeLessThan(maxMailBytes)
      expect(pack.part).toBeNull()
    }
  })

  test('twenty invoices are what one mail names', () => {
    const packs = packMails(Array.from({ length: 45 }, () => invoice([0.1])))
    expect(packs.map((pack) => pack.invoices.length)).toEqual([20, 20, 5])
  })

  test('an invoice without files is told all the same', () => {
    expect(packMails([invoice([])])).toMatchObject([{ invoices: [{ files: [] }], part: null }])
  })

  test('every invoice and every file leaves once, whatever their sizes', () => {
    let seed = 7
    const random = () => {
      seed = (seed * 48_271) % 2_147_483_647
      return seed / 2_147_483_647
    }
    for (let round = 0; round < 200; round++) {
      const all = Array.from({ length: Math.ceil(random() * 40) }, () =>
        invoice(
          Array.from({ length: Math.floor(random() * 4) }, () => Math.ceil(random() * 10)),
          `${Math.floor(random() * 3)}@b.cn`,
          String(Math.floor(random() * 2)),
        ),
      )
      const packs = packMails(all)
      expect(
        packs.flatMap((pack) => pack.invoices.flatMap((one) => one.files.map((file) => file.id))).toSorted(),
      ).toEqual(all.flatMap((one) => one.files.map((file) => file.id)).toSorted())
      expect(new Set(packs.flatMap((pack) => pack.invoices.map((one) => one.requestId))).size).toBe(all.length)
      for (const pack of packs) {
        expect(new Set(pack.invoices.map((one) => `${one.organisationId} ${one.email}`)).size).toBe(1)
        const bytes = pack.invoices
          .flatMap((one) => one.files)
          .reduce((sum, file) => sum + attachedBytes(file.sizeBytes), 0)
        expect(bytes).toBeLessThan(maxMailBytes)
      }
    }
  })
})
