import X from 'lucide-solid/icons/x'
import { type JSX, Show } from 'solid-js'
import { type AuditNoun, actionsOf, auditNouns } from '../../../server/core/audit-actions.ts'
import type { AuditEntryView, AuditRow } from '../../../server/features/audit/audit.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { Pane, PanePart } from '../../components/desk-shell.tsx'
import { FilterChip, FilterDates, FilterSelect } from '../../components/filter-bar.tsx'
import { Line } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { createNow } from '../../components/now.ts'
import { SearchBox } from '../../components/search-box.tsx'
import { SkeletonRows } from '../../components/skeleton.tsx'
import { t } from '../../texts/audit.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { AuditEntry } from './audit-entry.tsx'
import { actionWord, actorWord, nounWord, organisationNouns, subjectWord } from './audit-words.ts'

const filterNames = ['q', 'unit', 'noun', 'action', 'from', 'to', 'who', 'subject', 'organisation'] as const
type FilterName = (typeof filterNames)[number]

/** The audit trail on a desk, of the staff or of an organisation's admin: a dense list, one entry beside it. */
export function DeskAudit(props: {
  /** `/desk/audit` or `/audit` */
  base: string
  /** Staff see the whole centre and where everybody came from. */
  staff: boolean
  actions?: JSX.Element | undefined
  /** Over the list: what the chain's check found. */
  above?: JSX.Element | undefined
}): JSX.Element {
  const filters = createFilters(props.base, filterNames)
  const now = createNow()
  const nouns = () => (props.staff ? auditNouns : organisationNouns)
  const noun = (): AuditNoun | null => nouns().find((one) => one === filters.value('noun')) ?? null
  const subject = () => filters.value('subject')?.split(':') ?? []
  const list = createKeysetList(api.audit.search, () => ({
    limit: 50,
    actor: filters.value('q') ?? '',
    organisation: filters.value('unit') ?? '',
    noun: noun(),
    action: filters.value('action'),
    from: filters.value('from'),
    to: filters.value('to'),
    actorId: filters.value('who'),
    subjectType: subject()[0] ?? null,
    subjectId: subject()[1] ?? null,
    organisationId: filters.value('organisation'),
  }))
  const columns = (): DeskColumn<AuditRow>[] => [
    { id: 'at', header: t('columnAt'), cell: (row) => formatTableTime(row.at, now()), width: '112px' },
    { id: 'actor', header: t('columnActor'), cell: (row) => <LongName>{actorWord(row)}</LongName>, width: '120px' },
    { id: 'role', header: t('columnRole'), cell: (row) => roleOf(row), width: '152px', wide: true },
    {
      id: 'action',
      header: t('columnAction'),
      cell: (row) => <LongName>{actionWord(row.action)}</LongName>,
      long: true,
      width: '192px',
    },
    {
      id: 'subject',
      header: t('columnSubject'),
      cell: (row) => <LongName>{subjectWord(row)}</LongName>,
      long: true,
    },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{row.organisationName ?? '–'}</LongName>,
      long: true,
      wide: true,
    },
    { id: 'ip', header: t('columnIp'), cell: (row) => row.ip ?? '–', width: '128px', wide: true },
    {
      id: 'sealed',
      header: t('columnSealed'),
      cell: (row) => (
        <StateMark tone={row.position ? 'settled' : 'waiting'}>{row.position ? t('sealed') : t('notSealed')}</StateMark>
      ),
      width: '88px',
      wide: true,
    },
  ]
  const only = (name: FilterName, label: string) => (
    <Show when={filters.value(name)}>
      <FilterChip label={label} value={t('chosen')} set onClear={() => filters.set({ [name]: null })}>
        {() => null}
      </FilterChip>
    </Show>
  )
  return (
    <DeskList
      title={props.staff ? t('deskTitle') : t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => `${actorWord(row)} ${actionWord(row.action)}`}
      actions={props.actions}
      selects={
        <>
          <FilterSelect
            label={t('noun')}
            value={noun()}
            onChange={(value) => filters.set({ noun: value, action: null })}
            choices={nouns().map((value) => ({ value, label: nounWord(value) }))}
          />
          <Show when={noun()}>
            {(chosen) => (
              <FilterSelect
                label={t('action')}
                value={filters.value('action')}
                onChange={(value) => filters.set({ action: value })}
                choices={actionsOf(chosen()).map((value) => ({ value: value as string, label: actionWord(value) }))}
              />
            )}
          </Show>
          <FilterDates
            label={t('dates')}
            from={filters.value('from')}
            to={filters.value('to')}
            value={datesWord(filters.value('from'), filters.value('to'))}
            onChange={(from, to) => filters.set({ from, to })}
          />
          {only('who', t('onlyActor'))}
          {only('subject', t('onlySubject'))}
          {only('organisation', t('onlyOrganisation'))}
          <SearchBox
            placeholder={t('searchActor')}
            value={filters.value('q') ?? ''}
            onSearch={(q) => filters.set({ q: q || null })}
          />
          <SearchBox
            placeholder={t('searchOrganisation')}
            value={filters.value('unit') ?? ''}
            onSearch={(unit) => filters.set({ unit: unit || null })}
            slashKey={false}
          />
        </>
      }
      above={props.above}
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      paneWidth="clamp(380px, 36vw, 560px)"
    >
      {(id, pane) => (
        <DeskEntry id={id()} onClose={pane.close} onOnly={(changes) => filters.set({ ...cleared, ...changes })} />
      )}
    </DeskList>
  )
}

const cleared: Record<FilterName, null> = {
  q: null,
  unit: null,
  noun: null,
  action: null,
  from: null,
  to: null,
  who: null,
  subject: null,
  organisation: null,
}

function roleOf(row: AuditRow): string {
  return row.actorRole === 'system' ? '' : t(row.actorRole)
}

function datesWord(from: string | null, to: string | null): string {
  if (from && to) return t('datesBoth', { from, to })
  if (from) return t('datesFrom', { from })
  return to ? t('datesTo', { to }) : t('datesAll')
}

function DeskEntry(props: {
  id: string
  onClose: () => void
  onOnly: (changes: Partial<Record<FilterName, string>>) => void
}): JSX.Element {
  const query = api.audit.get.use(() => ({ id: props.id }))
  return (
    <Pane label={t('detail')}>
      <PanePart>
        <Line apart>
          <span>
            {t('entryNumber')} {props.id}
          </span>
          <IconButton label={t('close')} icon={<X size={20} />} onClick={() => props.onClose()} />
        </Line>
        <Loaded query={query} errorTitle={t('detailFailed')} skeleton={<SkeletonRows count={10} />}>
          {(entry) => <AuditEntry entry={entry()} links={<Links entry={entry()} onOnly={props.onOnly} />} />}
        </Loaded>
      </PanePart>
    </Pane>
  )
}

/** From one entry to all that belong together with it. */
function Links(props: {
  entry: AuditEntryView
  onOnly: (changes: Partial<Record<FilterName, string>>) => void
}): JSX.Element {
  return (
    <Line>
      <Button
        size="dense"
        onClick={() => props.onOnly({ subject: `${props.entry.subjectType}:${props.entry.subjectId}` })}
      >
        {t('sameSubject')}
      </Button>
      <Show when={props.entry.actorId}>
        {(who) => (
          <Button size="dense" onClick={() => props.onOnly({ who: who() })}>
            {t('sameActor')}
          </Button>
        )}
      </Show>
      <Show when={props.entry.organisationId}>
        {(organisation) => (
          <Button size="dense" onClick={() => props.onOnly({ organisation: organisation() })}>
            {t('sameOrganisation')}
          </Button>
        )}
      </Show>
    </Line>
  )
}
