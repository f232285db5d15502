import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { seedDemo } from '../../../prisma/seed.ts'
import { newId } from '../../../server/core/ids.ts'
import type { LedgerAccountKind, LedgerTransferKind } from '../../../server/features/ledger/ledger.rules.ts'
import type { Problem } from '../../../server/features/ledger/ledger.schema.ts'
import { problemCodes } from '../../../server/features/ledger/ledger-proof.rules.ts'
import { checkBooks, proveLedger } from '../../../server/features/ledger/prove-ledger.ts'
import type { Transaction } from '../../../server/platform/database.ts'
import { type UsedBooks, useBooks } from '../../support/used-books.ts'
import { openWorld, type World } from '../../support/world.ts'

let world: World
let books: UsedBooks
beforeAll(async () => {
  world = await openWorld()
  books = await useBooks(world)
})
afterAll(() => world.close())

test('books that hold nothing hold, and so do those of the demo', async () => {
  const demo = await openWorld()
  try {
    expect(await proveLedger(demo.deps)).toMatchObject({ problemCount: 0, transfers: 0 })
    await seedDemo(demo.deps)
    const verdict = await proveLedger(demo.deps)
    expect(verdict.problems).toEqual([])
    expect(verdict.transfers).toBeGreaterThan(10)
  } finally {
    await demo.close()
  }
})

test('after ordinary use nothing is found', async () => {
  const verdict = await proveLedger(world.deps)
  expect(verdict.problems).toEqual([])
  expect(verdict.transfers).toBeGreaterThan(25)
})

/** Damages a copy of the books, past triggers and foreign keys, looks, and throws the copy away. */
async function findAfter(damage: (tx: Transaction) => Promise<unknown>): Promise<readonly Problem[]> {
  let found: readonly Problem[] | null = null
  await world.deps.db
    .$transaction(async (tx) => {
      await tx.$executeRaw`SET LOCAL session_replication_role = 'replica'`
      const done = await damage(tx)
      if (done === 0) throw new Error('nothing was damaged')
      const { problems, problemCount } = await checkBooks(tx)
      expect(problemCount).toBe(problems.length)
      found = problems
      throw new Error('not kept')
    })
    .catch((error: unknown) => {
      if (!(error instanceof Error) || error.message !== 'not kept') throw error
    })
  return found ?? []
}

async function account(tx: Transaction, kind: LedgerAccountKind, ownerId: string): Promise<string> {
  const known = await tx.ledgerAccount.findFirst({ where: { kind, ownerId } })
  return known?.id ?? (await tx.ledgerAccount.create({ data: { id: newId(), kind, ownerId } })).id
}

async function transfer(
  tx: Transaction,
  kind: LedgerTransferKind,
  debitAccountId: string,
  creditAccountId: string,
  amountFen: number,
  [causeType, causeId]: readonly [string, string] = ['correction', newId()],
): Promise<string> {
  const id = newId()
  const what = { id, idempotencyKey: id, kind, debitAccountId, creditAccountId, amountFen: BigInt(amountFen) }
  await tx.ledgerTransfer.create({ data: { ...what, causeType, causeId, reason: '测试' } })
  return id
}

const walletOf = async (tx: Transaction, learner: number, batchId = books.batch.id) => {
  const wallet = await tx.studyCardWallet.findUniqueOrThrow({
    where: { learnerId_batchId: { learnerId: books.learnerIds[learner] ?? '', batchId } },
  })
  return account(tx, 'wallet', wallet.id)
}
const credit = (tx: Transaction) => account(tx, 'organisationCredit', books.organisation.id)

describe('positive controls: what is broken is found, it alone, with what was expected', () => {
  const controls: Record<(typeof problemCodes)[number], () => Promise<void>> = {
    async entriesUnequal() {
      const found = await findAfter(async (tx) => {
        await tx.$executeRaw`
          CREATE OR REPLACE VIEW ledger_entries AS
            SELECT id AS transfer_id, debit_account_id AS account_id, amount_fen AS debit_fen, 0::bigint AS credit_fen, created_at FROM ledger_transfers
            UNION ALL
            SELECT id, credit_account_id, 0::bigint, amount_fen, created_at FROM ledger_transfers WHERE amount_fen <> 5000`
      })
      // What one side lacks, its accounts lack too.
      expect(found.map(({ code }) => code)).toContain('entriesUnequal')
      const [unequal] = found.filter(({ code }) => code === 'entriesUnequal')
      expect(Number(unequal?.expected)).toBeGreaterThan(Number(unequal?.found))
    },
    async balanceDiffers() {
      const found = await findAfter(async (tx) => {
        const wrong = await credit(tx)
        await tx.$executeRawUnsafe(`
          CREATE OR REPLACE FUNCTION ledger_balance(wanted uuid) RETURNS bigint LANGUAGE sql STABLE AS $$
            SELECT coalesce((SELECT sum(amount_fen) FROM ledger_transfers WHERE credit_account_id = wanted), 0)::bigint
                 - coalesce((SELECT sum(amount_fen) FROM ledger_transfers WHERE debit_account_id = wanted), 0)::bigint
                 + CASE WHEN wanted = '${wrong}' THEN 1 ELSE 0 END $$`)
      })
      expect(found).toMatchObject([
        { code: 'balanceDiffers', label: 'organisationCredit', expected: '2500', found: '2501' },
      ])
    },
    async belowZero() {
      const found = await findAfter(async (tx) => {
        await transfer(tx, 'correction', await walletOf(tx, 2), await account(tx, 'cardBatch', books.batch.id), 2_301)
      })
      expect(found).toMatchObject([{ code: 'belowZero', label: 'wallet', expected: '0', found: '-1' }])
    },
    async ownerMissing() {
      const id = newId()
      const found = await findAfter((tx) => tx.ledgerAccount.create({ data: { id, kind: 'refund', ownerId: newId() } }))
      expect(found).toMatchObject([{ code: 'ownerMissing', id, label: 'refund' }])
    },
    async directionWrong() {
      let id = ''
      const found = await findAfter(async (tx) => {
        id = await transfer(
          tx,
          'correction',
          await walletOf(tx, 2),
          await account(tx, 'cardUse', books.batch.planId),
          1,
        )
      })
      expect(found).toMatchObject([{ code: 'directionWrong', id, label: 'correction', found: 'wallet cardUse' }])
    },
    async moneyAndCards() {
      let id = ''
      const found = await findAfter(async (tx) => {
        id = await transfer(tx, 'correction', await credit(tx), await walletOf(tx, 2), 1)
      })
      expect(found).toMatchObject([{ code: 'moneyAndCards', id, found: 'organisationCredit wallet' }])
    },
    async planMixed() {
      let id = ''
      const found = await findAfter(async (tx) => {
        id = await transfer(
          tx,
          'correction',
          await walletOf(tx, 2),
          await account(tx, 'cardBatch', books.otherBatchId),
          1,
        )
      })
      expect(found).toMatchObject([{ code: 'planMixed', id }])
    },
    async causeMissing() {
      let [gone, unknown] = ['', '']
      const found = await findAfter(async (tx) => {
        const bank = await tx.ledgerAccount.findFirstOrThrow({ where: { kind: 'bank' } })
        gone = await transfer(tx, 'overpaymentToCredit', bank.id, await credit(tx), 1, ['payment', newId()])
        unknown = await transfer(tx, 'overpaymentToCredit', bank.id, await credit(tx), 1, ['nothing', newId()])
      })
      expect(found.map(({ code, id }) => [code, id]).toSorted()).toEqual(
        [gone, unknown].map((id) => ['causeMissing', id]).toSorted(),
      )
    },
    async paymentDiffers() {
      const found = await findAfter(
        (tx) => tx.$executeRaw`UPDATE payments SET received_fen = received_fen + 1 WHERE id = ${books.paymentId}::uuid`,
      )
      expect(found).toMatchObject([
        { code: 'paymentDiffers', id: books.paymentId, expected: '7001', found: '7000', orderId: books.paidOrderId },
      ])
      const failed = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE payments SET state = 'reversed', reversed_reason = '测试' WHERE id = ${books.paymentId}::uuid`,
      )
      expect(failed).toMatchObject([{ code: 'paymentDiffers', expected: '0', found: '7000' }])
    },
    async orderDiffers() {
      const found = await findAfter(
        (tx) => tx.$executeRaw`UPDATE orders SET amount_fen = amount_fen + 1 WHERE id = ${books.paidOrderId}::uuid`,
      )
      expect(found).toMatchObject([{ code: 'orderDiffers', id: books.paidOrderId, expected: '9001', found: '9000' }])
      const cancelled = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE orders SET state = 'cancelled', kind = 'enrolments' WHERE id = ${books.lastMonthOrderId}::uuid`,
      )
      expect(cancelled.filter(({ code }) => code === 'orderDiffers')).toMatchObject([{ expected: '0', found: '7000' }])
    },
    async batchDiffers() {
      const found = await findAfter(async (tx) => {
        const { id, orderId, planId } = books.batch
        const [issue, batch] = [await account(tx, 'cardIssue', planId), await account(tx, 'cardBatch', id)]
        await transfer(tx, 'cardsIssued', issue, batch, 300, ['order', orderId])
      })
      expect(found).toMatchObject([{ code: 'batchDiffers', id: books.batch.id, expected: '20000', found: '20300' }])
      const without = await findAfter(
        (tx) => tx.$executeRaw`DELETE FROM study_card_batches WHERE id = ${books.otherBatchId}::uuid`,
      )
      expect(without).toMatchObject([
        { code: 'ownerMissing', label: 'cardBatch' },
        { code: 'batchDiffers', expected: '3000', found: '0' },
      ])
    },
    async operationDiffers() {
      const found = await findAfter(
        (tx) => tx.$executeRaw`
          UPDATE card_operation_lines SET amount_fen = amount_fen + 5 WHERE operation_id = ${books.rechargeId}::uuid AND learner_id = ${books.learnerIds[1]}::uuid`,
      )
      expect(found).toMatchObject([
        {
          code: 'operationDiffers',
          id: books.rechargeId,
          expected: '3005',
          found: '3000',
          learnerId: books.learnerIds[1],
        },
      ])
      const undone = await findAfter(
        (tx) => tx.$executeRaw`UPDATE card_operations SET state = 'waiting' WHERE id = ${books.rechargeId}::uuid`,
      )
      expect(undone.map(({ code, expected }) => [code, expected])).toEqual(Array(3).fill(['operationDiffers', '0']))
    },
    async openingDiffers() {
      const found = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE course_openings SET amount_fen = amount_fen - 1 WHERE id = ${books.openingId}::uuid`,
      )
      expect(found).toMatchObject([{ code: 'openingDiffers', id: books.openingId, expected: '1199', found: '1200' }])
      const closed = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE course_openings SET closed_at = now(), closed_reason = '测试' WHERE id = ${books.openingId}::uuid`,
      )
      expect(closed).toMatchObject([{ code: 'openingDiffers', expected: '0', found: '1200' }])
    },
    async refundDiffers() {
      const found = await findAfter(
        (tx) => tx.$executeRaw`UPDATE refunds SET amount_fen = amount_fen + 1 WHERE id = ${books.refundId}::uuid`,
      )
      expect(found).toMatchObject([{ code: 'refundDiffers', id: books.refundId, expected: '1501', found: '1500' }])
      const notGone = await findAfter(
        (tx) => tx.$executeRaw`UPDATE refunds SET state = 'sent' WHERE id = ${books.refundId}::uuid`,
      )
      expect(notGone).toMatchObject([{ code: 'refundDiffers', expected: '0', found: '1500' }])
    },
    async expiredHolds() {
      const found = await findAfter(
        (tx) => tx.$executeRaw`UPDATE study_card_batches SET expired_at = now() WHERE id = ${books.batch.id}::uuid`,
      )
      expect(found).toMatchObject([{ code: 'expiredHolds', id: books.batch.id, expected: '0', found: '18800' }])
    },
    async lineDiffers() {
      const found = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE statement_lines SET allocated_fen = allocated_fen - 1, state = 'unmatched' WHERE id = ${books.lineId}::uuid`,
      )
      expect(found).toMatchObject([{ code: 'lineDiffers', id: books.lineId, expected: '7000', found: '6999' }])
    },
    async monthDiffers() {
      const found = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE closed_months SET figures = jsonb_set(figures, '{creditFen}', '17') WHERE month = ${books.month}`,
      )
      expect(found).toMatchObject([
        { code: 'monthDiffers', id: books.month, label: 'creditFen', expected: '17', found: '0' },
      ])
      const moved = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE ledger_transfers SET booked_on = booked_on + 5 WHERE to_char(booked_on, 'YYYY-MM') = ${books.month} AND kind = 'paymentReceived'`,
      )
      expect(moved.map(({ code, label }) => [code, label])).toEqual([
        ['monthDiffers', 'transferFen'],
        ['monthDiffers', 'transfers'],
      ])
    },
    async progressDiffers() {
      const found = await findAfter(
        (tx) =>
          tx.$executeRaw`UPDATE plan_progress SET elective_pending = 0 WHERE learner_id = ${books.learnerIds[0]}::uuid`,
      )
      expect(found).toMatchObject([{ code: 'progressDiffers', id: books.learnerIds[0], expected: '302', found: '0' }])
      const gone = await findAfter(
        (tx) => tx.$executeRaw`DELETE FROM plan_progress WHERE learner_id = ${books.learnerIds[0]}::uuid`,
      )
      expect(gone).toMatchObject([{ code: 'progressDiffers', expected: '300', found: '0' }])
    },
  }

  test.each(problemCodes)('%s', (code) => controls[code]())
})
