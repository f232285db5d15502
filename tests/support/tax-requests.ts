import { fen } from '../../server/core/money.ts'
import type {
  CallbackMessage,
  InvoiceRequest,
  RedInvoiceRequest,
} from '../../server/platform/invoice-providers/invoice-provider.ts'

export const seller = { name: '华北继续教育培训中心', taxNumber: '91110108MA01C8KY3E' }
export const buyer = {
  name: '江南检测技术有限公司',
  taxNumber: '91310000MA1K35QJ7X',
  address: '上海市浦东新区世纪大道 100 号',
  telephone: '021-68880000',
  bank: '中国工商银行上海市分行',
  account: '1001234567890123456',
}
export const callbackUrl = 'http://localhost:3000/api/invoices/callbacks'

let count = 0
/** An invoice over ¥3,200.00 at 6 %, under a serial of its own. */
export function invoiceRequest(change: Partial<InvoiceRequest> = {}): InvoiceRequest {
  count++
  const totalFen = change.totalFen ?? fen(320_000)
  return {
    serial: `KP26-${String(count).padStart(4, '0')}`,
    kind: 'normal',
    buyer,
    seller,
    lines: [{ name: '*非学历教育服务*培训费', quantity: 4, unit: '人', amountFen: totalFen, taxRateBasisPoints: 600 }],
    totalFen,
    remark: 'PX26W3N8PX',
    callbackUrl,
    ...change,
  }
}

export function redRequest(blueNumber: string, change: Partial<RedInvoiceRequest> = {}): RedInvoiceRequest {
  count++
  return {
    serial: `HC26-${String(count).padStart(4, '0')}`,
    blueNumber,
    blueTotalFen: fen(320_000),
    reason: 'wrong',
    seller,
    callbackUrl,
    ...change,
  }
}

/** A server of ours that keeps the callbacks that it is sent, and answers as told. */
export function callbackReceiver() {
  const messages: CallbackMessage[] = []
  let answer = () => new Response('success')
  return {
    messages,
    answers(next: () => Response) {
      answer = next
    },
    send: async (_url: string, init: RequestInit) => {
      messages.push({ headers: new Headers(init.headers), body: String(init.body) })
      return answer()
    },
  }
}
