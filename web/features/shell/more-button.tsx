import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Stack } from '../../components/layout.tsx'
import { t } from '../../texts/phone-lists.zh-CN.ts'
import type { More } from './create-more.ts'

/** Under a list: the next page, if there is one. */
export function MoreButton(props: {
  more: Pick<More<unknown>, 'hasMore' | 'loading' | 'error' | 'load'>
  /** What is asked for, where that is not clear from the rows: 再看一些人. */
  label?: string | undefined
}): JSX.Element {
  return (
    <Stack gap={2}>
      <ErrorNote error={props.more.error} />
      <Show when={props.more.hasMore()}>
        <Button wide busy={props.more.loading} onClick={() => void props.more.load()}>
          {props.more.loading ? t('loadingMore') : (props.label ?? t('more'))}
        </Button>
      </Show>
    </Stack>
  )
}
