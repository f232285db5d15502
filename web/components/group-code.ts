/** Cuts a code into groups of the given lengths, the last length repeating: `PX26M4T8RK` by `[4, 3, 3]` -> PX26, M4T, 8RK. */
export function codeGroups(code: string, lengths: readonly number[]): string[] {
  const groups: string[] = []
  let at = 0
  for (let index = 0; at < code.length; index++) {
    const length = lengths[Math.min(index, lengths.length - 1)] ?? code.length
    groups.push(code.slice(at, at + length))
    at += length
  }
  return groups
}

/** The same joined by blanks, for inputs, which cannot space by markup. */
export function groupCode(code: string, lengths: readonly number[]): string {
  return codeGroups(code, lengths).join(' ')
}

/** Where the `index`-th character of the code stands in its grouped form. */
export function groupedIndex(index: number, lengths: readonly number[]): number {
  let blanks = 0
  let end = 0
  for (let group = 0; ; group++) {
    end += lengths[Math.min(group, lengths.length - 1)] ?? Number.POSITIVE_INFINITY
    if (index < end) return index + blanks
    blanks++
  }
}

/** How many characters of the code stand before a caret in the grouped form. */
export function ungroupedIndex(grouped: string, caret: number): number {
  return grouped.slice(0, caret).replace(/\s/g, '').length
}
