import { For, type JSX } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { Dialog } from './dialog.tsx'
import { KeyHint } from './key-hint.tsx'
import { activeKeys } from './keys.ts'
import './keys-help.css'

/** Every key that works on this page. Opened by `?`; `DeskShell` does that. */
export default function KeysHelp(props: { open: boolean; onClose: () => void }): JSX.Element {
  return (
    <Dialog open={props.open} onClose={props.onClose} title={t('keysTitle')}>
      <dl class="keys-help">
        <For each={activeKeys()}>
          {(binding) => (
            <div class="keys-help-row">
              <dt>
                <KeyHint keys={binding.key.split(' ')} />
                <span class="only-heard">{binding.key}</span>
              </dt>
              <dd>{binding.label}</dd>
            </div>
          )}
        </For>
      </dl>
    </Dialog>
  )
}
