import { newId } from '../../../server/core/ids.ts'
import type { BeginPaymentInput } from '../../../server/features/payments/payments.schema.ts'
import { isWide } from '../../components/wide.ts'

/** Where the server leads on to the provider's cashier. */
export function cashierHref(paymentId: string): string {
  return `/api/payments/${paymentId}/cashier?device=${isWide() ? 'desktop' : 'phone'}`
}

export function paymentHref(orderId: string, paymentId: string): string {
  return `/orders/${orderId}/payments/${paymentId}`
}

type Method = BeginPaymentInput['method']

/**
 * 付款: begins an attempt and opens its cashier: in a new window on a desk, in the same one on a phone, whose browsers
 * close or lose a second one. The window is opened with the tap itself, before anything is asked of the server: a later
 * one is blocked. A code to scan is shown by the page that waits.
 */
export async function openCashier(
  orderId: string,
  method: Method,
  begin: (input: BeginPaymentInput) => Promise<{ readonly id: string }>,
  go: (href: string) => void,
): Promise<void> {
  const scanned = method === 'wechat'
  const opened = isWide() && !scanned ? window.open('', '_blank') : null
  try {
    const { id } = await begin({ id: newId(), orderId, method })
    if (opened) {
      // The provider's page gets no hold of ours.
      opened.opener = null
      opened.location.replace(cashierHref(id))
      go(paymentHref(orderId, id))
    } else if (scanned) {
      go(paymentHref(orderId, id))
    } else {
      // Going back from the provider's page leads to the page that waits.
      history.replaceState(history.state, '', paymentHref(orderId, id))
      location.assign(cashierHref(id))
    }
  } catch (error) {
    opened?.close()
    throw error
  }
}
