import { type JSX, lazy } from 'solid-js'
import { Button } from '../../components/button.tsx'
import { CardEntry } from '../../components/card.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { Facts, Quiet } from '../../components/layout.tsx'
import { textsReady } from '../../texts/texts.ts'
import { t } from '../../texts/upload.zh-CN.ts'
import { createPlanSearch, PlanSearch } from '../plans/plan-search.tsx'
import { ByWidth } from '../shell/by-width.tsx'
import { OrganisationShell } from '../shell/organisation-shell.tsx'
import { PagedRows } from '../shell/paged-rows.tsx'
import { planFacts } from './plan-words.ts'

const DeskUpload = lazy(async () => {
  const module = await import('./desk-upload.tsx')
  await textsReady()
  return module
})

const which = { takingOrders: true } as const

/** 上传缴费凭证: the plans that still take money, one of which a slip is for. */
export default function UploadPage(): JSX.Element {
  return <ByWidth phone={<UploadPhone />} desk={<DeskUpload />} />
}

function UploadPhone(): JSX.Element {
  const { filters, list } = createPlanSearch('/upload', which)
  return (
    <OrganisationShell title={t('title')} back="/orders">
      <PlanSearch filters={filters} which={which} lead={<Quiet>{t('how')}</Quiet>} />
      <PagedRows
        list={list}
        errorTitle={t('notOpened')}
        empty={
          <EmptyState
            title={filters.any() ? t('nothing') : t('empty')}
            action={filters.any() ? <Button onClick={() => filters.clear()}>{t('clear')}</Button> : undefined}
          >
            {t('emptyText')}
          </EmptyState>
        }
      >
        {(plan) => (
          <CardEntry href={`/upload/${plan.id}`} main={<strong>{plan.name}</strong>} action={t('upload')}>
            <Facts beside facts={planFacts(plan)} />
          </CardEntry>
        )}
      </PagedRows>
    </OrganisationShell>
  )
}
