import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '../../../server/core/ids.ts'
import { shanghaiDay } from '../../../server/core/working-time.ts'
import type { LedgerAccountKind, LedgerAccountRef } from '../../../server/features/ledger/ledger.rules.ts'
import { loadBalance } from '../../../server/features/ledger/load-balance.ts'
import { proveLedger } from '../../../server/features/ledger/prove-ledger.ts'
import { type MadeOrganisation, makeOrganisation, makeStaff } from '../../support/people.ts'
import { type UsedBooks, useBooks } from '../../support/used-books.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let books: UsedBooks
let payer: MadeOrganisation
let bank: LedgerAccountRef
let secondBank: LedgerAccountRef
beforeAll(async () => {
  world = await openWorld()
  books = await useBooks(world)
  payer = await makeOrganisation(world)
  const payee = await world.deps.db.payeeAccount.findFirstOrThrow()
  bank = { kind: 'bank', ownerId: payee.id }
  const second = newId()
  await world.deps.db.payeeAccount.create({
    data: { id: second, name: payee.name, bank: '招商银行南京分行', account: '125904', isDefault: false },
  })
  secondBank = { kind: 'bank', ownerId: second }
})
afterAll(() => world.close())

const credit = (organisation: { id: string }): LedgerAccountRef => ({
  kind: 'organisationCredit',
  ownerId: organisation.id,
})
const ref = (kind: LedgerAccountKind, ownerId: string): LedgerAccountRef => ({ kind, ownerId })
const holds = (account: LedgerAccountRef) => loadBalance(world.deps.db, account)
const correct = (
  debit: LedgerAccountRef,
  to: LedgerAccountRef,
  amountFen: number,
  more: object = {},
  cookie = books.finance.cookie,
) =>
  world.mutate(
    'ledger.correct',
    { id: newId(), debit, credit: to, amountFen, reason: '记到了别的单位名下', ...more },
    cookie,
  )
const walletOf = async (learner: number, batchId: string) => {
  const wallet = await world.deps.db.studyCardWallet.findUniqueOrThrow({
    where: { learnerId_batchId: { learnerId: books.learnerIds[learner] ?? '', batchId } },
  })
  return ref('wallet', wallet.id)
}

describe('a correction', () => {
  test('moves what was booked on the wrong account, with its reason, who and why in the audit', async () => {
    const before = await holds(credit(books.organisation))
    const id = newId()
    const { data, code } = await correct(credit(books.organisation), credit(payer), 600, { id })
    expect(code).toBeNull()
    expect(data).toMatchObject({ id, bookedOn: shanghaiDay(new Date()) })
    expect(await holds(credit(books.organisation))).toBe(before - 600)
    expect(await holds(credit(payer))).toBe(600)
    const [entry] = (
      await world.query('ledger.entries', { accountId: data.creditAccountId, limit: 1 }, books.finance.cookie)
    ).data.rows
    expect(entry).toMatchObject({
      kind: 'correction',
      amountFen: 600,
      balanceFen: 600,
      reason: '记到了别的单位名下',
      by: books.finance.name,
      cause: { type: 'correction', id },
    })
    const audit = await world.deps.db.auditEntry.findFirstOrThrow({ where: { subjectId: id } })
    expect(audit).toMatchObject({ action: 'ledger.corrected', actorId: books.finance.id })
    expect(audit.after).toMatchObject({ amountFen: 600, reason: '记到了别的单位名下' })
  })

  test('sent again, also at the same moment, it is the same one; with another content it is refused', async () => {
    const id = newId()
    const before = await holds(credit(payer))
    const answers = await Promise.all(
      [1, 2, 3].map(() => correct(credit(books.organisation), credit(payer), 10, { id })),
    )
    expect(answers.map(({ code }) => code)).toEqual([null, null, null])
    expect(await holds(credit(payer))).toBe(before + 10)
    expect(await world.deps.db.auditEntry.count({ where: { subjectId: id } })).toBe(1)
    expect((await correct(credit(books.organisation), credit(payer), 11, { id })).code).toBe('idempotencyKeyReused')
    expect((await correct(credit(books.organisation), credit(payer), 10, { id, reason: '另外一个原因' })).code).toBe(
      'idempotencyKeyReused',
    )
    const second = await makeStaff(world, 'finance')
    expect((await correct(credit(books.organisation), credit(payer), 10, { id }, second.cookie)).code).toBe(
      'idempotencyKeyReused',
    )
  })

  test('between our own accounts the one has more and the other less', async () => {
    const [before, after] = [await holds(bank), await holds(secondBank)]
    expect((await correct(secondBank, bank, 1_000)).code).toBeNull()
    // Both grow with debits: the first has less now.
    expect(await holds(bank)).toBe(before + 1_000)
    expect(await holds(secondBank)).toBe(after - 1_000)
  })

  test('never takes more than there is, and says what there is', async () => {
    const left = await holds(credit(payer))
    expect(await correct(credit(payer), bank, left + 1)).toMatchObject({
      code: 'correctionTooMuch',
      details: { leftFen: left },
    })
    expect(await holds(credit(payer))).toBe(left)
    const two = await Promise.all([correct(credit(payer), bank, left), correct(credit(payer), bank, left)])
    expect(two.map(({ code }) => code).toSorted()).toEqual(['correctionTooMuch', null])
    expect(await holds(credit(payer))).toBe(0)
  })

  test('needs a reason of five characters, an amount above nothing, and two accounts that are there', async () => {
    expect((await correct(bank, credit(payer), 1, { reason: '错了' })).code).toBe('inputInvalid')
    expect((await correct(bank, credit(payer), 0)).code).toBe('inputInvalid')
    expect((await correct(bank, ref('organisationCredit', newId()), 1)).code).toBe('notFound')
    expect(await correct(bank, bank, 1)).toMatchObject({ code: 'correctionNotAllowed', details: { why: 'same' } })
  })

  test.each([
    ['order', 'organisationCredit'],
    ['bank', 'order'],
    ['organisationCredit', 'refund'],
    ['refund', 'bank'],
    ['organisationCredit', 'wallet'],
    ['cardBatch', 'bank'],
    ['wallet', 'cardUse'],
    ['cardExpired', 'wallet'],
  ] as const)('there is none from %s to %s', async (debit, to) => {
    expect(await correct(ref(debit, newId()), ref(to, newId()), 1)).toMatchObject({
      code: 'correctionNotAllowed',
      details: { why: 'pair' },
    })
  })

  test('is booked on a day of an open month, never of a closed one or of one to come', async () => {
    expect(await correct(bank, credit(payer), 5, { bookedOn: `${books.month}-15` })).toMatchObject({
      code: 'monthClosed',
      details: { month: books.month },
    })
    const tomorrow = shanghaiDay(new Date(Date.now() + 86_400_000))
    expect((await correct(bank, credit(payer), 5, { bookedOn: tomorrow })).code).toBe('inputInvalid')
    const first = `${shanghaiDay(new Date()).slice(0, 7)}-01`
    expect((await correct(bank, credit(payer), 5, { bookedOn: first })).data).toMatchObject({ bookedOn: first })
  })

  test('is finance’s alone', async () => {
    const reviewer = await makeStaff(world, 'reviewer')
    expect((await correct(bank, credit(payer), 5, {}, reviewer.cookie)).code).toBe('notAllowed')
    expect((await correct(bank, credit(payer), 5, {}, books.admin.cookie)).code).toBe('notAllowed')
  })
})

describe('a correction of card value', () => {
  test('goes between a batch, what was given out for its plan, and its own wallets', async () => {
    const { id, planId } = books.batch
    const [batch, issue, use] = [ref('cardBatch', id), ref('cardIssue', planId), ref('cardUse', planId)]
    const wallet = await walletOf(1, id)
    const before = await holds(batch)
    expect((await correct(batch, wallet, 50)).code).toBeNull()
    expect((await correct(wallet, batch, 20)).code).toBeNull()
    expect((await correct(use, wallet, 30)).code).toBeNull()
    expect((await correct(batch, issue, 40)).code).toBeNull()
    expect((await correct(issue, batch, 40)).code).toBeNull()
    expect(await holds(batch)).toBe(before - 30)
    expect(await holds(wallet)).toBe(3_060)
  })

  test('stays in its plan and batch, and out of a batch that ran out', async () => {
    const wallet = await walletOf(1, books.batch.id)
    const gone = await walletOf(0, books.expiredBatchId)
    const why = async (debit: LedgerAccountRef, to: LedgerAccountRef) => (await correct(debit, to, 1)).details['why']
    expect(await why(wallet, ref('cardBatch', books.otherBatchId))).toBe('plan')
    expect(await why(ref('cardIssue', books.batch.planId), ref('cardBatch', books.otherBatchId))).toBe('plan')
    expect(await why(ref('cardBatch', books.expiredBatchId), gone)).toBe('expired')
  })
})

describe('the other side of a correction', () => {
  const others = async (account: LedgerAccountRef, search = '') =>
    (await world.query('ledger.counterparts', { ...account, search }, books.finance.cookie)).data as {
      kind: string
      ownerId: string
      name: string
      balanceFen: number
    }[]

  test('of a bank account are the other ones and organisations, found by name', async () => {
    const found = await others(bank)
    expect(found.filter(({ kind }) => kind === 'bank').map(({ ownerId }) => ownerId)).toEqual([secondBank.ownerId])
    expect(await others(bank, payer.name)).toMatchObject([{ kind: 'organisationCredit', ownerId: payer.id }])
    expect(found.some(({ kind }) => kind === 'order' || kind === 'refund')).toBe(false)
  })

  test('of a batch are its plan and its own wallets; of a wallet its batch and what its plan spent', async () => {
    const kindsOf = async (account: LedgerAccountRef) =>
      (await others(account)).map(({ kind, ownerId }) => `${kind}:${ownerId}`).toSorted()
    const wallets = await world.deps.db.studyCardWallet.findMany({ where: { batchId: books.batch.id } })
    expect(await kindsOf(ref('cardBatch', books.batch.id))).toEqual(
      [`cardIssue:${books.batch.planId}`, ...wallets.map(({ id }) => `wallet:${id}`)].toSorted(),
    )
    expect(await kindsOf(await walletOf(1, books.batch.id))).toEqual(
      [`cardBatch:${books.batch.id}`, `cardUse:${books.batch.planId}`].toSorted(),
    )
  })

  test('of an order or a refund there is none', async () => {
    expect(await others(ref('order', books.paidOrderId))).toEqual([])
    expect(await others(ref('refund', books.refundId))).toEqual([])
  })
})

test('after all of them the books hold', async () => {
  expect((await proveLedger(world.deps)).problems).toEqual([])
})
