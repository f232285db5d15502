import type { Context } from 'hono'
import type { AccountActor } from '../core/actor.ts'
import type { Deps } from '../deps.ts'
import type { Permission } from '../trpc/init.ts'

/** What is not RPC: declared like a procedure, with its permission, and listed by the permission test. */
export type Route<P extends Permission = Permission> = {
  readonly method: 'GET' | 'PUT' | 'POST'
  readonly path: string
  readonly permission: P
  /** Called from other sites and servers: who sent it is decided by what it says, not by its Origin. */
  readonly crossSite?: true
  readonly handle: (deps: Deps, c: Context, actor: P extends 'public' ? null : AccountActor) => Promise<Response>
}

/** Keeps the handler's actor typed by the permission; the table of routes then forgets it. */
export function defineRoute<P extends Permission>(route: Route<P>): Route {
  return route as unknown as Route
}
