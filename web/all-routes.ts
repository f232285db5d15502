import type { RouteDefinition } from '@solidjs/router'
import { createSignal, lazy } from 'solid-js'
import { routes } from './routes.ts'

/**
 * The staff's table of pages is as long as everybody else's, and comes when somebody first goes to the desk: then it takes
 * the place of this one line.
 */
const toDesk: RouteDefinition = {
  path: '/desk/*',
  component: lazy(async () => {
    const { deskRoutes } = await import('./desk-routes.ts')
    setDesk(deskRoutes)
    return { default: () => null }
  }),
}

const [desk, setDesk] = createSignal<RouteDefinition>(toDesk)

/** Every page of the product, by its address. */
export function allRoutes(): RouteDefinition[] {
  return [desk(), ...routes]
}
