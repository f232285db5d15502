import type { JSX } from 'solid-js'
import type { ReviewView } from '../../../server/features/vouchers/vouchers.schema.ts'
import { DiffText } from '../../components/diff-text.tsx'
import { type Fact, Quiet } from '../../components/layout.tsx'
import type { PictureBox } from '../../components/picture-viewer.tsx'
import { t } from '../../texts/desk-review.zh-CN.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { DeskPicturePane, type StripField } from '../shell/desk-picture-pane.tsx'
import { differingTexts, expectedLabel, expectedText, fieldLabel, readText, valueText } from './field-texts.ts'
import { filePictureHref, type PictureForm } from './picture-hrefs.ts'
import type { SlipField, SlipFieldId } from './slip-fields.ts'

/** The middle of the desk: the slip with its boxes, and the chosen field enlarged and straightened under it. */
export function ReviewPicturePane(props: {
  view: ReviewView
  fields: readonly SlipField[]
  fileIndex: number
  onFile: (index: number) => void
  chosen: SlipFieldId
  onChoose: (id: SlipFieldId) => void
}): JSX.Element {
  const boxes = (): PictureBox[] =>
    props.fields.flatMap((field) => {
      const { id, number, verdict, here } = field
      return here && here.quads.length > 0 ? [{ id, number, label: fieldLabel(id), verdict, quads: here.quads }] : []
    })
  const strips = (): StripField[] =>
    props.fields.map(({ id, number, here }) => ({
      id,
      number,
      label: fieldLabel(id),
      quads: here?.quads ?? [],
      score: here?.score ?? null,
    }))
  const hrefOf = (fileId: string, form: PictureForm) => {
    const file = props.view.files.find((one) => one.id === fileId)
    return filePictureHref(file ?? { id: fileId, pictureVersion: '' }, form)
  }
  const added = () => props.view.files[props.fileIndex]?.addedText ?? null
  return (
    <DeskPicturePane
      label={t('picture')}
      pictureName={shared('picture')}
      files={props.view.files}
      index={props.fileIndex}
      onFile={props.onFile}
      hrefOf={hrefOf}
      head={added() ? <Quiet>{t('lineUnder', { text: added() ?? '' })}</Quiet> : undefined}
      boxes={boxes()}
      fields={strips()}
      chosen={props.chosen}
      onChoose={(id) => props.onChoose(id as SlipFieldId)}
      facts={factsOf(props.fields.find((field) => field.id === props.chosen) ?? null)}
    />
  )
}

/** What the chosen field was read as and what it should be, with the characters that differ. */
function factsOf(field: SlipField | null): Fact[] {
  if (!field) return []
  const own = field.here?.value ?? null
  if (field.id === 'amount' && own !== null && own !== field.read) {
    // One of several slips: its own amount stands here, the sum of all in the comparison.
    return [
      { label: t('readAs'), value: valueText('amount', own) },
      { label: t('allSlips'), value: readText(field) ?? t('notRead') },
    ]
  }
  const differing = differingTexts(field)
  const expected = field.verdict === 'pass' ? null : expectedText(field)
  const read = differing ? (
    <DiffText text={differing.read} against={differing.expected} />
  ) : (
    (readText(field) ?? t('notRead'))
  )
  const right = differing ? <DiffText text={differing.expected} against={differing.read} /> : expected
  return [
    { label: t('readAs'), value: read },
    ...(right === null ? [] : [{ label: expectedLabel(field), value: right }]),
  ]
}
