import { For, type JSX } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { diffCharacters } from './diff-characters.ts'
import './diff-text.css'

/** `text`, with what is not in `against` marked, and a stroke where `against` has more. */
export function DiffText(props: { text: string; against: string }): JSX.Element {
  return (
    <span class="diff-text">
      <For each={diffCharacters(props.text, props.against)}>
        {(piece) =>
          piece.kind === 'same' ? (
            piece.text
          ) : piece.kind === 'extra' ? (
            <mark class="diff-text-extra">{piece.text}</mark>
          ) : (
            <span class="diff-text-gap" title={t('missing')} />
          )
        }
      </For>
    </span>
  )
}
