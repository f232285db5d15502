import type { AuditChange } from './audit.schema.ts'

/** PURE: what an entry says about its thing, for people. */

type Plain = string | number | boolean | null

/** More of a value than this is nobody's to read in a list of differences. */
const longestValue = 400
/** An entry about a whole list (a calendar) is cut after so many values. */
const mostChanges = 200

/** The values of both sides by name; a level down is a dot, a list is one value. */
function flatten(value: unknown, prefix: string, into: Map<string, Plain>): void {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    for (const [key, inner] of Object.entries(value)) flatten(inner, prefix === '' ? key : `${prefix}.${key}`, into)
    return
  }
  if (prefix === '' || value === undefined) return
  into.set(prefix, plainOf(value))
}

function plainOf(value: unknown): Plain {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  const text = Array.isArray(value)
    ? value.every((one) => typeof one === 'string' || typeof one === 'number')
      ? value.join('、')
      : JSON.stringify(value)
    : String(value)
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text
}

/** What differs, first what changed, then what came and went, then what stayed as it was. */
export function changesOf(before: unknown, after: unknown): AuditChange[] {
  const old = new Map<string, Plain>()
  const now = new Map<string, Plain>()
  flatten(before, '', old)
  flatten(after, '', now)
  const changes = [...new Set([...old.keys(), ...now.keys()])].map((key): AuditChange => {
    const [was, is] = [old.get(key) ?? null, now.get(key) ?? null]
    const kind = !old.has(key) ? 'added' : !now.has(key) ? 'removed' : was === is ? 'same' : 'changed'
    return { key, before: was, after: is, kind }
  })
  const order = ['changed', 'added', 'removed', 'same']
  return changes.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind)).slice(0, mostChanges)
}

const nameKeys = [
  'name',
  'learnerName',
  'organisationName',
  'number',
  'orderNumber',
  'fileName',
  'title',
  'payerName',
  'tradeNo',
  'code',
]

/** What the thing is called, if one of these values of it tells; the first that does. */
export function subjectNameOf(...values: readonly unknown[]): string | null {
  for (const side of values) {
    if (side === null || typeof side !== 'object') continue
    for (const key of nameKeys) {
      const value = (side as Record<string, unknown>)[key]
      if (typeof value === 'string' && value.trim() !== '') return value.slice(0, 80)
    }
  }
  return null
}

/** The moments at which the first day begins and the last one has ended in Asia/Shanghai, which keeps no summer time. */
export function momentsOf(from: string | null, to: string | null): { since: Date | null; before: Date | null } {
  const beginning = (day: string) => new Date(`${day}T00:00:00+08:00`)
  return {
    since: from ? beginning(from) : null,
    before: to ? new Date(beginning(to).getTime() + 24 * 3_600_000) : null,
  }
}
