import { createEffect, createSignal, onCleanup, onMount } from 'solid-js'
import { widthOf } from '../../components/data-table.tsx'
import { language } from '../../texts/texts.ts'

interface Widthed {
  readonly id: string
  readonly width?: string | undefined
  readonly wide?: boolean | undefined
}

/** Two small lines of a name as long as most. */
const twoLinesPx = 144

/**
 * The columns that a list has room for, in px: those that make room for what is open beside it go first where the window is
 * small, the last one before the others. What stays may still be more than there is room for; then the table scrolls.
 */
export function fittingColumns<Column extends Widthed>(columns: readonly Column[], roomPx: number): readonly Column[] {
  let left = columns
  for (const column of columns.filter(({ wide }) => wide).reverse()) {
    if (widthOf(left, twoLinesPx) <= roomPx) break
    left = left.filter((one) => one !== column)
  }
  return left
}

/** How wide the page beside the rail is, in px, now and after the window or the language changed. */
export function createPageWidth(): () => number {
  // Nothing is laid out yet: as if there were room for everything.
  const measure = () => document.getElementById('content')?.clientWidth || Number.POSITIVE_INFINITY
  const [width, setWidth] = createSignal(measure())
  const again = () => setWidth(measure())
  onMount(() => {
    again()
    window.addEventListener('resize', again)
  })
  onCleanup(() => window.removeEventListener('resize', again))
  createEffect(() => {
    language()
    queueMicrotask(again)
  })
  return width
}
