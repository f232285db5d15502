import { type JSX, Show } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import type { KeysetList, PageOf } from './keyset-list.ts'

/** As many as `core/page.ts` gives where nothing else is asked for. */
export const pageRows = 50

/** At the foot of a desk's rows: more of them, if there are any. */
export function DeskMoreButton(props: {
  list: Pick<KeysetList<PageOf<unknown>>, 'query' | 'hasMore' | 'loadMore'>
  /** As `createKeys` has it, where a key does the same. */
  keyHint?: 'PgDn' | undefined
  /** How many come at once, where the list asks for another number than others do. */
  rows?: number | undefined
}): JSX.Element {
  return (
    <Show when={props.list.hasMore()}>
      <Button
        size="dense"
        keyHint={props.keyHint}
        busy={props.list.query.isFetchingNextPage}
        onClick={() => props.list.loadMore()}
      >
        {props.list.query.isFetchingNextPage ? t('loadingMore') : t('more', { count: props.rows ?? pageRows })}
      </Button>
    </Show>
  )
}
