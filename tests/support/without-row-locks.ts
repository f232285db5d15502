import type { Deps } from '../../server/deps.ts'

const rowLocks = /FOR (NO KEY UPDATE|UPDATE|SHARE)( OF \w+)?/g

/**
 * The same database with every row lock taken out of the statements: positive controls show with it that a race test
 * catches what the locks are there for.
 */
export function withoutRowLocks(deps: Deps): Deps {
  return { ...deps, db: unlocked(deps.db, (text) => text.replace(rowLocks, '')) }
}

/** Without the locks on names (`pg_advisory_xact_lock`) as well: each becomes a function that holds nothing. */
export function withoutAnyLocks(deps: Deps): Deps {
  const strip = (text: string) => text.replace(rowLocks, '').replaceAll('pg_advisory_xact_lock(', 'abs(')
  return { ...deps, db: unlocked(deps.db, strip) }
}

// biome-ignore lint/suspicious/noExplicitAny: what passes through is Prisma's own, whatever it is.
function unlocked<Client extends object>(client: Client, strip: (text: string) => string): any {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args)
      if (key === '$transaction') {
        return (work: unknown, options: unknown) =>
          typeof work === 'function' ? call((tx: object) => work(unlocked(tx, strip)), options) : call(work, options)
      }
      if (key !== '$queryRaw' && key !== '$executeRaw') return call
      return (text: unknown, ...values: unknown[]) => {
        if (Array.isArray(text)) {
          const strings = text.map((part) => strip(String(part)))
          return call(Object.assign(strings, { raw: strings }), ...values.map((value) => stripped(value, strip)))
        }
        return call(stripped(text, strip), ...values)
      }
    },
  })
}

/** Fragments are put together before they are sent, each with its own text. */
function stripped(value: unknown, strip: (text: string) => string): unknown {
  if (typeof value !== 'object' || value === null || !('strings' in value) || !Array.isArray(value.strings))
    return value
  const strings: unknown[] = value.strings
  for (const [i, text] of strings.entries()) strings[i] = strip(String(text))
  return value
}
