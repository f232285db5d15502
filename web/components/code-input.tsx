import { type JSX, splitProps } from 'solid-js'
import { groupCode, groupedIndex, ungroupedIndex } from './group-code.ts'
import { TextInput, type TextInputProps, type TextMark } from './text-input.tsx'

export interface CodeInputProps extends Omit<TextInputProps, 'marks' | 'maxLength'> {
  /** Lengths of the groups; the last one repeats: `[4]` for credit codes and accounts, `[6, 8, 4]` for ID numbers. */
  groups: readonly number[]
  /** Codes are capitals. False for what keeps its case. */
  capitals?: boolean | undefined
  /** Longest code, without the blanks. */
  maxLength?: number | undefined
  /** By index of the code without blanks. */
  marks?: readonly TextMark[] | undefined
}

/** A code that is grouped for the eye while it is typed; `value` and what is copied have no blanks. */
export function CodeInput(props: CodeInputProps): JSX.Element {
  const [own, rest] = splitProps(props, ['value', 'onInput', 'groups', 'capitals', 'maxLength', 'marks'])
  const clean = (text: string) => {
    const bare = text.normalize('NFKC').replace(/\s/g, '')
    return (own.capitals === false ? bare : bare.toUpperCase()).slice(0, own.maxLength ?? 64)
  }
  const shownMarks = () =>
    own.marks?.map((mark) => ({
      from: groupedIndex(mark.from, own.groups),
      to: groupedIndex(mark.to - 1, own.groups) + 1,
    }))
  return (
    <TextInput
      autocapitalize={own.capitals === false ? 'off' : 'characters'}
      spellcheck={false}
      {...rest}
      value={groupCode(own.value, own.groups)}
      marks={shownMarks()}
      onInput={(text, event) => {
        if (event.isComposing) return
        const input = event.currentTarget
        const caret = ungroupedIndex(text, input.selectionStart ?? text.length)
        let code = clean(text)
        let at = caret
        // Deleting only the blank between two groups means the character before it.
        if (code === own.value && text.length < groupCode(own.value, own.groups).length && caret > 0) {
          code = code.slice(0, caret - 1) + code.slice(caret)
          at = caret - 1
        }
        own.onInput(code, event)
        input.value = groupCode(code, own.groups)
        const place = groupedIndex(at, own.groups)
        input.setSelectionRange(place, place)
      }}
      onCopy={(event: ClipboardEvent & { currentTarget: HTMLInputElement }) => {
        const input = event.currentTarget
        const chosen = input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0)
        event.clipboardData?.setData('text/plain', chosen.replace(/\s/g, ''))
        event.preventDefault()
      }}
    />
  )
}
