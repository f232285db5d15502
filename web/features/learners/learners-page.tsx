import { useParams, useSearchParams } from '@solidjs/router'
import FileUp from 'lucide-solid/icons/file-up'
import Network from 'lucide-solid/icons/network'
import Plus from 'lucide-solid/icons/plus'
import { type JSX, lazy, Show } from 'solid-js'
import type { LearnerRow } from '../../../server/features/learners/learners.schema.ts'
import { api } from '../../api.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { Card, CardEntry, CardLine } from '../../components/card.tsx'
import { Chop } from '../../components/chop.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { IdNumber } from '../../components/grouped-number.tsx'
import { Quiet } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { formatCount } from '../../texts/format.ts'
import { t } from '../../texts/learners.zh-CN.ts'
import { t as places } from '../../texts/places.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { LearnerDetail } from './learner-detail.tsx'
import { accountTone, accountWord, unitInList } from './learner-words.ts'

const DeskLearners = lazy(async () => {
  const { DeskLearners: Desk } = await import('./desk-learners.tsx')
  await textsReady()
  return { default: () => <Desk base="/learners" importHref="/imports" wholeCentre={false} /> }
})

const pageSize = 20

/** 学员: the people of the organisation's subtree; a list or one of them on the phone, 学员管理 on a wide window. */
export default function LearnersPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<LearnersPhone />}>
          {(id) => <LearnerPhone id={id()} />}
        </Show>
      }
      desk={<DeskLearners />}
    />
  )
}

function LearnerPhone(props: { id: string }): JSX.Element {
  const query = api.learners.get.use(() => ({ id: props.id }))
  return (
    <OrganisationShell title={t('detail')} back="/learners">
      <Loaded query={query} errorTitle={t('notOpened')}>
        {(learner) => <LearnerDetail learner={learner()} />}
      </Loaded>
    </OrganisationShell>
  )
}

function LearnersPhone(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ q?: string; organisation?: string }>()
  const filter = () => ({
    ...(search.q ? { search: search.q } : {}),
    ...(search.organisation ? { organisationId: search.organisation } : {}),
  })
  const list = createPagedList(api.learners.list, () => ({ ...filter(), limit: pageSize }))
  const counted = api.learners.count.use(
    () => filter(),
    () => ({ keepPrevious: true }),
  )
  return (
    <OrganisationShell
      title={t('title')}
      back="/me"
      places
      actions={<IconButton href="/learners/new" label={t('add')} icon={<Plus size={24} />} />}
    >
      <SearchBox placeholder={t('search')} value={search.q ?? ''} onSearch={(q) => setSearch({ q: q || null })} />
      <Show when={!search.q}>
        <Card>
          <CardLine label={t('importPeople')} icon={<FileUp size={20} />} href="/imports" />
          <CardLine label={places('tree')} icon={<Network size={20} />} href="/tree" />
        </Card>
      </Show>
      <PagedRows
        list={list}
        errorTitle={t('listNotOpened')}
        together
        empty={<Nobody searched={Boolean(search.q)} />}
        above={
          <Show when={counted.isSuccess && counted.data}>
            {(count) => <Quiet>{t('count', { count: formatCount(count().count), capped: count().capped })}</Quiet>}
          </Show>
        }
      >
        {(row) => <LearnerEntry row={row} />}
      </PagedRows>
    </OrganisationShell>
  )
}

function Nobody(props: { searched: boolean }): JSX.Element {
  return (
    <Show
      when={props.searched}
      fallback={
        <EmptyState
          title={t('empty')}
          action={
            <ButtonLink href="/learners/new" kind="primary" icon={<Plus size={20} />}>
              {t('add')}
            </ButtonLink>
          }
        >
          {t('emptyText')}
        </EmptyState>
      }
    >
      <EmptyState title={t('nobodyFound')}>{t('nobodyFoundText')}</EmptyState>
    </Show>
  )
}

/** A person in a list: who, whether they can log in, where, and how to reach them. */
function LearnerEntry(props: { row: LearnerRow }): JSX.Element {
  return (
    <CardEntry
      href={`/learners/${props.row.id}`}
      main={<strong>{props.row.name}</strong>}
      amount={
        props.row.enabled ? (
          <Chop tone={accountTone(props.row.account)}>{accountWord(props.row.account)}</Chop>
        ) : (
          <Chop tone="rejected">{t('disabled')}</Chop>
        )
      }
      note={unitInList(props.row.organisation)}
      noteEnd={props.row.mobile}
    >
      <IdNumber>{props.row.idNumberMasked}</IdNumber>
    </CardEntry>
  )
}
