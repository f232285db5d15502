/** PURE: a person's values out of texts and JSON. */

/** The text without any of the values, each replaced by the tombstone; the longest first, since one may hold another. */
export function redactText(text: string, values: readonly string[], tombstone: string): string {
  const longestFirst = values.filter((value) => value !== '').toSorted((a, b) => b.length - a.length)
  return longestFirst.reduce((left, value) => left.replaceAll(value, tombstone), text)
}

/** The same for every text in a value, also in the names of its fields. */
export function redactValues<Value>(value: Value, values: readonly string[], tombstone: string): Value {
  if (typeof value === 'string') return redactText(value, values, tombstone) as Value
  if (Array.isArray(value)) return value.map((one) => redactValues(one, values, tombstone)) as Value
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, inner]) => [
    redactText(key, values, tombstone),
    redactValues(inner, values, tombstone),
  ])
  return Object.fromEntries(entries) as Value
}
