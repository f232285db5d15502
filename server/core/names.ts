/**
 * Comparing names of organisations. Banks shorten them, people leave out brackets, and there are no blanks to split on:
 * so names are brought to a key, and what remains is compared by pairs of characters.
 */

/** NFKC, without blanks, brackets, dots and the legal forms that banks drop: equal keys mean the same name. */
export function nameKey(name: string): string {
  return name
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s()[\]{}〔〕【】《》·.,，。、'"“”‘’_-]/g, '')
    .replace(/(?:股份有限公司|有限责任公司|有限公司|集团)/g, '')
}

/**
 * A person's name as searches and imports compare it: NFKC, upper case, without blanks and the dots between the parts of
 * a transcribed name (买买提·艾力). The migration 20261122000000 builds the same key in SQL.
 */
export function personNameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s·•・.]/g, '')
    .toUpperCase()
}

/** Share of common character pairs (Dice), 0..1, of two keys; 1 for equal ones. */
export function nameSimilarity(a: string, b: string): number {
  const [left, right] = [nameKey(a), nameKey(b)]
  if (!left || !right) return 0
  if (left === right) return 1
  const [pairsLeft, pairsRight] = [pairs(left), pairs(right)]
  let common = 0
  for (const [pair, count] of pairsLeft) common += Math.min(count, pairsRight.get(pair) ?? 0)
  const total = left.length + right.length - 2
  return total <= 0 ? 0 : (2 * common) / total
}

/** Whether one key holds the other whole: a branch 第二分公司 of a company, or a name that was cut off. */
export function nameContains(a: string, b: string): boolean {
  const [left, right] = [nameKey(a), nameKey(b)]
  return left.length >= 4 && right.length >= 4 && (left.includes(right) || right.includes(left))
}

function pairs(text: string): Map<string, number> {
  const found = new Map<string, number>()
  for (let i = 0; i + 1 < text.length; i++) {
    const pair = text.slice(i, i + 2)
    found.set(pair, (found.get(pair) ?? 0) + 1)
  }
  return found
}
