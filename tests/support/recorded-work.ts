import type { Deps } from '../../server/deps.ts'

/**
 * The same product, with everything it does outside its own variables written down in order: statements of the database
 * without their values, and work with passwords and seals. Two calls that did the same take the same time, whatever the
 * machine is busy with.
 */
export function recordingWork(deps: Deps): { readonly deps: Deps; readonly done: string[] } {
  const done: string[] = []
  const db = deps.db.$extends({
    query: {
      $allOperations({ model, operation, args, query }) {
        done.push(`${model ?? ''}.${operation} ${JSON.stringify(shapeOf(args))}`)
        return query(args)
      },
    },
  })
  const listening = <T extends object>(name: string, part: T): T =>
    new Proxy(part, {
      get(target, key) {
        const value: unknown = Reflect.get(target, key)
        if (typeof value !== 'function') return value
        return (...given: unknown[]) => {
          done.push(`${name}.${String(key)}`)
          return Reflect.apply(value, target, given)
        }
      },
    })
  const recorded = {
    ...deps,
    db: db as unknown as Deps['db'],
    passwords: listening('passwords', deps.passwords),
    secrets: listening('secrets', deps.secrets),
  }
  return { deps: recorded, done }
}

/** What stands in a statement, without its values. */
function shapeOf(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return typeof value
  if (value instanceof Date || value instanceof Uint8Array) return value.constructor.name
  if ('strings' in value) return value.strings
  if (Array.isArray(value))
    return value.map((one, index) => (index === 0 && typeof one === 'string' ? one : shapeOf(one)))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]))
}
