/** The gateways speak of times in Asia/Shanghai (UTC+8 all year since 1991), whatever zone the server runs in. */
const offsetMs = 8 * 3_600_000

function shanghaiIso(at: Date): string {
  return new Date(at.getTime() + offsetMs).toISOString().slice(0, 19)
}

/** `20261122140509`, UnionPay's. */
export function compactTime(at: Date): string {
  return shanghaiIso(at).replace(/[-T:]/g, '')
}

/** `2026-11-22 14:05:09`, Alipay's. */
export function dashedTime(at: Date): string {
  return shanghaiIso(at).replace('T', ' ')
}

/** `2026-11-22T14:05:09+08:00`, WeChat Pay's. */
export function offsetTime(at: Date): string {
  return `${shanghaiIso(at)}+08:00`
}

/** Null when it is no time of the calendar. */
export function fromDashedTime(text: string): Date | null {
  // gmt_refund comes with milliseconds.
  const match = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,3})?$/.exec(text)
  if (!match) return null
  const at = new Date(`${match[1]}T${match[2]}+08:00`)
  // Date takes 31 February for 3 March.
  return !Number.isNaN(at.getTime()) && dashedTime(at) === text.slice(0, 19) ? at : null
}

/** Null when it is no time of the calendar. */
export function fromCompactTime(text: string): Date | null {
  const match = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)
  if (!match) return null
  const [, year, month, day, hour, minute, second] = match
  return fromDashedTime(`${year}-${month}-${day} ${hour}:${minute}:${second}`)
}

/** Null when it is no time with an offset. */
export function fromOffsetTime(text: string): Date | null {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return null
  const at = new Date(text)
  return Number.isNaN(at.getTime()) ? null : at
}
