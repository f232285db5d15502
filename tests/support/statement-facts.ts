import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MatchFacts } from '../../server/features/reconciliation/matching.schema.ts'
import type { TrueLine } from './simulated-month.ts'

type TruthLine = {
  date: string
  time: string | null
  direction: 'in' | 'out'
  amountFen: number
  counterpartyName: string
  counterpartyAccount: string
  remark: string
  orderNos: string[]
  case: string
}
export type TruthFile = {
  file: string
  layout: string
  lines: TruthLine[]
  orders: { orderNo: string; unitName: string | null; amountFen: number }[]
}

export function readTruth(): TruthFile[] {
  return JSON.parse(readFileSync(fileURLToPath(new URL('../fixtures/statements/truth.json', import.meta.url)), 'utf8'))
}

/** Lines of which the import says that they are no payment for an order (statements: category). */
const noPayment = ['fee', 'interest', 'settlement', 'returned', 'refund', 'reversed', 'reversal', 'withdraw', 'out']

/** The facts and the truth of one or several statements together: nothing is known of the orders but what is in the file. */
export function factsOf(files: readonly TruthFile[]): { facts: MatchFacts; truth: TrueLine[] } {
  const orders = files.flatMap((file) => file.orders)
  const names = [...new Set(orders.map(({ unitName }) => unitName ?? ''))]
  const idOf = (name: string | null) => `unit-${names.indexOf(name ?? '')}`
  const amounts = new Map(orders.map(({ orderNo, amountFen }) => [orderNo, amountFen]))
  const lines = files.flatMap(({ file, layout, lines: all }) =>
    all
      .map((line, i) => ({ ...line, id: `${file}-${String(i).padStart(3, '0')}`, layout }))
      .filter(
        ({ direction, amountFen, case: kind }) => direction === 'in' && amountFen > 0 && !noPayment.includes(kind),
      ),
  )
  return {
    facts: {
      lines: lines.map(
        ({ id, date, time, amountFen, counterpartyName, counterpartyAccount, remark, orderNos, layout }) => ({
          id,
          date,
          time,
          amountFen,
          leftFen: amountFen,
          counterpartyName,
          counterpartyAccount,
          // The import puts the column 商户订单号, which only this layout has, to the remark.
          remark: layout === 'ALIPAY' ? orderNos.join(' ') : remark,
          payeeAccountId: 'main',
        }),
      ),
      orders: orders.map(({ orderNo, unitName, amountFen }) => ({
        id: orderNo,
        number: orderNo,
        organisationId: idOf(unitName),
        amountFen,
        outstandingFen: amountFen,
        state: 'open',
        createdOn: '2026-02-20',
        mode: 'payFirst',
      })),
      payments: [],
      vouchers: [],
      organisations: names.map((name) => ({
        id: idOf(name),
        name,
        path: `/${idOf(name)}/`,
        parentIds: [],
        aliases: [],
      })),
      dismissed: [],
    },
    truth: lines.map(({ id, case: kind, orderNos }) => ({
      lineId: id,
      kind,
      pays: orderNos.map((orderId) => ({ orderId, amountFen: amounts.get(orderId) ?? 0 })),
      creditFen: 0,
      creditOrderId: orderNos[0] ?? null,
    })),
  }
}
