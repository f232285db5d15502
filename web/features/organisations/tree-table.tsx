import { createMemo, createSignal, type JSX, Show } from 'solid-js'
import type { TreeNode } from '../../../server/features/organisations/organisations.schema.ts'
import { StateMark } from '../../components/chop.tsx'
import { type Column, DataTable, LongName } from '../../components/data-table.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { createKeys } from '../../components/keys.ts'
import { TreeName } from '../../components/tree-name.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/units.zh-CN.ts'
import { findUnits, type Tree } from './create-tree.ts'
import { unitState } from './unit-words.ts'

/** A tree of so many units is shown whole; of a larger one the first two levels. */
const wholeUpTo = 80

/** Which units of a tree are open, and so which rows are shown. */
export function createOpenUnits(tree: Tree, typed: () => string) {
  const [toggled, setToggled] = createSignal<ReadonlyMap<string, boolean>>(new Map())
  const openAtFirst = (node: TreeNode) => node.depth < 1 || tree.nodes().length <= wholeUpTo
  const isOpen = (node: TreeNode) => toggled().get(node.id) ?? openAtFirst(node)
  const rows = createMemo((): readonly TreeNode[] => {
    if (typed().trim() !== '') {
      // What was found, and the way down to it.
      const kept = new Set<string>()
      for (const node of findUnits(tree.nodes(), typed())) {
        kept.add(node.id)
        for (const above of tree.above(node.id)) kept.add(above.id)
      }
      return tree.nodes().filter((node) => kept.has(node.id))
    }
    let hiddenBelow: number | null = null
    return tree.nodes().filter((node) => {
      if (hiddenBelow !== null && node.depth > hiddenBelow) return false
      hiddenBelow = isOpen(node) ? null : node.depth
      return true
    })
  })
  const set = (ids: readonly string[], open: boolean) =>
    setToggled((before) => new Map([...before, ...ids.map((id) => [id, open] as const)]))
  return {
    rows,
    isOpen,
    set,
    setAll: (open: boolean) =>
      set(
        tree.nodes().flatMap((node) => (node.depth > 0 || open ? [node.id] : [])),
        open,
      ),
  }
}

export type OpenUnits = ReturnType<typeof createOpenUnits>

/** The tree as a table: indented names with what stands in and below each; arrows fold, Enter opens. */
export function TreeTable(props: {
  tree: Tree
  units: OpenUnits
  selected: string | null
  onOpen: (id: string) => void
  /** Beside an open unit, or in a narrow pane: names and people only. */
  narrow: boolean
  pageKeys?: boolean | undefined
}): JSX.Element {
  const focused = (): TreeNode | undefined => {
    const row = document.activeElement?.closest<HTMLElement>('[data-row]')
    return props.tree.node(row?.dataset.row ?? '')
  }
  const fold = (open: boolean) => {
    const node = focused()
    if (!node) return
    if (node.unitsBelow > 0 && props.units.isOpen(node) !== open) return props.units.set([node.id], open)
    // Where there is nothing to fold, the arrow goes to the unit above.
    const above = node.parentId
    if (!open && above !== null) document.querySelector<HTMLElement>(`[data-row="${CSS.escape(above)}"]`)?.focus()
  }
  createKeys(() =>
    props.pageKeys
      ? [
          { key: '→', label: t('expand', { name: '' }).trim(), run: () => fold(true), when: () => Boolean(focused()) },
          {
            key: '←',
            label: t('collapse', { name: '' }).trim(),
            run: () => fold(false),
            when: () => Boolean(focused()),
          },
        ]
      : [],
  )
  const columns = (): Column<TreeNode>[] => {
    const all: (Column<TreeNode> & { readonly wide?: boolean })[] = [
      {
        id: 'name',
        header: t('columnName'),
        long: true,
        cell: (node) => (
          <TreeName
            depth={node.depth}
            expanded={node.unitsBelow > 0 ? props.units.isOpen(node) : null}
            toggleLabel={t(props.units.isOpen(node) ? 'collapse' : 'expand', { name: node.name })}
            onToggle={() => props.units.set([node.id], !props.units.isOpen(node))}
          >
            <LongName>{node.name}</LongName>
          </TreeName>
        ),
      },
      {
        id: 'people',
        header: t('columnPeople'),
        align: 'end',
        width: '88px',
        cell: (node) => formatCount(node.peopleBelow),
      },
      {
        id: 'disabled',
        header: t('columnDisabled'),
        align: 'end',
        width: '96px',
        wide: true,
        cell: (node) => (node.disabledPeopleBelow > 0 ? formatCount(node.disabledPeopleBelow) : '–'),
      },
      {
        id: 'admins',
        header: t('columnAdmins'),
        align: 'end',
        width: '88px',
        wide: true,
        cell: (node) => (node.admins > 0 ? formatCount(node.admins) : '–'),
      },
      {
        id: 'state',
        header: t('columnState'),
        width: '120px',
        cell: (node) => <StateMark tone={unitState(node).tone}>{unitState(node).word}</StateMark>,
      },
    ]
    return all.filter((column) => !props.narrow || !column.wide)
  }
  return (
    <DataTable
      label={t('tree')}
      columns={columns()}
      rows={props.units.rows()}
      rowKey={(node) => node.id}
      rowName={(node) => node.name}
      selected={props.selected}
      onOpen={(node) => props.onOpen(node.id)}
      pageKeys={props.pageKeys}
    >
      <Show when={props.units.rows().length === 0}>
        <EmptyState title={t('nothingFound')} />
      </Show>
    </DataTable>
  )
}
