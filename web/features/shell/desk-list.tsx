import { useParams } from '@solidjs/router'
import Plus from 'lucide-solid/icons/plus'
import { type Accessor, createSignal, type JSX, Match, Show, Switch } from 'solid-js'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/data-table.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import type { SumPart } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { t } from '../../texts/desk-frame.zh-CN.ts'
import { KeysetPane } from './desk-keyset-pane.tsx'
import type { Filters } from './filters.ts'
import { createPageWidth, fittingColumns } from './fitting-columns.ts'
import type { KeysetList, PageOf } from './keyset-list.ts'
import { SavedFilters } from './saved-filters.tsx'

/** A column of a desk list; a wide one makes room for what is open beside the list, and where the window is small. */
export interface DeskColumn<Row> extends Column<Row> {
  readonly wide?: boolean | undefined
}

/** How much room the columns have just now. */
export interface ListRoom {
  /** Whether something is open beside the list. */
  beside(): boolean
}

/** What a pane beside the list can do with the list. */
export interface BesidePane {
  close(): void
  /** Shows another thing of the list instead. */
  open(id: string): void
}

export interface ListTabs<Name extends string> {
  /** The filter that the tabs set; the first tab stands in no address. */
  readonly name: Name
  readonly label: string
  readonly current: string
  readonly choices: readonly { readonly value: string; readonly label: string; readonly count?: number | undefined }[]
  /** A tab other than the first cuts the list as a filter does: when nothing is in it, all filters may be cleared. */
  readonly narrow?: boolean | undefined
}

export interface DeskListProps<Row extends { readonly id: string }, Name extends string> {
  title: string
  /** Where the list and its filters stand in the address: `createFilters`. */
  filters: Filters<Name>
  list: KeysetList<PageOf<Row>>
  /** Heard: what the table lists. */
  label: string
  columns: (room: ListRoom) => readonly DeskColumn<Row>[]
  rowName: (row: Row) => string
  /** Rows lead to a page of their own instead of opening beside the list. */
  onOpen?: ((row: Row) => void) | undefined
  tabs?: ListTabs<Name> | undefined
  /** 常用筛选 in the head: the filters as they stand can be kept under a name. */
  saved?: boolean | undefined
  /** At the right of the head, before the button that makes a new one. */
  actions?: JSX.Element | undefined
  /** `FilterSelect`, `FilterDates`: before the search box. */
  selects?: JSX.Element | undefined
  /** What the search box looks for; sets the filter `q`. Without it there is no such box. */
  search?: string | undefined
  /** A part at the left of the list: what the rows belong to. */
  lead?: { readonly width: string; readonly pane: () => JSX.Element } | undefined
  /** Over the list: a `Note`. */
  above?: JSX.Element | undefined
  emptyTitle: string
  emptyText?: JSX.Element | undefined
  emptyAction?: ((create: () => void) => JSX.Element) | undefined
  sums?: readonly SumPart[] | undefined
  ticked?: ReadonlySet<string> | undefined
  onTick?: ((ticked: ReadonlySet<string>) => void) | undefined
  /** Rows that cannot be ticked say why in a column. */
  tickable?: ((row: Row) => boolean) | undefined
  bulk?: JSX.Element | undefined
  /** CSS width of what is open beside the list. */
  paneWidth?: string | undefined
  /** The form of a new one beside the list: a button in the head and the key N. */
  create?: { readonly label: string; readonly pane: (pane: BesidePane) => JSX.Element } | undefined
  /** J and K open the next one while one is open: for lists that are worked off. */
  openOnMove?: boolean | undefined
  /** What of a row stands in the address when it is open, where that is not its own id: its order, for instance. */
  openId?: ((row: Row) => string) | undefined
  /** The open one, where it is not simply the one in the address. */
  opened?: string | null | undefined
  /** The open one beside the list; without it rows do not open. */
  children?: ((id: Accessor<string>, pane: BesidePane) => JSX.Element) | undefined
}

/**
 * A list of the desk: tabs, filters in the address, a table that is paged by keys, and one of its rows, or the form of a
 * new one, open beside it. J, K, Enter and Esc as everywhere.
 */
export function DeskList<Row extends { readonly id: string }, const Name extends string>(
  props: DeskListProps<Row, Name>,
): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters: Filters<string> = props.filters
  const [creating, setCreating] = createSignal(false)
  const opened = () => (props.opened === undefined ? (params.id ?? null) : props.opened)
  const beside = () => creating() || (props.children !== undefined && opened() !== null)
  const close = () => (creating() ? setCreating(false) : filters.open(null))
  const pane: BesidePane = {
    close,
    open: (id) => {
      setCreating(false)
      filters.open(id)
    },
  }
  createKeys(() => [
    ...(props.create
      ? [{ key: 'N', label: props.create.label, run: () => setCreating(true), when: () => !creating() }]
      : []),
    ...(beside() ? [{ key: 'Esc', label: t('closeDetails'), run: close }] : []),
  ])
  const room: ListRoom = { beside }
  const pageWidth = createPageWidth()
  const taken = () => (props.lead ? leadTakes : 0) + (props.ticked ? tickTakes : 0)
  const columns = () =>
    beside()
      ? props.columns(room).filter((column) => !column.wide)
      : fittingColumns(props.columns(room), pageWidth() - taken())
  const inBar = () => filters.names.filter((name) => name !== props.tabs?.name)
  const clearBar = () => filters.set(Object.fromEntries(inBar().map((name) => [name, null])))
  const anyInBar = () => inBar().some((name) => filters.value(name) !== null)
  // Functions and no expressions in the markup: keys ask for them too, outside of what is drawn.
  const [touched, setTouched] = createSignal<string | null>(null)
  const openIdOf = (row: Row) => (props.openId ? props.openId(row) : row.id)
  const selected = () => {
    if (creating() || params.id === undefined) return null
    if (!props.openId) return params.id
    const rows = (props.list.rows() as readonly Row[]).filter((row) => openIdOf(row) === params.id)
    return (rows.find((row) => row.id === touched()) ?? rows[0])?.id ?? null
  }
  const openHere = (row: Row) => {
    setTouched(row.id)
    pane.open(openIdOf(row))
  }
  const openRow = () => props.onOpen ?? (props.children === undefined ? undefined : openHere)
  const panes = () =>
    [props.lead?.width ?? '', 'minmax(0, 1fr)', beside() ? (props.paneWidth ?? paneWidth) : ''].join(' ').trim()
  return (
    <DeskPage
      title={props.title}
      keys
      tabs={
        <Show when={props.tabs}>
          {(tabs) => (
            <LinkTabs
              label={tabs().label}
              tabs={tabs().choices.map(({ value, label, count }, index) => ({
                label,
                count,
                href: filters.href({ [tabs().name]: index === 0 ? null : value }),
                current: tabs().current === value,
              }))}
            />
          )}
        </Show>
      }
      actions={
        <>
          <Show when={props.saved}>
            <SavedFilters filters={filters} />
          </Show>
          {props.actions}
          <Show when={props.create}>
            {(create) => (
              <Button kind="primary" icon={<Plus size={16} />} keyHint="N" onClick={() => setCreating(true)}>
                {create().label}
              </Button>
            )}
          </Show>
        </>
      }
      filters={
        'selects' in props || 'search' in props ? (
          <FilterBar onClear={anyInBar() ? clearBar : undefined}>
            {props.selects}
            <Show when={props.search}>
              {(placeholder) => (
                <SearchBox
                  placeholder={placeholder()}
                  value={filters.value('q') ?? ''}
                  onSearch={(q) => filters.set({ q: q || null })}
                />
              )}
            </Show>
          </FilterBar>
        ) : undefined
      }
    >
      {props.above}
      <Panes columns={panes()}>
        <Show when={props.lead}>{(lead) => lead().pane()}</Show>
        <KeysetPane
          list={props.list}
          label={props.label}
          columns={columns()}
          rowName={props.rowName}
          selected={selected()}
          onOpen={openRow()}
          emptyTitle={props.emptyTitle}
          emptyText={props.emptyText}
          emptyAction={props.emptyAction?.(() => setCreating(true))}
          filtered={props.tabs?.narrow ? filters.any() : anyInBar()}
          onClear={props.tabs?.narrow ? filters.clear : clearBar}
          sums={props.sums}
          ticked={props.ticked}
          onTick={props.onTick}
          tickable={props.tickable}
          bulk={props.bulk}
          openOnMove={props.openOnMove}
        />
        <Switch>
          <Match when={creating() ? props.create : undefined}>{(create) => create().pane(pane)}</Match>
          <Match when={opened()}>{(id) => props.children?.(id, pane)}</Match>
        </Switch>
      </Panes>
    </DeskPage>
  )
}

const paneWidth = 'clamp(380px, 34vw, 500px)'
/** What a part at the left and a column of ticks take of the page, in px. */
const leadTakes = 280
const tickTakes = 46
