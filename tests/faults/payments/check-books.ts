import type { FaultWorld, ScheduledOrder } from './fault-world.ts'

type Row = {
  trade_no: string
  state: string
  received_fen: bigint | null
  outcome: string | null
  provider_trade_no: string | null
}
type Money = {
  state: string
  amount: bigint
  paid: bigint
  to_credit: bigint
  at_gateway: bigint
  credit_account: bigint
}

/** What is wrong with the books of an order, in sentences; none when all is right, to the fen. */
export async function checkBooks(at: FaultWorld, order: ScheduledOrder): Promise<string[]> {
  const { db } = at.world.deps
  const wrong: string[] = []
  const rows = await db.$queryRaw<Row[]>`
    SELECT trade_no, state::text, received_fen, outcome::text, provider_trade_no FROM payments WHERE order_id = ${order.id}::uuid`
  const statement = await at.bank.statement()
  const mine = new Set(rows.map((row) => row.trade_no))
  const received = statement.payments.filter(({ tradeNo }) => mine.has(tradeNo))
  for (const { tradeNo, paidFen, bankTradeNo } of received) {
    const row = rows.find((one) => one.trade_no === tradeNo)
    if (row?.state !== 'confirmed') wrong.push(`${tradeNo}: the bank received ${paidFen}, here it is ${row?.state}`)
    else if (Number(row.received_fen) !== paidFen || row.provider_trade_no !== bankTradeNo)
      wrong.push(`${tradeNo}: the bank received ${paidFen}, here it is ${row.received_fen}`)
  }
  for (const row of rows) {
    if (row.state === 'confirmed' && !received.some(({ tradeNo }) => tradeNo === row.trade_no))
      wrong.push(`${row.trade_no}: confirmed here, and the bank received nothing`)
  }
  const [money] = await db.$queryRaw<Money[]>`
    SELECT o.state::text, o.amount_fen AS amount, order_paid_fen(o.id) AS paid,
           coalesce(sum(t.amount_fen) FILTER (WHERE t.kind = 'overpaymentToCredit'), 0)::bigint AS to_credit,
           coalesce(sum(t.amount_fen) FILTER (WHERE d.kind = 'gateway'), 0)::bigint AS at_gateway
    FROM orders o
    LEFT JOIN payments p ON p.order_id = o.id
    LEFT JOIN ledger_transfers t ON t.cause_type = 'payment' AND t.cause_id = p.id
    LEFT JOIN ledger_accounts d ON d.id = t.debit_account_id
    WHERE o.id = ${order.id}::uuid GROUP BY o.id`
  if (!money) return [...wrong, 'the order is gone']
  const sum = received.reduce((total, { paidFen }) => total + paidFen, 0)
  const { state, amount, paid, to_credit: toCredit, at_gateway: atGateway } = money
  if (Number(atGateway) !== sum) wrong.push(`the bank received ${sum} in all, the ledger ${atGateway}`)
  if (Number(paid + toCredit) !== sum) wrong.push(`of ${sum} the order has ${paid} and the credit ${toCredit}`)
  if (paid > amount) wrong.push(`the order of ${amount} was paid ${paid}: twice, and no credit`)
  if ((state === 'paid') !== (paid === amount)) wrong.push(`the order is ${state} with ${paid} of ${amount}`)
  if ((state === 'cancelled' || state === 'expired') && paid > 0n) wrong.push(`the order is ${state} and keeps ${paid}`)
  return wrong
}
