import Trash from 'lucide-solid/icons/trash'
import { createSignal, For, type JSX, Show } from 'solid-js'
import type { SavedFilter } from '../../../server/features/reports/saved-filters.schema.ts'
import { api } from '../../api.ts'
import { Button, IconButton } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Form } from '../../components/form.tsx'
import { Quiet, Row, Stack } from '../../components/layout.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { t } from '../../texts/saved-filters.zh-CN.ts'

/** One's own saved filters of a page: other names, and those that are no longer needed away. */
export default function ManageFilters(props: {
  rows: readonly SavedFilter[]
  /** One is gone: the way back is offered where it can be reached. */
  onRemoved: (row: SavedFilter) => void
  onClose: () => void
}): JSX.Element {
  const remove = api.reports.removeFilter.use({ stale: [api.reports.savedFilters.key()] })
  const removeOne = (row: SavedFilter) => {
    remove.mutate({ id: row.id }, { onSuccess: () => props.onRemoved(row) })
  }
  return (
    <Dialog
      open
      onClose={props.onClose}
      title={t('manageTitle')}
      actions={
        <Button kind="primary" onClick={() => props.onClose()}>
          {t('done')}
        </Button>
      }
    >
      <Stack gap={3}>
        <For each={props.rows} fallback={<Quiet>{t('none')}</Quiet>}>
          {(row) => <OneFilter row={row} onRemove={() => removeOne(row)} />}
        </For>
        <ErrorNote error={remove.error} />
      </Stack>
    </Dialog>
  )
}

function OneFilter(props: { row: SavedFilter; onRemove: () => void }): JSX.Element {
  const [name, setName] = createSignal(props.row.name)
  const rename = api.reports.renameFilter.use({ stale: [api.reports.savedFilters.key()] })
  const changed = () => name().trim() !== props.row.name && name().trim() !== ''
  const send = () => {
    if (changed() && !rename.isPending) rename.mutate({ id: props.row.id, name: name() })
  }
  return (
    <Form onSubmit={send} gap={1}>
      <Row columns="minmax(0, 1fr) max-content max-content">
        <TextInput aria-label={t('name')} value={name()} onInput={setName} maxLength={60} />
        <Show when={changed()}>
          <Button type="submit" kind="primary" busy={rename.isPending}>
            {t('rename')}
          </Button>
        </Show>
        <IconButton label={`${t('remove')} ${props.row.name}`} icon={<Trash size={16} />} onClick={props.onRemove} />
      </Row>
      <ErrorNote error={rename.error} />
    </Form>
  )
}
