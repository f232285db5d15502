import SlidersHorizontal from 'lucide-solid/icons/sliders-horizontal'
import { createSignal, type JSX, Show, Suspense } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { Line, Quiet, Stack } from '../../components/layout.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/phone-lists.zh-CN.ts'
import type { Filters } from './filters.ts'

/** Over a list on a phone: what it is searched for, how much it shows, and the sheet with everything else it is cut by. */
export function PhoneFilters<Name extends string>(props: {
  /** `q` is what is searched for. */
  filters: Filters<Name | 'q'>
  placeholder: string
  /** What can be set in the sheet; so many of them are set is said on its button. */
  inSheet: readonly Name[]
  /** How many there are and how much that is; empty until it is known. */
  totals: JSX.Element
  /** The sheet, which a page loads when it is asked for. */
  sheet: (close: () => void) => JSX.Element
  /** Under them: what can be done with all that is shown. */
  children?: JSX.Element | undefined
}): JSX.Element {
  const [choosing, setChoosing] = createSignal(false)
  const setCount = () => props.inSheet.filter((name) => props.filters.value(name) !== null).length
  return (
    <>
      <Stack gap={2}>
        <SearchBox
          placeholder={props.placeholder}
          value={props.filters.value('q') ?? ''}
          onSearch={(q) => props.filters.set({ q: q || null } as Partial<Record<Name | 'q', string | null>>)}
          slashKey={false}
        />
        <Line apart>
          <Quiet>{props.totals}</Quiet>
          <Button icon={<SlidersHorizontal size={20} />} onClick={() => setChoosing(true)}>
            {setCount() > 0 ? t('filtersSet', { count: setCount() }) : t('filter')}
          </Button>
        </Line>
        {props.children}
      </Stack>
      <Show when={choosing()}>
        <Suspense>{props.sheet(() => setChoosing(false))}</Suspense>
      </Show>
    </>
  )
}
