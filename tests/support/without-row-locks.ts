import type { Deps } from '../../server/deps.ts'

const locks = /FOR (NO KEY UPDATE|UPDATE|SHARE)/g

/**
 * The same database with every row lock taken out of the statements: positive controls show with it that a race test
 * catches what the locks are there for.
 */
export function withoutRowLocks(deps: Deps): Deps {
  return { ...deps, db: unlocked(deps.db) }
}

// biome-ignore lint/suspicious/noExplicitAny: what passes through is Prisma's own, whatever it is.
function unlocked<Client extends object>(client: Client): any {
  return new Proxy(client, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function') return value
      const call = (...args: unknown[]): unknown => Reflect.apply(value, target, args)
      if (key === '$transaction') {
        return (work: unknown, options: unknown) =>
          typeof work === 'function' ? call((tx: object) => work(unlocked(tx)), options) : call(work, options)
      }
      if (key !== '$queryRaw' && key !== '$executeRaw') return call
      return (text: unknown, ...values: unknown[]) => {
        if (Array.isArray(text)) {
          const strings = text.map((part) => String(part).replace(locks, ''))
          return call(Object.assign(strings, { raw: strings }), ...values.map(stripped))
        }
        return call(stripped(text), ...values)
      }
    },
  })
}

/** Fragments are put together before they are sent, each with its own text. */
function stripped(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('strings' in value) || !Array.isArray(value.strings))
    return value
  const strings: unknown[] = value.strings
  for (const [i, text] of strings.entries()) strings[i] = String(text).replace(locks, '')
  return value
}
