import Eye from 'lucide-solid/icons/eye'
import EyeOff from 'lucide-solid/icons/eye-off'
import { createSignal, type JSX, Show } from 'solid-js'
import { t } from '../texts/shared.zh-CN.ts'
import { IconButton } from './button.tsx'
import { TextInput, type TextInputProps } from './text-input.tsx'

/** `autocomplete` is `current-password` or `new-password`, so that password managers help. */
export function PasswordInput(
  props: Omit<TextInputProps, 'type' | 'suffix'> & { autocomplete: 'current-password' | 'new-password' },
): JSX.Element {
  const [shown, setShown] = createSignal(false)
  return (
    <TextInput
      {...props}
      type={shown() ? 'text' : 'password'}
      autocapitalize="off"
      spellcheck={false}
      suffix={
        <IconButton
          class="text-input-button"
          label={shown() ? t('hidePassword') : t('showPassword')}
          icon={
            <Show when={shown()} fallback={<Eye size={20} />}>
              <EyeOff size={20} />
            </Show>
          }
          onClick={() => setShown(!shown())}
        />
      }
    />
  )
}
