import FileText from 'lucide-solid/icons/file-text'
import { For, type JSX, Show } from 'solid-js'
import './picture-tabs.css'

export interface PictureTab {
  readonly id: string
  readonly label: string
  /** Address of a small picture; without it a document is drawn. */
  readonly thumbnail: string | null
}

/** Several documents beside one another, small, each one press from being large. */
export function PictureTabs(props: {
  label: string
  tabs: readonly PictureTab[]
  chosen: string | null
  onChoose: (index: number) => void
}): JSX.Element {
  return (
    <ul class="picture-tabs" aria-label={props.label}>
      <For each={props.tabs}>
        {(tab, index) => (
          <li>
            <button
              type="button"
              class="picture-tab"
              aria-pressed={tab.id === props.chosen}
              onClick={() => props.onChoose(index())}
            >
              <span class="picture-tab-picture">
                <Show when={tab.thumbnail} fallback={<FileText size={20} />}>
                  {(address) => <img src={address()} alt="" />}
                </Show>
              </span>
              <span>{tab.label}</span>
            </button>
          </li>
        )}
      </For>
    </ul>
  )
}
