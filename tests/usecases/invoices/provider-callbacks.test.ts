import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { compareWithProvider } from '../../../server/features/invoices/sweep-issuing.ts'
import { goodBehaviour } from '../../../server/sandbox-tax/behaviour.schema.ts'
import { type IssuingWorld, openIssuingWorld } from '../../support/issuing-world.ts'

let at: IssuingWorld
beforeAll(async () => {
  at = await openIssuingWorld()
})
afterAll(() => at.close())
afterEach(() => at.tax.control.behave(goodBehaviour))

const verdictsOf = async (serial: string | null) => {
  const rows = await at.world.deps.db.invoiceCallback.findMany({
    where: { serial: serial ?? '-' },
    orderBy: [{ receivedAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map(({ verdict }) => verdict)
}

test('a callback that comes twice, or late, changes nothing and is answered', async () => {
  await at.tax.control.behave({ callbackCopies: 2, callbackDelayS: 86_400 })
  const request = await at.approved()
  await at.work()
  const { issueSerial } = await at.stateOf(request)
  at.world.clock.advance(86_400_000)
  expect(await at.tax.control.tick()).toBe(2)
  expect(await verdictsOf(issueSerial)).toEqual(['repeated', 'repeated'])
  expect((await at.tax.control.callbacks()).filter(({ serial }) => serial === issueSerial)).toMatchObject([
    { answered: true },
    { answered: true },
  ])
  expect(await at.stateOf(request)).toMatchObject({ state: 'issued', invoices: { length: 1 } })
  expect(await at.mailsOf(request)).toHaveLength(1)
  expect(await at.troublesOf(request)).toEqual([])
})

test.each([
  ['stranger', 'badSignature'],
  ['signature', 'badSignature'],
  ['stale', 'stale'],
  ['app', 'otherApp'],
] as const)('a forged callback (%s) is refused, kept, and asks nothing', async (callbackFault, verdict) => {
  await at.tax.control.behave({ callbackFault, workingS: 2 })
  const request = await at.approved()
  await at.work()
  at.world.clock.advance(2000)
  await at.tax.control.tick()
  await at.work()
  const row = await at.stateOf(request)
  expect(row).toMatchObject({ state: 'issuing', queryCount: 1 })
  const kept = await at.world.deps.db.invoiceCallback.findFirst({ where: { verdict }, orderBy: { id: 'desc' } })
  expect(kept?.body).toContain(row.issueSerial?.slice(0, 25))
})

test('a forged “issued” while it waits makes nobody believe it: the provider is asked', async () => {
  await at.tax.control.behave({ workingS: 3600, callbackCopies: 0 })
  const request = await at.approved()
  await at.work()
  const { issueSerial } = await at.stateOf(request)
  const forge = (key: 'stranger' | 'service') =>
    at.tax.control.forge(issueSerial ?? '', { key, number: '26112000000000000077' })
  expect(await forge('stranger')).toMatchObject({ status: 500, answered: false })
  // Signed rightly: a provider that contradicts itself.
  expect(await forge('service')).toMatchObject({ status: 200, answered: true })
  expect(await at.work()).toBe(1)
  expect(await at.stateOf(request)).toMatchObject({ state: 'issuing', providerNumber: null, invoices: [] })
})

test('a callback about nothing of ours is kept as such', async () => {
  const stranger = await at.tax.provider.submit({
    ...((await at.tax.control.requests())[0]?.ask as unknown as Parameters<typeof at.tax.provider.submit>[0]),
    serial: 'SOMEBODY-ELSE-1',
  })
  expect(stranger.state).toBe('issued')
  await at.tax.control.tick()
  expect(await verdictsOf('SOMEBODY-ELSE-1')).toEqual(['unknownSerial'])
  expect(await compareWithProvider(at.world.deps)).toBe(0)
})

test('a provider that issues two for one request: one is taken, and finance is told of the other, once', async () => {
  await at.tax.control.behave({ duplicate: 'atOnce' })
  const request = await at.approved()
  await at.work()
  const row = await at.stateOf(request)
  expect(row).toMatchObject({ state: 'issued', invoices: { length: 1 } })
  const other = (await at.issuedBy(request)).find(({ number }) => number !== row.invoices[0]?.number)
  expect(await at.tax.control.tick()).toBe(2)
  expect((await verdictsOf(row.issueSerial)).toSorted()).toEqual(['issuedTwice', 'repeated'])
  expect(await at.troublesOf(request)).toEqual([expect.stringContaining(other?.number ?? '-')])
  // Also not by the comparison that follows.
  expect(await compareWithProvider(at.world.deps)).toBe(0)
  expect(await at.troublesOf(request)).toHaveLength(1)
})

test('positive control: without callbacks only the comparison of the day finds the second one', async () => {
  await at.tax.control.behave({ duplicate: 'atOnce', callbackCopies: 0 })
  const request = await at.approved()
  await at.workOn(3)
  expect(await at.issuedBy(request)).toHaveLength(2)
  expect(await at.troublesOf(request)).toEqual([])
  expect(await compareWithProvider(at.world.deps)).toBe(1)
  expect(await at.troublesOf(request)).toHaveLength(1)
  expect(await compareWithProvider(at.world.deps)).toBe(0)
})

test('what is on its way, or was issued yesterday, is no second one', async () => {
  await at.tax.control.behave({ filesDelayS: 86_400, callbackCopies: 0 })
  const request = await at.approved()
  await at.work()
  expect(await at.issuedBy(request)).toHaveLength(1)
  expect(await compareWithProvider(at.world.deps)).toBe(0)
  at.world.clock.advance(86_400_000)
  await at.work()
  expect((await at.stateOf(request)).state).toBe('issued')
  expect(await compareWithProvider(at.world.deps)).toBe(0)
})

test('an invoice that a provider issues after it had said no is found', async () => {
  await at.tax.control.behave({ answer: 'error', callbackCopies: 0 })
  const request = await at.approved()
  await at.work()
  const { issueContent } = await at.stateOf(request)
  await at.tax.control.behave({ answer: 'normal' })
  await at.act('takeBackToHand', { about: 'invoice', id: request.id })
  // The submission that was lost on the way arrives after all.
  await at.tax.provider.submit(issueContent as unknown as Parameters<typeof at.tax.provider.submit>[0])
  expect(await compareWithProvider(at.world.deps)).toBe(1)
  expect(await at.troublesOf(request)).toEqual([expect.stringContaining('又开具了发票')])
})

test('a body that is no callback, or is too long, is refused', async () => {
  const answer = await at.world.app.request('/api/invoices/callbacks', { method: 'POST', body: '{}' })
  expect(answer.status).toBe(500)
  expect(await answer.text()).toBe('fail')
  const large = await at.world.app.request('/api/invoices/callbacks', { method: 'POST', body: 'x'.repeat(70_000) })
  expect(large.status).toBe(413)
})
