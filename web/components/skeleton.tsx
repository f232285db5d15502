import { Index, type JSX } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import './skeleton.css'

/** A grey bar of the size of what will stand there. */
export function Skeleton(props: { width?: string | undefined; height?: string | undefined }): JSX.Element {
  return <span class="skeleton" style={{ width: props.width ?? '100%', height: props.height ?? '1em' }} />
}

const rowWidths = ['80%', '62%', '92%', '70%'] as const

/** Rows of a table that is on its way. */
export function SkeletonRows(props: { count: number }): JSX.Element {
  return (
    <div role="status" aria-label={t('loading')}>
      <Index each={Array.from({ length: props.count })}>
        {(_, index) => (
          <div class="skeleton-row">
            <Skeleton width="16px" />
            <span class="skeleton-grow">
              <Skeleton width={rowWidths[index % rowWidths.length] ?? '80%'} />
            </span>
            <Skeleton width="64px" />
            <Skeleton width="48px" />
          </div>
        )}
      </Index>
    </div>
  )
}

/** Cards of a phone list that is on its way. */
export function SkeletonCards(props: { count: number }): JSX.Element {
  return (
    <div class="skeleton-cards" role="status" aria-label={t('loading')}>
      <Index each={Array.from({ length: props.count })}>
        {() => (
          <div class="skeleton-card">
            <Skeleton width="40%" />
            <Skeleton width="75%" />
            <Skeleton width="55%" />
          </div>
        )}
      </Index>
    </div>
  )
}
