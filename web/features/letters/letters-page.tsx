import { useParams, useSearchParams } from '@solidjs/router'
import { type JSX, lazy, Show } from 'solid-js'
import { api } from '../../api.ts'
import { ButtonLink } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FormCode } from '../../components/grouped-number.tsx'
import { Note } from '../../components/layout.tsx'
import { LinkTabs } from '../../components/link-tabs.tsx'
import { t } from '../../texts/letters.zh-CN.ts'
import { textsReady } from '../../texts/texts.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { createPagedList } from '../shell/paged-list.ts'
import { PagedRows } from '../shell/paged-rows.tsx'
import { LetterChop, PostTo } from './letter-body.tsx'
import { LetterPhone } from './letter-phone.tsx'
import { letterStateNames, whoseLetter } from './letter-words.ts'

const DeskOwnLetters = lazy(async () => {
  const module = await import('./desk-own-letters.tsx')
  await textsReady()
  return module
})

const pageSize = 20

/** 确认书下载 of an organisation: what was printed and whether it arrived, and the way to a new one. */
export default function LettersPage(): JSX.Element {
  const params = useParams<{ id?: string }>()
  return (
    <ByWidth
      phone={
        <Show when={params.id} fallback={<LettersPhone />}>
          {(id) => <LetterPhone id={id()} />}
        </Show>
      }
      desk={<DeskOwnLetters />}
    />
  )
}

function LettersPhone(): JSX.Element {
  const [search] = useSearchParams<{ state?: string }>()
  const state = () => letterStateNames.find((one) => one === search.state)
  const filter = () => {
    const chosen = state()
    return { limit: pageSize, ...(chosen ? { state: chosen } : {}) }
  }
  const list = createPagedList(api.letters.list, filter)
  const address = api.letters.address.use(() => undefined)
  return (
    <OrganisationShell
      title={t('title')}
      back="/menu"
      actionBar={
        <ButtonLink kind="primary" size="main" wide href="/letters/new">
          {t('newOne')}
        </ButtonLink>
      }
    >
      <Note>{t('lead')}</Note>
      <LinkTabs
        label={t('filters')}
        tabs={[
          { label: t('all'), href: '/letters', current: state() === undefined },
          ...letterStateNames.map((one) => ({
            label: t(one),
            href: `/letters?state=${one}`,
            current: state() === one,
          })),
        ]}
      />
      <PagedRows
        list={list}
        errorTitle={t('listNotOpened')}
        empty={<EmptyState title={state() ? t('emptyGroup') : t('empty')}>{state() ? '' : t('emptyText')}</EmptyState>}
      >
        {(letter) => (
          <CardEntry
            href={`/letters/${letter.id}`}
            state={<LetterChop letter={letter} />}
            main={letter.plan.name}
            note={whoseLetter(letter)}
            noteEnd={<FormCode>{letter.code}</FormCode>}
          >
            <Show when={letter.note}>{t('receivedNote', { note: letter.note })}</Show>
          </CardEntry>
        )}
      </PagedRows>
      <Show when={address.isSuccess && address.data}>
        {(data) => <PostTo address={{ ...data(), name: data().centreName }} />}
      </Show>
    </OrganisationShell>
  )
}
