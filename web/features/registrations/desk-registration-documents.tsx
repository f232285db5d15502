import { type JSX, Show } from 'solid-js'
import type { LicenceFieldName } from '../../../server/features/registrations/licence-reading.schema.ts'
import type {
  RegistrationFileView,
  ReviewRegistration,
} from '../../../server/features/registrations/registrations.schema.ts'
import { DiffText } from '../../components/diff-text.tsx'
import type { Fact } from '../../components/layout.tsx'
import { PictureTabs } from '../../components/picture-tabs.tsx'
import type { PictureBox } from '../../components/picture-viewer.tsx'
import { t } from '../../texts/desk-registrations.zh-CN.ts'
import { licenceField, licenceValue } from '../../texts/registration-checks.ts'
import { DeskPicturePane, type StripField } from '../shell/desk-picture-pane.tsx'
import { differing, type LicenceRow } from './desk-registration-rows.ts'
import { pictureHref } from './licence-fields.ts'

/** The middle: the documents beside one another, one of them large with its boxes, the chosen field under it. */
export function RegistrationDocuments(props: {
  view: ReviewRegistration
  rows: readonly LicenceRow[]
  fileIndex: number
  onFile: (index: number) => void
  chosen: LicenceFieldName
  onChoose: (id: LicenceFieldName) => void
}): JSX.Element {
  const boxes = (): PictureBox[] =>
    props.rows.flatMap(({ id, number, verdict, here }) =>
      here && here.quads.length > 0 ? [{ id, number, label: licenceField(id), verdict, quads: here.quads }] : [],
    )
  const strips = (): StripField[] =>
    props.rows.map(({ id, number, here }) => ({
      id,
      number,
      label: licenceField(id),
      quads: here?.quads ?? [],
      score: here?.score ?? null,
    }))
  const shown = () => props.view.files[props.fileIndex] ?? null
  const label = (file: RegistrationFileView) => {
    const same = props.view.files.filter((one) => one.purpose === file.purpose)
    const name = t(file.purpose)
    return same.length > 1 ? t('numbered', { name, number: same.indexOf(file) + 1 }) : name
  }
  return (
    <DeskPicturePane
      label={t('documents')}
      pictureName={shown() === null ? t('licence') : label(shown() as RegistrationFileView)}
      files={props.view.files}
      index={props.fileIndex}
      onFile={props.onFile}
      hrefOf={pictureHref}
      boxes={boxes()}
      fields={strips()}
      chosen={props.chosen}
      onChoose={(id) => props.onChoose(id as LicenceFieldName)}
      facts={factsOf(props.rows.find((row) => row.id === props.chosen) ?? null)}
      head={
        <Show when={props.view.files.length > 1}>
          <PictureTabs
            label={t('documents')}
            tabs={props.view.files.map((file) => ({
              id: file.id,
              label: label(file),
              thumbnail: file.hasPicture ? pictureHref(file.id, 'thumbnail') : null,
            }))}
            chosen={props.view.files[props.fileIndex]?.id ?? null}
            onChoose={props.onFile}
          />
        </Show>
      }
    />
  )
}

function factsOf(row: LicenceRow | null): Fact[] {
  if (!row) return []
  const both = differing(row)
  const read = row.read === null ? t('notRead') : licenceValue(row.id, row.read.value)
  return [
    { label: t('licence'), value: both ? <DiffText text={both.read} against={both.typed} /> : read },
    ...(both ? [{ label: t('typed'), value: <DiffText text={both.typed} against={both.read} /> }] : []),
  ]
}
