import { nameKey } from '../../core/names.ts'

type OwnAccount = { readonly id: string; readonly name: string; readonly account: string }

/** `ours`: it is this one. `another`: none of ours has this number. `unknown`: the file does not say, or not enough. */
export type Recognised =
  | { readonly kind: 'ours'; readonly id: string }
  | { readonly kind: 'another' }
  | { readonly kind: 'unknown' }

/**
 * Which of our accounts a statement is about, by the number that it shows: whole, with blanks, or masked
 * (`4301****5678`, `尾号5678`). Of a masked number that fits several, the name decides. Pure.
 */
export function recogniseAccount(
  said: { readonly account: string | null; readonly accountName: string | null },
  accounts: readonly OwnAccount[],
): Recognised {
  const typed = (said.account ?? '').normalize('NFKC').replace(/[\s-]/g, '')
  if (typed === '') return { kind: 'unknown' }
  const fitting = accounts.filter(({ account }) => fits(typed, account))
  const [first, ...others] = fitting
  if (first && others.length === 0) return { kind: 'ours', id: first.id }
  if (first) {
    const key = nameKey(said.accountName ?? '')
    const named = fitting.filter(({ name }) => key !== '' && nameKey(name) === key)
    return named.length === 1 && named[0] ? { kind: 'ours', id: named[0].id } : { kind: 'unknown' }
  }
  return { kind: 'another' }
}

const masks = /[*＊xX•●.…]+/

function fits(typed: string, account: string): boolean {
  if (typed === account) return true
  if (!masks.test(typed)) {
    // Fewer than eight digits are the end of a number (尾号): no account is that short.
    const digits = typed.replace(/\D/g, '')
    return digits.length >= 4 && digits.length < 8 && account.endsWith(digits)
  }
  const [head = '', ...rest] = typed.split(masks)
  const tail = rest.at(-1) ?? ''
  const [first, last] = [head.replace(/\D/g, ''), tail.replace(/\D/g, '')]
  return first.length + last.length >= 4 && account.startsWith(first) && account.endsWith(last)
}
