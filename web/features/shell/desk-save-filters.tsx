import { createSignal, type JSX } from 'solid-js'
import { newId } from '../../../server/core/ids.ts'
import type { SavedFilter } from '../../../server/features/reports/saved-filters.schema.ts'
import { api } from '../../api.ts'
import { Button } from '../../components/button.tsx'
import { Dialog } from '../../components/dialog.tsx'
import { ErrorNote } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Form } from '../../components/form.tsx'
import { TextInput } from '../../components/text-input.tsx'
import { showToast } from '../../components/toast.tsx'
import { t } from '../../texts/saved-filters.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'

/** The filters as they stand, under a name; under one that is there already they take its place. */
export default function SaveFilters(props: {
  page: string
  query: string
  known: readonly SavedFilter[]
  onClose: () => void
}): JSX.Element {
  const id = newId()
  const [name, setName] = createSignal('')
  const [complained, setComplained] = createSignal(false)
  const save = api.reports.saveFilter.use({
    onSuccess: (made) => {
      showToast({ text: t('savedToast', { name: made.name }) })
      props.onClose()
    },
    stale: [api.reports.savedFilters.key()],
  })
  const send = () => {
    setComplained(true)
    if (name().trim() !== '' && !save.isPending) save.mutate({ id, page: props.page, name: name(), query: props.query })
  }
  return (
    <Dialog open onClose={props.onClose} title={t('saveTitle')} text={t('saveText')} width="narrow">
      <Form onSubmit={send} gap={4}>
        <Field
          label={t('name')}
          hint={t('nameHint')}
          error={complained() && name().trim() === '' ? t('nameNeeded') : null}
          required
        >
          <TextInput value={name()} onInput={setName} maxLength={60} />
        </Field>
        <ErrorNote error={save.error} />
        <Button kind="primary" type="submit" busy={save.isPending}>
          {t('saveSend')}
        </Button>
        <Button onClick={() => props.onClose()}>{shared('cancel')}</Button>
      </Form>
    </Dialog>
  )
}
