import { useParams } from '@solidjs/router'
import { createSignal, type JSX, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { DeskPage, Pane, Panes } from '../../components/desk-shell.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import { SumBar } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/units.zh-CN.ts'
import { createFilters } from '../shell/filters.ts'
import { createTree } from './create-tree.ts'
import { createOpenUnits, TreeTable } from './tree-table.tsx'
import { UnitPane } from './unit-pane.tsx'

/** 组织机构 of an organisation's admin on a desk: the whole tree, and one unit of it beside. */
export default function DeskTree(): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters('/tree', [])
  const [typed, setTyped] = createSignal('')
  const tree = createTree(() => null)
  const units = createOpenUnits(tree, typed)
  const opened = () => params.id ?? null
  createKeys(() => (opened() ? [{ key: 'Esc', label: t('closeDetail'), run: () => filters.open(null) }] : []))
  const counts = () => {
    const root = tree.root()
    return root ? t('counts', { units: formatCount(root.unitsBelow + 1), people: formatCount(root.peopleBelow) }) : ''
  }
  return (
    <DeskPage
      title={t('title')}
      keys
      filters={
        <FilterBar>
          <SearchBox placeholder={t('search')} value={typed()} onSearch={setTyped} />
          <Button size="dense" onClick={() => units.setAll(true)}>
            {t('expandAll')}
          </Button>
          <Button size="dense" onClick={() => units.setAll(false)}>
            {t('collapseAll')}
          </Button>
        </FilterBar>
      }
    >
      <Panes columns={opened() ? 'minmax(0, 1fr) clamp(380px, 36vw, 520px)' : 'minmax(0, 1fr)'}>
        <Pane label={t('tree')} foot={<SumBar parts={[{ label: counts(), value: '' }]} />}>
          <Loaded query={tree.query()} skeleton={<SkeletonRows count={14} />} errorTitle={t('notOpened')}>
            {() => (
              <TreeTable
                tree={tree}
                units={units}
                selected={opened()}
                onOpen={(id) => filters.open(id)}
                narrow={opened() !== null}
                pageKeys
              />
            )}
          </Loaded>
        </Pane>
        <Show when={opened()}>
          {(id) => <OpenUnit id={id()} onClose={() => filters.open(null)} onOpen={(next) => filters.open(next)} />}
        </Show>
      </Panes>
    </DeskPage>
  )
}

function OpenUnit(props: { id: string; onClose: () => void; onOpen: (id: string) => void }): JSX.Element {
  const unit = api.organisations.get.use(
    () => ({ id: props.id }),
    () => ({ keepPrevious: true }),
  )
  const shown = () => (unit.isPending || unit.isLoadingError ? null : (unit.data ?? null))
  return (
    <Show
      when={shown()}
      fallback={
        <Pane label={t('detail')} padded>
          <Loaded query={unit} skeleton={<SkeletonRows count={8} />} errorTitle={t('unitNotOpened')}>
            {() => null}
          </Loaded>
        </Pane>
      }
    >
      {(known) => (
        <UnitPane unit={known()} staff={false} learners="/learners" onClose={props.onClose} onOpen={props.onOpen} />
      )}
    </Show>
  )
}
