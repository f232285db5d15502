import type { JSX } from 'solid-js'
import type { DataRequestRow } from '../../../server/features/privacy/personal-data.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { StateMark } from '../../components/chop.tsx'
import { LongName } from '../../components/data-table.tsx'
import { FilterSelect } from '../../components/filter-bar.tsx'
import { createNow } from '../../components/now.ts'
import { t } from '../../texts/desk-privacy.zh-CN.ts'
import { formatTableTime } from '../../texts/format.ts'
import { type DeskColumn, DeskList } from '../shell/desk-list.tsx'
import { createFilters } from '../shell/filters.ts'
import { createKeysetList } from '../shell/keyset-list.ts'
import { DeskDataRequest } from './desk-data-request.tsx'
import { personWord } from './person-word.ts'

const states = ['requested', 'done', 'refused'] as const

/** 个人信息: what learners asked for by law; system admins decide it. */
export default function DeskPrivacyPage(): JSX.Element {
  const filters = createFilters('/desk/privacy', ['state', 'kind'])
  const now = createNow()
  const state = () =>
    states.find((one) => one === filters.value('state')) ?? (filters.value('state') ? null : 'requested')
  const kind = () => (['erasure', 'export'] as const).find((one) => one === filters.value('kind')) ?? null
  const list = createKeysetList(api.privacy.requests, () => ({
    limit: 50,
    ...(state() === null ? {} : { state: state() ?? undefined }),
    ...(kind() === null ? {} : { kind: kind() ?? undefined }),
  }))
  const columns = (): DeskColumn<DataRequestRow>[] => [
    { id: 'at', header: t('columnAt'), cell: (row) => formatTableTime(row.createdAt, now()), width: '112px' },
    {
      id: 'name',
      header: t('columnName'),
      cell: (row) => <LongName>{personWord(row.learner)}</LongName>,
      long: true,
      width: '120px',
    },
    { id: 'kind', header: t('columnKind'), cell: (row) => t(row.kind), width: '112px', wide: true },
    {
      id: 'organisation',
      header: t('columnOrganisation'),
      cell: (row) => <LongName>{row.organisation.name}</LongName>,
      long: true,
    },
    { id: 'state', header: t('columnState'), cell: (row) => <RequestState row={row} />, width: '104px' },
  ]
  return (
    <DeskList
      title={t('title')}
      filters={filters}
      list={list}
      label={t('list')}
      columns={columns}
      rowName={(row) => `${personWord(row.learner)} ${t(row.kind)}`}
      tabs={{
        name: 'state',
        label: t('list'),
        current: state() ?? 'all',
        choices: [...states, 'all' as const].map((name) => ({ value: name, label: t(name) })),
      }}
      selects={
        <FilterSelect
          label={t('columnKind')}
          value={kind()}
          onChange={(value) => filters.set({ kind: value })}
          choices={[
            { value: 'erasure', label: t('erasure') },
            { value: 'export', label: t('export') },
          ]}
        />
      }
      emptyTitle={t('empty')}
      emptyText={t('emptyText')}
      emptyAction={() => <ButtonLink href="/desk/learners">{t('toLearners')}</ButtonLink>}
      paneWidth="clamp(380px, 36vw, 520px)"
    >
      {(id, pane) => <DeskDataRequest id={id()} onClose={pane.close} />}
    </DeskList>
  )
}

function RequestState(props: { row: DataRequestRow }): JSX.Element {
  const tones = { requested: 'waiting', done: 'settled', refused: 'rejected' } as const
  return <StateMark tone={tones[props.row.state]}>{t(props.row.state)}</StateMark>
}
