import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import type { More } from './create-more.ts'

/** Under a list: the next page, if there is one. */
export function MoreButton(props: {
  more: Pick<More<{ readonly id: string }>, 'hasMore' | 'loading' | 'error' | 'load'>
  label: string
  busyLabel: string
}): JSX.Element {
  return (
    <Stack gap={2}>
      <ErrorNote error={props.more.error} />
      <Show when={props.more.hasMore()}>
        <Button wide busy={props.more.loading} onClick={() => void props.more.load()}>
          {props.more.loading ? props.busyLabel : props.label}
        </Button>
      </Show>
    </Stack>
  )
}
