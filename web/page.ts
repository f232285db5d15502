import type { RouteSectionProps } from '@solidjs/router'
import { type Component, lazy } from 'solid-js'
import { textsReady } from './texts/texts.ts'

type PageModule = { readonly default: Component<RouteSectionProps> }

/** A page in a chunk of its own, shown when its texts are there too in the chosen language. */
export function page(load: () => Promise<PageModule>): Component<RouteSectionProps> {
  return lazy(async () => {
    const module = await load()
    await textsReady()
    return module
  })
}
