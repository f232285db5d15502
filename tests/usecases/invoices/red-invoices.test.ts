import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { fen } from '../../../server/core/money.ts'
import { recordRed } from '../../../server/features/invoices/record-red.ts'
import { findRedRequest } from '../../../server/features/invoices/red-requests.store.ts'
import { inTransaction } from '../../../server/platform/database.ts'
import { goodBehaviour } from '../../../server/sandbox-tax/behaviour.schema.ts'
import { type IssuingWorld, openIssuingWorld } from '../../support/issuing-world.ts'
import { makeStaff } from '../../support/people.ts'
import { freshInvoiceNumber, issueInput, type MadeRequest } from './arrange.ts'

let at: IssuingWorld
beforeAll(async () => {
  at = await openIssuingWorld()
})
afterAll(() => at.close())
afterEach(() => at.tax.control.behave(goodBehaviour))

async function issued(): Promise<MadeRequest> {
  const request = await at.approved()
  await at.work()
  return request
}

const redOf = (request: MadeRequest, change: Record<string, unknown> = {}) => ({
  redRequestId: newId(),
  requestId: request.id,
  reason: 'wrong',
  note: '抬头写错',
  reissue: false,
  ...change,
})

test('the provider flushes what it issued: negative amounts, the reason, the files, and the organisation is told', async () => {
  const request = await issued()
  const input = redOf(request, { reason: 'serviceEnded' })
  expect((await at.act('requestRed', input)).data).toEqual({ redRequestId: input.redRequestId, state: 'issuing' })
  await at.work()
  const row = await at.stateOf(request)
  expect(row.state).toBe('redFlushed')
  const [blue, red] = row.invoices
  expect(red).toMatchObject({
    colour: 'red',
    blueInvoiceId: blue?.id,
    amountFen: -320_000n,
    withoutTaxFen: -301_887n,
    taxFen: -18_113n,
  })
  expect(row.files.filter(({ invoiceId }) => invoiceId === red?.id)).toHaveLength(3)
  expect(row.redRequests).toMatchObject([{ state: 'issued', reason: 'serviceEnded', note: '抬头写错' }])
  const [mail] = await at.mailsOf(request, 'invoiceRedFlushed')
  expect(mail?.data).toMatchObject({
    blueNumber: blue?.number,
    redNumber: red?.number,
    reason: 'serviceEnded',
    reissue: false,
    files: { length: 3 },
  })
  expect((await at.tax.control.invoices()).find(({ number }) => number === red?.number)).toMatchObject({
    reason: '服务中止',
    blueNumber: blue?.number,
  })
  const audit = await at.world.deps.db.auditEntry.findMany({ where: { subjectId: request.id }, orderBy: { id: 'asc' } })
  expect(audit.map(({ action }) => action)).toContain('invoiceRequest.redFlushed')
})

test('issued anew, corrected: a new request in its place goes to the provider by itself', async () => {
  const request = await issued()
  const reissueDetails = { ...request.details, title: `${request.details.title}（新）`, remark: '更正' }
  await at.act('requestRed', redOf(request, { reissue: true, reissueDetails }))
  await at.work()
  const { reissuedAs } = await at.stateOf(request)
  expect(reissuedAs).toMatchObject({
    state: 'issuing',
    title: reissueDetails.title,
    amountFen: 320_000n,
    orderId: request.orderId,
    reissueOfId: request.id,
  })
  await at.work()
  const again = await at.world.deps.db.invoiceRequest.findUniqueOrThrow({
    where: { id: reissuedAs?.id ?? '' },
    include: { invoices: true },
  })
  expect(again).toMatchObject({ state: 'issued', invoices: [{ colour: 'blue', amountFen: 320_000n }] })
})

test('issued anew, the same', async () => {
  const request = await issued()
  await at.act('requestRed', redOf(request, { reissue: true }))
  await at.work()
  expect((await at.stateOf(request)).reissuedAs).toMatchObject({
    title: request.details.title,
    taxNumber: request.details.taxNumber,
    kind: request.details.kind,
    email: request.details.email,
  })
})

test('the same again is the same; another one while one is open, and one of what is not out, are refused', async () => {
  await at.tax.control.behave({ redWorkingS: 3600 })
  const request = await issued()
  const input = redOf(request)
  const first = await at.act('requestRed', input)
  expect(await at.act('requestRed', input)).toMatchObject({ data: first.data })
  expect(await at.act('requestRed', { ...input, reason: 'returned' })).toMatchObject({ code: 'idempotencyKeyReused' })
  expect(await at.act('requestRed', redOf(request))).toMatchObject({
    code: 'conflict',
    details: { redRequestId: input.redRequestId },
  })
  const fresh = await at.newRequest()
  expect(await at.act('requestRed', redOf(fresh))).toMatchObject({ code: 'conflict', details: { state: 'requested' } })
})

test('two clerks at once flush once', async () => {
  const request = await issued()
  const answers = await Promise.all([at.act('requestRed', redOf(request)), at.act('requestRed', redOf(request))])
  expect(answers.map(({ code }) => code).toSorted()).toEqual(['conflict', null])
  await at.workOn(2)
  expect((await at.stateOf(request)).invoices.filter(({ colour }) => colour === 'red')).toHaveLength(1)
})

test('a buyer who refuses: it is back on the desk with the reason, and can be withdrawn or asked for again', async () => {
  await at.tax.control.behave({ red: 'refused' })
  const request = await issued()
  const input = redOf(request)
  await at.act('requestRed', input)
  await at.work()
  const reds = await at.ask('listReds', { requestId: request.id })
  expect(reds.data).toMatchObject([{ state: 'requested', issueFailure: expect.stringContaining('未确认') }])
  expect(await at.troublesOf(request)).toEqual([expect.stringContaining('未确认')])
  expect(['issued', 'delivered']).toContain((await at.stateOf(request)).state)

  await at.tax.control.behave({ red: 'issued' })
  expect((await at.act('issueRedByProvider', { redRequestId: input.redRequestId })).data).toEqual({ state: 'issuing' })
  expect(await at.act('withdrawRed', { redRequestId: input.redRequestId })).toMatchObject({ code: 'conflict' })
  await at.work()
  expect((await at.stateOf(request)).state).toBe('redFlushed')
})

test('a wish is withdrawn, and another can follow', async () => {
  await at.tax.control.behave({ red: 'refused' })
  const request = await issued()
  const input = redOf(request)
  await at.act('requestRed', input)
  await at.work()
  expect((await at.act('withdrawRed', { redRequestId: input.redRequestId })).data).toEqual({ state: 'withdrawn' })
  await at.tax.control.behave({ red: 'issued' })
  await at.act('requestRed', redOf(request))
  await at.work()
  expect((await at.stateOf(request)).state).toBe('redFlushed')
})

test('an invoice that staff issued by hand waits for the red one’s file; what comes must be the whole one', async () => {
  const request = await at.newRequest()
  await at.act('issueInvoice', issueInput(at.world, request))
  const input = redOf(request, { reissue: true })
  expect((await at.act('requestRed', input)).data).toEqual({ redRequestId: input.redRequestId, state: 'requested' })
  expect(await at.work()).toBe(0)
  const record = (amountFen: number) =>
    inTransaction(at.world.deps, async (tx) => {
      const red = await findRedRequest(tx, input.redRequestId)
      if (!red) throw new Error('it is there')
      const invoice = {
        id: newId(),
        code: '',
        number: freshInvoiceNumber(),
        kind: 'normal' as const,
        issuedOn: '2026-11-22',
        amountFen: fen(amountFen),
        withoutTaxFen: null,
        taxFen: null,
        remark: '',
        issuedById: at.clerk.id,
      }
      return recordRed(at.world.deps, tx, at.actor, { red, invoice, fileIds: [] })
    })
  await expect(record(-100)).rejects.toMatchObject({ code: 'invoiceAmountDiffers' })
  expect((await record(-320_000)).reissuedAs).not.toBeNull()
  await expect(record(-320_000)).rejects.toMatchObject({ code: 'conflict' })
  const row = await at.stateOf(request)
  expect(row.state).toBe('redFlushed')
  expect(row.reissuedAs?.state).toBe('issuing')
})

test('a red one whose answer was lost is asked for, not sent again', async () => {
  const request = await issued()
  await at.tax.control.behave({ answer: 'lost' })
  await at.act('requestRed', redOf(request))
  await at.work()
  expect((await at.stateOf(request)).redRequests).toMatchObject([{ state: 'issuing' }])
  await at.tax.control.behave({ answer: 'normal' })
  await at.workOn(2)
  expect((await at.stateOf(request)).state).toBe('redFlushed')
})

test('only finance and system admins flush', async () => {
  const request = await issued()
  const reviewer = await makeStaff(at.world, 'reviewer')
  expect(await at.world.mutate('invoices.requestRed', redOf(request), reviewer.cookie)).toMatchObject({
    code: 'notAllowed',
  })
})
