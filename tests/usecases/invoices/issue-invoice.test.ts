import { afterAll, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { recordInvoiceDelivery } from '../../../server/features/invoices/record-delivery.ts'
import { sendNoticeMail } from '../../../server/features/notices/send-notice-mail.ts'
import { sqlStateOf } from '../../../server/platform/database.ts'
import { createMailer } from '../../../server/platform/mailer.ts'
import { type MadeOrganisation, makeAdmin, makeOrganisation, makeStaff } from '../../support/people.ts'
import { startSmtp } from '../../support/smtp.ts'
import { openWorld, type World } from '../../support/world.ts'
import { makeCentre } from '../notices/arrange.ts'
import { freshInvoiceNumber, issueInput, makeRequest, pdf, upload } from './arrange.ts'

let world: World
let organisation: MadeOrganisation
let clerk: { id: string; name: string; cookie: string }
beforeAll(async () => {
  world = await openWorld()
  await makeCentre(world)
  organisation = await makeOrganisation(world)
  clerk = await makeStaff(world, 'finance')
})
afterAll(() => world.close())

const issue = (input: unknown, cookie = clerk.cookie) => world.mutate('invoices.issueInvoice', input, cookie)
const mailsAbout = (requestId: string) =>
  world.deps.db.notice.findMany({ where: { subjectId: requestId, channel: 'email' } })

test('an issued invoice is mailed with its files to the billing address, and is delivered once the mail server took it', async () => {
  const admin = await makeAdmin(world, organisation)
  const request = await makeRequest(world, organisation)
  const bytes = pdf()
  const file = await upload(world, clerk.cookie, request.id, bytes, { name: '数电票.pdf' })
  const input = issueInput(world, request, { fileIds: [file.data.id], withoutFile: false })
  const answer = await issue(input)
  expect(answer.data).toEqual({ invoiceId: input.invoiceId, state: 'issued' })

  const [mail] = await mailsAbout(request.id)
  const smtp = await startSmtp()
  const mailer = createMailer(smtp.url)
  try {
    expect(
      await sendNoticeMail({ ...world.deps, mailer, afterSent: recordInvoiceDelivery }, { noticeId: mail?.id ?? '' }),
    ).toBe('sent')
  } finally {
    mailer.close()
    await smtp.stop()
  }
  expect(smtp.mails[0]?.recipients).toEqual([request.details.email])
  expect(smtp.mails[0]?.parsed.text).toContain(input.number)
  expect(smtp.mails[0]?.parsed.attachments[0]?.filename).toBe('数电票.pdf')
  expect(new Uint8Array(smtp.mails[0]?.parsed.attachments[0]?.content as ArrayBuffer)).toEqual(bytes)

  const view = await world.query('invoices.getRequest', { requestId: request.id }, clerk.cookie)
  expect(view.data).toMatchObject({
    state: 'delivered',
    invoiceNumber: input.number,
    invoices: [{ number: input.number, colour: 'blue', amountFen: request.amountFen, issuedByName: clerk.name }],
    mails: [{ recipient: request.details.email, state: 'sent', attempts: 1 }],
  })
  const actions = await world.deps.db.auditEntry.findMany({ where: { subjectId: request.id }, orderBy: { id: 'asc' } })
  expect(actions.map((row) => [row.action, row.actorName])).toEqual([
    ['invoiceRequest.opened', 'test'],
    ['invoiceFile.received', clerk.name],
    ['invoiceRequest.issued', clerk.name],
    ['invoiceRequest.delivered', 'mail'],
  ])
  const notices = await world.query('notices.list', {}, admin.cookie)
  expect(notices.data.rows[0]).toMatchObject({
    kind: 'invoiceIssued',
    subjectType: 'invoiceRequest',
    subjectId: request.id,
  })
})

test('the same issue sent again gives the same answer, one invoice and one mail; the same id with other content is refused', async () => {
  const request = await makeRequest(world, organisation)
  const input = issueInput(world, request)
  const [first, second] = await Promise.all([issue(input), issue(input)])
  const third = await issue(input)
  for (const answer of [first, second, third])
    expect(answer.data).toEqual({ invoiceId: input.invoiceId, state: 'issued' })
  expect(await world.deps.db.invoice.count({ where: { requestId: request.id } })).toBe(1)
  expect(await mailsAbout(request.id)).toHaveLength(1)
  expect((await issue({ ...input, number: freshInvoiceNumber() })).code).toBe('idempotencyKeyReused')
})

test('two clerks issue one request at once: one wins, the other is told who did', async () => {
  const other = await makeStaff(world, 'finance')
  const request = await makeRequest(world, organisation)
  const answers = await Promise.all([
    issue(issueInput(world, request)),
    issue(issueInput(world, request), other.cookie),
  ])
  const winner = answers.findIndex((answer) => answer.status === 200)
  const loser = answers[1 - winner]
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(loser).toMatchObject({ code: 'conflict', details: { by: winner === 0 ? clerk.name : other.name } })
  expect(await world.deps.db.invoice.count({ where: { requestId: request.id } })).toBe(1)
  expect(await mailsAbout(request.id)).toHaveLength(1)

  // The control: two requests at once are both issued.
  const two = [await makeRequest(world, organisation), await makeRequest(world, organisation)]
  const both = await Promise.all(two.map((one, i) => issue(issueInput(world, one), [clerk, other][i]?.cookie)))
  expect(both.map((answer) => answer.status)).toEqual([200, 200])
})

test('a number is used once in the centre, also by two clerks at once, and the sentence names where', async () => {
  const [first, second] = [await makeRequest(world, organisation), await makeRequest(world, organisation)]
  const number = freshInvoiceNumber()
  const answers = await Promise.all([
    issue(issueInput(world, first, { number })),
    issue(issueInput(world, second, { number })),
  ])
  const winner = answers[0]?.status === 200 ? first : second
  const refused = answers.find((answer) => answer.status !== 200)
  expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1)
  expect(refused).toMatchObject({
    code: 'invoiceNumberTaken',
    details: { number, orderNumber: winner.orderNumber, organisationName: organisation.name },
  })
  const loser = winner === first ? second : first
  expect((await world.query('invoices.getRequest', { requestId: loser.id }, clerk.cookie)).data.state).toBe('requested')
  // The control: with a number of its own it goes through.
  expect((await issue(issueInput(world, loser))).status).toBe(200)
})

test.each([
  ['19 digits', { number: '2642700000031629488' }, 'invoiceNumberInvalid'],
  ['8 digits without a code', { number: '99999951' }, 'invoiceNumberInvalid'],
  ['20 digits with a code', { code: '050001700111' }, 'invoiceNumberInvalid'],
  ['letters', { number: '2642700000031629488A' }, 'invoiceNumberInvalid'],
  ['one fen less', { amountFen: 319_999 }, 'invoiceAmountDiffers'],
  ['the other kind', { kind: 'special' }, 'invoiceKindDiffers'],
  ['tomorrow', { issuedOn: '2999-01-01' }, 'invoiceDateInvalid'],
  ['before the money moved', { issuedOn: '2020-01-01' }, 'invoiceDateInvalid'],
  ['no such day', { issuedOn: '2026-02-30' }, 'inputInvalid'],
  ['an amount of nothing', { amountFen: 0 }, 'inputInvalid'],
  ['no file and no word about it', { withoutFile: false }, 'invoiceFileMissing'],
  ['a file that is not there', { fileIds: ['0192f0c1-2b3c-7000-8000-000000000000'] }, 'conflict'],
] as const)('%s is refused and changes nothing', async (_name, wrong, code) => {
  const request = await makeRequest(world, organisation)
  expect((await issue(issueInput(world, request, wrong))).code).toBe(code)
  const view = await world.query('invoices.getRequest', { requestId: request.id }, clerk.cookie)
  expect(view.data).toMatchObject({ state: 'requested', invoices: [], mails: [] })
})

test('an older invoice is issued with its code and 8 digits, blanks between digits and all', async () => {
  const request = await makeRequest(world, organisation)
  const number = freshInvoiceNumber().slice(-8)
  const answer = await issue(
    issueInput(world, request, { code: '0500 0170 0111', number: ` ${number.slice(0, 4)} ${number.slice(4)} ` }),
  )
  expect(answer.status).toBe(200)
  expect(await world.deps.db.invoice.findFirstOrThrow({ where: { requestId: request.id } })).toMatchObject({
    code: '050001700111',
    number,
  })
})

test('today and the day the money moved are counted in Shanghai', async () => {
  // 23:30 on the 14th in UTC is 07:30 on the 15th in Shanghai.
  const before = world.clock.now()
  world.clock.set('2026-12-14T23:30:00Z')
  try {
    const request = await makeRequest(world, organisation, { movedAt: new Date('2026-12-14T23:00:00Z') })
    const view = await world.query('invoices.getRequest', { requestId: request.id }, clerk.cookie)
    expect(view.data.issue).toEqual({ notBefore: '2026-12-15', notAfter: '2026-12-15' })
    expect((await issue(issueInput(world, request, { issuedOn: '2026-12-14' }))).code).toBe('invoiceDateInvalid')
    expect((await issue(issueInput(world, request, { issuedOn: '2026-12-15' }))).status).toBe(200)
  } finally {
    world.clock.set(before)
  }
})

test('a file that came in after the page was shown is not mailed unseen', async () => {
  const request = await makeRequest(world, organisation)
  const first = await upload(world, clerk.cookie, request.id, pdf())
  const input = issueInput(world, request, { fileIds: [first.data.id], withoutFile: false })
  await upload(world, clerk.cookie, request.id, pdf())
  expect((await issue(input)).code).toBe('conflict')
})

test('an invoice cannot be changed or deleted, by nobody', async () => {
  const request = await makeRequest(world, organisation)
  const input = issueInput(world, request)
  await issue(input)
  const { db } = world.deps
  const tries = [
    db.$executeRaw`UPDATE invoices SET amount_fen = 1 WHERE id = ${input.invoiceId}::uuid`,
    db.$executeRaw`DELETE FROM invoices WHERE id = ${input.invoiceId}::uuid`,
  ]
  const refusals = await Promise.allSettled(tries)
  // 23001, restrict_violation: what the trigger raises.
  expect(refusals.map((one) => (one.status === 'rejected' ? sqlStateOf(one.reason) : 'done'))).toEqual([
    '23001',
    '23001',
  ])
  expect(await db.invoice.count({ where: { id: input.invoiceId, amountFen: BigInt(request.amountFen) } })).toBe(1)
})

test('only finance and system admins issue; for organisations the procedure does not answer', async () => {
  const request = await makeRequest(world, organisation)
  const admin = await makeAdmin(world, organisation)
  const [reviewer, system] = [await makeStaff(world, 'reviewer'), await makeStaff(world, 'systemAdmin')]
  const input = issueInput(world, request)
  expect((await world.mutate('invoices.issueInvoice', input)).code).toBe('notSignedIn')
  expect((await issue(input, admin.cookie)).code).toBe('notAllowed')
  expect((await issue(input, reviewer.cookie)).code).toBe('notAllowed')
  expect((await issue({ ...input, requestId: newId() }, system.cookie)).code).toBe('notFound')
  expect((await issue(input, system.cookie)).status).toBe(200)
})
