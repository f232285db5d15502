import { useLocation, useNavigate, useSearchParams } from '@solidjs/router'

/** The filters of a list, kept in the address, so that a link shows the same list tomorrow. */
export interface Filters<Name extends string> {
  /** Where the list stands, for instance `/desk/orders`. */
  readonly path: string
  readonly names: readonly Name[]
  /** The value of a filter; null when it is not set. */
  value(name: Name): string | null
  set(changes: Partial<Record<Name, string | null>>): void
  any(): boolean
  clear(): void
  /** The same list with one thing of it open; null closes it. */
  open(id: string | null): void
  /** The list with these filters instead, and nothing open. */
  href(changes: Partial<Record<Name, string | null>>): string
}

/** @param path of the list, for instance `/desk/orders`; an open thing stands behind it */
export function createFilters<const Name extends string>(path: string, names: readonly Name[]): Filters<Name> {
  const [address, setAddress] = useSearchParams()
  const navigate = useNavigate()
  const location = useLocation()
  const value = (name: Name): string | null => {
    const given = address[name]
    return (Array.isArray(given) ? given[0] : given) || null
  }
  return {
    path,
    names,
    value,
    set: (changes) => setAddress({ ...changes }, { replace: true }),
    any: () => names.some((name) => value(name) !== null),
    clear: () => setAddress(Object.fromEntries(names.map((name) => [name, null])), { replace: true }),
    open: (id) => navigate(`${path}${id === null ? '' : `/${id}`}${location.search}`, { scroll: false }),
    href: (changes) => {
      const query = new URLSearchParams()
      for (const name of names) {
        const wanted = name in changes ? changes[name] : value(name)
        if (wanted) query.set(name, wanted)
      }
      return `${path}${query.size > 0 ? `?${query}` : ''}`
    },
  }
}
