import { useSearchParams } from '@solidjs/router'
import { For, type JSX, lazy, Show } from 'solid-js'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Card, CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts, Quiet, Stack } from '../../components/layout.tsx'
import { Loaded } from '../../components/loaded.tsx'
import { SearchBox } from '../../components/search-box.tsx'
import { Select } from '../../components/select.tsx'
import { textsReady } from '../../texts/texts.ts'
import { t } from '../../texts/upload.zh-CN.ts'
import { ByWidth } from '../shell/by-width.tsx'
import { createMore } from '../shell/create-more.ts'
import { MoreButton } from '../shell/more-button.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { planFacts } from './plan-words.ts'

const DeskUpload = lazy(async () => {
  const module = await import('./desk-upload.tsx')
  await textsReady()
  return module
})

const pageSize = 20
const anyYear = 'all'

/** 上传缴费凭证: the plans that still take money, one of which a slip is for. */
export default function UploadPage(): JSX.Element {
  return <ByWidth phone={<UploadPhone />} desk={<DeskUpload />} />
}

function UploadPhone(): JSX.Element {
  const [search, setSearch] = useSearchParams<{ q?: string; year?: string }>()
  const year = () => Number(search.year) || null
  const years = api.plans.years.use(() => ({ takingOrders: true }))
  const filter = () => ({
    takingOrders: true,
    limit: pageSize,
    ...(search.q ? { name: search.q } : {}),
    ...(year() ? { year: year() ?? undefined } : {}),
  })
  const plans = api.plans.list.use(filter, () => ({ keepPrevious: true }))
  const more = createMore(
    () => JSON.stringify(filter()),
    () => (plans.isSuccess ? plans.data : undefined),
    (cursor) => api.plans.list.query({ ...filter(), cursor }),
  )
  const filtered = () => Boolean(search.q || search.year)
  const choices = () => [
    { value: anyYear, label: t('allYears') },
    ...(years.isSuccess ? years.data.years : []).map((one) => ({ value: String(one), label: String(one) })),
  ]
  return (
    <OrganisationShell title={t('title')} back="/orders">
      <Stack gap={2}>
        <Quiet>{t('how')}</Quiet>
        <SearchBox
          placeholder={t('search')}
          value={search.q ?? ''}
          onSearch={(q) => setSearch({ q: q || null }, { replace: true })}
          slashKey={false}
        />
        <Select
          label={t('year')}
          value={year() ? String(year()) : anyYear}
          onChange={(value) => setSearch({ year: value === anyYear ? null : value }, { replace: true })}
          choices={choices()}
        />
      </Stack>
      <Loaded query={plans} errorTitle={t('notOpened')}>
        {() => (
          <Show
            when={more.rows().length > 0}
            fallback={
              <EmptyState
                title={filtered() ? t('nothing') : t('empty')}
                action={
                  filtered() ? (
                    <Button onClick={() => setSearch({ q: null, year: null }, { replace: true })}>{t('clear')}</Button>
                  ) : undefined
                }
              >
                {t('emptyText')}
              </EmptyState>
            }
          >
            <Stack gap={3}>
              <For each={more.rows()}>
                {(plan) => (
                  <Card>
                    <CardEntry href={`/upload/${plan.id}`} main={<strong>{plan.name}</strong>} action={t('upload')}>
                      <Facts beside facts={planFacts(plan)} />
                    </CardEntry>
                  </Card>
                )}
              </For>
              <MoreButton more={more} label={t('more')} busyLabel={t('loadingMore')} />
            </Stack>
          </Show>
        )}
      </Loaded>
    </OrganisationShell>
  )
}
