import { newId } from '../../../server/core/ids.ts'
import { api } from '../../api.ts'
import { addFile, outbox } from '../../offline/outbox.ts'

/** How long to ask the server for a draft before going on without it, in milliseconds: the person holds a slip. */
const patienceMs = 3_000

/**
 * Puts photos into the voucher that is being made for an order: the one whose pictures still wait on this phone, else
 * the server's draft or rejected one, else a new one, which the server makes when the first picture arrives. Works
 * without a network. Returns the voucher's id.
 */
export async function takePhotos(orderId: string, photos: readonly File[]): Promise<string> {
  const voucherId = (await openVoucherOf(orderId)) ?? newId()
  for (const photo of photos) await addFile(voucherId, photo, orderId)
  return voucherId
}

async function openVoucherOf(orderId: string): Promise<string | null> {
  const waiting = outbox.find((item) => item.orderId === orderId && item.state !== 'done' && item.state !== 'refused')
  if (waiting) return waiting.voucherId
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  try {
    return (await api.vouchers.findOpen.query({ orderId }, patience.signal)).id
  } catch {
    // No answer: what was sent in this visit is the best guess.
    return outbox.findLast((item) => item.orderId === orderId && item.state === 'done')?.voucherId ?? null
  } finally {
    clearTimeout(timer)
  }
}

/** The address of a voucher's page; with the order, it can say something before the server knows the voucher. */
export function voucherHref(voucherId: string, orderId: string): string {
  return `/vouchers/${voucherId}?order=${orderId}`
}
