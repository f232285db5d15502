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
  for (const photo of photos) await addFile({ kind: 'voucher', id: voucherId, orderId }, photo)
  return voucherId
}

async function openVoucherOf(orderId: string): Promise<string | null> {
  const own = outbox.filter((item) => item.target.kind === 'voucher' && item.target.orderId === orderId)
  const waiting = own.find((item) => item.state !== 'done' && item.state !== 'refused')
  if (waiting) return waiting.target.id
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), patienceMs)
  try {
    return (await api.vouchers.findOpen.query({ orderId }, patience.signal)).id
  } catch {
    // No answer: what was sent in this visit is the best guess.
    return own.findLast((item) => item.state === 'done')?.target.id ?? null
  } finally {
    clearTimeout(timer)
  }
}

/** The address of a voucher's page; with the order, it can say something before the server knows the voucher. */
export function voucherHref(voucherId: string, orderId: string): string {
  return `/vouchers/${voucherId}?order=${orderId}`
}
