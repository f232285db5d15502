/** A time inside a sentence: `Today 13:52` -> `today 13:52`. */
export function within(when: string): string {
  return when.replace(/^(Today|Tomorrow|Yesterday)/, (word) => word.toLowerCase())
}

/** `plural(1, 'voucher')` -> `1 voucher`, `plural(3, 'voucher')` -> `3 vouchers`; irregular ones name their plural. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
