import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import type { Deps } from '../../../server/deps.ts'
import { askForInvoice } from '../../../server/features/invoices/ask-for-invoice.ts'
import { approveRequest } from '../../../server/features/invoices/decide-request.ts'
import { compareWithProvider } from '../../../server/features/invoices/sweep-issuing.ts'
import { goodBehaviour } from '../../../server/sandbox-tax/behaviour.schema.ts'
import { type IssuingWorld, openIssuingWorld } from '../../support/issuing-world.ts'
import type { MadeRequest } from '../../usecases/invoices/arrange.ts'
import { Killed, type Life, mortal } from '../payments/mortal-deps.ts'

/**
 * A process that issues through the provider dies at each of its awaits in turn, and another goes on after it. However that
 * falls out there is one invoice at the provider, one here, one mail and three files. The provider issues a second one for
 * whoever sends a request twice, as a bad provider does: what saves us is not its idempotency but that we ask first.
 */
let at: IssuingWorld
beforeAll(async () => {
  at = await openIssuingWorld({ readsPdfs: false })
})
afterAll(() => at.close())
afterEach(() => at.tax.control.behave(goodBehaviour))

/** Runs `work` with so many awaits to live; whether it died. */
async function dyingAfter(awaits: number, work: (deps: Deps) => Promise<unknown>): Promise<boolean> {
  const life: Life = { left: awaits, dead: false }
  try {
    await work(mortal(at.world.deps, { life }))
  } catch (error) {
    if (!(error instanceof Killed) && !life.dead) throw error
  }
  return life.dead
}

/** Once through at each await (or at every `step`th), until it lives to the end; gives how many awaits it has. */
async function atEachAwait(once: (awaits: number) => Promise<boolean>, from = 1, step = 1): Promise<number> {
  for (let awaits = from; awaits < 300; awaits += step) if (!(await once(awaits))) return awaits - 1
  throw new Error('it never ends')
}

async function expectOne(request: MadeRequest): Promise<void> {
  await at.workOn(4)
  const row = await at.stateOf(request)
  expect(row).toMatchObject({ state: 'issued', invoices: { length: 1 } })
  expect(row.files).toHaveLength(3)
  const there = await at.issuedBy(request)
  expect(there.map(({ number }) => number)).toEqual([row.invoices[0]?.number])
  expect(await at.mailsOf(request)).toHaveLength(1)
  const steps = await at.world.deps.db.auditEntry.count({
    where: { subjectId: request.id, action: 'invoiceRequest.issued' },
  })
  expect(steps).toBe(1)
}

describe('killed at each await', () => {
  test('of asking for a blue invoice', async () => {
    await at.tax.control.behave({ duplicate: 'again' })
    const awaits = await atEachAwait(async (left) => {
      const request = await at.approved()
      const died = await dyingAfter(left, (deps) =>
        askForInvoice(at.asking(deps), { about: 'invoice', id: request.id }),
      )
      await expectOne(request)
      return died
    })
    expect(awaits).toBeGreaterThan(25)
  })

  test('of approving', async () => {
    await at.tax.control.behave({ duplicate: 'again' })
    const awaits = await atEachAwait(async (left) => {
      const request = await at.newRequest()
      const died = await dyingAfter(left, (deps) => approveRequest(deps, clerkOf(), { requestId: request.id }))
      const { state } = await at.stateOf(request)
      expect(['requested', 'issuing']).toContain(state)
      if (state === 'requested') await at.act('approveRequest', { requestId: request.id })
      await expectOne(request)
      return died
    })
    expect(awaits).toBeGreaterThan(10)
  })

  // In three parts, so that each ends well within its time on a busy machine.
  test.each([1, 2, 3])('of asking for a red invoice and having it issued anew, part %i', async (part) => {
    const awaits = await atEachAwait(
      async (left) => {
        const request = await at.approved()
        await at.work()
        const redRequestId = newId()
        const input = { redRequestId, requestId: request.id, reason: 'wrong', reissue: true }
        await at.act('requestRed', input)
        const died = await dyingAfter(left, (deps) =>
          askForInvoice(at.asking(deps), { about: 'red', id: redRequestId }),
        )
        await at.workOn(5)
        const row = await at.stateOf(request)
        expect(row).toMatchObject({ state: 'redFlushed', reissuedAs: { state: 'issued' } })
        expect(row.invoices.map(({ colour }) => colour)).toEqual(['blue', 'red'])
        const [blue] = row.invoices
        const reds = (await at.tax.control.invoices()).filter(({ blueNumber }) => blueNumber === blue?.number)
        expect(reds).toHaveLength(1)
        expect(await at.mailsOf(request, 'invoiceRedFlushed')).toHaveLength(1)
        return died
      },
      part,
      3,
    )
    expect(awaits).toBeGreaterThan(30)
  })
})

test('positive control: one who does not ask first has two issued when killed after submitting, and is told of it', async () => {
  await at.tax.control.behave({ duplicate: 'again', callbackCopies: 0 })
  const request = await at.approved()
  const { invoiceProvider } = at.world.deps
  if (!invoiceProvider) throw new Error('there is one')
  const forgetful: Deps = {
    ...at.world.deps,
    invoiceProvider: { ...invoiceProvider, query: async () => ({ state: 'unknown' }) },
  }
  const life: Life = { left: null, dead: false }
  const dying = mortal(forgetful, { life })
  if (dying.invoiceProvider) {
    const { submit } = dying.invoiceProvider
    Object.assign(dying.invoiceProvider, {
      submit: async (...args: Parameters<typeof submit>) => {
        await submit(...args)
        life.dead = true
        throw new Killed()
      },
    })
  }
  await expect(askForInvoice(at.asking(dying), { about: 'invoice', id: request.id })).rejects.toThrow(Killed)
  for (let round = 0; round < 3; round++) {
    at.world.clock.advance(120_000)
    await at.work(forgetful)
  }
  expect(await at.issuedBy(request)).toHaveLength(2)
  expect(await at.troublesOf(request)).toEqual([])
  expect(await compareWithProvider(at.world.deps)).toBe(1)
  expect(await at.troublesOf(request)).toHaveLength(1)
})

function clerkOf() {
  return {
    kind: 'account' as const,
    accountId: at.clerk.id,
    name: at.clerk.name,
    ip: '127.0.0.1',
    staffRoles: ['finance' as const],
    organisation: null,
    learnerId: null,
  }
}
