import { useParams } from '@solidjs/router'
import Download from 'lucide-solid/icons/download'
import FileUp from 'lucide-solid/icons/file-up'
import Plus from 'lucide-solid/icons/plus'
import { createEffect, createSignal, type JSX, Match, on, Show, Switch } from 'solid-js'
import type { LearnerFilter } from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { Button, ButtonLink } from '../../components/button.tsx'
import { DeskPage, Panes } from '../../components/desk-shell.tsx'
import { FilterBar, FilterSelect } from '../../components/filter-bar.tsx'
import { createKeys } from '../../components/keys.ts'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/learners.zh-CN.ts'
import { FilterOrganisation } from '../organisations/desk-filter-organisation.tsx'
import { KeysetPane } from '../shell/desk-keyset-pane.tsx'
import { createFilters } from '../shell/filters.ts'
import { createFromWidth } from '../shell/from-width.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { learnerColumns } from './desk-learner-columns.tsx'
import { LearnerPane, NewLearnerPane } from './desk-learner-panes.tsx'
import { LearnersBulk } from './desk-learners-bulk.tsx'
import { ExportLearners } from './export-learners.tsx'
import { accountStates, accountWord } from './learner-words.ts'
import { createUnits } from './unit-field.tsx'

const states = ['enabled', 'disabled'] as const

/** 学员管理 on a desk, of the staff or of an organisation's admin: a dense list, one person beside it, many at once. */
export function DeskLearners(props: {
  /** `/desk/learners` or `/learners` */
  base: string
  importHref: string
  /** Staff see every organisation: each line names its own, and one to look at is found by its name. */
  wholeCentre: boolean
}): JSX.Element {
  const params = useParams<{ id?: string }>()
  const filters = createFilters(props.base, ['state', 'account', 'organisation', 'q'])
  const now = createNow()
  const medium = createFromWidth(1200)
  const wide = createFromWidth(1400)
  const [creating, setCreating] = createSignal(false)
  const [exporting, setExporting] = createSignal(false)
  const [ticked, setTicked] = createSignal<ReadonlySet<string>>(new Set())
  const [everyone, setEveryone] = createSignal<number | null>(null)
  const account = () => accountStates.find((one) => one === filters.value('account')) ?? null
  const state = () => states.find((one) => one === filters.value('state')) ?? null
  const filter = (): LearnerFilter => ({
    ...(state() ? { enabled: state() === 'enabled' } : {}),
    ...(account() ? { account: account() ?? undefined } : {}),
    ...(filters.value('organisation') ? { organisationId: filters.value('organisation') ?? undefined } : {}),
    ...(filters.value('q') ? { search: filters.value('q') ?? undefined } : {}),
  })
  const list = createKeysetList(api.learners.list, () => ({ limit: 50, ...filter() }))
  const counted = api.learners.count.use(
    () => filter(),
    () => ({ keepPrevious: true }),
  )
  const exact = api.learners.count.use(
    () => ({ ...filter(), exact: true }),
    () => ({ enabled: ticked().size > 0 }),
  )
  const matching = () => (exact.isSuccess && !exact.data.capped ? exact.data.count : null)
  const clearTicks = () => {
    setTicked(new Set<string>())
    setEveryone(null)
  }
  createEffect(on(() => JSON.stringify(filter()), clearTicks, { defer: true }))
  const opened = () => (creating() ? null : (params.id ?? null))
  const { units } = createUnits(() => filters.value('organisation'))
  const beside = () => creating() || opened() !== null
  const close = () => (creating() ? setCreating(false) : filters.open(null))
  createKeys(() => [
    { key: 'N', label: t('add'), run: () => setCreating(true), when: () => !creating() },
    ...(beside() ? [{ key: 'Esc', label: t('keyClose'), run: close }] : []),
  ])
  return (
    <DeskPage
      title={t('title')}
      keys
      actions={
        <>
          <Button icon={<Download size={16} />} onClick={() => setExporting(true)}>
            {t('bulkExport')}
          </Button>
          <ButtonLink href={props.importHref} icon={<FileUp size={16} />}>
            {t('importPeople')}
          </ButtonLink>
          <Button kind="primary" icon={<Plus size={16} />} keyHint="N" onClick={() => setCreating(true)}>
            {t('add')}
          </Button>
        </>
      }
      filters={
        <FilterBar onClear={filters.any() ? filters.clear : undefined}>
          <Show
            when={!props.wholeCentre || filters.value('organisation')}
            fallback={
              <FilterOrganisation
                label={t('columnOrganisation')}
                value={null}
                onChange={(organisation) => filters.set({ organisation })}
              />
            }
          >
            <FilterSelect
              label={t('unit')}
              value={filters.value('organisation')}
              onChange={(value) => filters.set({ organisation: value })}
              choices={units().map((unit) => ({ value: unit.id, label: `${'　'.repeat(unit.depth)}${unit.name}` }))}
            />
          </Show>
          <FilterSelect
            label={t('state')}
            value={state()}
            onChange={(value) => filters.set({ state: value })}
            choices={states.map((value) => ({ value, label: t(value) }))}
          />
          <FilterSelect
            label={t('account')}
            value={account()}
            onChange={(value) => filters.set({ account: value })}
            choices={accountStates.map((value) => ({ value, label: accountWord(value) }))}
          />
          <SearchBox
            placeholder={t('search')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
        </FilterBar>
      }
    >
      <Panes columns={beside() ? 'minmax(0, 1fr) clamp(360px, 34vw, 480px)' : 'minmax(0, 1fr)'}>
        <KeysetPane
          list={list}
          label={t('list')}
          columns={learnerColumns({
            wholeCentre: props.wholeCentre,
            beside: beside(),
            medium: medium(),
            wide: wide(),
            now: now(),
          })}
          rowName={(row) => row.name}
          selected={opened()}
          onOpen={(row) => {
            setCreating(false)
            filters.open(row.id)
          }}
          ticked={ticked()}
          onTick={(next) => {
            setTicked(next)
            setEveryone(null)
          }}
          emptyTitle={t('empty')}
          emptyText={t('emptyText')}
          emptyAction={<Button onClick={() => setCreating(true)}>{t('add')}</Button>}
          filtered={filters.any()}
          onClear={filters.clear}
          sums={
            counted.isSuccess && list.hasMore()
              ? [
                  {
                    label: t('count', { count: formatCount(counted.data.count), capped: counted.data.capped }),
                    value: '',
                  },
                ]
              : []
          }
          bulk={
            <LearnersBulk
              rows={list.rows()}
              ticked={ticked()}
              everyone={everyone()}
              filter={filter()}
              matching={matching()}
              onEveryone={() => setEveryone(matching())}
              onClear={clearTicks}
            />
          }
        />
        <Switch>
          <Match when={creating()}>
            <NewLearnerPane
              base={props.base}
              wholeCentre={props.wholeCentre}
              near={filters.value('organisation')}
              onClose={() => setCreating(false)}
              onOpen={(id) => {
                setCreating(false)
                filters.open(id)
              }}
            />
          </Match>
          <Match when={opened()}>{(id) => <LearnerPane id={id()} onClose={close} />}</Match>
        </Switch>
      </Panes>
      <Show when={exporting()}>
        <ExportLearners filter={filter()} onClose={() => setExporting(false)} />
      </Show>
    </DeskPage>
  )
}
