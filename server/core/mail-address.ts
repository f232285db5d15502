import { z } from 'zod'

/** One address and nothing else: no name, no second address, no line break. 254: RFC 5321 4.5.3.1.3 less the brackets. */
export const mailAddressSchema = z.string().trim().max(254).pipe(z.email())

/** Trimmed, the domain in lower case; null when mail cannot be addressed to it. */
export function normaliseMailAddress(typed: string): string | null {
  const parsed = mailAddressSchema.safeParse(typed)
  if (!parsed.success) return null
  const at = parsed.data.lastIndexOf('@')
  return parsed.data.slice(0, at) + parsed.data.slice(at).toLowerCase()
}

/** `z***@corp.cn`: enough for its owner to know which one is meant. */
export function maskMailAddress(address: string): string {
  const at = address.lastIndexOf('@')
  return at < 1 ? '***' : `${address.slice(0, 1)}***${address.slice(at)}`
}
