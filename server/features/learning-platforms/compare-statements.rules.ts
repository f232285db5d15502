/**
 * What of a statement has to be the same for two to be the same (xAPI 1.0.3 part two 2.3.1): not what a server adds, not how a verb is
 * shown or an activity described, not the order of a group's members. A time is compared apart, by whoever knows whether the
 * first had one of its own.
 */
const addedByServers = new Set(['id', 'authority', 'stored', 'timestamp', 'version'])

export function comparableOf(statement: object): string {
  const kept = Object.fromEntries(Object.entries(statement).filter(([key]) => !addedByServers.has(key)))
  return JSON.stringify(canonical(kept, []))
}

type Path = readonly string[]

function canonical(value: unknown, path: Path): unknown {
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item, path))
    return path.at(-1) === 'member' ? items.map((item) => JSON.stringify(item)).sort() : items
  }
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value)
    .filter(([key]) => !isDescription(path, key))
    .map(([key, inner]) => [key, canonical(inner, [...path, key])] as const)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
}

function isDescription(path: Path, key: string): boolean {
  if (path.includes('extensions')) return false
  return (
    (key === 'display' && path.at(-1) === 'verb') ||
    (key === 'definition' && /^(?:object|parent|grouping|category|other)$/.test(path.at(-1) ?? ''))
  )
}
