import { createMemo, For, type JSX } from 'solid-js'
import type {
  FilePurpose,
  RegistrationFileView,
  RegistrationView,
} from '../../../server/features/registrations/registrations.schema.ts'
import { api } from '../../api.ts'
import { Stack } from '../../components/layout.tsx'
import { addFile } from '../../offline/outbox.ts'
import { t } from '../../texts/registrations.zh-CN.ts'
import { PhotoFileCard, UnsentFile, unsentOf } from '../shell/photo-files.tsx'
import { pictureHref } from './licence-fields.ts'

/** The server's own limits (registrations.schema.ts). */
const mostFiles: Readonly<Record<FilePurpose, number>> = { licence: 3, qualification: 5 }

/** Files of one purpose, at the server and still on this phone. */
export function countOf(view: RegistrationView, purpose: FilePurpose): number {
  return filesOf(view, purpose).length + unsentFor(view, purpose).length
}

export function roomFor(view: RegistrationView, purpose: FilePurpose): number {
  return Math.max(0, mostFiles[purpose] - countOf(view, purpose))
}

export async function addPhotos(view: RegistrationView, purpose: FilePurpose, photos: readonly File[]): Promise<void> {
  for (const photo of photos.slice(0, roomFor(view, purpose))) {
    await addFile({ kind: 'registration', id: view.id, purpose }, photo)
  }
}

function filesOf(view: RegistrationView, purpose: FilePurpose): RegistrationFileView[] {
  return view.files.filter((file) => file.purpose === purpose)
}

function unsentFor(view: RegistrationView, purpose: FilePurpose) {
  return unsentOf(view.id, view.files).filter(
    ({ target }) => target.kind === 'registration' && target.purpose === purpose,
  )
}

/** The pictures of a licence or of the certificates, those at the server and those still on this phone. */
export function RegistrationFiles(props: { view: RegistrationView; purpose: FilePurpose }): JSX.Element {
  const unsent = createMemo(() => unsentFor(props.view, props.purpose))
  const remove = api.registrations.removeFile.use({ stale: [api.registrations.get.key()] })
  const readTitle = (file: RegistrationFileView) => {
    if (file.purpose === 'qualification') return t('qualificationArrived')
    return file.fields.length > 0 ? t('licenceRead', { count: file.fields.length }) : t('licenceReadNone')
  }
  const value = (file: RegistrationFileView, name: string) =>
    file.fields.find((field) => field.name === name)?.value ?? null
  return (
    <Stack gap={2}>
      <For each={filesOf(props.view, props.purpose)}>
        {(file) => (
          <PhotoFileCard
            file={file}
            thumbnailHref={pictureHref(file.id, 'thumbnail')}
            href={`/register/${props.view.id}/pictures/${file.id}`}
            readTitle={readTitle(file)}
            found={[value(file, 'name'), value(file, 'creditCode')]}
            onRemove={() => remove.mutate({ id: props.view.id, fileId: file.id })}
          />
        )}
      </For>
      <For each={unsent()}>{(item) => <UnsentFile item={item} />}</For>
    </Stack>
  )
}
