import ChevronLeft from 'lucide-solid/icons/chevron-left'
import ChevronRight from 'lucide-solid/icons/chevron-right'
import { For, type JSX, Match, Show, Switch } from 'solid-js'
import type { FileState } from '../../../server/core/file-states.ts'
import { ButtonLink, IconButton } from '../../components/button.tsx'
import { Pane } from '../../components/desk-shell.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FieldStrips } from '../../components/field-strips.tsx'
import { createKeys } from '../../components/keys.ts'
import { type Fact, Facts, Line, Quiet } from '../../components/layout.tsx'
import type { Corners } from '../../components/picture-geometry.ts'
import { PictureStrip } from '../../components/picture-strip.tsx'
import { type PictureBox, PictureViewer } from '../../components/picture-viewer.tsx'
import { t } from '../../texts/desk-picture.zh-CN.ts'
import { errorSentence } from '../../texts/errors.ts'
import { t as shared } from '../../texts/shared.zh-CN.ts'
import { errorOfCode } from './error-of-code.ts'

export interface DeskPictureFile {
  readonly id: string
  readonly state: FileState
  readonly errorCode: string | null
  readonly originalName: string
  readonly width: number | null
  readonly height: number | null
  readonly hasPicture: boolean
}

export type PictureForm = 'picture' | 'thumbnail' | 'original'

/** A field of the chosen picture, for the strips under it. */
export interface StripField {
  readonly id: string
  /** As on the box and in the comparison. */
  readonly number: number
  readonly label: string
  /** Where it stands on the picture in view; empty when that one does not show it. */
  readonly quads: readonly Corners[]
  /** The reader's own score, 0..1. */
  readonly score: number | null
}

export interface DeskPicturePaneProps {
  /** Heard: what these pictures are. */
  label: string
  /** Heard: what the one in view is. */
  pictureName: string
  files: readonly DeskPictureFile[]
  index: number
  onFile: (index: number) => void
  hrefOf: (fileId: string, form: PictureForm) => string
  boxes: readonly PictureBox[]
  fields: readonly StripField[]
  chosen: string
  onChoose: (id: string) => void
  /** What the chosen field was read as, and what it is compared with. */
  facts: readonly Fact[]
  /** Over the picture: a choice of files. */
  head?: JSX.Element | undefined
}

/** The middle of a review desk: one file large with its boxes, the chosen field enlarged and straightened under it. */
export function DeskPicturePane(props: DeskPicturePaneProps): JSX.Element {
  const file = () => props.files[props.index] ?? null
  const shown = () => (file()?.hasPicture ? file() : null)
  const turnTo = (step: 1 | -1) => {
    const count = props.files.length
    props.onFile((props.index + step + count) % count)
  }
  const several = () => props.files.length > 1
  createKeys(() => [
    { key: '[', label: t('previousFile'), run: () => turnTo(-1), when: several },
    { key: ']', label: t('nextFile'), run: () => turnTo(1), when: several },
  ])
  const caption = () => (
    <Line gap={1}>
      <Show when={several()}>
        <IconButton label={t('previousFile')} icon={<ChevronLeft size={20} />} onClick={() => turnTo(-1)} />
      </Show>
      <span>{t('fileOf', { index: props.index + 1, count: props.files.length })}</span>
      <Show when={several()}>
        <IconButton label={t('nextFile')} icon={<ChevronRight size={20} />} onClick={() => turnTo(1)} />
      </Show>
    </Line>
  )
  return (
    <Pane
      label={props.label}
      ground="sunk"
      head={props.head}
      foot={shown() && props.boxes.length > 0 ? <Strips file={shown() as DeskPictureFile} pane={props} /> : undefined}
    >
      <Switch fallback={<EmptyState title={t('noFiles')} />}>
        <Match when={shown()}>
          {(picture) => (
            <PictureViewer
              src={props.hrefOf(picture().id, 'picture')}
              alt={props.pictureName}
              caption={caption()}
              boxes={props.boxes}
              chosen={props.chosen}
              onChoose={props.onChoose}
              downloadHref={props.hrefOf(picture().id, 'original')}
              pageKeys
              toastsHere
            />
          )}
        </Match>
        <Match when={file()}>
          {(broken) => (
            <EmptyState
              title={broken().state === 'unreadable' ? t('fileUnreadable') : t('fileWaiting')}
              action={
                <Line>
                  {several() ? caption() : null}
                  <ButtonLink href={props.hrefOf(broken().id, 'original')} download="" target="_self">
                    {t('downloadOriginal')}
                  </ButtonLink>
                </Line>
              }
            >
              <p>{broken().originalName}</p>
              <p>{broken().state === 'unreadable' ? whyUnreadable(broken().errorCode) : t('fileWaitingText')}</p>
            </EmptyState>
          )}
        </Match>
      </Switch>
    </Pane>
  )
}

function whyUnreadable(code: string | null): string {
  return errorSentence(errorOfCode(code ?? 'fileDamaged'))
}

function Strips(props: { file: DeskPictureFile; pane: DeskPicturePaneProps }): JSX.Element {
  const now = () => props.pane.fields.find((field) => field.id === props.pane.chosen) ?? null
  const size = () => ({ width: props.file.width ?? 1, height: props.file.height ?? 1 })
  const src = () => props.pane.hrefOf(props.file.id, 'picture')
  const others = () =>
    props.pane.fields.flatMap((field) => {
      const quad = field.quads[0]
      if (!quad || field.id === props.pane.chosen) return []
      const { id, number, label } = field
      return [{ id, number, label, strip: <PictureStrip src={src()} pictureSize={size()} quad={quad} label={label} /> }]
    })
  const title = () => {
    const field = now()
    return field ? t('enlarged', { number: field.number, label: field.label }) : ''
  }
  const score = () => now()?.score ?? null
  return (
    <FieldStrips
      title={title()}
      aside={score() === null ? undefined : shared('confidence', { score: (score() ?? 0).toFixed(2) })}
      others={others()}
      onChoose={(id) => props.pane.onChoose(id)}
    >
      <For each={now()?.quads ?? []} fallback={<Quiet>{t('notOnThisPicture')}</Quiet>}>
        {(quad) => <PictureStrip src={src()} pictureSize={size()} quad={quad} label={title()} size="large" />}
      </For>
      <Facts beside facts={props.pane.facts} />
    </FieldStrips>
  )
}
