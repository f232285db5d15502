import { type RouteSectionProps, useLocation } from '@solidjs/router'
import { type JSX, lazy, Show, Suspense } from 'solid-js'
import { isWide } from '../../components/wide.ts'
import { textsReady } from '../../texts/texts.ts'
import { useMe } from '../accounts/session.ts'

const DeskOrganisationFrame = lazy(async () => {
  const module = await import('./desk-organisation-frame.tsx')
  await textsReady()
  return module
})

/**
 * Every page of an organisation's admin stands in it. On a phone it is nothing: each page brings its own shell. With
 * room for a desk it is the rail with all places, and the page beside it; phones never load that.
 */
export function OrganisationFrame(props: RouteSectionProps): JSX.Element {
  const me = useMe()
  const location = useLocation()
  // The pages of one's own account are a learner's too, and a learner has no desk.
  const isOwnOnly = () => location.pathname.startsWith('/me/') && me.isSuccess && me.data?.organisation === null
  return (
    <Show when={isWide() && !isOwnOnly()} fallback={props.children}>
      <Suspense>
        <DeskOrganisationFrame>{props.children}</DeskOrganisationFrame>
      </Suspense>
    </Show>
  )
}
