import { useNavigate } from '@solidjs/router'
import Bookmark from 'lucide-solid/icons/bookmark'
import { createSignal, type JSX, lazy, Show, Suspense } from 'solid-js'
import type { SavedFilter } from '../../../server/features/reports/saved-filters.schema.ts'
import { api } from '../../api.ts'
import { Menu } from '../../components/menu.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/saved-filters.zh-CN.ts'
import type { Filters } from './filters.ts'

const SaveFilters = lazy(() => import('./desk-save-filters.tsx'))
const ManageFilters = lazy(() => import('./desk-manage-filters.tsx'))

/** 常用筛选 in the head of a list: what the account saved for this page, and the filters as they stand under a new name. */
export function SavedFilters(props: { filters: Pick<Filters<string>, 'path' | 'any' | 'href'> }): JSX.Element {
  const navigate = useNavigate()
  const [doing, setDoing] = createSignal<'save' | 'manage' | null>(null)
  const saved = api.reports.savedFilters.use(
    () => ({ page: props.filters.path }),
    () => ({ staleMs: 60_000 }),
  )
  const put = api.reports.saveFilter.use({ stale: [api.reports.savedFilters.key()] })
  /** A dialog hides the toast with its way back: it makes room. */
  const removed = (row: SavedFilter) => {
    setDoing(null)
    showToast({ text: t('removed', { name: row.name }), undo: () => put.mutate({ ...row }) })
  }
  const rows = () => (saved.isSuccess ? saved.data : [])
  const queryNow = () => props.filters.href({}).split('?')[1] ?? ''
  return (
    <>
      <Menu
        label={t('saved')}
        triggerClass="button button-secondary button-normal"
        items={[
          ...rows().map((one) => ({
            label: one.name,
            checked: one.query === queryNow(),
            run: () => navigate(`${props.filters.path}${one.query === '' ? '' : `?${one.query}`}`, { scroll: false }),
          })),
          {
            label: props.filters.any() ? t('save') : t('nothingSet'),
            disabled: !props.filters.any(),
            apart: rows().length > 0,
            run: () => setDoing('save'),
          },
          ...(rows().length > 0 ? [{ label: t('manage'), run: () => setDoing('manage') }] : []),
        ]}
      >
        <Bookmark size={16} />
        {t('saved')}
      </Menu>
      <Suspense>
        <Show when={doing() === 'save'}>
          <SaveFilters page={props.filters.path} query={queryNow()} known={rows()} onClose={() => setDoing(null)} />
        </Show>
        <Show when={doing() === 'manage'}>
          <ManageFilters rows={rows()} onRemoved={removed} onClose={() => setDoing(null)} />
        </Show>
      </Suspense>
    </>
  )
}
