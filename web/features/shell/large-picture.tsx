import { createSignal, type JSX, Show } from 'solid-js'
import { Button, ButtonLink } from '../../components/button.tsx'
import { EmptyState, ErrorNote } from '../../components/empty-state.tsx'
import { FullHeight } from '../../components/full-height.tsx'
import { type PictureBox, PictureViewer } from '../../components/picture-viewer.tsx'
import { t } from '../../texts/outbox.zh-CN.ts'

/** A picture of several, as large as the phone: zoom, turn, and what was read where. */
export function LargePicture(props: {
  title: string
  index: number
  count: number
  /** Null while it is not ready. */
  src: string | null
  downloadHref: string
  boxes: readonly PictureBox[]
  error: unknown
}): JSX.Element {
  const [chosen, setChosen] = createSignal<string | null>(null)
  return (
    <FullHeight>
      <ErrorNote error={props.error} />
      <Show when={props.src} fallback={<EmptyState title={t('noPicture')} />}>
        {(src) => (
          <PictureViewer
            src={src()}
            alt={props.title}
            caption={t('pictureOf', { index: props.index + 1, count: props.count })}
            boxes={props.boxes}
            chosen={chosen()}
            onChoose={setChosen}
            downloadHref={props.downloadHref}
          />
        )}
      </Show>
    </FullHeight>
  )
}

/** What can be done with it: take it away, go on to the next one. */
export function LargePictureActions(props: {
  onRemove: (() => void) | undefined
  removing: boolean
  nextHref: string | null
}): JSX.Element {
  return (
    <Show when={props.onRemove || props.nextHref}>
      <Show when={props.onRemove}>
        {(remove) => (
          <Button size="main" wide busy={props.removing} onClick={() => remove()()}>
            {props.removing ? t('removing') : t('remove')}
          </Button>
        )}
      </Show>
      <Show when={props.nextHref}>
        {(href) => (
          <ButtonLink size="main" wide replace href={href()}>
            {t('nextPicture')}
          </ButtonLink>
        )}
      </Show>
    </Show>
  )
}
