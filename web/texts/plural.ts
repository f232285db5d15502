/** `plural(1, 'voucher')` -> `1 voucher`, `plural(3, 'voucher')` -> `3 vouchers`; irregular ones name their plural. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`
}
